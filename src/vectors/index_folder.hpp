// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/log.hpp"
#include "vectors/index_file.hpp"

namespace genai::vectors {

// Where built indexes are kept between runs: a file for each generation, named after its scope and a ULID. Nothing here
// is ever needed: what cannot be read is told in the log, left out, and built anew. Several processes may share the
// folder without locks: a file has its name once it is whole, the newest that fits is read, and whoever writes one
// removes the older ones of the scope. Safe to use from several threads.
class IndexFolder {
public:
    // `fingerprint` is the embedder's. The log outlives it.
    IndexFolder(std::filesystem::path folder, std::string fingerprint, platform::Log& log)
        : folder_(std::move(folder)), fingerprint_(std::move(fingerprint)), log_(log) {}

    std::optional<BuiltIndex> load(const Scope& scope) const;
    // Throws what FAISS throws.
    Result<void> save(const Scope& scope, const BuiltIndex& built) const;
    // Removes the scope's files, except those of a later release.
    void forget(const Scope& scope) const;

private:
    std::optional<BuiltIndex> load_file(const std::filesystem::path& file, const Scope& scope) const;
    std::vector<std::filesystem::path> files(const Scope& scope) const;
    void remove_all_but(const Scope& scope, const std::filesystem::path& kept) const;
    void remove_leftovers() const;

    std::filesystem::path folder_;
    std::string fingerprint_;
    platform::Log& log_;
};

}  // namespace genai::vectors
