// SPDX-License-Identifier: Apache-2.0
#include "api/json_keys.hpp"

#include <unordered_set>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

#include "api/limits.hpp"

namespace genai::api {
namespace {

namespace json = boost::json;

// Boost's handler of a parser's events: keeps the keys of the objects that are open, and stops at a problem. The names
// and limits of its members are Boost's.
// NOLINTBEGIN(readability-identifier-naming)
struct KeyWatch {
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);
    using Error = json::error_code;
    using Text = json::string_view;

    std::vector<std::unordered_set<std::string>> open;
    std::string key;
    std::size_t keys = 0;
    std::string why;

    bool on_key_part(Text part, std::size_t, Error&) {
        key.append(part.data(), part.size());
        return true;
    }
    bool on_key(Text part, std::size_t, Error& error) {
        key.append(part.data(), part.size());
        if (++keys > kJsonKeysMax) {
            why = "more than " + std::to_string(kJsonKeysMax) + " keys";
        } else if (!open.back().insert(key).second) {
            why = "a key is there twice in one object";
        }
        key.clear();
        if (!why.empty()) error = json::error::exception;
        return why.empty();
    }
    bool on_object_begin(Error&) {
        open.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, Error&) {
        open.pop_back();
        return true;
    }

    bool on_document_begin(Error&) { return true; }
    bool on_document_end(Error&) { return true; }
    bool on_array_begin(Error&) { return true; }
    bool on_array_end(std::size_t, Error&) { return true; }
    bool on_string_part(Text, std::size_t, Error&) { return true; }
    bool on_string(Text, std::size_t, Error&) { return true; }
    bool on_number_part(Text, Error&) { return true; }
    bool on_int64(std::int64_t, Text, Error&) { return true; }
    bool on_uint64(std::uint64_t, Text, Error&) { return true; }
    bool on_double(double, Text, Error&) { return true; }
    bool on_bool(bool, Error&) { return true; }
    bool on_null(Error&) { return true; }
    bool on_comment_part(Text, Error&) { return true; }
    bool on_comment(Text, Error&) { return true; }
};
// NOLINTEND(readability-identifier-naming)

}  // namespace

std::optional<KeyProblem> find_key_problem(std::string_view text) {
    json::parse_options options;
    options.max_depth = kJsonDepthMax;
    json::basic_parser<KeyWatch> parser(options);
    json::error_code ignored;
    const std::size_t position = parser.write_some(false, text.data(), text.size(), ignored);
    if (parser.handler().why.empty()) return std::nullopt;
    return KeyProblem{parser.handler().why, position};
}

}  // namespace genai::api
