// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "filters/fields.hpp"
#include "model/filter.hpp"

namespace genai::filters {

// Counts what a filter has while it is read; each call says in words which limit is passed.
class FilterCount {
public:
    std::optional<std::string> add_comparison() {
        return ++comparisons_ > kFilterComparisonsMax ? passed(kFilterComparisonsMax, "comparisons") : std::nullopt;
    }
    std::optional<std::string> add_value() {
        return ++values_ > kFilterValuesMax ? passed(kFilterValuesMax, "values") : std::nullopt;
    }

private:
    static std::optional<std::string> passed(std::size_t most, const char* what) {
        return "a filter has at most " + std::to_string(most) + " " + what;
    }

    std::size_t comparisons_ = 0;
    std::size_t values_ = 0;
};

// All parts (`kind` is kAnd or kOr) as one filter: a part of the same kind gives its own parts, a single one stands for
// itself, so that one meaning has one tree in both spellings.
inline Filter join(Filter::Kind kind, std::vector<Filter> parts) {
    std::vector<Filter> flat;
    for (Filter& part : parts) {
        if (part.kind != kind) {
            flat.push_back(std::move(part));
            continue;
        }
        for (Filter& inner : part.parts) flat.push_back(std::move(inner));
    }
    if (flat.size() == 1) return std::move(flat.front());
    Filter joined;
    joined.kind = kind;
    joined.parts = std::move(flat);
    return joined;
}

}  // namespace genai::filters
