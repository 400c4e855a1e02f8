// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "chunks/chunk_store.hpp"
#include "ingestion/discovery.hpp"
#include "ingestion/garbage.hpp"

namespace genai::maintenance {

// A live document that is not as its flip recorded it.
struct Problem {
    Document document;
    std::string what;
};

// What a look at one collection found.
struct CollectionReport {
    Scope scope;
    std::uint64_t documents = 0;
    std::uint64_t pages = 0;
    std::uint64_t chunks = 0;
    std::vector<Problem> problems;
    ingestion::Leftovers leftovers;
};

struct ReconcileReport {
    std::vector<CollectionReport> collections;
    std::uint64_t stray_rows = 0;  // rows of no version

    // Garbage and unfinished versions are in order; problems and stray rows are not.
    bool is_in_order() const;
};

// Compares the catalog with the chunk store: every live version's rows, their checksums, their count and digest; and
// what is stored that is not live. It reads only, beside a running server and a running ingest. A row of the catalog
// itself that is damaged is an error, whose message says to restore a backup: nothing can be derived from it.
class Reconciler {
public:
    // `retired_kept` is the ingestion's: what was replaced or deleted so lately is not garbage yet.
    Reconciler(catalog::Catalog& catalog, chunks::ChunkStore& chunks, std::chrono::milliseconds retired_kept)
        : catalog_(catalog), chunks_(chunks), retired_kept_(retired_kept) {}

    Result<ReconcileReport> inspect(const Limits& limits);

    // Erases garbage, stale drafts and stray rows. Hold the IngestLock.
    Result<void> clean(const ReconcileReport& report);

    // The documents of the problems whose files are where they were, with the same bytes: reading them again
    // (Reindex::kAll) mends them.
    static std::vector<ingestion::SourceFile> sources(const CollectionReport& report);

private:
    Result<CollectionReport> inspect(const Scope& scope, const Limits& limits);
    Result<std::string> find_fault(const Document& document, const catalog::LiveVersion& version,
                                   CollectionReport& report);
    Result<std::vector<Scope>> scopes();

    catalog::Catalog& catalog_;
    chunks::ChunkStore& chunks_;
    const std::chrono::milliseconds retired_kept_;
};

}  // namespace genai::maintenance
