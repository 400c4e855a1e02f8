// SPDX-License-Identifier: Apache-2.0
#include "chunking/chunker.hpp"

#include <algorithm>
#include <utility>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "base/utf8.hpp"
#include "chunking/sentences.hpp"

namespace genai::chunking {

namespace {

// A table's repeated header may take this share of a chunk; a longer one is cut to whole rows that fit.
constexpr double kHeaderShareMax = 0.4;
// A page's last chunk joins the one before it when it has fewer than this share of the target.
constexpr double kTailShareMin = 0.3;
// A heading opens a new chunk once the current one has this share of the target.
constexpr double kBreakShareMin = 0.25;

}  // namespace

// The smallest thing that is not cut: a sentence, a table row, or a piece of one that is longer than the window.
struct Chunker::Unit {
    ByteRange range;  // of the page's text
    std::uint32_t tokens = 0;
    bool is_heading = false;
    ByteRange header;  // a table row's header rows; empty for everything else
    std::uint32_t header_tokens = 0;
};

// A chunk in the making: consecutive units.
struct Chunker::Draft {
    std::vector<Unit> units;
    std::uint32_t tokens = 0;

    std::size_t size() const { return units.empty() ? 0 : units.back().range.end - units.front().range.start; }
    // A chunk that begins in a table below its header rows is embedded with them in front.
    bool needs_header() const {
        return !units.empty() && units.front().header.end > units.front().header.start &&
               units.front().range.start >= units.front().header.end;
    }
    std::uint32_t embedded_tokens() const { return tokens + (needs_header() ? units.front().header_tokens : 0); }

    void add(const Unit& unit) {
        units.push_back(unit);
        tokens += unit.tokens;
    }
};

Chunker::Chunker(const Settings& settings, CountTokens count_tokens, std::uint32_t window_tokens,
                 std::string document_id, std::string fingerprint)
    : settings_(settings),
      count_tokens_(std::move(count_tokens)),
      window_tokens_(window_tokens),
      target_tokens_(settings.chunk_size > 0 ? window_tokens : std::min(settings.chunk_tokens, window_tokens)),
      document_id_(std::move(document_id)),
      fingerprint_(std::move(fingerprint)) {
    ensure(window_tokens_ > 0, "an embedder's window holds at least one token");
}

std::vector<Chunk> Chunker::chunk(const Page& page) {
    std::vector<Chunk> chunks;
    for (const Draft& draft : pack(units_of(page))) chunks.push_back(finish(page, draft));
    return chunks;
}

std::vector<Chunker::Unit> Chunker::units_of(const Page& page) const {
    const CodePointIndex index(page.text);
    std::vector<Unit> units;
    for (const Block& block : page.blocks) {
        const std::size_t start = index.to_byte(block.start);
        const std::size_t end = index.to_byte(block.end);
        const std::string_view text = std::string_view(page.text).substr(start, end - start);
        if (block.kind == BlockKind::kTable) {
            append_table(units, text, start, block.header_rows);
        } else {
            append_prose(units, text, start, block.kind == BlockKind::kHeading);
        }
    }
    return units;
}

void Chunker::append_prose(std::vector<Unit>& units, std::string_view text, std::size_t base, bool is_heading) const {
    for (const ByteRange& sentence : split_sentences(text)) {
        Unit unit;
        unit.range = {base + sentence.start, base + sentence.end};
        unit.is_heading = is_heading;
        append_pieces(units, text.substr(sentence.start, sentence.end - sentence.start), unit.range.start, unit);
    }
}

void Chunker::append_table(std::vector<Unit>& units, std::string_view text, std::size_t base,
                           std::uint16_t header_rows) const {
    const std::vector<ByteRange> rows = split_lines(text);
    const auto header_tokens_max = static_cast<std::uint32_t>(kHeaderShareMax * target_tokens_);
    ByteRange header{base, base};
    std::uint32_t header_tokens = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(header_rows, rows.size()); ++i) {
        const std::uint32_t tokens = count_tokens_(text.substr(rows[i].start, rows[i].end - rows[i].start));
        if (header_tokens + tokens > header_tokens_max) break;
        if (i == 0) header.start = base + rows[i].start;
        header.end = base + rows[i].end;
        header_tokens += tokens;
    }
    for (const ByteRange& row : rows) {
        Unit unit;
        unit.range = {base + row.start, base + row.end};
        unit.header = header;
        unit.header_tokens = header_tokens;
        append_pieces(units, text.substr(row.start, row.end - row.start), unit.range.start, unit);
    }
}

// Appends the unit whole, or, when it is longer than a chunk may be, in pieces cut at white space (inside a word only
// where the word alone is too long).
void Chunker::append_pieces(std::vector<Unit>& units, std::string_view text, std::size_t base, const Unit& unit) const {
    const std::uint32_t tokens_max = window_tokens_ - std::min(unit.header_tokens, window_tokens_ - 1);
    const std::uint32_t tokens = count_tokens_(text);
    if (tokens <= tokens_max) {
        Unit whole = unit;
        whole.range = {base, base + text.size()};
        whole.tokens = tokens;
        units.push_back(whole);
        return;
    }
    // Halve at the white space nearest the middle; a text without any is halved between code points.
    const std::size_t middle = text.size() / 2;
    const std::size_t before = text.find_last_of(" \n\t", middle);
    const std::size_t after = text.find_first_of(" \n\t", middle);
    std::size_t cut = 0;
    if (before != std::string_view::npos && before > 0) cut = before;
    if (after != std::string_view::npos && after + 1 < text.size() && (cut == 0 || after - middle < middle - cut))
        cut = after;
    if (cut == 0) {
        const CodePointIndex index(text);
        if (index.size() < 2) {  // one character that the tokenizer makes many tokens of; it cannot be halved
            Unit whole = unit;
            whole.range = {base, base + text.size()};
            whole.tokens = tokens_max;
            units.push_back(whole);
            return;
        }
        cut = index.to_byte(index.size() / 2);
    }
    append_pieces(units, text.substr(0, cut), base, unit);
    const std::size_t rest = std::min(text.find_first_not_of(" \n\t", cut), text.size());
    if (rest < text.size()) append_pieces(units, text.substr(rest), base + rest, unit);
}

bool Chunker::fits(const Draft& draft, const Unit& unit) const {
    if (draft.units.empty()) return true;
    if (draft.embedded_tokens() + unit.tokens > window_tokens_) return false;
    if (settings_.chunk_size > 0) return unit.range.end - draft.units.front().range.start <= settings_.chunk_size;
    return draft.embedded_tokens() + unit.tokens <= target_tokens_;
}

std::vector<Chunker::Draft> Chunker::pack(const std::vector<Unit>& units) const {
    std::vector<Draft> drafts;
    Draft current;
    const auto close = [&] {
        if (current.units.empty()) return;
        drafts.push_back(current);
        Draft next;
        // The overlap: as many of the last units as fit into it, never the whole chunk.
        std::size_t first = current.units.size();
        while (first > 1 &&
               current.units.back().range.end - current.units[first - 1].range.start <= settings_.chunk_overlap)
            --first;
        for (std::size_t i = first; i < current.units.size(); ++i) next.add(current.units[i]);
        current = std::move(next);
    };
    for (const Unit& unit : units) {
        const bool opens_section = unit.is_heading && !current.units.empty() && !current.units.back().is_heading &&
                                   current.tokens >= kBreakShareMin * target_tokens_;
        if (opens_section || !fits(current, unit)) {
            // Headings at the end of a full chunk belong to what follows them.
            std::vector<Unit> carried;
            while (!opens_section && current.units.size() > 1 && current.units.back().is_heading) {
                carried.insert(carried.begin(), current.units.back());
                current.tokens -= current.units.back().tokens;
                current.units.pop_back();
            }
            close();
            for (const Unit& heading : carried) current.add(heading);
            while (!current.units.empty() && !fits(current, unit)) {  // the overlap gives way to the text
                current.tokens -= current.units.front().tokens;
                current.units.erase(current.units.begin());
            }
        }
        current.add(unit);
    }
    if (current.units.empty()) return drafts;
    const bool is_short = current.tokens < kTailShareMin * target_tokens_ && settings_.chunk_size == 0;
    if (is_short && !drafts.empty() && drafts.back().embedded_tokens() + current.tokens <= window_tokens_) {
        for (const Unit& unit : current.units) drafts.back().add(unit);
    } else {
        drafts.push_back(current);
    }
    return drafts;
}

Chunk Chunker::finish(const Page& page, const Draft& draft) {
    const std::string_view text = page.text;
    const std::size_t start = draft.units.front().range.start;
    const std::size_t end = draft.units.back().range.end;

    Chunk chunk;
    chunk.ordinal = next_ordinal_++;
    chunk.id = sha256_hex(document_id_ + "\n" + fingerprint_ + "\n" + std::to_string(chunk.ordinal)).substr(0, 32);
    chunk.page = chunk.page_end = static_cast<std::uint32_t>(page.number);
    chunk.start = static_cast<std::uint32_t>(count_code_points(text.substr(0, start)));
    chunk.end = chunk.start + static_cast<std::uint32_t>(count_code_points(text.substr(start, end - start)));
    chunk.text = text.substr(start, end - start);
    if (draft.needs_header()) {
        const ByteRange header = draft.units.front().header;
        chunk.header = text.substr(header.start, header.end - header.start);
    }
    chunk.tokens = draft.embedded_tokens();
    // The section is the first heading inside the chunk's beginning, else the last one before it.
    for (const Unit& unit : draft.units) {
        if (!unit.is_heading) continue;
        section_ = text.substr(unit.range.start, unit.range.end - unit.range.start);
        std::replace(section_.begin(), section_.end(), '\n', ' ');
    }
    chunk.section = section_;
    chunk.location = page.location;
    return chunk;
}

std::string fingerprint(const Settings& settings) {
    return "chunker-1:" + std::to_string(settings.chunk_size) + ":" + std::to_string(settings.chunk_overlap) + ":" +
           std::to_string(settings.chunk_tokens);
}

}  // namespace genai::chunking
