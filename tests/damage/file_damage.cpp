// SPDX-License-Identifier: Apache-2.0
#include "file_damage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

namespace genai::damage {

namespace {

// https://www.sqlite.org/fileformat2.html
constexpr std::size_t kDatabaseHeader = 100;
constexpr std::size_t kTreeHeader = 12;
constexpr std::size_t kPage = 8192;
constexpr std::size_t kLogHeader = 32;
constexpr std::size_t kFrameHeader = 24;
constexpr std::size_t kFrame = kFrameHeader + kPage;
constexpr std::size_t kSector = 4096;

std::size_t below(Random& random, std::size_t bound) { return bound == 0 ? 0 : random() % bound; }

std::string noise(Random& random, std::size_t bytes) {
    std::string made(bytes, '\0');
    for (char& c : made) c = static_cast<char>(random());
    return made;
}

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

std::string truncate(std::string& bytes, Random& random) {
    const std::size_t left = below(random, bytes.size());
    bytes.resize(left);
    return fmt::format("cut to {} bytes", left);
}

std::string truncate_to_pages(std::string& bytes, Random& random) {
    const std::size_t left = below(random, bytes.size() / kPage + 1) * kPage;
    bytes.resize(left);
    return fmt::format("cut to {} bytes, whole pages", left);
}

std::string flip_bits(std::string& bytes, Random& random, std::size_t begin, std::size_t end, std::size_t count) {
    std::string what = fmt::format("{} bit(s) turned at", count);
    for (std::size_t i = 0; i < count && begin < end; ++i) {
        const std::size_t at = begin + below(random, end - begin);
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(random, 8)));
        what += fmt::format(" {}", at);
    }
    return what;
}

std::string one_bit(std::string& bytes, Random& random) { return flip_bits(bytes, random, 0, bytes.size(), 1); }

std::string several_bits(std::string& bytes, Random& random) {
    return flip_bits(bytes, random, 0, bytes.size(), 2 + below(random, 30));
}

std::string fill(std::string& bytes, Random& random, std::size_t unit, const char* kind) {
    if (bytes.empty()) return "was empty already";
    const std::size_t at = below(random, (bytes.size() + unit - 1) / unit) * unit;
    const std::size_t count = std::min(unit, bytes.size() - at);
    bytes.replace(at, count, *kind == 'z' ? std::string(count, '\0') : noise(random, count));
    return fmt::format("{} bytes at {}: {}", count, at, kind);
}

std::string zero_sector(std::string& bytes, Random& random) { return fill(bytes, random, kSector, "zeroed"); }
std::string noisy_sector(std::string& bytes, Random& random) { return fill(bytes, random, 512, "noise"); }

std::string garbage_tail(std::string& bytes, Random& random) {
    const std::size_t count = 1 + below(random, 2 * kPage);
    bytes += noise(random, count);
    return fmt::format("{} bytes of noise after its end", count);
}

std::string swap_units(std::string& bytes, Random& random, std::size_t head, std::size_t unit) {
    if (bytes.size() < head + 2 * unit) return "too short for a swap";
    const std::size_t units = (bytes.size() - head) / unit;
    const std::size_t a = below(random, units), b = below(random, units);
    std::swap_ranges(bytes.begin() + static_cast<std::ptrdiff_t>(head + a * unit),
                     bytes.begin() + static_cast<std::ptrdiff_t>(head + (a + 1) * unit),
                     bytes.begin() + static_cast<std::ptrdiff_t>(head + b * unit));
    return fmt::format("units {} and {} of {} bytes swapped", a, b, unit);
}

std::string swap_pages(std::string& bytes, Random& random) { return swap_units(bytes, random, 0, kPage); }
std::string swap_frames(std::string& bytes, Random& random) { return swap_units(bytes, random, kLogHeader, kFrame); }

std::string file_header(std::string& bytes, Random& random) {
    return flip_bits(bytes, random, 0, std::min(kDatabaseHeader, bytes.size()), 1 + below(random, 3));
}

// The kind, cell count and first pointers of a B-tree page: what decides which rows are seen.
std::string tree_header(std::string& bytes, Random& random) {
    const std::size_t page = below(random, bytes.size() / kPage);
    const std::size_t begin = page * kPage + (page == 0 ? kDatabaseHeader : 0);
    return fmt::format("page {}: ", page + 1) +
           flip_bits(bytes, random, begin, std::min(begin + kTreeHeader + 16, bytes.size()), 1);
}

// A page that holds fewer cells than it did, as if rows had never been.
std::string fewer_cells(std::string& bytes, Random& random) {
    const std::size_t page = below(random, bytes.size() / kPage);
    const std::size_t at = page * kPage + (page == 0 ? kDatabaseHeader : 0) + 3;
    if (at + 1 >= bytes.size()) return "too short";
    const std::size_t cells = static_cast<unsigned char>(bytes[at]) << 8 | static_cast<unsigned char>(bytes[at + 1]);
    const std::size_t left = below(random, cells);
    bytes[at] = static_cast<char>(left >> 8);
    bytes[at + 1] = static_cast<char>(left);
    return fmt::format("page {}: {} cells of {}", page + 1, left, cells);
}

std::string log_header(std::string& bytes, Random& random) {
    return flip_bits(bytes, random, 0, std::min(kLogHeader, bytes.size()), 1 + below(random, 3));
}

std::string frame_header(std::string& bytes, Random& random) {
    if (bytes.size() < kLogHeader + kFrame) return "has no frame";
    const std::size_t at = kLogHeader + below(random, (bytes.size() - kLogHeader) / kFrame) * kFrame;
    return flip_bits(bytes, random, at, at + kFrameHeader, 1 + below(random, 3));
}

std::string empty(std::string& bytes, Random&) {
    bytes.clear();
    return "emptied";
}

using Way = std::function<std::string(std::string&, Random&)>;

const std::vector<Way>& ways(const std::string& file) {
    static const std::vector<Way> kOfDatabase{truncate,     truncate_to_pages, one_bit,     several_bits, zero_sector,
                                              noisy_sector, garbage_tail,      swap_pages,  file_header,  tree_header,
                                              tree_header,  fewer_cells,       fewer_cells, several_bits};
    static const std::vector<Way> kOfLog{truncate,     one_bit,     several_bits, zero_sector, noisy_sector,
                                         garbage_tail, swap_frames, log_header,   frame_header};
    static const std::vector<Way> kOfOthers{truncate,     one_bit,      several_bits, zero_sector,
                                            noisy_sector, garbage_tail, file_header,  empty};
    if (file == kDatabase) return kOfDatabase;
    return file == kLog ? kOfLog : kOfOthers;
}

// Puts back a page as it was earlier: the disk said that it had written, and had not.
std::string stale_page(std::string& bytes, const std::string& earlier, Random& random) {
    const std::size_t pages = std::min(bytes.size(), earlier.size()) / kPage;
    std::vector<std::size_t> changed;
    for (std::size_t page = 0; page < pages; ++page)
        if (bytes.compare(page * kPage, kPage, earlier, page * kPage, kPage) != 0) changed.push_back(page);
    if (changed.empty()) return "no page has changed";
    const std::size_t page = changed[below(random, changed.size())];
    bytes.replace(page * kPage, kPage, earlier, page * kPage, kPage);
    return fmt::format("page {} as it was earlier", page + 1);
}

constexpr std::size_t kStaleOneIn = 12;
constexpr std::size_t kMissingOneIn = 100;

}  // namespace

Damage damage_one(Files& files, const Files& earlier, Random& random) {
    std::vector<std::string> names;
    for (const auto& [name, bytes] : files)
        if (!bytes.empty()) names.push_back(name);
    const std::string& file = names[below(random, names.size())];
    std::string& bytes = files[file];
    if (below(random, kMissingOneIn) == 0) {
        files.erase(file);
        return {file, "removed"};
    }
    const auto before = earlier.find(file);
    if (file == kDatabase && before != earlier.end() && below(random, kStaleOneIn) == 0)
        return {file, stale_page(bytes, before->second, random)};
    const auto& possible = ways(file);
    return {file, possible[below(random, possible.size())](bytes, random)};
}

std::vector<std::size_t> commit_ends(const std::string& log) {
    std::vector<std::size_t> ends;
    for (std::size_t at = kLogHeader; at + kFrame <= log.size(); at += kFrame)
        if (big_endian(log, at + 4) != 0) ends.push_back(at + kFrame);
    return ends;
}

}  // namespace genai::damage
