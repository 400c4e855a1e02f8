// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "extraction/child/office/zip_archive.hpp"
#include "model/format.hpp"

namespace genai::extraction::child {

// What a part refers to.
struct Relationship {
    std::string type;    // the last part of its address: "slide", "styles"
    std::string target;  // a part's name; empty for what lies outside of the file
};
using Relationships = std::map<std::string, Relationship, std::less<>>;  // by id

// An Office file (ECMA-376): parts in a ZIP archive, tied by relationships. Its list of content types says which kind
// of document it is.
class OfficePackage {
public:
    // kInvalidInput when it is no Office document, or damaged.
    static Result<OfficePackage> open(int descriptor, std::uint64_t bytes);

    Format format() const { return format_; }
    const std::string& main_part() const { return main_part_; }

    bool has(std::string_view part) const { return archive_.has(part); }
    Result<std::string> read(std::string_view part) { return archive_.read(part); }
    // Those of a part; none when it has none.
    Result<Relationships> relationships(std::string_view part);
    // The first part of this type that a part refers to; empty: none.
    static std::string target_of(const Relationships& relationships, std::string_view type);

private:
    explicit OfficePackage(ZipArchive archive) : archive_(std::move(archive)) {}
    Result<void> find_main_part();

    ZipArchive archive_;
    std::string main_part_;
    Format format_ = Format::kDocx;
};

}  // namespace genai::extraction::child
