// SPDX-License-Identifier: Apache-2.0
#include "answering/figure.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "answering/table_grid.hpp"

namespace genai::answering {

namespace {

std::string join(const std::vector<std::string>& parts, std::string_view between) {
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty()) text += between;
        text += part;
    }
    return text;
}

// The digits of a cell without grouping, and whether it is one number with nothing beside it but signs.
struct Digits {
    std::string text;
    bool is_number = true;
};

Digits digits_of(std::string_view cell) {
    static constexpr std::string_view kSigns = "$()%-+ ,";
    Digits digits;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        const char c = cell[i];
        if ((c >= '0' && c <= '9') || (c == '.' && digits.text.find('.') == std::string::npos)) {
            digits.text += c;
        } else if (static_cast<unsigned char>(c) < 0x80 && kSigns.find(c) == std::string_view::npos) {
            digits.is_number = false;
        }
    }
    return digits;
}

bool has_minus(std::string_view cell) {
    const std::size_t digit = cell.find_first_of("0123456789");
    const std::string_view before = cell.substr(0, digit);
    return before.find('(') != std::string_view::npos || before.find('-') != std::string_view::npos ||
           before.find("\u2212") != std::string_view::npos || before.find("\u2013") != std::string_view::npos;
}

// Shares of a whole, amounts for each share and numbers of shares are not in a table's millions.
bool is_counted_otherwise(const Figure& figure) {
    if (figure.is_share()) return true;
    std::string text = figure.row_text() + "\n" + figure.column_text();
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (text.find("shares") != std::string::npos && figure.value.find('$') == std::string::npos) return true;
    static constexpr std::array<std::string_view, 5> kOther{"per share", "per common share", "(years)", "in years",
                                                            "(in shares)"};
    return std::any_of(kOther.begin(), kOther.end(),
                       [&](std::string_view other) { return text.find(other) != std::string::npos; });
}

}  // namespace

std::string Figure::column_text() const { return join(column, " "); }

std::string Figure::row_text() const {
    std::string text;
    for (const std::string& part : row) {
        if (!text.empty()) text += text.back() == ':' ? " " : ": ";
        text += part;
    }
    return text;
}

std::string Figure::to_text() const {
    std::string text = row_text();
    if (text.ends_with(':')) text.pop_back();
    if (const std::string heading = column_text(); !heading.empty()) text += ", " + heading;
    text += ": " + value;
    return unit.empty() ? text : text + " (" + unit + ")";
}

std::optional<double> parse_number(std::string_view text) {
    const Digits digits = digits_of(text);
    if (!digits.is_number || digits.text.find_first_of("0123456789") == std::string::npos) return std::nullopt;
    double value = 0;
    const auto read = std::from_chars(digits.text.data(), digits.text.data() + digits.text.size(), value);
    if (read.ec != std::errc()) return std::nullopt;
    return has_minus(text) ? -value : value;
}

std::vector<FigureRow> figure_rows(const Page& page) {
    std::vector<FigureRow> rows;
    for (const TableGrid& grid : read_grids(page)) {
        for (const GridRow& row : grid.rows) {
            FigureRow figures{row.start, row.end, {}};
            for (const GridCell& cell : row.cells) {
                const auto number = parse_number(cell.text);
                if (!number || cell.column == row.label_column) continue;
                Figure figure;
                figure.row = row.path;
                figure.column = grid.columns[cell.column];
                auto periods = read_periods(figure.column_text());
                if (periods.empty()) periods = read_periods(row.path.back());
                if (!periods.empty()) figure.period = periods.back();
                figure.value = cell.text;
                if (!is_counted_otherwise(figure)) figure.unit = grid.unit;
                figure.number = *number;
                figure.start = cell.start;
                figure.end = cell.end;
                figures.figures.push_back(std::move(figure));
            }
            if (!figures.figures.empty()) rows.push_back(std::move(figures));
        }
    }
    return rows;
}

}  // namespace genai::answering
