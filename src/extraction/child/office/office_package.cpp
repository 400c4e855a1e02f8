// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/office/office_package.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "extraction/child/office/xml_events.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::size_t kRelationshipsMax = 50'000;

// "word/document.xml" and "../media/x.xml" to "media/x.xml"; nothing above the root.
std::string resolve(std::string_view part, std::string_view target) {
    std::vector<std::string_view> steps;
    const auto add = [&](std::string_view path) {
        while (!path.empty()) {
            const auto end = std::min(path.find('/'), path.size());
            const auto step = path.substr(0, end);
            if (step == "..") {
                if (!steps.empty()) steps.pop_back();
            } else if (!step.empty() && step != ".") {
                steps.push_back(step);
            }
            path.remove_prefix(std::min(end + 1, path.size()));
        }
    };
    const auto folder = part.rfind('/');
    if (!target.starts_with('/') && folder != std::string_view::npos) add(part.substr(0, folder));
    add(target);
    std::string name;
    for (const auto step : steps) {
        if (!name.empty()) name += '/';
        name += step;
    }
    return name;
}

std::string relationships_part(std::string_view part) {
    const auto slash = part.rfind('/');
    const auto folder = slash == std::string_view::npos ? std::string_view() : part.substr(0, slash + 1);
    return std::string(folder) + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
}

class RelationshipReader final : public XmlHandler {
public:
    explicit RelationshipReader(std::string_view part) : part_(part) {}

    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (name != "Relationship" || found.size() >= kRelationshipsMax) return;
        const auto type = attributes.get("Type");
        const bool is_outside = attributes.get("TargetMode") == "External";
        found.emplace(attributes.get("Id"),
                      Relationship{std::string(type.substr(type.rfind('/') + 1)),
                                   is_outside ? std::string() : resolve(part_, attributes.get("Target"))});
    }
    void on_end(std::string_view) override {}
    void on_text(std::string_view) override {}

    Relationships found;

private:
    std::string_view part_;
};

// The content type of one part, by its own entry.
class TypeReader final : public XmlHandler {
public:
    explicit TypeReader(std::string_view part) : part_(part) {}

    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "Override" && resolve("", attributes.get("PartName")) == part_)
            found = attributes.get("ContentType");
    }
    void on_end(std::string_view) override {}
    void on_text(std::string_view) override {}

    std::string found;

private:
    std::string_view part_;
};

std::optional<Format> format_of_type(std::string_view type) {
    if (type.find("wordprocessingml") != std::string_view::npos || type.find("ms-word.") != std::string_view::npos)
        return Format::kDocx;
    if (type.find("presentationml") != std::string_view::npos || type.find("ms-powerpoint.") != std::string_view::npos)
        return Format::kPptx;
    const bool is_binary = type.find("sheet.binary") != std::string_view::npos;
    if (!is_binary &&
        (type.find("spreadsheetml") != std::string_view::npos || type.find("ms-excel.") != std::string_view::npos))
        return Format::kXlsx;
    return std::nullopt;
}

}  // namespace

Result<OfficePackage> OfficePackage::open(int descriptor, std::uint64_t bytes) {
    auto archive = ZipArchive::open(descriptor, bytes);
    if (!archive) return propagate(archive);
    OfficePackage package(std::move(*archive));
    if (auto found = package.find_main_part(); !found) return propagate(found);
    return package;
}

Result<void> OfficePackage::find_main_part() {
    if (!archive_.has("[Content_Types].xml")) {
        const bool is_open_document = archive_.has("mimetype");
        return fail(ErrorKind::kInvalidInput,
                    is_open_document ? "it looks like an OpenDocument file or a book, which are not read"
                                     : "it is a ZIP archive, and none of an Office file (docx, pptx, xlsx)");
    }
    auto roots = relationships("");
    if (!roots) return propagate(roots);
    main_part_ = target_of(*roots, "officeDocument");
    if (main_part_.empty()) return fail(ErrorKind::kInvalidInput, "its main part is not named");
    auto types = archive_.read("[Content_Types].xml");
    if (!types) return propagate(types);
    TypeReader reader(main_part_);
    if (auto parsed = parse_xml(*types, reader); !parsed) return parsed;
    const auto format = format_of_type(reader.found);
    if (!format)
        return fail(ErrorKind::kInvalidInput,
                    "it is an Office file, and none of docx, pptx, xlsx (" + reader.found + ")");
    format_ = *format;
    return {};
}

Result<Relationships> OfficePackage::relationships(std::string_view part) {
    const auto name = relationships_part(part);
    if (!archive_.has(name)) return Relationships();
    auto text = archive_.read(name);
    if (!text) return propagate(text);
    RelationshipReader reader(part);
    if (auto parsed = parse_xml(*text, reader); !parsed) return propagate(parsed);
    return std::move(reader.found);
}

std::string OfficePackage::target_of(const Relationships& relationships, std::string_view type) {
    for (const auto& [id, relationship] : relationships)
        if (relationship.type == type) return relationship.target;
    return {};
}

}  // namespace genai::extraction::child
