// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "chunking/settings.hpp"
#include "model/chunk.hpp"
#include "model/page.hpp"

namespace genai::chunking {

// Cuts a document's pages, given in order, into chunks: along blocks, then sentences or table rows, then words. A chunk
// stays on its page, so that a citation of it names one page; a heading opens a chunk rather than closing one; a chunk
// that begins inside a table carries the table's header rows. No chunk has more tokens than the embedder's window, and
// every character of every block is in some chunk, so nothing is lost and nothing is cut off later.
// One object per document; not thread-safe.
class Chunker {
public:
    // `window_tokens` is the embedder's limit for one text, counted by `count_tokens`.
    Chunker(const Settings& settings, CountTokens count_tokens, std::uint32_t window_tokens, std::string document_id,
            std::string fingerprint);

    // What the chunks of later pages depend on, so that another object can go on with them.
    struct Position {
        std::uint32_t next_ordinal = 0;
        std::string section;
    };
    Position position() const { return {next_ordinal_, section_}; }
    void go_on_from(Position position) {
        next_ordinal_ = position.next_ordinal;
        section_ = std::move(position.section);
    }

    // The chunks of the next page, with ordinals that continue the previous page's.
    std::vector<Chunk> chunk(const Page& page);

private:
    struct Unit;
    struct Draft;

    std::vector<Unit> units_of(const Page& page) const;
    void append_prose(std::vector<Unit>& units, std::string_view text, std::size_t base, bool is_heading) const;
    void append_table(std::vector<Unit>& units, std::string_view text, std::size_t base,
                      std::uint16_t header_rows) const;
    void append_pieces(std::vector<Unit>& units, std::string_view text, std::size_t base, const Unit& unit) const;
    bool fits(const Draft& draft, const Unit& unit) const;
    std::vector<Draft> pack(const std::vector<Unit>& units) const;
    Chunk finish(const Page& page, const Draft& draft);

    Settings settings_;
    CountTokens count_tokens_;
    std::uint32_t window_tokens_;
    std::uint32_t target_tokens_;
    std::string document_id_;
    std::string fingerprint_;
    std::uint32_t next_ordinal_ = 0;
    std::string section_;
};

// Names the settings that change where chunks begin and end; part of a version's fingerprint.
std::string fingerprint(const Settings& settings);

}  // namespace genai::chunking
