// SPDX-License-Identifier: Apache-2.0
#include "vectors/index_folder.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <system_error>

#include "base/hash.hpp"
#include "base/ulid.hpp"
#include "platform/crash_point.hpp"
#include "platform/files.hpp"

namespace genai::vectors {

namespace {

constexpr const char* kExtension = ".index";
constexpr const char* kTemporaryPrefix = ".tmp-";  // of platform::write_file_atomically()
constexpr std::size_t kScopeLetters = 16;
constexpr std::uint64_t kFileBytesMax = 16ULL << 30;  // some 200 million rows in lists
// A file is written in seconds; one that is older was left behind by a process that died.
constexpr std::chrono::minutes kTemporaryAgeMax{10};

std::string prefix_of(const Scope& scope) {
    return sha256_hex(scope.tenant + '\0' + scope.collection).substr(0, kScopeLetters) + "-";
}

bool is_of_later_release(const std::filesystem::path& file) {
    std::string header(kIndexHeaderBytes, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(header.data(), static_cast<std::streamsize>(header.size()));
    return stream.gcount() == static_cast<std::streamsize>(header.size()) && is_newer_index(header);
}

void remove_quietly(const std::filesystem::path& file) {
    std::error_code ignored;  // another process may have been first
    std::filesystem::remove(file, ignored);
}

// Calls visit(entry) for each file in the folder, which need not exist.
template <class Visit>
void visit_files(const std::filesystem::path& folder, Visit visit) {
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        visit(*entry);
}

}  // namespace

// Newest first.
std::vector<std::filesystem::path> IndexFolder::files(const Scope& scope) const {
    const std::string prefix = prefix_of(scope);
    std::vector<std::filesystem::path> found;
    visit_files(folder_, [&](const std::filesystem::directory_entry& entry) {
        if (entry.path().filename().string().starts_with(prefix) && entry.path().extension() == kExtension)
            found.push_back(entry.path());
    });
    std::sort(found.rbegin(), found.rend());
    return found;
}

std::optional<BuiltIndex> IndexFolder::load(const Scope& scope) const {
    remove_leftovers();
    for (const std::filesystem::path& file : files(scope))
        if (auto built = load_file(file, scope)) return built;
    return std::nullopt;
}

std::optional<BuiltIndex> IndexFolder::load_file(const std::filesystem::path& file, const Scope& scope) const {
    const auto bytes = platform::read_file(file, kFileBytesMax);
    if (!bytes) {
        if (bytes.error().kind != ErrorKind::kNotFound)  // else another process has replaced it
            log_.warning("vector index left out", {{"file", file.string()}, {"why", bytes.error().message}});
        return std::nullopt;
    }
    auto built = decode_index(*bytes, {scope, fingerprint_});
    if (built) {
        log_.info("vector index loaded", {{"file", file.string()}, {"rows", built->codes->rows()}});
        return std::move(*built);
    }
    log_.warning("vector index left out; it is built anew where it pays",
                 {{"file", file.string()}, {"why", built.error().message}});
    if (built.error().fault == IndexFileFault::kDamaged) remove_quietly(file);
    return std::nullopt;
}

Result<void> IndexFolder::save(const Scope& scope, const BuiltIndex& built) const {
    const std::filesystem::path file = folder_ / (prefix_of(scope) + make_ulid() + kExtension);
    if (auto written = platform::write_file_atomically(file, encode_index(built, {scope, fingerprint_})); !written)
        return written;
    platform::reach("index.saved");
    remove_all_but(scope, file);
    remove_leftovers();
    return {};
}

void IndexFolder::forget(const Scope& scope) const { remove_all_but(scope, {}); }

void IndexFolder::remove_all_but(const Scope& scope, const std::filesystem::path& kept) const {
    for (const std::filesystem::path& file : files(scope))
        if (file != kept && !is_of_later_release(file)) remove_quietly(file);
}

void IndexFolder::remove_leftovers() const {
    const auto oldest = std::filesystem::file_time_type::clock::now() - kTemporaryAgeMax;
    visit_files(folder_, [&](const std::filesystem::directory_entry& entry) {
        std::error_code error;
        if (entry.path().filename().string().starts_with(kTemporaryPrefix) && entry.last_write_time(error) < oldest &&
            !error)
            remove_quietly(entry.path());
    });
}

}  // namespace genai::vectors
