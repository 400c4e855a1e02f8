// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/office/docx_pages.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <vector>

#include "extraction/child/flow/flow_text.hpp"
#include "extraction/child/flow/grid.hpp"
#include "extraction/child/office/docx_styles.hpp"
#include "extraction/child/office/xml_events.hpp"
#include "extraction/child/text/csv_pages.hpp"

namespace genai::extraction::child {

namespace {

using Footnotes = std::map<std::string, std::string, std::less<>>;  // "footnote3" to its text

constexpr std::size_t kNotesBytesMax = std::size_t{16} << 20;
constexpr std::size_t kCellsMax = 2'000'000;
constexpr std::size_t kSpanMax = 100;
// Of a document whose pages are known: Word's own pages are smaller.
constexpr std::size_t kWordPageBytes = 20'000;

std::size_t to_number(std::string_view text, std::size_t number_max) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return std::min(number, number_max);
}

// What is no text of the document.
class Skipping {
public:
    // True inside of an element that is skipped, with the element itself.
    bool enter(std::string_view name) {
        if (depth_ > 0 || name == "Fallback" || name == "del" || name == "moveFrom") ++depth_;
        return depth_ > 0;
    }
    bool leave() {
        if (depth_ == 0) return false;
        --depth_;
        return true;
    }

private:
    std::size_t depth_ = 0;
};

class FootnoteReader final : public XmlHandler {
public:
    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (skipping_.enter(name)) return;
        if (name == "footnote" || name == "endnote") {
            is_note_ = attributes.get("type").empty();  // others are the separators between notes and text
            id_ = attributes.get("id");
            text_.clear();
        }
        if (name == "t") is_text_ = true;
        if (name == "p" || name == "br" || name == "tab") text_ += ' ';
    }
    void on_end(std::string_view name) override {
        if (skipping_.leave()) return;
        if (name == "t") is_text_ = false;
        if (name != "footnote" && name != "endnote") return;
        bytes_ += text_.size();
        if (is_note_ && bytes_ <= kNotesBytesMax) found.emplace(std::string(name) + id_, to_line(text_));
        text_.clear();
        id_.clear();
    }
    void on_text(std::string_view text) override {
        if (is_text_) text_ += text;
    }
    bool is_done() const override { return bytes_ > kNotesBytesMax; }

    Footnotes found;

private:
    Skipping skipping_;
    std::string id_;
    std::string text_;
    bool is_note_ = false;
    bool is_text_ = false;
    std::size_t bytes_ = 0;
};

// The paragraph that is being read.
struct Paragraph {
    std::string text;
    std::string style;
    std::size_t outline_level = 0;  // of its own, from 1
    bool is_entry = false;          // of a list
    std::size_t depth = 0;
    bool begins_page = false;
    bool ends_page = false;
    std::vector<std::string> notes;  // ids
};

class DocxPages final : public XmlHandler {
public:
    DocxPages(const DocxStyles& styles, const Footnotes& notes, FlowWriter& writer)
        : styles_(styles), notes_(notes), writer_(writer) {}

    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (skipping_.enter(name)) return;
        if (name == "p") {
            begin_paragraph();
        } else if (name == "t") {
            is_text_ = true;
        } else if (name == "r") {
            is_hidden_ = false;
        } else if (name == "vanish") {
            is_hidden_ = is_on(attributes.get("val"));
        } else if (name == "tab" || name == "cr" || name == "noBreakHyphen" || name == "br") {
            on_break(name, attributes);
        } else if (name == "lastRenderedPageBreak") {
            on_page_break();
        } else if (name == "footnoteReference" || name == "endnoteReference") {
            const auto kind = name.substr(0, name.size() - std::string_view("Reference").size());
            paragraph_.notes.push_back(std::string(kind) + std::string(attributes.get("id")));
        } else {
            on_property(name, attributes);
            on_table_start(name, attributes);
        }
    }

    void on_end(std::string_view name) override {
        if (skipping_.leave()) return;
        if (name == "t") is_text_ = false;
        if (name == "p") end_paragraph();
        if (name == "tc") end_cell();
        if (name == "tr") end_row();
        if (name == "tbl") end_table();
        if (name == "sectPr") is_section_ = false;
        if (name == "pPr") is_property_ = false;
    }

    void on_text(std::string_view text) override {
        if (is_text_ && !is_hidden_) paragraph_.text += text;
    }
    bool is_done() const override { return writer_.is_full() || cells_ > kCellsMax; }

private:
    // Paragraphs stand in paragraphs where these hold text boxes: then they are lines of it.
    void begin_paragraph() {
        if (++paragraphs_ > 1) {
            paragraph_.text += '\n';
            return;
        }
        paragraph_ = {};
    }

    void on_break(std::string_view name, const XmlAttributes& attributes) {
        if (is_property_) return;  // <w:tab> is a tab stop there
        if (name == "noBreakHyphen") {
            paragraph_.text += '-';
        } else if (name == "tab") {
            paragraph_.text += ' ';
        } else if (attributes.get("type") == "page") {
            on_page_break();
        } else {
            paragraph_.text += '\n';
        }
    }

    // A paragraph belongs to the page that it begins on.
    void on_page_break() {
        const bool is_at_start = paragraph_.text.find_first_not_of(" \n") == std::string::npos;
        (is_at_start && depth_ == 0 ? paragraph_.begins_page : paragraph_.ends_page) = true;
        if (depth_ > 0) row_ends_page_ = true;
    }

    void on_property(std::string_view name, const XmlAttributes& attributes) {
        const auto value = attributes.get("val");
        if (name == "pPr") {
            is_property_ = true;
        } else if (name == "pStyle") {
            paragraph_.style = value;
        } else if (name == "outlineLvl") {
            paragraph_.outline_level = to_number(value, 9) + 1;
            if (paragraph_.outline_level > 9) paragraph_.outline_level = 0;
        } else if (name == "numId") {
            paragraph_.is_entry = value != "0";
        } else if (name == "ilvl") {
            paragraph_.depth = to_number(value, 8);
        } else if (name == "pageBreakBefore") {
            paragraph_.begins_page = is_on(value);
        } else if (name == "sectPr") {
            is_section_ = true;
            if (paragraphs_ > 0) paragraph_.ends_page = true;
        } else if (name == "type" && is_section_ && value == "continuous") {
            paragraph_.ends_page = false;
        }
    }

    void on_table_start(std::string_view name, const XmlAttributes& attributes) {
        if (name == "tbl") {
            if (++depth_ == 1) grid_ = {};
        } else if (depth_ != 1) {
            return;  // a table in a cell is text of the cell
        } else if (name == "tr") {
            grid_.rows.emplace_back();
        } else if (name == "tc") {
            cell_.clear();
            span_ = 1;
            is_continued_ = false;
        } else if (name == "gridSpan") {
            span_ = std::clamp<std::size_t>(to_number(attributes.get("val"), kSpanMax), 1, kSpanMax);
        } else if (name == "vMerge") {
            is_continued_ = attributes.get("val") != "restart";
        } else if (name == "tblHeader" && is_on(attributes.get("val")) && grid_.header_rows + 1 == grid_.rows.size()) {
            ++grid_.header_rows;
        }
    }

    void end_paragraph() {
        if (paragraphs_ > 0 && --paragraphs_ > 0) return;
        if (depth_ > 0) {
            cell_ += paragraph_.text;
            cell_ += ' ';
            for (const auto& note : paragraph_.notes) cell_notes_.push_back(note);
            paragraph_ = {};
            return;
        }
        write_paragraph();
        paragraph_ = {};
    }

    void write_paragraph() {
        if (paragraph_.begins_page) writer_.break_page();
        const auto level =
            paragraph_.outline_level > 0 ? paragraph_.outline_level : styles_.heading_level(paragraph_.style);
        if (level > 0) {
            writer_.heading(to_line(paragraph_.text), level);
        } else if (paragraph_.is_entry || styles_.is_list(paragraph_.style)) {
            const auto line = to_line(paragraph_.text);
            if (!line.empty()) writer_.item(std::string(2 * paragraph_.depth, ' ') + "- " + line);
        } else {
            writer_.paragraph(to_lines(paragraph_.text));
        }
        write_notes(paragraph_.notes);
        if (paragraph_.ends_page) writer_.break_page();
    }

    void write_notes(const std::vector<std::string>& ids) {
        for (const auto& id : ids)
            if (const auto found = notes_.find(id); found != notes_.end()) writer_.paragraph(found->second);
    }

    void end_cell() {
        if (depth_ != 1 || grid_.rows.empty()) return;
        auto& row = grid_.rows.back();
        const auto above = grid_.rows.size() > 1 ? grid_.rows.size() - 2 : 0;
        std::string text = to_line(cell_);
        if (is_continued_ && grid_.rows.size() > 1 && row.size() < grid_.rows[above].size())
            text = grid_.rows[above][row.size()];
        row.push_back(std::move(text));
        for (std::size_t i = 1; i < span_; ++i) row.emplace_back();
        cells_ += span_;
        cell_.clear();
    }

    // A table over several pages is one table; where Word began them is told by its rows.
    void end_row() {
        if (depth_ != 1) return;
        page_after_.push_back(std::exchange(row_ends_page_, false));
    }

    void end_table() {
        if (depth_ == 0 || --depth_ > 0) return;
        if (grid_.header_rows == 0 && grid_.rows.size() > 1 && is_header_row(grid_.rows.front())) grid_.header_rows = 1;
        if (grid_.columns() < 2) {
            write_grid(grid_, writer_);
        } else {
            writer_.begin_table(static_cast<std::uint16_t>(std::min<std::size_t>(grid_.header_rows, 100)));
            for (std::size_t i = 0; i < grid_.rows.size(); ++i) {
                writer_.add_row(grid_.rows[i]);
                if (i < page_after_.size() && page_after_[i] && i + 1 < grid_.rows.size()) writer_.break_page();
            }
            writer_.end_table();
        }
        write_notes(cell_notes_);
        cell_notes_.clear();
        page_after_.clear();
        grid_ = {};
    }

    const DocxStyles& styles_;
    const Footnotes& notes_;
    FlowWriter& writer_;
    Skipping skipping_;

    Paragraph paragraph_;
    std::size_t paragraphs_ = 0;  // that are open
    bool is_text_ = false;
    bool is_hidden_ = false;  // the run
    bool is_property_ = false;
    bool is_section_ = false;

    std::size_t depth_ = 0;  // of tables
    Grid grid_;
    std::vector<bool> page_after_;  // of each row
    bool row_ends_page_ = false;
    std::string cell_;
    std::vector<std::string> cell_notes_;
    std::size_t span_ = 1;
    bool is_continued_ = false;
    std::size_t cells_ = 0;
};

void read_notes(OfficePackage& package, const Relationships& relationships, std::string_view type, Footnotes& notes) {
    const auto part = OfficePackage::target_of(relationships, type);
    if (part.empty()) return;
    const auto text = package.read(part);
    FootnoteReader reader;
    if (text) (void)parse_xml(*text, reader);  // damaged notes are no reason to lose the document
    notes.merge(reader.found);
}

}  // namespace

Result<void> write_docx(OfficePackage& package, FlowWriter& writer) {
    const auto text = package.read(package.main_part());
    if (!text) return propagate(text);
    const auto relationships = package.relationships(package.main_part());
    if (!relationships) return propagate(relationships);
    const auto styles = DocxStyles::read(package, *relationships);
    Footnotes notes;
    read_notes(package, *relationships, "footnotes", notes);
    read_notes(package, *relationships, "endnotes", notes);
    if (text->find("lastRenderedPageBreak") != std::string::npos) writer.set_page_bytes(kWordPageBytes, kWordPageBytes);
    DocxPages pages(styles, notes, writer);
    return parse_xml(*text, pages);
}

}  // namespace genai::extraction::child
