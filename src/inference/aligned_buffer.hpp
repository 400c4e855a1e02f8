// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace genai::inference {

// Zeroed memory for matrices, aligned for the widest vector loads; large ones ask for huge pages, since a GEMM over
// 4 KiB pages spends a tenth of its time in page walks. Owns its memory, moves, does not copy.
class AlignedBytes {
public:
    AlignedBytes() = default;
    explicit AlignedBytes(std::size_t size);

    std::byte* data() const { return bytes_.get(); }
    std::size_t size() const { return size_; }

private:
    struct Free {
        void operator()(std::byte* bytes) const;
    };
    std::unique_ptr<std::byte, Free> bytes_;
    std::size_t size_ = 0;
};

// The same, seen as `count` numbers of type T.
template <class T>
class AlignedArray {
public:
    AlignedArray() = default;
    explicit AlignedArray(std::size_t count) : bytes_(count * sizeof(T)) {}

    T* data() const { return reinterpret_cast<T*>(bytes_.data()); }
    std::size_t size() const { return bytes_.size() / sizeof(T); }
    T& operator[](std::size_t i) const { return data()[i]; }
    std::span<T> span() const { return {data(), size()}; }

private:
    AlignedBytes bytes_;
};

}  // namespace genai::inference
