// SPDX-License-Identifier: Apache-2.0
#include "retrieval/pool.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace genai::retrieval {

namespace {

// Each leg is run once more over the best documents alone, so that a page of theirs is found in any collection.
constexpr std::size_t kFocusDocumentsMax = 64;
// A page that is at least so much of what a field's question asks for is entered, however few of its words it has.
constexpr double kStatementShareMin = 0.5;
constexpr std::size_t kStatementPagesMax = 64;

std::size_t place_of(const LiveSet& live, const std::string& version) {
    return static_cast<std::size_t>(std::lower_bound(live.order.begin(), live.order.end(), version) -
                                    live.order.begin());
}

}  // namespace

Pool::Pool(std::vector<std::shared_ptr<const LiveSet>> live_sets, VersionFilter allowed, std::size_t hits)
    : live(std::move(live_sets)), filter(std::move(allowed)), k(hits) {}

void Pool::read_question(std::string_view question) {
    rest = question;
    for (const auto& set : live) {
        matches.push_back(set->facts->match(question));
        // What one collection knows as a name may be part of the matter in another; the one that has understood most
        // counts.
        const facts::FactMatch& match = matches.back();
        if (!match.scores.empty() && match.rest.size() < rest.size()) rest = match.rest;
    }
    for (const facts::FactMatch& match : matches)
        for (const float score : match.scores) best_facts_ = std::max<double>(best_facts_, score);
    set_focus();
    ask_profiles();
}

void Pool::ask_profiles() {
    for (const auto& set : live)
        for (const profiles::Profile* profile : set->profiles) {
            const auto [entry, is_new] = asked.try_emplace(profile);
            if (!is_new) continue;
            entry->second = profile->match(rest);
            expansions.insert(expansions.end(), entry->second.expansions.begin(), entry->second.expansions.end());
        }
}

double Pool::boost_of(const VersionPages& version, std::uint32_t page) const {
    if (version.profile == nullptr || page == 0 || page > version.signals.size()) return 0;
    return profiles::boost(asked.at(version.profile), version.signals[page - 1]);
}

void Pool::enter_statements() {
    std::vector<std::pair<double, PageKey>> best;
    if (has_focus) {
        for (const std::string& version : focus.versions()) enter_statements_of(version, best);
    } else {
        std::size_t count = 0;
        for (const auto& set : live) count += set->order.size();
        if (count > kFocusDocumentsMax) return;  // which of them is meant, nobody has said
        for (const auto& set : live)
            for (const std::string& version : set->order)
                if (filter.allows(version)) enter_statements_of(version, best);
    }
    std::sort(best.begin(), best.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    if (best.size() > kStatementPagesMax) best.resize(kStatementPagesMax);
    for (const auto& [boost, page] : best) find_page(page);
}

void Pool::enter_statements_of(const std::string& version, std::vector<std::pair<double, PageKey>>& best) const {
    const VersionPages* known = find(version).pages;
    if (known == nullptr || known->profile == nullptr) return;
    const profiles::QuestionSignals& question = asked.at(known->profile);
    const double most = std::max(*std::max_element(question.statements.begin(), question.statements.end()), 0.0F);
    if (most == 0) return;
    for (std::uint32_t page = 1; page <= known->signals.size(); ++page)
        if (const double boost = boost_of(*known, page); boost >= kStatementShareMin * most)
            best.emplace_back(boost, PageKey{version, page});
}

void Pool::set_focus() {
    std::vector<std::pair<float, const std::string*>> best;
    for (std::size_t i = 0; i < live.size(); ++i)
        for (std::size_t place = 0; place < matches[i].scores.size(); ++place) {
            const std::string& version = live[i]->order[place];
            if (matches[i].scores[place] > 0 && filter.allows(version))
                best.emplace_back(-matches[i].scores[place], &version);
        }
    if (best.empty()) return;
    const std::size_t count = std::min(best.size(), kFocusDocumentsMax);
    std::partial_sort(
        best.begin(), best.begin() + static_cast<std::ptrdiff_t>(count), best.end(),
        [](const auto& a, const auto& b) { return std::tie(a.first, *a.second) < std::tie(b.first, *b.second); });
    std::vector<std::string> versions;
    for (std::size_t i = 0; i < count; ++i) versions.push_back(*best[i].second);
    focus = VersionFilter(std::move(versions));
    has_focus = true;
}

Pool::LiveVersion Pool::find(const std::string& version) const {
    for (std::size_t i = 0; i < live.size(); ++i)
        if (const auto known = live[i]->versions.find(version); known != live[i]->versions.end())
            return {i, known->second.get()};
    return {};
}

double Pool::facts_score(std::size_t scope, const std::string& version) const {
    const std::vector<float>& scores = matches[scope].scores;
    return scores.empty() ? 0 : scores[place_of(*live[scope], version)];
}

Candidate* Pool::find_page(const PageKey& page) {
    const LiveVersion version = find(page.version);
    if (version.pages == nullptr) return nullptr;
    const auto [entry, is_new] = pages.try_emplace(page);
    if (is_new) {
        entry->second.key = page;
        entry->second.scope = version.scope;
        entry->second.facts = facts_score(version.scope, page.version);
        // The right statement of another document is no answer.
        entry->second.profile =
            boost_of(*version.pages, page.page) / (1 + std::max(0.0, best_facts_ - entry->second.facts));
    }
    return &entry->second;
}

std::optional<PageKey> Pool::page_of(const ChunkKey& chunk) const {
    const LiveVersion version = find(chunk.version);
    if (version.pages == nullptr || chunk.ordinal >= version.pages->page_of.size()) return std::nullopt;
    return PageKey{chunk.version, version.pages->page_of[chunk.ordinal]};
}

void Pool::note(const VectorHit& hit) {
    const auto key = page_of(hit.key);
    Candidate* page = key ? find_page(*key) : nullptr;
    if (page == nullptr || (page->has_chunk && hit.cosine <= page->cosine)) return;
    page->has_chunk = true;
    page->cosine = hit.cosine;
}

void Pool::note_rest(const VectorHit& hit) {
    const auto key = page_of(hit.key);
    if (Candidate* page = key ? find_page(*key) : nullptr)
        page->rest_cosine = std::max<double>(page->rest_cosine, hit.cosine);
}

}  // namespace genai::retrieval
