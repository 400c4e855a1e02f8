// SPDX-License-Identifier: Apache-2.0
#include "inference/aligned_buffer.hpp"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace genai::inference {

namespace {

constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kHugePage = std::size_t{2} << 20;

std::size_t round_up(std::size_t size, std::size_t unit) { return (size + unit - 1) / unit * unit; }

}  // namespace

void AlignedBytes::Free::operator()(std::byte* bytes) const { std::free(bytes); }

AlignedBytes::AlignedBytes(std::size_t size) : size_(size) {
    const std::size_t alignment = size >= kHugePage / 2 ? kHugePage : kCacheLine;
    const std::size_t rounded = round_up(size + 1, alignment);
    bytes_.reset(static_cast<std::byte*>(std::aligned_alloc(alignment, rounded)));
    if (!bytes_) throw std::bad_alloc();
    // Advice only: where huge pages are switched off, everything works on small ones.
    if (alignment == kHugePage) (void)madvise(bytes_.get(), rounded, MADV_HUGEPAGE);
    std::memset(bytes_.get(), 0, rounded);
}

}  // namespace genai::inference
