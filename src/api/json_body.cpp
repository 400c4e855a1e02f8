// SPDX-License-Identifier: Apache-2.0
#include "api/json_body.hpp"

#include <cmath>

#include <boost/json.hpp>

#include "api/json_keys.hpp"
#include "api/limits.hpp"
#include "api/validation.hpp"
#include "base/json_writer.hpp"
#include "base/utf8.hpp"

namespace genai::api {
namespace {

namespace json = boost::json;

// The text as a JSON string of at most kEchoMax code points.
std::string echo_text(std::string_view text) {
    std::string echoed;
    auto cut = slice_code_points(text, 0, kEchoMax);
    append_json_string(echoed, cut.size() < text.size() ? std::string(cut) + "..." : std::string(cut));
    return echoed;
}

// Appends the value as JSON until it is longer than kEchoMax. 1e999 is read as infinity, which JSON has no number for.
void append_echo(std::string& echoed, const json::value& value) {
    if (echoed.size() > kEchoMax) return;
    const char* separator = "";
    if (value.is_array()) {
        echoed += '[';
        for (const json::value& element : value.get_array()) {
            echoed += separator;
            append_echo(echoed, element);
            if (echoed.size() > kEchoMax) return;
            separator = ",";
        }
        echoed += ']';
    } else if (value.is_object()) {
        echoed += '{';
        for (const auto& member : value.get_object()) {
            echoed += separator;
            append_json_string(echoed, std::string_view(member.key().data(), member.key().size()));
            echoed += ':';
            append_echo(echoed, member.value());
            if (echoed.size() > kEchoMax) return;
            separator = ",";
        }
        echoed += '}';
    } else if (value.is_double() && !std::isfinite(value.get_double())) {
        echoed += "null";
    } else {
        echoed += json::serialize(value);
    }
}

// The value as JSON, or an empty one of its kind where that is long.
std::string echo(const json::value& value) {
    if (value.is_string()) return echo_text(std::string_view(value.get_string().data(), value.get_string().size()));
    std::string text;
    append_echo(text, value);
    if (text.size() <= kEchoMax) return text;
    return value.is_array() ? "[]" : "{}";
}

// The value without its elements.
RawValue to_scalar(const json::value& value) {
    RawValue raw{nullptr, echo(value)};
    switch (value.kind()) {
        case json::kind::null: break;
        case json::kind::bool_: raw.value = value.get_bool(); break;
        case json::kind::int64: raw.value = value.get_int64(); break;
        case json::kind::uint64: raw.value = static_cast<double>(value.get_uint64()); break;
        case json::kind::double_: raw.value = value.get_double(); break;
        case json::kind::string: raw.value = std::string(value.get_string().data(), value.get_string().size()); break;
        case json::kind::array:
            raw.value = Composite{.size = value.get_array().size(), .elements = {}, .keys = {}};
            break;
        case json::kind::object:
            raw.value = Composite{.size = value.get_object().size(), .elements = {}, .keys = {}};
            break;
    }
    return raw;
}

RawValue from_json(const json::value& value) {
    RawValue raw = to_scalar(value);
    auto composite = std::get_if<Composite>(&raw.value);
    if (value.is_array() && composite->size <= kJsonListMax) {
        for (const json::value& element : value.get_array()) composite->elements.push_back(to_scalar(element));
    }
    if (value.is_object() && composite->size <= kJsonListMax) {
        for (const auto& member : value.get_object()) {
            composite->elements.push_back(to_scalar(member.value()));
            composite->keys.emplace_back(member.key());
        }
    }
    return raw;
}

Response refuse_json(std::size_t position, const std::string& why) {
    Validation validation;
    validation.add_json_invalid(position, why);
    return validation.to_response();
}

}  // namespace

RawValue to_raw_value(const std::string& parameter) { return {parameter, echo_text(parameter)}; }

tl::expected<JsonBody, Response> JsonBody::parse(std::string_view text) {
    unsigned char first_block[4096];
    json::monotonic_resource memory(first_block, sizeof first_block);
    json::parse_options options;
    options.max_depth = kJsonDepthMax;
    json::stream_parser parser({}, options);
    parser.reset(&memory);
    boost::system::error_code error;
    std::size_t position = parser.write_some(text.data(), text.size(), error);
    if (!error && position < text.size()) error = json::error::extra_data;
    if (!error) parser.finish(error);
    if (error) return tl::unexpected(refuse_json(position, error.message()));
    if (auto problem = find_key_problem(text)) {
        return tl::unexpected(refuse_json(problem->position, problem->why));
    }

    json::value value = parser.release();
    JsonBody body;
    if (value.is_null()) return body;
    if (!value.is_object()) {
        Validation validation;
        validation.add_not_an_object(echo(value));
        return tl::unexpected(validation.to_response());
    }
    body.json_ = echo(value);
    for (const auto& member : value.get_object()) {
        body.members_.emplace_back(std::string(member.key()), from_json(member.value()));
        if (member.value().is_object()) {
            body.objects_.emplace_back(std::string(member.key()), json::serialize(member.value()));
        }
    }
    return body;
}

const RawValue* JsonBody::find(std::string_view name) const {
    for (const auto& member : members_) {
        if (member.first == name) return &member.second;
    }
    return nullptr;
}

const std::string* JsonBody::find_object(std::string_view name) const {
    for (const auto& member : objects_) {
        if (member.first == name) return &member.second;
    }
    return nullptr;
}

}  // namespace genai::api
