// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/hash.hpp"

namespace genai::platform {

// The CRC-32C of a row's values in a given order, each text with its length, so that no two rows read alike. Add the
// row's key too, or a row that changed places would pass.
class RowChecksum {
public:
    RowChecksum& add(std::string_view text) {
        add(static_cast<std::int64_t>(text.size()));
        sum_ = crc32c(text, sum_);
        return *this;
    }
    RowChecksum& add(std::int64_t number) {
        char bytes[8];
        for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i));
        sum_ = crc32c(std::string_view(bytes, sizeof bytes), sum_);
        return *this;
    }
    std::int64_t value() const { return sum_; }

private:
    std::uint32_t sum_ = 0;
};

}  // namespace genai::platform
