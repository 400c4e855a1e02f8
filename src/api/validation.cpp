// SPDX-License-Identifier: Apache-2.0
#include "api/validation.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/json_writer.hpp"
#include "base/trim.hpp"
#include "base/utf8.hpp"

namespace genai::api {
namespace {

std::optional<std::int64_t> parse_integer(std::string_view text) {
    text = trim(text, " \t\r\n");
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t value = 0;
    auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<bool> parse_boolean(std::string_view text) {
    for (std::string_view word : {"1", "true", "t", "yes", "y", "on"}) {
        if (is_same_ignoring_case(text, word)) return true;
    }
    for (std::string_view word : {"0", "false", "f", "no", "n", "off"}) {
        if (is_same_ignoring_case(text, word)) return false;
    }
    return std::nullopt;
}

std::string context_of(std::string_view name, std::string_view json) {
    std::string context;
    append_json_string(context, name);
    return context.append(":").append(json);
}

}  // namespace

void Validation::add(std::string_view type, const Location& at, std::string_view message, std::string_view input_json,
                     std::string_view context) {
    JsonWriter json;
    json.begin_object().member("type", type).key("loc").begin_array().value(at.part);
    if (!at.name.empty()) json.value(at.name);
    json.end_array().member("msg", message).key("input").raw(input_json);
    if (!context.empty()) json.key("ctx").raw("{" + std::string(context) + "}");
    json.end_object();
    errors_.push_back(json.take());
}

void Validation::add_missing(const Location& at, std::string_view input_json) {
    add("missing", at, "Field required", input_json);
}

void Validation::add_json_invalid(std::size_t position, std::string_view why) {
    JsonWriter json;
    json.begin_object().member("type", "json_invalid").key("loc").begin_array().value("body").value(position);
    json.end_array().member("msg", "JSON decode error").key("input").begin_object().end_object();
    json.key("ctx").begin_object().member("error", why).end_object().end_object();
    errors_.push_back(json.take());
}

void Validation::add_not_an_object(std::string_view input_json) {
    add("model_attributes_type", {"body", {}}, "Input should be a valid dictionary or object to extract fields from",
        input_json);
}

void Validation::add_value_error(const Location& at, const RawValue& raw, std::string_view why) {
    add("value_error", at, "Value error, " + std::string(why), raw.json);
}

std::optional<std::string> Validation::read_text(const Location& at, const RawValue& raw, std::size_t code_points_max) {
    auto text = std::get_if<std::string>(&raw.value);
    if (text == nullptr) {
        add("string_type", at, "Input should be a valid string", raw.json);
        return std::nullopt;
    }
    if (count_code_points(*text) > code_points_max) {
        std::string most = std::to_string(code_points_max);
        add("string_too_long", at, "String should have at most " + most + " characters", raw.json,
            context_of("max_length", most));
        return std::nullopt;
    }
    return *text;
}

std::optional<std::int64_t> Validation::read_integer(const Location& at, const RawValue& raw, std::int64_t least,
                                                     std::int64_t most) {
    std::optional<std::int64_t> value;
    if (auto text = std::get_if<std::string>(&raw.value)) {
        value = parse_integer(*text);
        if (!value) {
            add("int_parsing", at, "Input should be a valid integer, unable to parse string as an integer", raw.json);
            return std::nullopt;
        }
    } else if (auto integer = std::get_if<std::int64_t>(&raw.value)) {
        value = *integer;
    } else if (auto number = std::get_if<double>(&raw.value)) {
        if (std::trunc(*number) != *number) {
            add("int_from_float", at, "Input should be a valid integer, got a number with a fractional part", raw.json);
            return std::nullopt;
        }
        constexpr double kExact = 9e15;  // beyond it, it is out of every range here
        value = static_cast<std::int64_t>(std::clamp(*number, -kExact, kExact));
    } else {
        add("int_type", at, "Input should be a valid integer", raw.json);
        return std::nullopt;
    }
    if (*value < least) {
        std::string bound = std::to_string(least);
        add("greater_than_equal", at, "Input should be greater than or equal to " + bound, raw.json,
            context_of("ge", bound));
        return std::nullopt;
    }
    if (*value > most) {
        std::string bound = std::to_string(most);
        add("less_than_equal", at, "Input should be less than or equal to " + bound, raw.json, context_of("le", bound));
        return std::nullopt;
    }
    return value;
}

std::optional<bool> Validation::read_boolean(const Location& at, const RawValue& raw) {
    std::optional<bool> value;
    if (auto truth = std::get_if<bool>(&raw.value)) value = *truth;
    if (auto integer = std::get_if<std::int64_t>(&raw.value); integer != nullptr && (*integer == 0 || *integer == 1)) {
        value = *integer == 1;
    }
    if (auto text = std::get_if<std::string>(&raw.value)) value = parse_boolean(*text);
    if (value) return value;
    if (std::holds_alternative<Composite>(raw.value) || std::holds_alternative<std::nullptr_t>(raw.value)) {
        add("bool_type", at, "Input should be a valid boolean", raw.json);
    } else {
        add("bool_parsing", at, "Input should be a valid boolean, unable to interpret input", raw.json);
    }
    return std::nullopt;
}

std::optional<RawValue> Validation::find_parameter(const Parameters& query, std::string_view name) {
    const std::string* text = query.find(name);
    if (text == nullptr) return std::nullopt;
    RawValue raw = to_raw_value(*text);
    if (auto count = query.count(name); count > 1) {
        add("value_error", {"query", name}, "Value error, it is given " + std::to_string(count) + " times", raw.json);
        return std::nullopt;
    }
    return raw;
}

Response Validation::to_response() const {
    JsonWriter json;
    json.begin_object().key("detail").begin_array();
    for (const std::string& error : errors_) json.raw(error);
    json.end_array().end_object();
    return {.status = 422, .body = json.take()};
}

}  // namespace genai::api
