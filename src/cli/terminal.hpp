// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace genai::cli {

bool is_terminal(int descriptor);
// Columns of the terminal behind the descriptor; 80 when it is none.
std::size_t terminal_width(int descriptor);

enum class Style { kPlain, kBold, kDim, kRed, kYellow };

// The text in that style when the descriptor is a terminal and NO_COLOR is not set, else as it is.
std::string styled(std::string_view text, Style style, int descriptor);

// What came out of documents or from the network, made safe to show: control characters are escaped ("\x1b"), line
// breaks stay, tabs become two spaces.
std::string printable(std::string_view text);
// A name, safe to show where a line break would forge a line of output: that is escaped too ("\n").
std::string printable_name(std::string_view name);
// The same as printable() in one line, cut to `width` columns with an ellipsis.
std::string one_line(std::string_view text, std::size_t width);
// Every line of the text after `indent`, broken at spaces to fit `width`.
std::string wrapped(std::string_view text, std::string_view indent, std::size_t width);

// Rows of cells in aligned columns, two spaces apart; the last column is as wide as it is. Numbers stand at the right.
std::string aligned(const std::vector<std::vector<std::string>>& rows);

// Writes to standard output or error, all of it; a closed pipe ends the program as it ends others.
void print_out(std::string_view text);
void print_error(std::string_view text);
// "genai: ..." on standard error, "genai:" in red for a terminal.
void print_problem(std::string_view message);

// 1,234,567 and 3 min 20 s, for people.
std::string with_commas(std::uint64_t number);
// "1 page", "1,200 pages".
std::string counted(std::uint64_t number, std::string_view noun);
std::string to_duration(double seconds);

}  // namespace genai::cli
