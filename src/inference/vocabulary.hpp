// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace genai::inference {

// The pieces of a WordPiece tokenizer: vocab.txt, one a line, the id is the line's number from 0; a piece that goes on
// inside a word begins with "##". Kept as one tree of bytes whose edges lie in a hash table, so that the longest piece
// is found in one walk. Read-only after load(), safe from any thread.
class Vocabulary {
public:
    struct Match {
        std::int32_t id = -1;
        std::size_t bytes = 0;  // 0: no piece fits
    };

    // A file with another SHA-256 than expected is refused; empty accepts any.
    static Result<Vocabulary> load(const std::filesystem::path& path, std::string_view expected_sha256);

    // The longest piece that the text begins with, as the start of a word or as its continuation.
    Match longest_start(std::string_view text) const { return longest(kRoot, text); }
    Match longest_continuation(std::string_view text) const { return longest(continuation_, text); }

    std::optional<std::int32_t> find(std::string_view piece) const;
    std::size_t size() const { return size_; }
    const std::string& sha256() const { return sha256_; }

private:
    static constexpr std::uint32_t kRoot = 0;
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

    struct Edge {
        std::uint32_t key = kNone;  // parent node * 256 + byte
        std::uint32_t child = 0;
    };

    void insert(std::string_view piece, std::int32_t id);
    void grow();
    Edge& slot(std::uint32_t key);
    std::uint32_t child(std::uint32_t node, char byte) const;
    Match longest(std::uint32_t node, std::string_view text) const;

    std::vector<Edge> edges_;               // open addressing, a power of two, at most half full
    std::vector<std::int32_t> ids_ = {-1};  // of the nodes; -1 where no piece ends
    std::uint32_t continuation_ = kNone;
    std::size_t size_ = 0;
    std::string sha256_;
};

}  // namespace genai::inference
