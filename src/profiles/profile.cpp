// SPDX-License-Identifier: Apache-2.0
#include "profiles/profile.hpp"

#include <utility>

#include "profiles/compiled_profile.hpp"

namespace genai::profiles {

Profile::Profile(std::shared_ptr<const CompiledProfile> compiled) : compiled_(std::move(compiled)) {}

Result<Profile> Profile::parse(std::string_view json, std::string_view place) {
    Result<ProfileSource> source = parse_profile_source(json, place);
    if (!source) return propagate(source);
    return Profile(std::make_shared<const CompiledProfile>(compile(*source)));
}

const std::string& Profile::name() const { return compiled_->name; }
const std::string& Profile::description() const { return compiled_->description; }
std::span<const std::string> Profile::statements() const { return compiled_->statement_ids; }
std::span<const std::string> Profile::cues() const { return compiled_->cue_ids; }

bool Profile::is_for(std::string_view document_type) const {
    const std::vector<Token> words = compiled_->document_types.cut(document_type);
    bool is_type = false;
    if (words.empty()) return false;
    compiled_->document_types.find(words, 0, [&](std::size_t end, std::uint32_t) { is_type |= end == words.size(); });
    return is_type;
}

PageSignals Profile::read_page(std::string_view page_text) const {
    return read_page_signals(*compiled_, page_text.substr(0, kPageBytesMax));
}

QuestionSignals Profile::match(std::string_view question) const {
    return match_question(*compiled_, question.substr(0, kQuestionBytesMax));
}

}  // namespace genai::profiles
