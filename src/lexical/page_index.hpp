// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lexical/analyzer.hpp"
#include "lexical/bm25.hpp"
#include "lexical/lexical_index.hpp"

namespace genai::lexical {

// One page's terms, each once, with how often it stands there. Made outside the index's lock, for it is most of the
// work of adding a page.
class PageTerms {
public:
    PageTerms(const LexicalPage& page, Analyzer& analyzer);

    struct Entry {
        std::uint32_t begin = 0;  // of the term in the bytes
        std::uint16_t size = 0;
        std::uint8_t frequency = 0;  // 255 stands for more
    };

    std::uint32_t page() const { return page_; }
    std::uint32_t length() const { return length_; }  // terms, repeated ones too
    std::span<const Entry> entries() const { return entries_; }
    std::string_view term(const Entry& entry) const { return std::string_view(bytes_).substr(entry.begin, entry.size); }

private:
    std::uint32_t page_;
    std::uint32_t length_;
    std::string bytes_;
    std::vector<Entry> entries_;
};

// What the terms of a question are worth: each once.
struct QuestionTerm {
    std::string text;
    float weight = 0;  // of a term of the question itself, how often it stands there
    bool is_own = true;
};
std::vector<QuestionTerm> make_question(const KeywordQuery& query, Analyzer& analyzer);

// What the pages searched say of a question's terms: the sum over the scopes searched.
struct QuestionStatistics {
    std::size_t pages = 0;
    std::uint64_t length = 0;             // of all pages, in terms
    std::vector<std::size_t> pages_with;  // by the question's term
};

// The inverted index of one scope. A posting is four bytes: the page's row and the term's frequency. Each row's terms
// are kept too, so that removing a page takes it out of the statistics exactly and at once; its postings stay, weigh
// nothing, and go when a quarter of the rows is dead. Changes need the object alone; const calls may run side by side.
class PageIndex {
public:
    explicit PageIndex(const Bm25Parameters& parameters) : parameters_(parameters) {}

    // The version must not be held. kExhausted when there are more pages than rows can be numbered.
    Result<void> add(const std::string& version, std::span<const PageTerms> pages);
    void remove(const std::string& version);
    std::vector<std::string> versions() const;

    std::size_t live() const { return live_; }
    // Rows held, dead ones included.
    std::size_t held() const { return rows_.size(); }
    std::size_t bytes() const;

    // Adds this scope's part.
    void count(std::span<const QuestionTerm> question, QuestionStatistics& statistics) const;

    // How many pages are wanted, and of which versions.
    struct Wanted {
        std::size_t k = 0;
        const VersionFilter& filter;
    };
    // `scores` is working memory, kept between calls so that a search allocates next to nothing.
    Result<LexicalResult> search(std::span<const QuestionTerm> question, const QuestionStatistics& statistics,
                                 const Wanted& wanted, const Limits& limits, std::vector<float>& scores) const;

private:
    static constexpr std::uint32_t kFrequencyBits = 8;
    static constexpr std::size_t kRowsMax = 1U << (32 - kFrequencyBits);

    struct Row {
        const std::string* version = nullptr;  // nullptr: dead
        std::uint32_t page = 0;
        std::uint32_t term_count = 0;
        std::size_t terms_begin = 0;  // in row_terms_
    };
    struct Term {
        std::uint32_t live = 0;               // pages that have it
        std::vector<std::uint32_t> postings;  // row << kFrequencyBits | frequency, in order
    };
    struct TermHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view term) const { return std::hash<std::string_view>()(term); }
    };
    struct Weighed {
        const Term* term = nullptr;
        float idf = 0;  // of a term of the question itself
        float weight = 0;
    };

    void add_row(const std::string& version, const PageTerms& page);
    std::uint32_t term_number(std::string_view term);
    void compact();
    const Term& find_term(const std::string& text) const;
    std::vector<Weighed> weigh(std::span<const QuestionTerm> question, const QuestionStatistics& statistics) const;
    std::vector<std::uint32_t> best_rows(const std::vector<float>& scores, const Wanted& wanted) const;
    template <class Visit>
    void visit_rows(const VersionFilter& filter, Visit visit) const;
    static bool has(const Term& term, std::uint32_t row);

    Bm25Parameters parameters_;
    std::unordered_map<std::string, std::uint32_t, TermHash, std::equal_to<>> numbers_;
    std::vector<Term> terms_;
    std::vector<Row> rows_;
    std::vector<float> lengths_;  // of each row, in terms; infinite when it is dead, so that its terms weigh nothing
    std::vector<std::uint32_t> row_terms_;                        // the rows' terms, one row after the other
    std::map<std::string, std::vector<std::uint32_t>> versions_;  // and their rows
    std::size_t live_ = 0;
    std::uint64_t live_length_ = 0;
};

}  // namespace genai::lexical
