// SPDX-License-Identifier: Apache-2.0
#include "vectors/index_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "base/hash.hpp"

namespace genai::vectors {

namespace {

static_assert(std::endian::native == std::endian::little, "the numbers of an index file are written as they lie");

constexpr std::string_view kMagic = "GENAIVEC";
constexpr std::uint32_t kFormat = 1;
constexpr std::size_t kBlockBytes = 64 << 10;
constexpr std::size_t kDigestLetters = 64;
constexpr std::uint64_t kDimensionMax = 65'536;
constexpr std::size_t kHeaderSumAt = kIndexHeaderBytes - sizeof(std::uint32_t);

// As it lies in the file. The magic, the format and the checksum at the end of the 4 KiB keep their places in every
// format to come.
struct Header {
    char magic[8];
    std::uint32_t format;
    std::uint32_t kind;
    std::uint64_t dimension;
    std::uint64_t rows;
    std::uint64_t versions;
    std::uint64_t table_bytes;
    std::uint64_t codes_bytes;
    std::uint32_t sums_checksum;
    std::uint32_t effort;
    std::uint32_t depth;
    std::uint32_t reserved;
    double recall;
    double seconds;
    char owner[kDigestLetters];
};
static_assert(sizeof(Header) == 152 && sizeof(Header) < kHeaderSumAt);

std::string digest_of(const IndexOwner& owner) {
    return sha256_hex(owner.scope.tenant + '\0' + owner.scope.collection + '\0' + owner.fingerprint);
}

template <class Number>
void put(std::string& bytes, Number number) {
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Reads numbers and texts off the front; once something is missing, everything is.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    template <class Number>
    Number number() {
        Number value{};
        if (const std::string_view taken = text(sizeof value); taken.size() == sizeof value)
            std::memcpy(&value, taken.data(), sizeof value);
        return value;
    }
    std::string_view text(std::size_t size) {
        is_whole_ = is_whole_ && size <= bytes_.size();
        if (!is_whole_) return {};
        const std::string_view taken = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return taken;
    }
    bool is_at_end() const { return is_whole_ && bytes_.empty(); }

private:
    std::string_view bytes_;
    bool is_whole_ = true;
};

std::string encode_table(const std::vector<IndexedVersion>& versions) {
    std::string table;
    for (const IndexedVersion& version : versions) {
        put(table, static_cast<std::uint32_t>(version.name.size()));
        table += version.name;
        put(table, static_cast<std::uint64_t>(version.rows));
        put(table, version.checksum);
    }
    return table;
}

std::size_t count_blocks(std::uint64_t bytes) {
    return static_cast<std::size_t>((bytes + kBlockBytes - 1) / kBlockBytes);
}

// A checksum for each block; a block in another's place has another one.
std::string encode_sums(std::string_view body) {
    std::string sums;
    for (std::size_t block = 0; block * kBlockBytes < body.size(); ++block)
        put(sums, crc32c(body.substr(block * kBlockBytes, kBlockBytes), static_cast<std::uint32_t>(block + 1)));
    return sums;
}

using Decoded = tl::expected<BuiltIndex, IndexFileProblem>;

tl::unexpected<IndexFileProblem> damaged(std::string what) {
    return tl::unexpected<IndexFileProblem>({IndexFileFault::kDamaged, std::move(what)});
}

std::uint32_t number_at(std::string_view bytes, std::size_t place) {
    std::uint32_t number = 0;
    std::memcpy(&number, bytes.data() + place, sizeof number);
    return number;
}

bool has_sound_header(std::string_view bytes) {
    return bytes.size() >= kIndexHeaderBytes && bytes.starts_with(kMagic) &&
           number_at(bytes, kHeaderSumAt) == crc32c(bytes.substr(0, kHeaderSumAt));
}

tl::expected<Header, IndexFileProblem> decode_header(std::string_view bytes, const IndexOwner& owner) {
    if (!has_sound_header(bytes)) return damaged("its header is damaged");
    Header header{};
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.format > kFormat)
        return tl::unexpected<IndexFileProblem>(
            {IndexFileFault::kNewer,
             fmt::format("it is of format {}, this release reads up to {}", header.format, kFormat)});
    if (header.format != kFormat) return damaged("it is of no known format");
    if (std::string_view(header.owner, kDigestLetters) != digest_of(owner))
        return tl::unexpected<IndexFileProblem>(
            {IndexFileFault::kOtherOwner, "it belongs to another embedding model or collection"});
    return header;
}

// Verifies everything behind the header and returns it: the table and FAISS's bytes.
tl::expected<std::string_view, IndexFileProblem> decode_body(std::string_view bytes, const Header& header) {
    bytes.remove_prefix(kIndexHeaderBytes);
    if (header.table_bytes > bytes.size() || header.codes_bytes > bytes.size()) return damaged("it is cut short");
    const std::uint64_t body_bytes = header.table_bytes + header.codes_bytes;
    const std::size_t sums_bytes = count_blocks(body_bytes) * sizeof(std::uint32_t);
    if (bytes.size() != sums_bytes + body_bytes) return damaged("its length is not what its header says");
    const std::string_view sums = bytes.substr(0, sums_bytes);
    const std::string_view body = bytes.substr(sums_bytes);
    if (crc32c(sums) != header.sums_checksum) return damaged("its checksums are damaged");
    if (encode_sums(body) != sums) return damaged("a block of it is damaged");
    return body;
}

bool decode_table(std::string_view bytes, const Header& header, std::vector<IndexedVersion>& versions) {
    Reader reader(bytes);
    std::size_t first = 0;
    for (std::uint64_t i = 0; i < header.versions; ++i) {
        IndexedVersion version;
        version.name = reader.text(reader.number<std::uint32_t>());
        version.rows = reader.number<std::uint64_t>();
        version.checksum = reader.number<std::uint32_t>();
        version.first = first;
        if (version.rows > header.rows - first) return false;
        first += version.rows;
        versions.push_back(std::move(version));
    }
    return reader.is_at_end() && first == header.rows;
}

}  // namespace

std::string encode_index(const BuiltIndex& built, const IndexOwner& owner) {
    std::string body = encode_table(built.versions);
    Header header{};
    header.table_bytes = body.size();
    body += built.codes->to_bytes();
    header.codes_bytes = body.size() - header.table_bytes;
    std::memcpy(header.magic, kMagic.data(), kMagic.size());
    header.format = kFormat;
    header.kind = static_cast<std::uint32_t>(built.codes->kind());
    header.dimension = built.codes->dimension();
    header.rows = built.codes->rows();
    header.versions = built.versions.size();
    header.effort = built.tuning.effort;
    header.depth = built.tuning.depth;
    header.recall = built.recall;
    header.seconds = built.seconds;
    std::memcpy(header.owner, digest_of(owner).data(), kDigestLetters);
    const std::string sums = encode_sums(body);
    header.sums_checksum = crc32c(sums);

    std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
    bytes.resize(kHeaderSumAt);
    put(bytes, crc32c(bytes));
    bytes.reserve(bytes.size() + sums.size() + body.size());
    bytes += sums;
    bytes += body;
    return bytes;
}

Decoded decode_index(std::string_view bytes, const IndexOwner& owner) {
    const auto header = decode_header(bytes, owner);
    if (!header) return tl::unexpected(header.error());
    const auto body = decode_body(bytes, *header);
    if (!body) return tl::unexpected(body.error());
    BuiltIndex built;
    if (header->dimension == 0 || header->dimension > kDimensionMax ||
        !decode_table(body->substr(0, header->table_bytes), *header, built.versions))
        return damaged("its table of versions makes no sense");
    const auto kind = static_cast<CodeKind>(header->kind);
    if (kind != CodeKind::kIvf && kind != CodeKind::kHnsw) return damaged("it is of no known kind");
    auto codes = parse_codes(kind, body->substr(header->table_bytes));
    if (!codes) return damaged(codes.error().message);
    if ((*codes)->rows() != header->rows || (*codes)->dimension() != header->dimension)
        return damaged("its codes are not as many as its header says");
    built.codes = std::move(*codes);
    built.tuning = {header->effort, header->depth};
    built.recall = header->recall;
    built.seconds = header->seconds;
    return built;
}

bool is_newer_index(std::string_view header) {
    return has_sound_header(header) && number_at(header, kMagic.size()) > kFormat;
}

}  // namespace genai::vectors
