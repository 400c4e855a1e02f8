// SPDX-License-Identifier: Apache-2.0
#include "ingestion/discovery.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <system_error>

#include "ingestion/names.hpp"
#include "model/format.hpp"

namespace genai::ingestion {

namespace fs = std::filesystem;

namespace {

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with("."); }

ErrorKind kind_of(const std::error_code& code) {
    if (code == std::errc::no_such_file_or_directory) return ErrorKind::kNotFound;
    if (code == std::errc::permission_denied) return ErrorKind::kForbidden;
    return ErrorKind::kUnavailable;
}

tl::unexpected<Error> cannot_read(const fs::path& path, const std::error_code& code) {
    return fail(kind_of(code), "cannot read " + path.string() + ": " + code.message());
}

// Collects files, each once however often it was given.
class Collector {
public:
    Result<void> add_path(const fs::path& given) {
        std::error_code code;
        const fs::path path = fs::canonical(given, code);
        if (code) return cannot_read(given, code);
        const fs::file_status status = fs::status(path, code);
        if (code) return cannot_read(given, code);
        if (fs::is_directory(status)) return add_folder(path);
        if (!fs::is_regular_file(status)) {
            return fail(ErrorKind::kInvalidInput, given.string() + " is neither a file nor a folder");
        }
        return add_file(path, path.parent_path());
    }

    Discovery finish() && {
        std::erase_if(found_.files, [&](const SourceFile& file) { return shared_.contains(file.name); });
        std::sort(found_.files.begin(), found_.files.end(),
                  [](const SourceFile& a, const SourceFile& b) { return a.name < b.name; });
        return std::move(found_);
    }

private:
    Result<void> add_folder(const fs::path& root) {
        std::error_code code;
        const fs::directory_iterator readable(root, code);
        if (code) return cannot_read(root, code);
        found_.folders.push_back(root);
        std::vector<fs::path> folders{root};
        while (!folders.empty()) {
            const fs::path folder = std::move(folders.back());
            folders.pop_back();
            fs::directory_iterator entry(folder, code);
            for (const fs::directory_iterator end; !code && entry != end; entry.increment(code))
                add_entry(*entry, root, folders);
            if (code) found_.unreadable.push_back({folder, code.message()});
        }
        return {};
    }

    // What a folder holds; its folders are left for later.
    void add_entry(const fs::directory_entry& entry, const fs::path& root, std::vector<fs::path>& folders) {
        const fs::path& path = entry.path();
        if (is_hidden(path)) return;
        std::error_code code;
        const fs::file_status status = entry.symlink_status(code);
        if (code) {
            found_.unreadable.push_back({path, code.message()});
        } else if (fs::is_symlink(status)) {
            found_.skipped.push_back({path, "a symbolic link; ingest its target itself"});
        } else if (fs::is_directory(status)) {
            folders.push_back(path);
        } else if (!fs::is_regular_file(status)) {
            found_.skipped.push_back({path, "not a regular file"});
        } else if (!format_of_name(path.filename().native())) {
            found_.skipped.push_back({path, "its name says no format that is read"});
        } else if (auto added = add_file(path, root); !added) {
            found_.unreadable.push_back({path, added.error().message});
        }
    }

    Result<void> add_file(const fs::path& path, const fs::path& root) {
        if (!seen_.insert(path).second) return {};
        std::error_code code;
        const std::uint64_t bytes = fs::file_size(path, code);
        if (code) return cannot_read(path, code);
        const DocumentName name{root_name(root), to_nfc(path.lexically_relative(root).generic_string())};
        const auto [other, is_new] = names_.emplace(name, path);
        if (!is_new) {
            shared_.insert(name);
            found_.unreadable.push_back(
                {path, "would have the same name as " + other->second.string() + "; rename one of them"});
            return {};
        }
        found_.files.push_back({path, name, bytes});
        return {};
    }

    Discovery found_;
    std::set<fs::path> seen_;
    std::map<DocumentName, fs::path> names_;
    std::set<DocumentName> shared_;  // of several files
};

}  // namespace

std::string root_name(const fs::path& folder) { return to_nfc(folder.generic_string()); }

Result<Discovery> discover(const std::vector<fs::path>& paths) {
    Collector collector;
    for (const fs::path& path : paths) {
        if (auto added = collector.add_path(path); !added) return propagate(added);
    }
    return std::move(collector).finish();
}

}  // namespace genai::ingestion
