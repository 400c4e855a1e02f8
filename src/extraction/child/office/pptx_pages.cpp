// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/office/pptx_pages.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "extraction/child/flow/flow_text.hpp"
#include "extraction/child/flow/grid.hpp"
#include "extraction/child/office/xml_events.hpp"
#include "extraction/child/text/csv_pages.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::size_t kSlideBytesMax = std::size_t{64} << 10;  // of text: no slide has as much
constexpr std::size_t kLevelMax = 8;
constexpr std::size_t kCellsMax = 200'000;

std::size_t to_number(std::string_view text, std::size_t number_max) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return std::min(number, number_max);
}

// The relationship ids of the slides, in order.
class SlideList final : public XmlHandler {
public:
    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "sldId") ids.emplace_back(attributes.get_prefixed("id"));
    }
    void on_end(std::string_view) override {}
    void on_text(std::string_view) override {}

    std::vector<std::string> ids;
};

// What a shape is for, by its placeholder.
enum class Role { kText, kTitle, kBody, kNone };

Role role_of(std::string_view placeholder) {
    if (placeholder == "title" || placeholder == "ctrTitle") return Role::kTitle;
    if (placeholder == "dt" || placeholder == "ftr" || placeholder == "sldNum" || placeholder == "hdr" ||
        placeholder == "sldImg")
        return Role::kNone;
    return Role::kBody;
}

// The blocks of a slide, or of its notes.
class SlideReader final : public XmlHandler {
public:
    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (skipped_ > 0 || name == "Fallback") {
            ++skipped_;
            return;
        }
        if (name == "sp") {
            role_ = Role::kText;
        } else if (name == "ph") {
            role_ = role_of(attributes.get("type"));
        } else if (name == "p") {
            line_.clear();
            level_ = 0;
            has_bullet_ = role_ == Role::kBody;
        } else if (name == "pPr") {
            level_ = to_number(attributes.get("lvl"), kLevelMax);
        } else if (name == "buNone") {
            has_bullet_ = false;
        } else if (name == "buChar" || name == "buAutoNum") {
            has_bullet_ = true;
        } else if (name == "t") {
            is_text_ = true;
        } else if (name == "br") {
            line_ += ' ';
        } else {
            on_table_start(name, attributes);
        }
    }

    void on_end(std::string_view name) override {
        if (skipped_ > 0) {
            --skipped_;
            return;
        }
        if (name == "t") is_text_ = false;
        if (name == "p") end_line();
        if (name == "tc") end_cell();
        if (name == "tbl") end_table();
        if (name == "sp") role_ = Role::kText;
    }

    void on_text(std::string_view text) override {
        if (is_text_ && skipped_ == 0) line_ += text;
    }
    bool is_done() const override { return cells_ > kCellsMax; }

    void write(FlowWriter& writer, std::string_view label) const {
        if (!title_.empty() && label.empty()) writer.heading(title_, 1);
        if (!label.empty() && !blocks_.empty()) writer.heading(label, 2);
        for (const auto& block : blocks_) {
            if (block.is_table) {
                write_grid(block.grid, writer);
            } else if (block.is_entry) {
                writer.item(block.text);
            } else {
                writer.paragraph(block.text);
            }
        }
    }

private:
    struct SlideBlock {
        std::string text;
        bool is_entry = false;
        bool is_table = false;
        Grid grid;
    };

    void on_table_start(std::string_view name, const XmlAttributes& attributes) {
        if (name == "tbl") {
            is_table_ = true;
            grid_ = {};
        } else if (name == "tr" && is_table_) {
            grid_.rows.emplace_back();
        } else if (name == "tblPr") {
            has_header_ = attributes.get("firstRow") == "1";
        } else if (name == "tc") {
            cell_.clear();
        }
    }

    void end_line() {
        auto line = to_line(line_);
        line_.clear();
        if (is_table_) {
            cell_ += line + ' ';
        } else if (line.empty() || role_ == Role::kNone) {
            return;
        } else if (role_ == Role::kTitle && title_.empty()) {
            title_ = std::move(line);
        } else if (has_bullet_) {
            blocks_.push_back({std::string(2 * level_, ' ') + "- " + line, true, false, {}});
        } else {
            blocks_.push_back({std::move(line), false, false, {}});
        }
    }

    void end_cell() {
        if (!is_table_ || grid_.rows.empty()) return;
        grid_.rows.back().push_back(to_line(cell_));
        ++cells_;
    }

    void end_table() {
        is_table_ = false;
        const bool has_header = has_header_ || (!grid_.rows.empty() && is_header_row(grid_.rows.front()));
        if (has_header && grid_.rows.size() > 1) grid_.header_rows = 1;
        if (!grid_.rows.empty()) blocks_.push_back({"", false, true, std::exchange(grid_, {})});
    }

    std::size_t skipped_ = 0;
    Role role_ = Role::kText;
    std::string line_;
    std::size_t level_ = 0;
    bool has_bullet_ = false;
    bool is_text_ = false;
    bool is_table_ = false;
    bool has_header_ = false;
    Grid grid_;
    std::string cell_;
    std::size_t cells_ = 0;
    std::string title_;
    std::vector<SlideBlock> blocks_;
};

Result<void> read_part(OfficePackage& package, std::string_view part, SlideReader& reader) {
    const auto text = package.read(part);
    if (!text) return propagate(text);
    return parse_xml(*text, reader);
}

void write_slide(OfficePackage& package, std::string_view part, std::size_t number, FlowWriter& writer) {
    const auto location = "slide " + std::to_string(number);
    SlideReader slide;
    if (auto read = read_part(package, part, slide); !read) return writer.fail_page(location, read.error().message);
    writer.begin_part(location, "part", kSlideBytesMax);
    writer.keep_page();
    slide.write(writer, "");
    const auto relationships = package.relationships(part);
    if (!relationships) return;
    const auto notes = OfficePackage::target_of(*relationships, "notesSlide");
    SlideReader reader;
    if (!notes.empty() && read_part(package, notes, reader)) reader.write(writer, "Notes");
}

}  // namespace

Result<void> write_pptx(OfficePackage& package, FlowWriter& writer) {
    const auto text = package.read(package.main_part());
    if (!text) return propagate(text);
    SlideList slides;
    if (auto parsed = parse_xml(*text, slides); !parsed) return parsed;
    const auto relationships = package.relationships(package.main_part());
    if (!relationships) return propagate(relationships);
    for (std::size_t i = 0; i < slides.ids.size() && !writer.is_full(); ++i) {
        const auto found = relationships->find(slides.ids[i]);
        if (found == relationships->end() || found->second.target.empty()) {
            writer.fail_page("slide " + std::to_string(i + 1), "the slide is missing");
        } else {
            write_slide(package, found->second.target, i + 1, writer);
        }
    }
    return {};
}

}  // namespace genai::extraction::child
