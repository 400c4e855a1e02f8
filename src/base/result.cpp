// SPDX-License-Identifier: Apache-2.0
#include "base/result.hpp"

namespace genai {

std::string_view to_string(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::kInvalidInput: return "invalid_input";
        case ErrorKind::kNotFound: return "not_found";
        case ErrorKind::kConflict: return "conflict";
        case ErrorKind::kUnauthorized: return "unauthorized";
        case ErrorKind::kForbidden: return "forbidden";
        case ErrorKind::kTooLarge: return "too_large";
        case ErrorKind::kRateLimited: return "rate_limited";
        case ErrorKind::kOverloaded: return "overloaded";
        case ErrorKind::kExhausted: return "exhausted";
        case ErrorKind::kTimeout: return "timeout";
        case ErrorKind::kCancelled: return "cancelled";
        case ErrorKind::kUnavailable: return "unavailable";
        case ErrorKind::kInternal: return "internal";
    }
    return "internal";
}

}  // namespace genai
