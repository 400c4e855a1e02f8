// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/http.hpp"
#include "api/json_body.hpp"

namespace genai::api {

// Where a field was, or was looked for: {"query", "top_k"}.
struct Location {
    std::string_view part;  // query, path or body
    std::string_view name;
};

// Reads fields as FastAPI (pydantic, lax mode) does and collects what is wrong with them, all of it, in its shape:
// {"detail": [{"type", "loc", "msg", "input"}]} with status 422.
class Validation {
public:
    // Each returns nothing after it has added an error.
    std::optional<std::string> read_text(const Location& at, const RawValue& raw, std::size_t code_points_max);
    std::optional<std::int64_t> read_integer(const Location& at, const RawValue& raw, std::int64_t least,
                                             std::int64_t most);
    std::optional<bool> read_boolean(const Location& at, const RawValue& raw);

    // A parameter of the query, for the functions above. One that was given more than once is an error.
    std::optional<RawValue> find_parameter(const Parameters& query, std::string_view name);

    void add_missing(const Location& at, std::string_view input_json);
    void add_json_invalid(std::size_t position, std::string_view why);
    void add_not_an_object(std::string_view input_json);
    // Of a field that has the right type and cannot be had: "Value error, " and why, as of a validator.
    void add_value_error(const Location& at, const RawValue& raw, std::string_view why);

    bool has_errors() const { return !errors_.empty(); }
    Response to_response() const;

private:
    // `context` is the members of "ctx" as JSON; empty for none.
    void add(std::string_view type, const Location& at, std::string_view message, std::string_view input_json,
             std::string_view context = {});

    std::vector<std::string> errors_;  // JSON objects
};

}  // namespace genai::api
