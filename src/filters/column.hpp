// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace genai::filters {

// Which rows of a table pass: one byte for each, 1 or 0.
using RowMask = std::vector<std::uint8_t>;

// One field of many documents, each distinct value stored once, so that a comparison is made once for each value and
// not for each document. A row has any number of values; none stands for a fact that is missing. Rows are added in
// order.
template <class Value>
class Column {
public:
    void add(const Value& value) {
        const auto [known, is_new] = codes_.try_emplace(value, static_cast<std::uint32_t>(values_.size()));
        if (is_new) values_.push_back(value);
        entries_.push_back(known->second);
    }
    void end_row() { ends_.push_back(static_cast<std::uint32_t>(entries_.size())); }
    // Once all rows are in.
    void finish() { codes_.clear(); }

    // The rows that have a value for which `passes(value)` holds.
    template <class Passes>
    RowMask find_any(Passes passes) const {
        std::vector<std::uint8_t> passing(values_.size());
        for (std::size_t i = 0; i < values_.size(); ++i) passing[i] = passes(values_[i]) ? 1 : 0;
        RowMask mask(ends_.size());
        std::uint32_t entry = 0;
        for (std::size_t row = 0; row < ends_.size(); ++row)
            for (; entry < ends_[row]; ++entry) mask[row] |= passing[entries_[entry]];
        return mask;
    }

private:
    std::vector<Value> values_;
    std::vector<std::uint32_t> entries_;  // the rows' values, one row after the other
    std::vector<std::uint32_t> ends_;     // where each row's end
    std::map<Value, std::uint32_t> codes_;
};

}  // namespace genai::filters
