// SPDX-License-Identifier: Apache-2.0
// genai_store_bench: what the truth costs: writing pages, chunks and vectors, their bytes on disk, and reading the
// vectors back as a start does. Made-up pages of filings' size; everything in CPU time of one thread.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ctime>
#include <iostream>
#include <random>

#include "base/ulid.hpp"
#include "chunks/sqlite_chunk_store.hpp"
#include "platform/sqlite_database.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::bench {
namespace {

constexpr std::size_t kPagesPerDocument = 100;
constexpr std::size_t kChunksPerPage = 8;
constexpr std::size_t kWordsPerChunk = 90;
constexpr std::size_t kDimension = 384;
constexpr std::size_t kBatchPages = 20;

double cpu_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

class Maker {
public:
    std::string text() {
        std::string words;
        for (std::size_t i = 0; i < kWordsPerChunk; ++i) {
            for (std::size_t letters = 2 + random_() % 7; letters > 0; --letters)
                words += static_cast<char>('a' + random_() % 26);
            words += i % 10 == 9 ? '\n' : ' ';
        }
        return words;
    }
    float value() { return normal_(random_); }

private:
    std::mt19937 random_{1};
    std::normal_distribution<float> normal_;
};

// A page with a box for each letter, and its chunks.
Page make_page(Maker& maker, int number, std::vector<Chunk>& chunks) {
    Page page;
    page.number = number;
    page.width = 612;
    page.height = 792;
    for (std::size_t i = 0; i < kChunksPerPage; ++i) {
        Chunk chunk;
        chunk.ordinal = static_cast<std::uint32_t>(static_cast<std::size_t>(number - 1) * kChunksPerPage + i);
        chunk.id = fmt::format("{:032x}", chunk.ordinal);
        chunk.page = chunk.page_end = static_cast<std::uint32_t>(number);
        chunk.start = static_cast<std::uint32_t>(page.text.size());
        chunk.text = maker.text();
        page.text += chunk.text;
        chunk.end = static_cast<std::uint32_t>(page.text.size());
        chunks.push_back(std::move(chunk));
    }
    float x = 72, y = 72;
    for (const char letter : page.text) {
        page.boxes.push_back({x, y, letter == ' ' || letter == '\n' ? x : x + 5, y + 9});
        x = letter == '\n' ? 72 : x + 5;
        if (letter == '\n') y += 9;
    }
    page.blocks.push_back({BlockKind::kParagraph, 0, static_cast<std::uint32_t>(page.text.size())});
    return page;
}

// Writes one document as an ingest does, a batch of pages at a time; returns the seconds of the writing alone.
double write_document(chunks::ChunkStore& store, const std::string& version, Maker& maker) {
    double seconds = 0;
    for (std::size_t first = 0; first < kPagesPerDocument; first += kBatchPages) {
        std::vector<Page> pages;
        std::vector<Chunk> chunks;
        for (std::size_t i = 1; i <= kBatchPages; ++i)
            pages.push_back(make_page(maker, static_cast<int>(first + i), chunks));
        Embeddings embeddings(chunks.size(), kDimension);
        for (float& value : embeddings.values()) value = maker.value();
        const double start = cpu_seconds();
        ensure(store.append({}, version, pages, chunks, embeddings).has_value(), "the pages can be written");
        seconds += cpu_seconds() - start;
    }
    return seconds;
}

int run(int argc, char** argv) {
    CLI::App app("Measures the chunk store on made-up pages");
    std::size_t documents = 125;
    app.add_option("--documents", documents, "Of 100 pages with 8 chunks each")->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    const platform::TemporaryFolder folder;
    const auto database = platform::SqliteDatabase::open({.file = folder.path() / "genai.db"}).value();
    const auto store = chunks::SqliteChunkStore::open(*database).value();
    Maker maker;
    std::vector<std::string> versions;
    double writing = 0;
    for (std::size_t i = 0; i < documents; ++i) {
        versions.push_back(make_ulid());
        writing += write_document(*store, versions.back(), maker);
    }
    const double start = cpu_seconds();
    std::size_t chunks = 0;
    for (const std::string& version : versions) chunks += store->index_rows(version).value().size();
    const double reading = cpu_seconds() - start;

    std::uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) bytes += file.file_size();
    const auto pages = static_cast<double>(documents * kPagesPerDocument);
    std::cout << fmt::format(
        "{} pages, {} chunks: written at {:.0f} pages/CPU-s ({:.2f} ms a page), {:.0f} bytes a page on disk; vectors "
        "of "
        "all chunks read in {:.2f} CPU-s\n",
        pages, chunks, pages / writing, writing / pages * 1e3, static_cast<double>(bytes) / pages, reading);
    return 0;
}

}  // namespace
}  // namespace genai::bench

int main(int argc, char** argv) { return genai::bench::run(argc, argv); }
