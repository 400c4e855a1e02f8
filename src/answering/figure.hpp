// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answering/period.hpp"
#include "model/page.hpp"

namespace genai::answering {

// A table's cell that holds a figure, with what it stands under. `value` is exactly the code points [start, end) of the
// page's text.
struct Figure {
    std::vector<std::string> row;     // from the group to the row's own label: "Operating expenses:", "Research ..."
    std::vector<std::string> column;  // from the top: "Three Months Ended", "June 25, 2022"
    std::optional<Period> period;     // what the column, else the row, says of time
    std::string unit;                 // what its table says, as it stands: "in millions"; empty: nothing
    std::string value;                // "$6,797", "(10)", "53.5%"
    double number = 0;
    std::uint32_t start = 0;
    std::uint32_t end = 0;

    bool is_share() const { return value.find('%') != std::string::npos; }
    std::string column_text() const;
    std::string row_text() const;
    // "Operating expenses: Research and development, Three Months Ended June 25, 2022: 6,797 (in millions)"
    std::string to_text() const;
};

// The number that a cell shows: "$6,797", "(10)" is -10, "(17)%", "-3.5"; nothing for words, dashes and "N/A".
std::optional<double> parse_number(std::string_view text);

// A row of a table of the page, and its figures from left to right.
struct FigureRow {
    std::uint32_t start = 0;  // code points
    std::uint32_t end = 0;
    std::vector<Figure> figures;
};

// The rows with figures of all the page's tables. Headings that stand over several columns are given to each of them,
// by where they stand on the page, or by their order where no boxes are known.
std::vector<FigureRow> figure_rows(const Page& page);

}  // namespace genai::answering
