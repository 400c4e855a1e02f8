// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace genai {

// What went wrong, in words that every floor shares; api/ maps each kind to one HTTP status, cli/ to one exit code.
enum class ErrorKind {
    kInvalidInput,
    kNotFound,
    kConflict,
    kUnauthorized,
    kForbidden,
    kTooLarge,
    kRateLimited,
    kOverloaded,
    kExhausted,  // disk, memory or a quota
    kTimeout,
    kCancelled,
    kUnavailable,
    kInternal,
};

// The message says what was attempted, on what, and what to do about it.
struct Error {
    ErrorKind kind = ErrorKind::kInternal;
    std::string message;
};

// The return type of everything that may fail in a healthy process: network, file, bad PDF, bad setting, full disk.
template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string message) {
    return tl::unexpected<Error>(Error{kind, std::move(message)});
}

// Hands an error on as it is: `if (!x) return propagate(x);`
template <class T>
tl::unexpected<Error> propagate(const Result<T>& failed) {
    return tl::unexpected<Error>(failed.error());
}

// The kind's name in the API and in logs ("invalid_input").
std::string_view to_string(ErrorKind kind);

// A broken invariant: a defect of ours, never the input's fault. Caught at the request, job and main boundaries only.
class BrokenInvariant : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

inline void ensure(bool condition, const char* message) {
    if (!condition) throw BrokenInvariant(message);
}

}  // namespace genai
