// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "extraction/child/block_draft.hpp"
#include "extraction/child/line.hpp"
#include "extraction/child/piece.hpp"

namespace genai::extraction::child {

// Where a number stands: the line of the table, and its place.
struct ValuePlace {
    std::size_t line = 0;
    Box ink;
};

// The columns of one table and how its lines fall into them. The first column holds the labels, the others are where
// numbers stand below one another.
class TableCells {
public:
    // `zone_start` is where the columns of numbers begin, in the reading frame; `pitch` the usual distance of rows in
    // ems, 0 when it is not known.
    TableCells(float zone_start, float pitch, std::vector<ValuePlace> values);

    Row body_row(const std::vector<Piece>& pieces) const;
    // A header over several columns stands in the first of them.
    Row header_row(const std::vector<Piece>& pieces) const;

    // True when `next` goes on with the label of the line above it.
    bool continues(const Line& line, const Row& row, const Line& next, const Row& next_row) const;

    static void join(Row& row, const Row& next);
    // Columns that no row uses, and the empty cells at the rows' ends.
    static void drop_empty_columns(std::vector<Row>& rows);

private:
    struct Column {
        Box ink;
        std::vector<std::size_t> lines;  // that have a number here, ascending
    };
    static bool share_a_line(const Column& a, const Column& b);
    void add_value(const ValuePlace& value);
    std::size_t columns() const { return columns_.size() + 1; }
    // The column of numbers that shares most of the x axis with the ink, or is nearest to it.
    std::size_t nearest_column(const Box& ink) const;
    // The same, or 0 for what stands left of the numbers.
    std::size_t column_of(const Box& ink) const;
    void put(Row& row, std::size_t column, const std::vector<Word>& words) const;
    // `otherwise`: its column when it stands over none.
    void put_header(Row& row, const Piece& piece, std::size_t otherwise) const;

    float zone_start_;
    float pitch_;
    std::vector<Column> columns_;  // from left to right, without the labels'
};

}  // namespace genai::extraction::child
