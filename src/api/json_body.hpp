// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "api/http.hpp"

namespace genai::api {

struct RawValue;

// An object or an array; of one with at most kJsonListMax elements these too, each without its own. keys[i] is the key
// of an object's element i.
struct Composite {
    std::size_t size = 0;
    std::vector<RawValue> elements;
    std::vector<std::string> keys;
};

// A value as the client gave it, before it is read as what it should be; a parameter's is a string.
struct RawValue {
    std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Composite> value;
    std::string json;  // for the error's "input": the value, cut where it is long; null for what JSON cannot say
};

// The members of a JSON object, each there once.
class JsonBody {
public:
    // Reads the text of a body. Anything but an object, or null for an empty one, is FastAPI's 422, and so is a
    // repeated key; kJsonDepthMax and kJsonKeysMax bound it.
    static tl::expected<JsonBody, Response> parse(std::string_view text);

    const RawValue* find(std::string_view name) const;
    // The whole text of a member that is an object; nullptr when it is none.
    const std::string* find_object(std::string_view name) const;
    // The object, for the "input" of an error about a member that is missing.
    const std::string& json() const { return json_; }

private:
    std::vector<std::pair<std::string, RawValue>> members_;
    std::vector<std::pair<std::string, std::string>> objects_;  // the members that are, as JSON
    std::string json_ = "{}";
};

RawValue to_raw_value(const std::string& parameter);

}  // namespace genai::api
