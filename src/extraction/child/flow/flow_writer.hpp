// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extraction/child/flow/flow_page.hpp"

namespace genai::extraction::child {

// What a page of a format without pages holds, in bytes of text (about 3,000 bytes are a printed page). The smallest
// thing that is never cut is a table's row.
struct FlowLimits {
    std::uint32_t pages_max = 0;
    std::size_t page_bytes = 6000;     // a block that would take a page beyond begins another
    std::size_t heading_bytes = 2000;  // a heading begins another on a page that has as many
};

// Lines of a file, or rows of a sheet, from 1; 0: not known.
struct Numbers {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

// Writes the blocks of a document without pages, in their order, as pages: whole blocks where they fit, headings with
// what follows them, table rows whole and under a repeat of the table's header. Pages are called by the headings that
// they stand under, or by set_location(). Give it clean text (flow_text.hpp). One object a file.
class FlowWriter {
public:
    explicit FlowWriter(const FlowLimits& limits) : limits_(limits) {}

    void heading(std::string_view line, std::size_t level);  // from 1
    void paragraph(std::string_view lines, Numbers numbers = {});
    // An entry of a list: entries that follow each other are one block.
    void item(std::string_view line);

    void begin_table(std::uint16_t header_rows);
    void add_row(std::span<const std::string> cells, std::uint32_t number = 0);
    void end_table();

    // The next block begins a page.
    void break_page();
    // From here on: how much a page holds.
    void set_page_bytes(std::size_t page_bytes, std::size_t heading_bytes) {
        limits_.page_bytes = page_bytes;
        limits_.heading_bytes = heading_bytes;
    }
    // From here on, on a page of its own, pages are called so and break at no heading; when there are several, by
    // their lines or rows too ("Sheet Q1, rows 2-80"), counted in `unit`.
    void begin_part(std::string location, std::string_view unit, std::size_t page_bytes);
    // The part has a page though nothing may be on it.
    void keep_page() { page(); }
    // A page in place of which there is only a reason.
    void fail_page(std::string location, std::string reason);

    // There are more pages than there may be: nothing more is taken.
    bool is_full() const { return pages_.size() > limits_.pages_max; }
    bool has_pages() const { return !pages_.empty(); }
    std::vector<FlowPage> finish();

private:
    struct Heading {
        std::string text;
        std::size_t level = 1;
    };
    struct Part {  // of begin_part()
        std::size_t first_page = 0;
        std::string unit;
    };

    FlowPage& page();
    void make_room(std::size_t bytes);
    void write_headings();
    void write(std::string_view text);
    void append(std::string_view text);
    void begin_block();
    void number(Numbers numbers);
    void close_list();
    void close_part();
    std::string path() const;

    FlowLimits limits_;
    std::vector<FlowPage> pages_;
    std::vector<Numbers> numbers_;  // of each page
    bool has_page_ = false;         // the last of them takes more

    std::vector<Heading> pending_;         // wait for what they head
    std::array<std::string, 6> headings_;  // in force, by level
    std::string list_;
    bool has_part_ = false;
    std::string part_location_;
    Part part_;

    std::uint16_t header_rows_ = 0;
    std::vector<std::string> header_;
    bool is_table_open_ = false;  // its block is the last of the page and grows
};

}  // namespace genai::extraction::child
