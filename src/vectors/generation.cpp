// SPDX-License-Identifier: Apache-2.0
#include "vectors/generation.hpp"

#include <algorithm>
#include <utility>

#include "base/hash.hpp"

namespace genai::vectors {

std::uint32_t checksum_of_rows(const FlatRows& rows, const FlatRows::Version& version) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < version.rows(); ++i) {
        const std::span<const float> row = rows.row(version, i);
        sum = crc32c({reinterpret_cast<const char*>(row.data()), row.size_bytes()}, sum);
    }
    return sum;
}

Generation::Generation(BuiltIndex built)
    : built_(std::move(built)), claimants_(built_.versions.size()), claimed_bits_((rows() + 7) / 8) {
    for (std::size_t number = 0; number < built_.versions.size(); ++number)
        if (!built_.versions[number].name.empty()) numbers_.emplace(built_.versions[number].name, number);
}

bool Generation::claim(const FlatRows& rows, FlatRows::Version& version) {
    const auto known = numbers_.find(version.name);
    if (known == numbers_.end() || claimants_[known->second] != nullptr || rows.dimension() != dimension())
        return false;
    const IndexedVersion& entry = built_.versions[known->second];
    if (entry.rows != version.rows()) return false;
    const bool is_same =
        entry.serial != 0 ? entry.serial == version.serial : entry.checksum == checksum_of_rows(rows, version);
    if (!is_same) return false;
    claimants_[known->second] = &version;
    version.first_position = entry.first;
    for (std::size_t i = 0; i < entry.rows; ++i) set_bit(claimed_bits_, entry.first + i);
    claimed_rows_ += entry.rows;
    return true;
}

void Generation::release(const FlatRows::Version& version) {
    const auto known = numbers_.find(version.name);
    if (known == numbers_.end() || claimants_[known->second] != &version) return;
    const IndexedVersion& entry = built_.versions[known->second];
    claimants_[known->second] = nullptr;
    for (std::size_t i = 0; i < entry.rows; ++i) clear_bit(claimed_bits_, entry.first + i);
    claimed_rows_ -= entry.rows;
}

std::vector<Generation::Row> Generation::candidates(const float* query, std::size_t k) const {
    CodeIndex::Wanted wanted{.query = query, .k = k};
    if (claimed_rows_ < rows()) {
        wanted.allowed = claimed_bits_;
        wanted.allowed_share = static_cast<double>(claimed_rows_) / static_cast<double>(rows());
    }
    return search(wanted);
}

std::vector<Generation::Row> Generation::candidates(const float* query, std::size_t k,
                                                    std::span<const FlatRows::Version* const> versions,
                                                    double share) const {
    std::vector<std::uint8_t> bits(claimed_bits_.size());
    for (const FlatRows::Version* version : versions)
        for (std::size_t i = 0; version->is_indexed && i < version->rows(); ++i)
            set_bit(bits, version->first_position + i);
    CodeIndex::Wanted wanted{.query = query, .k = k};
    wanted.allowed = bits;
    wanted.allowed_share = share * static_cast<double>(claimed_rows_) / static_cast<double>(rows());
    return search(wanted);
}

std::vector<Generation::Row> Generation::search(const CodeIndex::Wanted& wanted) const {
    std::vector<Row> found;
    for (const std::int64_t candidate : built_.codes->candidates(wanted, built_.tuning)) {
        const auto position = static_cast<std::size_t>(candidate);
        const auto after =
            std::upper_bound(built_.versions.begin(), built_.versions.end(), position,
                             [](std::size_t value, const IndexedVersion& entry) { return value < entry.first; });
        const auto number = static_cast<std::size_t>(after - built_.versions.begin()) - 1;
        const FlatRows::Version* version = claimants_[number];
        if (version != nullptr) found.push_back({version, position - built_.versions[number].first});
    }
    return found;
}

}  // namespace genai::vectors
