// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/document.hpp"

namespace genai::ingestion {

// A file to ingest and what it will be called.
struct SourceFile {
    std::filesystem::path path;
    DocumentName name;
    std::uint64_t bytes = 0;
};

// A file or folder that was passed over, and why.
struct Skipped {
    std::filesystem::path path;
    std::string reason;
};

struct Discovery {
    std::vector<SourceFile> files;  // in order of root and name
    std::vector<Skipped> skipped;
    std::vector<Skipped> unreadable;             // inside the folders: what could not be opened, and files of one name
    std::vector<std::filesystem::path> folders;  // those that were given, absolute: the roots that were looked through
};

// A root as it stands in names: NFC.
std::string root_name(const std::filesystem::path& folder);

// The files of known formats (by name, model/format.hpp) under the given files and folders. The root of a name is the
// folder given (or the given file's folder), made absolute. Hidden entries, symbolic links and other kinds of files
// inside folders are passed over; a file that is given itself is taken whatever its kind. What cannot be read inside a
// folder is named and costs the others nothing; so are two files that would share a name, of which none is taken.
// kNotFound for a given path that does not exist, kForbidden for one that cannot be read.
Result<Discovery> discover(const std::vector<std::filesystem::path>& paths);

}  // namespace genai::ingestion
