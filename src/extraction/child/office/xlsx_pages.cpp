// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/office/xlsx_pages.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "extraction/child/flow/flow_text.hpp"
#include "extraction/child/flow/grid.hpp"
#include "extraction/child/office/xlsx_formats.hpp"
#include "extraction/child/office/xml_events.hpp"
#include "extraction/child/text/csv_pages.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::size_t kPageBytes = 6000;
constexpr std::size_t kColumnsMax = 16'384;   // as Excel has
constexpr std::size_t kCellsMax = 2'000'000;  // of a sheet, empty ones before filled ones counted
constexpr std::size_t kStringsMax = 4'000'000;
constexpr std::size_t kCellBytesMax = 32'768;

std::size_t to_number(std::string_view text) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// "AB12" to 27; nothing for what names no column.
std::size_t column_of(std::string_view reference) {
    std::size_t column = 0;
    for (const char c : reference) {
        if (c < 'A' || c > 'Z' || column > kColumnsMax) break;
        column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
    }
    return column == 0 ? kColumnsMax : column - 1;
}

struct Sheet {
    std::string name;
    std::string relationship;
};

class WorkbookReader final : public XmlHandler {
public:
    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "workbookPr")
            is_from_1904 = attributes.get("date1904") == "1" || attributes.get("date1904") == "true";
        const bool is_visible = attributes.get("state").empty() || attributes.get("state") == "visible";
        if (name == "sheet" && is_visible)
            sheets.push_back({to_line(attributes.get("name")), std::string(attributes.get_prefixed("id"))});
    }
    void on_end(std::string_view) override {}
    void on_text(std::string_view) override {}

    std::vector<Sheet> sheets;
    bool is_from_1904 = false;
};

// The texts that cells share. How they are pronounced is left out.
class StringReader final : public XmlHandler {
public:
    void on_start(std::string_view name, const XmlAttributes&) override {
        if (name == "si") text_.clear();
        if (name == "rPh") is_phonetic_ = true;
        is_text_ = name == "t" && !is_phonetic_;
    }
    void on_end(std::string_view name) override {
        is_text_ = false;
        if (name == "rPh") is_phonetic_ = false;
        if (name == "si") strings.push_back(to_line(text_));
    }
    void on_text(std::string_view text) override {
        if (is_text_ && text_.size() < kCellBytesMax) text_ += text;
    }
    bool is_done() const override { return strings.size() >= kStringsMax; }

    std::vector<std::string> strings;

private:
    std::string text_;
    bool is_text_ = false;
    bool is_phonetic_ = false;
};

// A stretch of rows without an empty one between them.
class Region {
public:
    explicit Region(FlowWriter& writer) : writer_(writer) {}

    void add(std::vector<std::string> cells, std::uint32_t number) {
        const auto filled = std::count_if(cells.begin(), cells.end(), [](const auto& cell) { return !cell.empty(); });
        if (filled == 0 || (last_ > 0 && number > last_ + 1)) write();
        if (filled == 0) return;
        last_ = number;
        // A title above the table.
        if (grid_.rows.empty() && filled == 1) {
            const auto text = std::find_if(cells.begin(), cells.end(), [](const auto& cell) { return !cell.empty(); });
            return writer_.paragraph(*text, {number, number});
        }
        grid_.rows.push_back(std::move(cells));
        grid_.numbers.push_back(number);
    }
    void write() {
        last_ = 0;
        if (grid_.rows.empty()) return;
        auto grid = std::exchange(grid_, {});
        tidy(grid);
        if (grid.rows.size() > 1 && is_header_row(grid.rows.front())) grid.header_rows = 1;
        write_grid(grid, writer_);
    }

private:
    FlowWriter& writer_;
    Grid grid_;
    std::uint32_t last_ = 0;
};

class SheetReader final : public XmlHandler {
public:
    SheetReader(const std::vector<std::string>& strings, const XlsxFormats& formats, FlowWriter& writer)
        : strings_(strings), formats_(formats), writer_(writer), region_(writer) {}

    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "row") {
            const auto number = to_number(attributes.get("r"));
            number_ = number > 0 ? static_cast<std::uint32_t>(number) : number_ + 1;
            is_hidden_ = !attributes.get("hidden").empty() && is_on(attributes.get("hidden"));
            cells_.clear();
        } else if (name == "c") {
            const auto reference = attributes.get("r");
            column_ = reference.empty() ? cells_.size() : column_of(reference);
            type_ = attributes.get("t");
            style_ = to_number(attributes.get("s"));
            value_.clear();
        } else if (name == "rPh") {
            is_phonetic_ = true;
        }
        is_value_ = name == "v" || (name == "t" && !is_phonetic_);
    }
    void on_end(std::string_view name) override {
        is_value_ = false;
        if (name == "rPh") is_phonetic_ = false;
        if (name == "c") end_cell();
        if (name == "row" && !is_hidden_) region_.add(std::move(cells_), number_);
        if (name == "row") cells_ = {};
        if (name == "sheetData") region_.write();
    }
    void on_text(std::string_view text) override {
        if (is_value_ && value_.size() < kCellBytesMax) value_ += text;
    }
    bool is_done() const override { return writer_.is_full() || has_too_many(); }
    bool has_too_many() const { return count_ > kCellsMax; }
    // What was read when the sheet ended too early.
    void finish() { region_.write(); }

private:
    void end_cell() {
        if (value_.empty() || column_ >= kColumnsMax || column_ < cells_.size()) return;
        count_ += column_ + 1 - cells_.size();
        cells_.resize(column_);
        cells_.push_back(shown());
    }

    std::string shown() const {
        if (type_ == "s") {
            const auto index = to_number(value_);
            return index < strings_.size() ? strings_[index] : std::string();
        }
        if (type_ == "b") return value_ == "1" ? "TRUE" : "FALSE";
        if (type_.empty() || type_ == "n") return formats_.show(value_, style_);
        return to_line(value_);
    }

    const std::vector<std::string>& strings_;
    const XlsxFormats& formats_;
    FlowWriter& writer_;
    Region region_;
    std::vector<std::string> cells_;
    std::uint32_t number_ = 0;
    bool is_hidden_ = false;
    std::size_t column_ = 0;
    std::string type_;
    std::size_t style_ = 0;
    std::string value_;
    bool is_value_ = false;
    bool is_phonetic_ = false;
    std::size_t count_ = 0;
};

// Of the whole workbook.
struct Workbook {
    std::vector<std::string> strings;
    XlsxFormats formats;
};

void write_sheet(OfficePackage& package, const Sheet& sheet, std::string_view part, const Workbook& workbook,
                 FlowWriter& writer) {
    const auto location = "Sheet " + sheet.name;
    const auto text = package.read(part);
    if (!text) return writer.fail_page(location, text.error().message);
    writer.begin_part(location, "rows", kPageBytes);
    SheetReader reader(workbook.strings, workbook.formats, writer);
    const auto parsed = parse_xml(*text, reader);
    reader.finish();
    if (!parsed) return writer.fail_page(location, parsed.error().message);
    if (reader.has_too_many()) writer.fail_page(location, "it has more than 2,000,000 cells; the rest was not read");
}

}  // namespace

Result<void> write_xlsx(OfficePackage& package, FlowWriter& writer) {
    const auto text = package.read(package.main_part());
    if (!text) return propagate(text);
    WorkbookReader book;
    if (auto parsed = parse_xml(*text, book); !parsed) return parsed;
    const auto relationships = package.relationships(package.main_part());
    if (!relationships) return propagate(relationships);
    Workbook workbook{{}, XlsxFormats::read(package, *relationships)};
    if (book.is_from_1904) workbook.formats.count_from_1904();
    if (const auto part = OfficePackage::target_of(*relationships, "sharedStrings"); !part.empty()) {
        const auto strings = package.read(part);
        if (!strings) return propagate(strings);
        StringReader reader;
        if (auto parsed = parse_xml(*strings, reader); !parsed) return parsed;
        workbook.strings = std::move(reader.strings);
    }
    for (const auto& sheet : book.sheets) {
        if (writer.is_full()) break;
        const auto found = relationships->find(sheet.relationship);
        if (found == relationships->end() || found->second.target.empty()) {
            writer.fail_page("Sheet " + sheet.name, "the sheet is missing");
        } else if (found->second.type == "worksheet") {  // others are charts
            write_sheet(package, sheet, found->second.target, workbook, writer);
        }
    }
    return {};
}

}  // namespace genai::extraction::child
