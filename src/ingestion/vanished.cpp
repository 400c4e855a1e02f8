// SPDX-License-Identifier: Apache-2.0
#include "ingestion/vanished.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace genai::ingestion {

namespace {

// A file that was passed over (a link by now, say) is not gone.
bool is_there(const DocumentName& name) {
    std::error_code code;
    const auto status = std::filesystem::symlink_status(std::filesystem::path(name.root) / name.path, code);
    return status.type() != std::filesystem::file_type::not_found;
}

}  // namespace

Result<std::vector<DocumentName>> find_vanished(const Scope& scope, const Discovery& discovery,
                                                catalog::Catalog& catalog) {
    std::set<DocumentName> found;
    for (const SourceFile& file : discovery.files) found.insert(file.name);
    std::vector<DocumentName> vanished;
    for (const std::filesystem::path& folder : discovery.folders) {
        auto names = catalog.names_under(scope, root_name(folder));
        if (!names) return propagate(names);
        std::copy_if(names->begin(), names->end(), std::back_inserter(vanished),
                     [&](const DocumentName& name) { return !found.contains(name) && !is_there(name); });
    }
    return vanished;
}

Result<void> remove_vanished(const Scope& scope, const std::vector<DocumentName>& names, const Discovery& discovery,
                             catalog::Catalog& catalog) {
    for (const DocumentName& name : names) {
        const bool has_files = std::any_of(discovery.files.begin(), discovery.files.end(),
                                           [&](const SourceFile& file) { return file.name.root == name.root; });
        if (!has_files)
            return fail(ErrorKind::kConflict, "not one file is left in " + name.root +
                                                  ": is its disk mounted? Nothing was removed; genai documents delete "
                                                  "removes single documents");
    }
    for (const DocumentName& name : names) {
        auto removed = catalog.remove_name(scope, name);
        // Somebody else was quicker.
        if (!removed && removed.error().kind != ErrorKind::kNotFound) return propagate(removed);
    }
    return {};
}

}  // namespace genai::ingestion
