// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include "model/page.hpp"

namespace genai::extraction::child {

inline Box united(const Box& a, const Box& b) {
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

inline float width(const Box& box) { return box.x1 - box.x0; }
inline float height(const Box& box) { return box.y1 - box.y0; }
inline float center_x(const Box& box) { return (box.x0 + box.x1) / 2; }
inline float center_y(const Box& box) { return (box.y0 + box.y1) / 2; }

// How much of the x axis the two share; negative: how far they are apart.
inline float overlap_x(const Box& a, const Box& b) { return std::min(a.x1, b.x1) - std::max(a.x0, b.x0); }

// The middle value; 0 for none.
inline float median(std::vector<float> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace genai::extraction::child
