// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "model/filter.hpp"
#include "model/scope.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}  // namespace CLI

namespace genai::cli {

// --filter EXPR of a command; both spellings are taken.
struct FilterOption {
    std::optional<std::string> text;

    void add_to(CLI::App& command, const std::string& doc);
    // Nothing when it was not given. kInvalidInput for what is no filter, an empty one too.
    Result<std::optional<Filter>> read() const;
};

// --collection C of a command that asks several: given again for each.
struct CollectionsOption {
    std::vector<std::string> names;

    void add_to(CLI::App& command, const std::string& doc);
    // Each once; the default one when none was given. kNotFound for one that does not exist, kInvalidInput for more
    // than kCollectionsMax.
    Result<std::vector<Scope>> read(catalog::Catalog& catalog) const;
};

}  // namespace genai::cli
