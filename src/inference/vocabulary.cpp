// SPDX-License-Identifier: Apache-2.0
#include "inference/vocabulary.hpp"

#include <fstream>
#include <system_error>

#include "base/hash.hpp"

namespace genai::inference {

namespace {

constexpr std::size_t kFileMax = 16 << 20;
constexpr std::size_t kEdgesAtStart = 1 << 16;

// Fibonacci hashing; the table's size is a power of two.
std::size_t spread(std::uint32_t key, std::size_t slots) { return (key * 0x9E3779B97F4A7C15ULL >> 24) & (slots - 1); }

Result<std::string> read_text(const std::filesystem::path& path) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (error)
        return fail(ErrorKind::kNotFound, "cannot read the vocabulary " + path.string() + " (" + error.message() + ")");
    if (size > kFileMax) return fail(ErrorKind::kInvalidInput, "the vocabulary " + path.string() + " is too large");
    std::string text(size, '\0');
    if (!std::ifstream(path, std::ios::binary).read(text.data(), static_cast<std::streamsize>(size)))
        return fail(ErrorKind::kUnavailable, "reading the vocabulary " + path.string() + " failed");
    return text;
}

}  // namespace

Result<Vocabulary> Vocabulary::load(const std::filesystem::path& path, std::string_view expected_sha256) {
    const Result<std::string> text = read_text(path);
    if (!text) return propagate(text);
    Vocabulary vocabulary;
    vocabulary.sha256_ = sha256_hex(*text);
    if (!expected_sha256.empty() && vocabulary.sha256_ != expected_sha256) {
        return fail(ErrorKind::kInvalidInput,
                    "the vocabulary " + path.string() + " is not the model's own; fetch the model again");
    }
    vocabulary.edges_.resize(kEdgesAtStart);
    std::int32_t id = 0;
    for (std::string_view rest = *text; !rest.empty(); ++id) {
        const std::size_t end = rest.find('\n');
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        vocabulary.insert(line, id);
    }
    vocabulary.size_ = static_cast<std::size_t>(id);
    vocabulary.continuation_ = vocabulary.child(vocabulary.child(kRoot, '#'), '#');
    return vocabulary;
}

void Vocabulary::insert(std::string_view piece, std::int32_t id) {
    std::uint32_t node = kRoot;
    for (const char byte : piece) {
        if (2 * ids_.size() >= edges_.size()) grow();
        Edge& edge = slot(node * 256 + static_cast<unsigned char>(byte));
        if (edge.key == kNone) {
            edge = {node * 256 + static_cast<unsigned char>(byte), static_cast<std::uint32_t>(ids_.size())};
            ids_.push_back(-1);
        }
        node = edge.child;
    }
    if (node != kRoot && ids_[node] < 0) ids_[node] = id;
}

void Vocabulary::grow() {
    std::vector<Edge> old(edges_.size() * 2);
    old.swap(edges_);
    for (const Edge& edge : old)
        if (edge.key != kNone) slot(edge.key) = edge;
}

// The edge with this key, or the free slot where it belongs.
Vocabulary::Edge& Vocabulary::slot(std::uint32_t key) {
    std::size_t at = spread(key, edges_.size());
    while (edges_[at].key != kNone && edges_[at].key != key) at = (at + 1) & (edges_.size() - 1);
    return edges_[at];
}

std::uint32_t Vocabulary::child(std::uint32_t node, char byte) const {
    if (node == kNone) return kNone;
    const std::uint32_t key = node * 256 + static_cast<unsigned char>(byte);
    std::size_t at = spread(key, edges_.size());
    while (edges_[at].key != kNone) {
        if (edges_[at].key == key) return edges_[at].child;
        at = (at + 1) & (edges_.size() - 1);
    }
    return kNone;
}

Vocabulary::Match Vocabulary::longest(std::uint32_t node, std::string_view text) const {
    Match match;
    for (std::size_t i = 0; i < text.size(); ++i) {
        node = child(node, text[i]);
        if (node == kNone) break;
        if (ids_[node] >= 0) match = {ids_[node], i + 1};
    }
    return match;
}

std::optional<std::int32_t> Vocabulary::find(std::string_view piece) const {
    const Match match = longest_start(piece);
    if (match.bytes != piece.size() || piece.empty()) return std::nullopt;
    return match.id;
}

}  // namespace genai::inference
