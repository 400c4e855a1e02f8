// SPDX-License-Identifier: Apache-2.0
#include "profiles/compiled_profile.hpp"

namespace genai::profiles {

namespace {

class Compiler {
public:
    explicit Compiler(CompiledProfile& profile) : profile_(profile) {}

    void add_statement(const StatementSource& statement, std::uint8_t index) {
        profile_.statement_ids.push_back(statement.id);
        profile_.rows.at(index) = static_cast<std::uint8_t>(statement.rows.size());
        add_to_page(statement.headings, {.kind = PageMeaning::Kind::kHeading, .index = index});
        for (std::size_t row = 0; row < statement.rows.size(); ++row) {
            add_to_page(statement.rows[row],
                        {.kind = PageMeaning::Kind::kRow, .index = index, .row = static_cast<std::uint8_t>(row)});
        }
        add_to_question(statement.names, {.is_name = true, .index = index});
        for (const LineItems& items : statement.line_items) {
            add_to_question(items.question, {.with_others = items.with_others, .index = index, .weight = items.weight});
        }
    }

    void add_vocabulary_line(const VocabularyLine& line, std::uint16_t index) {
        std::vector<Expansion>& expansions = profile_.expansions.emplace_back();
        for (const std::string& phrase : line.documents) expansions.push_back({phrase, line.weight});
        add_to_question(line.question, {.kind = QuestionMeaning::Kind::kVocabulary, .index = index});
    }

    void add_cue(const CueSource& cue, std::uint8_t index) {
        profile_.cue_ids.push_back(cue.id);
        profile_.enough.at(index) = cue.enough;
        profile_.cue_weights.at(index) = cue.weight;
        profile_.statement_factors.at(index) = cue.statement_factor;
        add_to_page(cue.page, {.kind = PageMeaning::Kind::kCue, .index = index});
        add_to_question(cue.question, {.kind = QuestionMeaning::Kind::kCue, .index = index});
    }

    void add_appendix(const AppendixSource& appendix) {
        profile_.appendix_penalty = appendix.penalty;
        add_to_page(appendix.after, {.kind = PageMeaning::Kind::kBodyEnd});
        add_to_page(appendix.headings, {.kind = PageMeaning::Kind::kAppendixHeading});
        add_to_question(appendix.question, {.kind = QuestionMeaning::Kind::kAppendix});
    }

private:
    void add_to_page(const Phrases& phrases, PageMeaning meaning) {
        const auto number = static_cast<std::uint32_t>(profile_.page_meanings.size());
        profile_.page_meanings.push_back(meaning);
        for (const std::string& phrase : phrases) profile_.page_phrases.add(phrase, number);
    }

    void add_to_question(const Phrases& phrases, QuestionMeaning meaning) {
        const auto number = static_cast<std::uint32_t>(profile_.question_meanings.size());
        profile_.question_meanings.push_back(meaning);
        for (const std::string& phrase : phrases) profile_.question_phrases.add(phrase, number);
    }

    CompiledProfile& profile_;
};

}  // namespace

CompiledProfile compile(const ProfileSource& source) {
    CompiledProfile profile;
    profile.name = source.name;
    profile.description = source.description;
    profile.statement_weight = source.statement_weight;
    for (const std::string& type : source.document_types) profile.document_types.add(type, 0);
    Compiler compiler(profile);
    for (std::size_t i = 0; i < source.statements.size(); ++i) {
        compiler.add_statement(source.statements[i], static_cast<std::uint8_t>(i));
    }
    for (std::size_t i = 0; i < source.vocabulary.size(); ++i) {
        compiler.add_vocabulary_line(source.vocabulary[i], static_cast<std::uint16_t>(i));
    }
    for (std::size_t i = 0; i < source.cues.size(); ++i) {
        compiler.add_cue(source.cues[i], static_cast<std::uint8_t>(i));
    }
    compiler.add_appendix(source.appendix);
    return profile;
}

}  // namespace genai::profiles
