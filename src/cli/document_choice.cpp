// SPDX-License-Identifier: Apache-2.0
#include "cli/document_choice.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cli/document_display.hpp"

namespace genai::cli {
namespace {

constexpr std::size_t kIdDigitsMin = 4;
constexpr std::size_t kShownDigits = 12;
constexpr std::size_t kListedMax = 5;

bool has_id(const Document& document, const std::string& wanted) {
    return wanted.size() >= kIdDigitsMin && document.id.starts_with(wanted);
}

bool has_name(const Document& document, const std::string& wanted) {
    return std::any_of(document.names.begin(), document.names.end(), [&](const DocumentName& name) {
        const std::string whole = name.root + "/" + name.path;
        return name.path == wanted || whole == wanted || whole.ends_with("/" + wanted);
    });
}

tl::unexpected<Error> ambiguous(const std::string& wanted, const std::vector<Document>& found) {
    std::string message = fmt::format("{} means {} documents:", wanted, found.size());
    const std::vector<std::string> labels = to_labels(found);
    for (std::size_t i = 0; i < std::min(found.size(), kListedMax); ++i) {
        message += fmt::format("\n  {}  {}", found[i].id.substr(0, kShownDigits), labels[i]);
    }
    if (found.size() > kListedMax) message += "\n  ...";
    return fail(ErrorKind::kConflict, message + "\ngive more digits of the id, or the whole name");
}

bool is_short_id(const std::string& wanted) {
    return wanted.size() < kIdDigitsMin && wanted.find_first_not_of("0123456789abcdef") == wanted.npos;
}

tl::unexpected<Error> missing(const std::string& wanted, const Scope& scope) {
    std::string message = fmt::format("there is no document {} in the collection {}; ", wanted, scope.collection);
    if (is_short_id(wanted)) {
        message += fmt::format("the beginning of an id needs at least {} digits; ", kIdDigitsMin);
    }
    return fail(ErrorKind::kNotFound, message + "genai documents list shows what is there");
}

}  // namespace

Result<std::vector<Document>> all_documents(catalog::Catalog& catalog, const Scope& scope) {
    auto set = catalog.all_documents(scope);
    if (!set) return propagate(set);
    return std::move(set->documents);
}

Result<Document> choose_document(catalog::Catalog& catalog, const Scope& scope, const std::string& wanted) {
    auto exact = catalog.find_document(scope, wanted);
    if (!exact) return propagate(exact);
    if (*exact) return std::move(**exact);
    auto all = all_documents(catalog, scope);
    if (!all) return propagate(all);
    return choose_document(*all, scope, wanted);
}

Result<Document> choose_document(const std::vector<Document>& all, const Scope& scope, const std::string& wanted) {
    std::vector<Document> found;
    for (const Document& document : all) {
        if (document.id == wanted) return document;
        if (has_id(document, wanted) || has_name(document, wanted)) found.push_back(document);
    }
    if (found.size() == 1) return std::move(found.front());
    if (found.size() > 1) return ambiguous(wanted, found);
    return missing(wanted, scope);
}

}  // namespace genai::cli
