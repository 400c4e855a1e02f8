// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/page.hpp"

namespace genai::answering {

// A cell with something in it: code points [start, end) of the page, column from 0.
struct GridCell {
    std::size_t column = 0;
    std::string text;
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    float x0 = 0;  // both 0 where no boxes are known
    float x1 = 0;
};

// A row below the headings.
struct GridRow {
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    std::vector<std::string> path;  // the labels that it stands under, then its own
    std::size_t label_column = 0;
    std::vector<GridCell> cells;
};

// A table with what its cells stand under. Tables stacked in one block, each with headings of its own, are several.
struct TableGrid {
    std::vector<std::vector<std::string>> columns;  // each one's headings from the top
    std::string unit;                               // "in millions", of its head or the lines above it
    std::vector<GridRow> rows;
};

std::vector<TableGrid> read_grids(const Page& page);

// What a line says of its figures' unit, as it stands: "In millions" of "(In millions, except per share amounts)";
// empty: nothing.
std::string read_unit(std::string_view line);

}  // namespace genai::answering
