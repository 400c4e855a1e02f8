// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace genai {

// SHA-256 in pieces. Not thread-safe; usable once.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void update(std::string_view bytes);
    // The digest as 64 lower-case hex digits.
    std::string hex();

private:
    struct State;
    std::unique_ptr<State> state_;
};

// SHA-256 of the bytes, 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

// CRC-32C (Castagnoli), as in iSCSI; `seed` continues an earlier call's value.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t seed = 0);

}  // namespace genai
