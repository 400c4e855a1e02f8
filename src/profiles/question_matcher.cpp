// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "profiles/compiled_profile.hpp"

namespace genai::profiles {

namespace {

using Kind = QuestionMeaning::Kind;

constexpr std::size_t kKinds = 4;
constexpr std::size_t kExpansionsMax = 32;  // of one question
// What a line item's statement keeps when the question says more closely where to look: by a statement's name, or by a
// word like "segment", whose part of the operating income stands elsewhere.
constexpr float kBesideCloser = 0.5F;

class QuestionMatcher {
public:
    QuestionMatcher(const CompiledProfile& profile, std::string_view question)
        : profile_(profile), tokens_(profile.question_phrases.cut(question)) {}

    QuestionSignals match() {
        for (std::size_t at = 0; at < tokens_.size(); ++at) match_at(at);
        QuestionSignals signals;
        weigh_statements(signals);
        for (std::size_t i = 0; i < profile_.cue_ids.size(); ++i) {
            if (has_cue_.at(i)) signals.cues.at(i) = profile_.cue_weights.at(i);
        }
        signals.appendix = means_appendix_ ? 0 : profile_.appendix_penalty;
        expand(signals);
        return signals;
    }

private:
    // The longest phrases of each kind that begin here, where none of the kind reaches.
    void match_at(std::size_t at) {
        struct Longest {
            std::size_t end = 0;
            std::vector<std::uint32_t> meanings;
        };
        std::array<Longest, kKinds> longest;
        profile_.question_phrases.find(tokens_, at, [&](std::size_t end, std::uint32_t meaning) {
            const auto kind = static_cast<std::size_t>(profile_.question_meanings[meaning].kind);
            if (at < covered_.at(kind)) return;
            Longest& best = longest.at(kind);
            if (end > best.end) best.meanings.clear();
            best.end = end;
            best.meanings.push_back(meaning);
        });
        for (std::size_t kind = 0; kind < kKinds; ++kind) {
            covered_.at(kind) = std::max(covered_.at(kind), longest.at(kind).end);
            for (const std::uint32_t meaning : longest.at(kind).meanings) see(profile_.question_meanings[meaning]);
        }
    }

    void see(const QuestionMeaning& meaning) {
        switch (meaning.kind) {
            case Kind::kStatement: see_statement(meaning); break;
            case Kind::kVocabulary: see_line(meaning.index); break;
            case Kind::kCue: has_cue_.at(meaning.index) = true; break;
            case Kind::kAppendix: means_appendix_ = true; break;
        }
    }

    void see_statement(const QuestionMeaning& meaning) {
        if (meaning.is_name) {
            is_named_.at(meaning.index) = has_name_ = true;
            return;
        }
        float& weight = (meaning.with_others ? with_others_ : items_).at(meaning.index);
        weight = std::max(weight, meaning.weight);
    }

    void see_line(std::uint16_t line) {
        if (std::find(lines_.begin(), lines_.end(), line) == lines_.end()) lines_.push_back(line);
    }

    void weigh_statements(QuestionSignals& signals) const {
        const auto is_some = [](float weight) { return weight > 0; };
        const bool has_others = has_name_ || std::any_of(items_.begin(), items_.end(), is_some);
        const bool has_closer = has_name_ || std::any_of(with_others_.begin(), with_others_.end(), is_some);
        float factor = profile_.statement_weight;
        for (std::size_t i = 0; i < profile_.cue_ids.size(); ++i) {
            if (has_cue_.at(i)) factor *= profile_.statement_factors.at(i);
        }
        for (std::size_t i = 0; i < profile_.statement_ids.size(); ++i) {
            const float item = items_.at(i) * (has_closer ? kBesideCloser : 1);
            const float closer = is_named_.at(i) ? 1 : with_others_.at(i) * (has_others ? 1.0F : 0.0F);
            signals.statements.at(i) = std::max(item, closer) * factor;
        }
    }

    void expand(QuestionSignals& signals) const {
        for (const std::uint16_t line : lines_) {
            for (const Expansion& expansion : profile_.expansions[line]) {
                const auto known = std::find_if(signals.expansions.begin(), signals.expansions.end(),
                                                [&](const Expansion& other) { return other.text == expansion.text; });
                if (known != signals.expansions.end()) {
                    known->weight = std::max(known->weight, expansion.weight);
                } else if (signals.expansions.size() < kExpansionsMax) {
                    signals.expansions.push_back(expansion);
                }
            }
        }
    }

    const CompiledProfile& profile_;
    std::vector<Token> tokens_;
    std::array<std::size_t, kKinds> covered_{};
    std::array<bool, kStatementsMax> is_named_{};
    std::array<float, kStatementsMax> items_{};
    std::array<float, kStatementsMax> with_others_{};
    std::array<bool, kCuesMax> has_cue_{};
    std::vector<std::uint16_t> lines_;
    bool has_name_ = false;
    bool means_appendix_ = false;
};

}  // namespace

QuestionSignals match_question(const CompiledProfile& profile, std::string_view question) {
    return QuestionMatcher(profile, question).match();
}

}  // namespace genai::profiles
