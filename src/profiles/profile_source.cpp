// SPDX-License-Identifier: Apache-2.0
#include "profiles/profile_source.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <initializer_list>
#include <set>
#include <utility>

#include "base/utf8.hpp"
#include "profiles/phrase_book.hpp"
#include "profiles/signals.hpp"
#include "profiles/word_cutter.hpp"

namespace genai::profiles {

namespace {

namespace json = boost::json;

constexpr std::size_t kDepthMax = 8;
constexpr std::size_t kDescriptionBytesMax = 500;
constexpr std::size_t kIdBytesMax = 40;
constexpr int kEnoughMax = 1000;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

bool is_id(std::string_view text, std::size_t bytes_max) {
    const auto is_allowed = [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '_' ||
               character == '-';
    };
    return !text.empty() && text.size() <= bytes_max && std::all_of(text.begin(), text.end(), is_allowed);
}

// "a, b or c"
std::string to_list(std::initializer_list<std::string_view> names) {
    std::string list;
    for (const std::string_view name : names) list += (list.empty() ? "" : ", ") + std::string(name);
    return list;
}

std::string item(const std::string& list, std::size_t index) { return list + "[" + std::to_string(index) + "]"; }

// An object of the file whose keys are known. The first thing that is wrong stops the reading: what comes after it
// reads nothing, and error() tells it.
class Reader {
public:
    explicit Reader(std::string_view place) : place_(place) {}

    bool is_good() const { return message_.empty(); }
    Error error() const { return {ErrorKind::kInvalidInput, message_}; }
    void refuse(const std::string& where, const std::string& what) {
        if (is_good()) message_ = std::string(place_) + ": " + (where.empty() ? "" : where + ": ") + what;
    }

    const json::object* object(const json::value& value, const std::string& where,
                               std::initializer_list<std::string_view> keys);
    const json::array* array(const json::object& object, std::string_view key, const std::string& where,
                             std::size_t count_max);
    std::string text(const json::object& object, std::string_view key, const std::string& where, std::size_t bytes_max);
    std::string id(const json::object& object, std::string_view key, const std::string& where, std::size_t bytes_max);
    double number(const json::object& object, std::string_view key, const std::string& where, double otherwise,
                  double max);
    bool truth(const json::object& object, std::string_view key, const std::string& where);
    Phrases phrases(const json::object& object, std::string_view key, const std::string& where);
    Phrases phrases(const json::array& list, const std::string& where);
    Phrases needed_phrases(const json::object& object, std::string_view key, const std::string& where);

private:
    std::string phrase(const json::value& value, const std::string& where);

    std::string_view place_;
    std::string message_;
    std::size_t phrases_ = 0;
};

std::string below(const std::string& where, std::string_view key) {
    return where.empty() ? std::string(key) : where + "." + std::string(key);
}

const json::object* Reader::object(const json::value& value, const std::string& where,
                                   std::initializer_list<std::string_view> keys) {
    if (!is_good()) return nullptr;
    const json::object* object = value.if_object();
    if (object == nullptr) {
        refuse(where, "must be an object");
        return nullptr;
    }
    for (const auto& member : *object) {
        const std::string_view key(member.key().data(), member.key().size());
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
        refuse(where, "unknown key \"" + to_valid_utf8(key.substr(0, kIdBytesMax)) + "\"; known are " + to_list(keys));
        return nullptr;
    }
    return object;
}

const json::array* Reader::array(const json::object& object, std::string_view key, const std::string& where,
                                 std::size_t count_max) {
    const json::value* value = object.if_contains(key);
    if (!is_good() || value == nullptr) return nullptr;
    const json::array* list = value->if_array();
    if (list == nullptr) refuse(below(where, key), "must be a list");
    if (list != nullptr && list->size() > count_max) {
        refuse(below(where, key),
               std::to_string(list->size()) + " entries; at most " + std::to_string(count_max) + " are allowed");
    }
    return is_good() ? list : nullptr;
}

std::string Reader::text(const json::object& object, std::string_view key, const std::string& where,
                         std::size_t bytes_max) {
    const json::value* value = object.if_contains(key);
    if (!is_good() || value == nullptr) return {};
    if (!value->is_string()) {
        refuse(below(where, key), "must be a text");
        return {};
    }
    if (value->get_string().size() > bytes_max) {
        refuse(below(where, key), "longer than " + std::to_string(bytes_max) + " bytes");
        return {};
    }
    return std::string(view(value->get_string()));
}

std::string Reader::id(const json::object& object, std::string_view key, const std::string& where,
                       std::size_t bytes_max) {
    std::string id = text(object, key, where, std::string::npos);
    if (is_good() && !is_id(id, bytes_max)) {
        refuse(below(where, key), "must have 1 to " + std::to_string(bytes_max) + " characters of a-z, 0-9, _ and -");
    }
    return id;
}

double Reader::number(const json::object& object, std::string_view key, const std::string& where, double otherwise,
                      double max) {
    const json::value* value = object.if_contains(key);
    if (!is_good() || value == nullptr) return otherwise;
    json::error_code is_none;
    const auto number = value->to_number<double>(is_none);
    if (is_none || !std::isfinite(number) || number < 0 || number > max) {
        refuse(below(where, key), "must be a number from 0 to " + std::to_string(static_cast<int>(max)));
    }
    return number;
}

bool Reader::truth(const json::object& object, std::string_view key, const std::string& where) {
    const json::value* value = object.if_contains(key);
    if (!is_good() || value == nullptr) return false;
    if (!value->is_bool()) refuse(below(where, key), "must be true or false");
    return is_good() && value->get_bool();
}

std::string Reader::phrase(const json::value& value, const std::string& where) {
    if (!value.is_string()) {
        refuse(where, "must be a text");
        return {};
    }
    const std::string_view text = view(value.get_string());
    PhraseBook book;
    if (text.size() > kPhraseBytesMax || !book.add(text, 0)) {
        refuse(where, "must have 1 to " + std::to_string(kPhraseWordsMax) + " words in at most " +
                          std::to_string(kPhraseBytesMax) + " bytes");
    }
    if (++phrases_ > kPhrasesMax) refuse(where, "more than " + std::to_string(kPhrasesMax) + " phrases in the profile");
    return std::string(text);
}

Phrases Reader::phrases(const json::array& list, const std::string& where) {
    Phrases phrases;
    for (std::size_t i = 0; i < list.size() && is_good(); ++i) phrases.push_back(phrase(list[i], item(where, i)));
    return phrases;
}

Phrases Reader::phrases(const json::object& object, std::string_view key, const std::string& where) {
    const json::array* list = array(object, key, where, kListMax);
    return list == nullptr ? Phrases{} : phrases(*list, below(where, key));
}

Phrases Reader::needed_phrases(const json::object& object, std::string_view key, const std::string& where) {
    Phrases found = phrases(object, key, where);
    if (found.empty()) refuse(below(where, key), "needs at least one phrase");
    return found;
}

float to_float(double number) { return static_cast<float>(number); }

LineItems read_line_items(Reader& reader, const json::value& value, const std::string& where) {
    LineItems items;
    const json::object* object = reader.object(value, where, {"question", "weight", "with_others"});
    if (object == nullptr) return items;
    items.question = reader.needed_phrases(*object, "question", where);
    items.weight = to_float(reader.number(*object, "weight", where, 1, 1));
    items.with_others = reader.truth(*object, "with_others", where);
    return items;
}

std::vector<Phrases> read_rows(Reader& reader, const json::object& object, const std::string& where) {
    std::vector<Phrases> rows;
    const json::array* list = reader.array(object, "rows", where, kStatementRowsMax);
    if (list == nullptr || list->empty()) {
        reader.refuse(below(where, "rows"), "needs at least one row");
        return rows;
    }
    for (std::size_t i = 0; i < list->size() && reader.is_good(); ++i) {
        const std::string place = item(below(where, "rows"), i);
        const json::array* spellings = (*list)[i].if_array();
        if (spellings == nullptr || spellings->empty() || spellings->size() > kListMax) {
            reader.refuse(place, "must be a list of the row's spellings");
            break;
        }
        rows.push_back(reader.phrases(*spellings, place));
    }
    return rows;
}

StatementSource read_statement(Reader& reader, const json::value& value, const std::string& where) {
    StatementSource statement;
    const json::object* object = reader.object(value, where, {"id", "headings", "rows", "names", "line_items"});
    if (object == nullptr) return statement;
    statement.id = reader.id(*object, "id", where, kIdBytesMax);
    statement.headings = reader.phrases(*object, "headings", where);
    statement.rows = read_rows(reader, *object, where);
    statement.names = reader.phrases(*object, "names", where);
    if (const json::array* list = reader.array(*object, "line_items", where, kListMax)) {
        for (std::size_t i = 0; i < list->size() && reader.is_good(); ++i) {
            statement.line_items.push_back(read_line_items(reader, (*list)[i], item(below(where, "line_items"), i)));
        }
    }
    return statement;
}

VocabularyLine read_vocabulary_line(Reader& reader, const json::value& value, const std::string& where) {
    VocabularyLine line;
    const json::object* object = reader.object(value, where, {"question", "documents", "weight"});
    if (object == nullptr) return line;
    line.question = reader.needed_phrases(*object, "question", where);
    line.documents = reader.needed_phrases(*object, "documents", where);
    line.weight = to_float(reader.number(*object, "weight", where, line.weight, 1));
    return line;
}

CueSource read_cue(Reader& reader, const json::value& value, const std::string& where) {
    CueSource cue;
    const json::object* object =
        reader.object(value, where, {"id", "question", "page", "enough", "weight", "statement_factor"});
    if (object == nullptr) return cue;
    cue.id = reader.id(*object, "id", where, kIdBytesMax);
    cue.question = reader.needed_phrases(*object, "question", where);
    cue.page = reader.needed_phrases(*object, "page", where);
    cue.enough = std::max(1, static_cast<int>(reader.number(*object, "enough", where, 1, kEnoughMax)));
    cue.weight = to_float(reader.number(*object, "weight", where, 1, kWeightMax));
    cue.statement_factor = to_float(reader.number(*object, "statement_factor", where, 1, 1));
    return cue;
}

AppendixSource read_appendix(Reader& reader, const json::value& value) {
    const std::string where = "appendix";
    AppendixSource appendix;
    const json::object* object = reader.object(value, where, {"after", "headings", "question", "penalty"});
    if (object == nullptr) return appendix;
    appendix.after = reader.needed_phrases(*object, "after", where);
    appendix.headings = reader.needed_phrases(*object, "headings", where);
    appendix.question = reader.phrases(*object, "question", where);
    appendix.penalty = to_float(reader.number(*object, "penalty", where, 0, kWeightMax));
    return appendix;
}

template <class Entry>
std::vector<Entry> read_list(Reader& reader, const json::object& object, std::string_view key, std::size_t count_max,
                             Entry (*read)(Reader&, const json::value&, const std::string&)) {
    std::vector<Entry> entries;
    const json::array* list = reader.array(object, key, "", count_max);
    if (list == nullptr) return entries;
    for (std::size_t i = 0; i < list->size() && reader.is_good(); ++i) {
        entries.push_back(read(reader, (*list)[i], item(std::string(key), i)));
    }
    return entries;
}

template <class Entry>
void refuse_same_ids(Reader& reader, const std::vector<Entry>& entries, const std::string& key) {
    std::set<std::string_view> ids;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (!ids.insert(entries[i].id).second) {
            reader.refuse(item(key, i) + ".id", "\"" + entries[i].id + "\" stands there twice");
        }
    }
}

ProfileSource read_profile(Reader& reader, const json::value& value) {
    ProfileSource profile;
    const json::object* object = reader.object(
        value, "",
        {"name", "description", "document_types", "statement_weight", "statements", "vocabulary", "cues", "appendix"});
    if (object == nullptr) return profile;
    profile.name = reader.id(*object, "name", "", kProfileNameBytesMax);
    profile.description = reader.text(*object, "description", "", kDescriptionBytesMax);
    if (const json::array* list = reader.array(*object, "document_types", "", kProfileTypesMax)) {
        profile.document_types = reader.phrases(*list, "document_types");
    }
    profile.statement_weight =
        to_float(reader.number(*object, "statement_weight", "", profile.statement_weight, kWeightMax));
    profile.statements = read_list(reader, *object, "statements", kStatementsMax, read_statement);
    profile.vocabulary = read_list(reader, *object, "vocabulary", kVocabularyLinesMax, read_vocabulary_line);
    profile.cues = read_list(reader, *object, "cues", kCuesMax, read_cue);
    if (const json::value* appendix = object->if_contains("appendix")) {
        profile.appendix = read_appendix(reader, *appendix);
    }
    refuse_same_ids(reader, profile.statements, "statements");
    refuse_same_ids(reader, profile.cues, "cues");
    return profile;
}

}  // namespace

Result<ProfileSource> parse_profile_source(std::string_view text, std::string_view place) {
    Reader reader(place);
    if (text.size() > kProfileBytesMax) {
        reader.refuse("", "larger than " + std::to_string(kProfileBytesMax) + " bytes");
        return tl::unexpected<Error>(reader.error());
    }
    json::parse_options options;
    options.max_depth = kDepthMax;
    json::stream_parser parser({}, options);
    json::error_code broken;
    const std::size_t read = parser.write_some(text.data(), text.size(), broken);
    if (!broken && read == text.size()) parser.finish(broken);
    if (broken || read != text.size()) {
        const std::size_t line = 1 + static_cast<std::size_t>(std::count(
                                         text.begin(), text.begin() + static_cast<std::ptrdiff_t>(read), '\n'));
        reader.refuse("line " + std::to_string(line),
                      "is no JSON (" + (broken ? broken.message() : "text after it") + ")");
        return tl::unexpected<Error>(reader.error());
    }
    ProfileSource profile = read_profile(reader, parser.release());
    if (!reader.is_good()) return tl::unexpected<Error>(reader.error());
    return profile;
}

}  // namespace genai::profiles
