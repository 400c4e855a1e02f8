// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace genai::extraction::child {

// What an archive may cost, whatever it says of itself.
inline constexpr std::size_t kZipEntriesMax = 20'000;
inline constexpr std::size_t kZipPartBytesMax = std::size_t{128} << 20;  // unpacked
inline constexpr std::size_t kZipBytesMax = std::size_t{512} << 20;      // unpacked, of all that is read
// Office files reach some 50 to 1 where they hold much of the same; bombs reach 1,000 to 1.
inline constexpr std::size_t kZipRatioMax = 250;
inline constexpr std::size_t kZipRatioFreeBytes = std::size_t{4} << 20;

// The files of a ZIP archive, read one at a time from an open descriptor that it does not own. Names are compared
// without regard to case, as Office does. Errors: kInvalidInput for what is damaged, kTooLarge for what is over a
// limit. Not thread-safe.
class ZipArchive {
public:
    static Result<ZipArchive> open(int descriptor, std::uint64_t bytes);

    ZipArchive(ZipArchive&&) noexcept;
    ZipArchive& operator=(ZipArchive&&) noexcept;
    ~ZipArchive();

    bool has(std::string_view name) const;
    Result<std::string> read(std::string_view name);

private:
    struct State;
    explicit ZipArchive(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace genai::extraction::child
