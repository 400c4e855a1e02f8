// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extraction/child/office/office_package.hpp"

namespace genai::extraction::child {

// How a workbook shows its numbers: which of its cell styles are dates, times or percentages.
class XlsxFormats {
public:
    // Of a workbook without styles, or with damaged ones: numbers as they are.
    static XlsxFormats read(OfficePackage& package, const Relationships& relationships);

    // Dates count from 1904 in workbooks of old Macintoshes.
    void count_from_1904() { is_from_1904_ = true; }

    // A cell's number as people see it, without the grouping of digits: "2024-03-31", "12.5%", "0.3".
    std::string show(std::string_view number, std::size_t style) const;

private:
    enum class Kind : std::uint8_t { kNumber, kPercent, kDate, kTime, kDateTime };
    class Reader;

    static Kind kind_of_code(std::string_view code);
    static Kind kind_of_builtin(std::size_t id);
    std::string show_time(double serial, Kind kind) const;

    std::vector<Kind> styles_;
    bool is_from_1904_ = false;
};

}  // namespace genai::extraction::child
