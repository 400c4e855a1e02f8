// SPDX-License-Identifier: Apache-2.0
#include "lexical/page_index.hpp"

#include <algorithm>
#include <limits>

namespace genai::lexical {

PageTerms::PageTerms(const LexicalPage& page, Analyzer& analyzer) : page_(page.page) {
    std::vector<std::string_view> terms = analyzer.terms(page.text);
    length_ = static_cast<std::uint32_t>(terms.size());
    std::sort(terms.begin(), terms.end());
    for (std::size_t i = 0; i < terms.size();) {
        std::size_t next = i;
        while (next < terms.size() && terms[next] == terms[i]) ++next;
        entries_.push_back({static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint16_t>(terms[i].size()),
                            static_cast<std::uint8_t>(std::min<std::size_t>(next - i, 255))});
        bytes_ += terms[i];
        i = next;
    }
}

std::vector<QuestionTerm> make_question(const KeywordQuery& query, Analyzer& analyzer) {
    std::vector<QuestionTerm> terms;
    const auto find = [&](std::string_view text) {
        return std::find_if(terms.begin(), terms.end(), [&](const auto& held) { return held.text == text; });
    };
    for (std::string_view term : analyzer.question_terms(query.text)) {
        if (const auto known = find(term); known != terms.end())
            known->weight += 1;
        else
            terms.push_back({std::string(term), 1, true});
    }
    for (const Expansion& expansion : query.expansions) {
        for (std::string_view term : analyzer.question_terms(expansion.text)) {
            const auto known = find(term);
            if (known == terms.end())
                terms.push_back({std::string(term), expansion.weight, false});
            else if (!known->is_own)
                known->weight = std::max(known->weight, expansion.weight);
        }
    }
    return terms;
}

Result<void> PageIndex::add(const std::string& version, std::span<const PageTerms> pages) {
    if (rows_.size() + pages.size() > kRowsMax)
        return fail(ErrorKind::kExhausted, "the keyword index is full: a collection may have 16 million pages");
    const auto [held, is_new] = versions_.try_emplace(version);
    ensure(is_new, "a version is removed before it is added again");
    for (const PageTerms& page : pages) {
        held->second.push_back(static_cast<std::uint32_t>(rows_.size()));
        add_row(held->first, page);
    }
    return {};
}

void PageIndex::add_row(const std::string& version, const PageTerms& page) {
    const auto row = static_cast<std::uint32_t>(rows_.size());
    const std::size_t begin = row_terms_.size();
    for (const PageTerms::Entry& entry : page.entries()) {
        const std::uint32_t number = term_number(page.term(entry));
        row_terms_.push_back(number);
        terms_[number].postings.push_back(row << kFrequencyBits | entry.frequency);
        ++terms_[number].live;
    }
    rows_.push_back({&version, page.page(), static_cast<std::uint32_t>(page.entries().size()), begin});
    lengths_.push_back(static_cast<float>(page.length()));
    ++live_;
    live_length_ += static_cast<std::uint64_t>(lengths_.back());
}

std::uint32_t PageIndex::term_number(std::string_view term) {
    if (const auto known = numbers_.find(term); known != numbers_.end()) return known->second;
    const auto number = static_cast<std::uint32_t>(terms_.size());
    terms_.emplace_back();
    numbers_.emplace(term, number);
    return number;
}

void PageIndex::remove(const std::string& version) {
    const auto held = versions_.find(version);
    if (held == versions_.end()) return;
    for (std::uint32_t number : held->second) {
        Row& row = rows_[number];
        for (std::size_t i = 0; i < row.term_count; ++i) --terms_[row_terms_[row.terms_begin + i]].live;
        row.version = nullptr;
        --live_;
        live_length_ -= static_cast<std::uint64_t>(lengths_[number]);
        lengths_[number] = std::numeric_limits<float>::infinity();
    }
    versions_.erase(held);
    if ((rows_.size() - live_) * 4 > rows_.size()) compact();
}

std::vector<std::string> PageIndex::versions() const {
    std::vector<std::string> names;
    names.reserve(versions_.size());
    for (const auto& [name, rows] : versions_) names.push_back(name);
    return names;
}

// Writes everything anew without the dead rows and the terms that no page has any more.
void PageIndex::compact() {
    constexpr std::uint32_t kGone = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> new_row(rows_.size(), kGone), new_term(terms_.size(), kGone);
    std::vector<Term> terms;
    for (auto entry = numbers_.begin(); entry != numbers_.end();) {
        Term& term = terms_[entry->second];
        if (term.live == 0) {
            entry = numbers_.erase(entry);
            continue;
        }
        new_term[entry->second] = static_cast<std::uint32_t>(terms.size());
        entry->second = static_cast<std::uint32_t>(terms.size());
        terms.push_back(std::move(term));
        ++entry;
    }
    std::vector<Row> rows;
    std::vector<float> lengths;
    std::vector<std::uint32_t> row_terms;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (rows_[i].version == nullptr) continue;
        new_row[i] = static_cast<std::uint32_t>(rows.size());
        Row row = rows_[i];
        row.terms_begin = row_terms.size();
        for (std::size_t t = 0; t < row.term_count; ++t)
            row_terms.push_back(new_term[row_terms_[rows_[i].terms_begin + t]]);
        rows.push_back(row);
        lengths.push_back(lengths_[i]);
    }
    for (Term& term : terms) {
        std::vector<std::uint32_t> postings;
        postings.reserve(term.live);
        for (std::uint32_t posting : term.postings)
            if (const std::uint32_t row = new_row[posting >> kFrequencyBits]; row != kGone)
                postings.push_back(row << kFrequencyBits | (posting & ((1U << kFrequencyBits) - 1)));
        term.postings = std::move(postings);
    }
    for (auto& [name, held] : versions_)
        for (std::uint32_t& row : held) row = new_row[row];
    terms_ = std::move(terms);
    rows_ = std::move(rows);
    lengths_ = std::move(lengths);
    row_terms_ = std::move(row_terms);
}

std::size_t PageIndex::bytes() const {
    // A hash node holds the text's object, the number, the hash and the next node.
    constexpr std::size_t kNode = sizeof(std::string) + 3 * sizeof(void*);
    std::size_t total = rows_.capacity() * sizeof(Row) + lengths_.capacity() * sizeof(float) +
                        row_terms_.capacity() * sizeof(std::uint32_t) + terms_.capacity() * sizeof(Term) +
                        numbers_.size() * kNode + numbers_.bucket_count() * sizeof(void*);
    for (const Term& term : terms_) total += term.postings.capacity() * sizeof(std::uint32_t);
    return total;
}

const PageIndex::Term& PageIndex::find_term(const std::string& text) const {
    static const Term kUnknown;
    const auto known = numbers_.find(text);
    return known == numbers_.end() ? kUnknown : terms_[known->second];
}

void PageIndex::count(std::span<const QuestionTerm> question, QuestionStatistics& statistics) const {
    statistics.pages += live_;
    statistics.length += live_length_;
    statistics.pages_with.resize(question.size());
    for (std::size_t i = 0; i < question.size(); ++i) statistics.pages_with[i] += find_term(question[i].text).live;
}

std::vector<PageIndex::Weighed> PageIndex::weigh(std::span<const QuestionTerm> question,
                                                 const QuestionStatistics& statistics) const {
    std::vector<Weighed> weighed;
    weighed.reserve(question.size());
    for (std::size_t i = 0; i < question.size(); ++i) {
        const float rarity = idf(statistics.pages, statistics.pages_with[i]);
        weighed.push_back({&find_term(question[i].text), question[i].is_own ? rarity : 0, rarity * question[i].weight});
    }
    return weighed;
}

Result<LexicalResult> PageIndex::search(std::span<const QuestionTerm> question, const QuestionStatistics& statistics,
                                        const Wanted& wanted, const Limits& limits, std::vector<float>& scores) const {
    scores.assign(rows_.size(), 0);
    const std::vector<Weighed> weighed = weigh(question, statistics);
    const double mean =
        statistics.pages == 0 ? 0 : static_cast<double>(statistics.length) / static_cast<double>(statistics.pages);
    const LengthNorm norm = make_length_norm(parameters_, mean);
    float mass = 0;
    for (const Weighed& entry : weighed) {
        if (auto checked = limits.check("the keyword search"); !checked) return propagate(checked);
        mass += entry.idf;
        for (std::uint32_t posting : entry.term->postings) {
            const std::uint32_t row = posting >> kFrequencyBits;
            const auto frequency = static_cast<float>(posting & ((1U << kFrequencyBits) - 1));
            scores[row] += bm25(parameters_, entry.weight, frequency, norm.of(lengths_[row]));
        }
    }
    LexicalResult result;
    for (std::uint32_t row : best_rows(scores, wanted)) {
        float matched = 0;
        for (const Weighed& entry : weighed)
            if (has(*entry.term, row)) matched += entry.idf;
        result.hits.push_back({{*rows_[row].version, rows_[row].page}, scores[row]});
        result.matched_idf.push_back(mass > 0 ? matched / mass : 0);
    }
    return result;
}

// Calls visit(row) for each row of the versions that the filter allows. A dead row may be among them.
template <class Visit>
void PageIndex::visit_rows(const VersionFilter& filter, Visit visit) const {
    if (filter.allows_all()) {
        for (std::uint32_t row = 0; row < rows_.size(); ++row) visit(row);
        return;
    }
    for (const std::string& version : filter.versions())
        if (const auto held = versions_.find(version); held != versions_.end())
            for (const std::uint32_t row : held->second) visit(row);
}

// The rows with the greatest scores above zero, best first, ties in order of the key. A dead row's score is zero.
std::vector<std::uint32_t> PageIndex::best_rows(const std::vector<float>& scores, const Wanted& wanted) const {
    const auto is_better = [&](std::uint32_t a, std::uint32_t b) {
        if (scores[a] != scores[b]) return scores[a] > scores[b];
        if (const int order = rows_[a].version->compare(*rows_[b].version); order != 0) return order < 0;
        return rows_[a].page < rows_[b].page;
    };
    std::vector<std::uint32_t> heap;  // its front is the worst of the best
    if (wanted.k == 0) return heap;
    heap.reserve(std::min(wanted.k, live_) + 1);
    float least = std::numeric_limits<float>::min();  // what a row must reach: the heap's worst once that is full
    visit_rows(wanted.filter, [&](std::uint32_t row) {
        if (scores[row] < least || (heap.size() == wanted.k && !is_better(row, heap.front()))) return;
        heap.push_back(row);
        std::push_heap(heap.begin(), heap.end(), is_better);
        if (heap.size() > wanted.k) {
            std::pop_heap(heap.begin(), heap.end(), is_better);
            heap.pop_back();
        }
        if (heap.size() == wanted.k) least = scores[heap.front()];
    });
    std::sort_heap(heap.begin(), heap.end(), is_better);
    return heap;
}

bool PageIndex::has(const Term& term, std::uint32_t row) {
    const auto first = std::lower_bound(term.postings.begin(), term.postings.end(), row << kFrequencyBits);
    return first != term.postings.end() && *first >> kFrequencyBits == row;
}

}  // namespace genai::lexical
