// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "profiles/signals.hpp"

namespace genai::profiles {

struct CompiledProfile;

// What is known of a field, read from a data file (docs/profiles.md) and made ready to be asked: which pages are its
// statements, which of them a question means, which words of the documents stand for words of the question. It holds
// no document and no question. Copies share one compiled form, which never changes: asking is safe from several
// threads. A question costs microseconds, a page some tens of them; both grow with the text alone.
class Profile {
public:
    // From the text of a data file; `place` (the file's name) stands in front of every error. Strict: an unknown key, a
    // wrong type, a limit passed or a name that nothing has is an error that says where it stands.
    static Result<Profile> parse(std::string_view json, std::string_view place);

    const std::string& name() const;
    const std::string& description() const;
    // Whether documents of this type ("10-K", as facts call it) are of the field. A document whose type is not known is
    // not ("").
    bool is_for(std::string_view document_type) const;
    // The ids, in the order of PageSignals::statements and ::cues.
    std::span<const std::string> statements() const;
    std::span<const std::string> cues() const;

    // What the page shows of itself, before it is compared with its document's others (DocumentSignals). Text past
    // kPageBytesMax is not read.
    PageSignals read_page(std::string_view page_text) const;

    // What the question asks of the field. Nothing (is_empty) for a question of another field. Text past
    // kQuestionBytesMax is not read.
    QuestionSignals match(std::string_view question) const;

private:
    explicit Profile(std::shared_ptr<const CompiledProfile> compiled);

    std::shared_ptr<const CompiledProfile> compiled_;  // shared by the copies
};

// The profile in a data file. Errors: those of the file (kNotFound, kTooLarge ...), or kInvalidInput as parse() says.
Result<Profile> load_profile(const std::filesystem::path& file);

// A data file called NAME.json.
struct ProfileFile {
    std::string name;
    std::filesystem::path file;
};

// The data files in these folders, by name. When two folders have one of the same name the later folder counts: one's
// own replaces the one that is shipped. A folder that does not exist has none; other files are passed over.
Result<std::vector<ProfileFile>> find_profiles(std::span<const std::filesystem::path> folders);

}  // namespace genai::profiles
