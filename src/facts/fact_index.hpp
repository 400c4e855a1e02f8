// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/document_facts.hpp"
#include "facts/name_index.hpp"
#include "facts/question_facts.hpp"

namespace genai::facts {

// What a fact that a question names and a document has is worth, beside z-scores of search legs whose weights sum up to
// about 1. Found by measurement (docs/decisions/0037).
struct FactWeights {
    double organisation = 4;
    double year = 0.5;
    double quarter = 0.5;
    double type = 0.5;
    double month = 1;
    double named_period = 1;  // year and quarter in the file's name
    double latest = 1;
};

// What a question says of a collection's documents.
struct FactMatch {
    // By document, in the order in which the index was given them: what its pages' scores gain, or lose. Empty when the
    // question names nothing, or nothing that fits any of them: then all stay as they are.
    std::vector<float> scores;
    std::vector<std::string> organisations;  // those named, as their documents call them
    QuestionFacts question;
    // The question without names and periods, for what looks for words and meaning. When no document fits, they stay:
    // they may be part of the matter.
    std::string rest;
};

// The facts of a collection's documents, to be asked which of them a question means. A score is soft: a document whose
// facts are unknown or read wrongly can still be found. Built once for a set of documents; a question costs some
// microseconds, and a pass over the scores. Asking is safe from several threads.
class FactIndex {
public:
    explicit FactIndex(std::span<const DocumentFacts> documents, const FactWeights& weights = {});

    std::size_t size() const { return profile_of_.size(); }
    FactMatch match(std::string_view question) const;

private:
    // What documents of one kind and period have in common. 0: not known.
    struct Profile {
        bool has_type = false;
        DocumentType type = DocumentType::kLetter;
        int year = 0;     // fiscal
        int quarter = 0;  // fiscal
        int months = 0;
        int end_month = 0;      // of the period, counted through (month_index)
        int issue_month = 0;    // counted through
        int calendar_year = 0;  // of the period's end
        int calendar_quarter = 0;
        int newness = 0;  // orders documents by their period, else their date
        std::vector<NamedPeriod> named;

        auto operator<=>(const Profile&) const = default;
    };

    static Profile to_profile(const DocumentFacts& document);
    double score(const QuestionFacts& question, const Profile& profile) const;
    static double year_score(const TimeMention& time, const Profile& profile);
    static double quarter_score(const TimeMention& time, const Profile& profile);
    static double month_score(const QuestionFacts& question, const Profile& profile);
    static double named_score(const QuestionFacts& question, const Profile& profile);
    void add_organisations(const std::vector<NameMention>& mentions, FactMatch& match) const;
    void add_latest(const std::vector<NameMention>& mentions, FactMatch& match) const;
    std::vector<int> newness_of(const QuestionFacts& question) const;

    FactWeights weights_;
    NameIndex names_;
    std::vector<Profile> profiles_;
    std::vector<std::uint32_t> profile_of_;                 // by document
    std::vector<std::vector<std::uint32_t>> documents_of_;  // by organisation
    std::vector<std::uint32_t> all_;
};

}  // namespace genai::facts
