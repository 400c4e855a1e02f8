// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "api/http.hpp"
#include "api/json_body.hpp"
#include "api/validation.hpp"
#include "model/filter.hpp"
#include "model/scope.hpp"

namespace genai::api {

// Is the body to be read as JSON? By its type; and curl -d, which calls everything a form, by its first character.
bool has_json_body(const Request& request);
// The JSON body, an empty one where there is none; what is wrong with it comes back as a 422.
tl::expected<JsonBody, Response> read_json_body(const Request& request);

struct Field {
    Location at;
    RawValue raw;
};

// Looks fields up in the query, then in the body. What is wrong with them is added to the validation. Query, body and
// validation outlive it.
class RequestFields {
public:
    RequestFields(const Parameters& query, const JsonBody& body, Validation& validation)
        : query_(query), body_(body), validation_(validation) {}

    // The first of the names that was given; a null in the body counts as not given.
    std::optional<Field> find(std::initializer_list<std::string_view> names) const;

    // What "collection" names: nothing, one, or a list (a parameter that is repeated, an array), of which each counts
    // once.
    struct Collections {
        std::vector<Scope> scopes{Scope{}};
        bool is_list = false;
    };
    Collections read_collections() const;

    // "filter" as an expression or as JSON; nothing for an empty one.
    std::optional<Filter> read_filter() const;

private:
    std::vector<Field> find_collections() const;

    const Parameters& query_;
    const JsonBody& body_;
    Validation& validation_;
};

}  // namespace genai::api
