// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "chunks/chunk_store.hpp"

namespace genai::ingestion {

// The versions of a scope that are stored and not live, by what they are.
struct Leftovers {
    std::vector<chunks::Draft> unfinished;  // a run that was stopped can go on with them
    std::vector<chunks::Draft> stale;       // of versions that are live by now: their rows stay, the drafts can go
    std::vector<std::string> waiting;       // replaced or deleted so lately that a question may still read them
    std::vector<std::string> garbage;       // replaced and deleted versions, and abandoned drafts
    std::vector<std::string> forgotten;     // retired versions that have no rows any more
};

// True while the file that the draft was read from is there as it was: a run can go on with it.
bool can_go_on(const chunks::Draft& draft);

// With a fingerprint, drafts of other settings are abandoned as well. `retired_kept` is Settings::retired_kept. Right
// beside a running ingest too, whose versions are drafts.
Result<Leftovers> find_leftovers(const Scope& scope, const std::optional<std::string>& fingerprint,
                                 std::chrono::milliseconds retired_kept, catalog::Catalog& catalog,
                                 chunks::ChunkStore& chunks);

// Erases the garbage and the stale drafts. Hold the IngestLock: a version that another run writes must not go.
Result<void> erase_leftovers(const Scope& scope, const Leftovers& leftovers, catalog::Catalog& catalog,
                             chunks::ChunkStore& chunks);

// A file as the file system describes it, for Draft. Zeros when it is not there.
struct SourceState {
    std::uint64_t bytes = 0;
    std::int64_t modified_ns = 0;

    bool operator==(const SourceState&) const = default;
};
SourceState source_state(const std::string& file);

}  // namespace genai::ingestion
