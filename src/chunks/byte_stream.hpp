// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace genai::chunks {

// Writes numbers in few bytes: seven bits to a byte, low ones first; signed ones folded so that small stays small.
class ByteWriter {
public:
    void number(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(static_cast<unsigned char>(value | 0x80));
        bytes_ += static_cast<char>(value);
    }
    void signed_number(std::int64_t value) {
        number(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
    }
    void bytes(std::string_view bytes) { bytes_ += bytes; }
    void real(float value) { number(std::bit_cast<std::uint32_t>(value)); }

    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

// Reads what ByteWriter wrote; nothing when the bytes end too early or make no number.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    std::optional<std::uint64_t> number() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) return std::nullopt;
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) return value;
        }
        return std::nullopt;
    }
    std::optional<std::int64_t> signed_number() {
        const auto folded = number();
        if (!folded) return std::nullopt;
        return static_cast<std::int64_t>(*folded >> 1 ^ (~(*folded & 1) + 1));
    }
    std::optional<float> real() {
        const auto bits = number();
        if (!bits || *bits > UINT32_MAX) return std::nullopt;
        return std::bit_cast<float>(static_cast<std::uint32_t>(*bits));
    }

    std::optional<std::string_view> bytes(std::size_t count) {
        if (count > rest_.size()) return std::nullopt;
        const auto bytes = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return bytes;
    }

    std::size_t left() const { return rest_.size(); }

private:
    std::string_view rest_;
};

}  // namespace genai::chunks
