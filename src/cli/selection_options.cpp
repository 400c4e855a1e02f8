// SPDX-License-Identifier: Apache-2.0
#include "cli/selection_options.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "app/application.hpp"
#include "filters/filter_json.hpp"

namespace genai::cli {

void FilterOption::add_to(CLI::App& command, const std::string& doc) {
    command.add_option("--filter", text, doc)->type_name("EXPR");
}

Result<std::optional<Filter>> FilterOption::read() const {
    if (!text) return std::optional<Filter>();
    auto filter = filters::parse_filter(*text);
    if (!filter) return fail(filter.error().kind, "--filter: " + filter.error().message);
    return std::optional(std::move(*filter));
}

void CollectionsOption::add_to(CLI::App& command, const std::string& doc) {
    command.add_option("--collection", names, doc + "; repeatable [default]")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

Result<std::vector<Scope>> CollectionsOption::read(catalog::Catalog& catalog) const {
    std::vector<Scope> scopes;
    for (const std::string& name : names) {
        Scope scope;
        scope.collection = name;
        if (std::find(scopes.begin(), scopes.end(), scope) == scopes.end()) scopes.push_back(std::move(scope));
    }
    if (scopes.empty()) scopes.emplace_back();
    if (scopes.size() > kCollectionsMax)
        return fail(ErrorKind::kInvalidInput, fmt::format("name {} collections at most", kCollectionsMax));
    for (const Scope& scope : scopes)
        if (auto known = app::require_collection(catalog, scope); !known) return propagate(known);
    return scopes;
}

}  // namespace genai::cli
