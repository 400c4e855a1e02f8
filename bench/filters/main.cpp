// SPDX-License-Identifier: Apache-2.0
// genai_filters_bench: what a filter costs on a collection of many documents: reading it from the catalog, the first
// time that a filter is resolved, and every further time. Made-up documents, half of them with facts. Best of several
// rounds.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>

#include "base/hash.hpp"
#include "base/ulid.hpp"
#include "catalog/sqlite_catalog.hpp"
#include "filters/document_directory.hpp"
#include "filters/expression.hpp"
#include "platform/sqlite_database.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::bench {
namespace {

constexpr int kRounds = 5;
constexpr std::size_t kCompanies = 500;

// The least milliseconds that the work took.
template <class Work>
double best_ms(Work work) {
    double best = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
        best = std::min(best, took.count());
    }
    return best;
}

void fill(catalog::Catalog& catalog, std::size_t documents) {
    for (std::size_t i = 0; i < documents; ++i) {
        catalog::VersionRecord record;
        record.document_id = sha256_hex(std::to_string(i));
        record.version = make_ulid();
        record.fingerprint = "0123456789abcdef";
        record.bytes = 100'000 + i;
        record.pages = static_cast<std::uint32_t>(1 + i % 300);
        record.chunks = 8 * record.pages;
        record.chunk_digest = record.document_id;
        const DocumentName name{"/library", fmt::format("company {:03}/report {:06}.pdf", i % kCompanies, i)};
        ensure(catalog.flip({}, name, record).has_value(), "the store takes a document");
        if (i % 2 == 0) continue;
        const FactChanges facts{{FactKey::kOrganisation, fmt::format("Company {:03}", i % kCompanies)},
                                {FactKey::kPeriod, fmt::format("{}-Q{}", 2000 + i % 25, 1 + i % 4)}};
        ensure(catalog.set_facts({}, record.document_id, facts).has_value(), "the store takes facts");
    }
}

void measure(const filters::DocumentTable& first, catalog::Catalog& catalog, const char* text) {
    const Filter filter = filters::parse_expression(text).value();
    const auto outcome = first.resolve(filter);
    // A table that has not seen the filter, for each round.
    std::vector<std::unique_ptr<filters::DocumentTable>> tables;
    for (int round = 0; round < kRounds; ++round)
        tables.push_back(std::make_unique<filters::DocumentTable>(catalog.all_documents({}).value()));
    auto next = tables.begin();
    const double cold = best_ms([&] { (*next++)->resolve(filter); });
    const double warm = best_ms([&] { first.resolve(filter); });
    std::cout << fmt::format("{:>8} pass  {:8.3f} ms first  {:8.4f} ms again  {}\n", outcome.documents, cold, warm,
                             text);
}

void run(std::size_t documents, const std::filesystem::path& folder) {
    auto database = platform::SqliteDatabase::open({.file = folder / "genai.sqlite"}).value();
    auto catalog = catalog::SqliteCatalog::open(*database).value();
    fill(*catalog, documents);
    std::cout << fmt::format("{} documents\n", documents);
    std::cout << fmt::format("{:8.1f} ms to read the table after a change\n", best_ms([&] {
                                 filters::DocumentDirectory directory(*catalog);
                                 ensure(directory.table({}).value()->size() == documents, "all are read");
                             }));
    std::cout << fmt::format("{:8.1f} ms to list the live versions, as the indexes do after a change\n",
                             best_ms([&] { ensure(catalog->live_versions({}).has_value(), "they are listed"); }));
    filters::DocumentDirectory directory(*catalog);
    const auto table = directory.table({}).value();
    std::cout << fmt::format("{:8.4f} ms to look whether anything changed\n",
                             best_ms([&] { ensure(directory.table({}).has_value(), "it is kept"); }));
    for (const char* text :
         {"pages >= 1", "not organisation contains \"\"", "organisation = \"company 001\"",
          "organisation = \"company 001\" and period >= 2020-01-01",
          "name contains \"report 0421\" or pages in (7, 8, 9) and not period < 2010", "id in (x, y) or bytes < 0"})
        measure(*table, *catalog, text);
}

}  // namespace
}  // namespace genai::bench

int main(int argc, char** argv) {
    CLI::App app("What filters cost");
    std::size_t documents = 50'000;
    app.add_option("--documents", documents, "[50000]");
    CLI11_PARSE(app, argc, argv);
    // Each document is a transaction of its own, which a disk would make the longest part of.
    const genai::platform::TemporaryFolder folder;
    genai::bench::run(documents, folder.path());
}
