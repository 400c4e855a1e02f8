// SPDX-License-Identifier: Apache-2.0
#include "base/ulid.hpp"

#include <openssl/rand.h>

#include <mutex>
#include <string_view>

#include "base/result.hpp"

namespace genai {

std::string to_ulid(std::chrono::system_clock::time_point time, const std::array<std::uint8_t, 10>& random) {
    static constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    auto ms = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
    std::string text(26, '0');
    for (int i = 9; i >= 0; --i, ms >>= 5) text[static_cast<std::size_t>(i)] = kAlphabet[ms & 31];
    for (std::size_t i = 0; i < 16; ++i) {  // 80 bits, five at a time
        const std::size_t bit = i * 5;
        const unsigned high = random[bit / 8];
        const unsigned low = bit / 8 + 1 < random.size() ? random[bit / 8 + 1] : 0;
        text[10 + i] = kAlphabet[((high << 8 | low) >> (11 - bit % 8)) & 31];
    }
    return text;
}

std::string make_ulid() {
    static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    static std::mutex mutex;
    static std::string last(26, '0');
    std::array<std::uint8_t, 10> random{};
    ensure(RAND_bytes(random.data(), static_cast<int>(random.size())) == 1, "the system provides random bytes");
    std::string id = to_ulid(std::chrono::system_clock::now(), random);

    const std::lock_guard lock(mutex);
    if (id.compare(0, 10, last, 0, 10) > 0) return last = id;
    // The same millisecond, or a clock that went back: the next greater id after the last one.
    for (auto at = last.rbegin(); at != last.rend(); ++at) {
        const auto digit = kAlphabet.find(*at);
        *at = kAlphabet[(digit + 1) % kAlphabet.size()];
        if (digit + 1 < kAlphabet.size()) break;
    }
    return last;
}

}  // namespace genai
