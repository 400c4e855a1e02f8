// SPDX-License-Identifier: Apache-2.0
#include "store_reading.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include "answering/answerer.hpp"
#include "base/hash.hpp"
#include "base/ulid.hpp"
#include "catalog/sqlite_catalog.hpp"
#include "chunks/chunk_digest.hpp"
#include "chunks/sqlite_chunk_store.hpp"
#include "embedding/fake_embedder.hpp"
#include "file_damage.hpp"
#include "filters/document_directory.hpp"
#include "jobs/sqlite_job_queue.hpp"
#include "lexical/embedded_lexical_index.hpp"
#include "maintenance/reconciler.hpp"
#include "retrieval/retriever.hpp"
#include "vectors/faiss_vector_store.hpp"

namespace genai::damage {

namespace {

// As the store's vectors have; the questions' meaning does not matter here, only that it is always the same.
constexpr std::size_t kDimension = 384;
constexpr std::uint32_t kWindow = 1 << 20;
constexpr const char* kIndexes = "index";

std::string describe(const Document& document) {
    std::string text = fmt::format("{} {} {} {} {} {} {} {} {}", document.id, to_string(document.state),
                                   document.reason, document.version, document.fingerprint, document.bytes,
                                   document.pages, document.chunks, document.indexed_at.time_since_epoch().count());
    for (const DocumentName& name : document.names) text += fmt::format(" [{} {}]", name.root, name.path);
    return text;
}

std::string describe(const Chunk& chunk) {
    return fmt::format("{} {} {} {} {} {} {} {} {} {}", chunk.id, chunk.ordinal, chunk.page, chunk.page_end,
                       chunk.start, chunk.end, chunk.tokens, chunk.section, chunk.text, chunk.header);
}

// Of boxes their checksum: there are thousands on a page.
std::string describe(const std::vector<Box>& boxes) {
    const auto* bytes = reinterpret_cast<const char*>(boxes.data());
    return fmt::format("{} boxes {:08x}", boxes.size(), crc32c({bytes, boxes.size() * sizeof(Box)}));
}

std::string describe(const Page& page) {
    return fmt::format("{} {}x{} {} blocks {} {}", page.number, page.width, page.height, page.blocks.size(), page.text,
                       describe(page.boxes));
}

std::string describe(const Answer& answer) {
    std::string text = fmt::format("{} {}", answer.is_found, answer.text);
    for (const Citation& one : answer.citations)
        text += fmt::format("\n[{}] {} {} p{} {} {}..{} {} {} {}", one.marker, one.document_id, one.document_name,
                            one.page, one.chunk_id, one.start, one.end, one.verified, one.quote, describe(one.boxes));
    for (const Passage& one : answer.sources)
        text += fmt::format("\n- {} {:.5f} {}", one.document.id, one.score, describe(one.chunk));
    for (const Degradation& one : answer.degraded) text += fmt::format("\ndegraded {} {}", one.what, one.why);
    return text;
}

std::string describe(const maintenance::ReconcileReport& report) {
    std::string text = report.is_in_order() ? "in order" : "not in order";
    for (const auto& collection : report.collections)
        text += fmt::format(" {} {} {}", collection.documents, collection.pages, collection.chunks);
    return text;
}

// A store with everything that reads it, put together as app/ does.
class OpenStore {
public:
    static Result<std::unique_ptr<OpenStore>> open(const std::filesystem::path& folder, vectors::IndexType type) {
        auto store = std::make_unique<OpenStore>();
        const std::filesystem::path file = folder / kDatabase;
        std::error_code code;
        if (std::filesystem::file_size(file, code) == 0 || code)
            return fail(ErrorKind::kNotFound, file.string() + " holds nothing: no documents have been ingested");
        auto database = platform::SqliteDatabase::open({.file = file, .busy_timeout = std::chrono::seconds(1)});
        if (!database) return propagate(database);
        store->database = std::move(*database);
        auto catalog = catalog::SqliteCatalog::open(*store->database);
        if (!catalog) return propagate(catalog);
        store->catalog = std::move(*catalog);
        store->directory = std::make_unique<filters::DocumentDirectory>(*store->catalog);
        auto chunks = chunks::SqliteChunkStore::open(*store->database);
        if (!chunks) return propagate(chunks);
        store->chunks = std::move(*chunks);
        vectors::FaissVectorStore::Options options;
        options.policy.type = type;
        options.policy.index_rows_min = 256;  // as few as one is trained on
        options.folder = folder / kIndexes;
        options.fingerprint = "damage";
        auto vectors = vectors::FaissVectorStore::make(options, store->log);
        if (!vectors) return propagate(vectors);
        store->vectors = std::move(*vectors);
        store->retriever = std::make_unique<retrieval::Retriever>(store->retrieval, store->ports());
        store->answerer = std::make_unique<answering::Answerer>(store->answering, *store->retriever, store->ports());
        return store;
    }

    retrieval::Retriever::Ports ports() {
        return {*catalog, *chunks, embedder, retrieval::Indexes{*vectors, pages, passages, documents}, *directory};
    }

    platform::Log log{{}, ::open("/dev/null", O_WRONLY | O_CLOEXEC)};
    retrieval::Settings retrieval;
    answering::Settings answering;
    embedding::FakeEmbedder embedder{kDimension, kWindow};
    std::unique_ptr<platform::SqliteDatabase> database;
    std::unique_ptr<catalog::Catalog> catalog;
    std::unique_ptr<filters::DocumentDirectory> directory;
    std::unique_ptr<chunks::ChunkStore> chunks;
    std::unique_ptr<vectors::VectorStore> vectors;
    lexical::EmbeddedLexicalIndex pages, passages, documents;
    std::unique_ptr<retrieval::Retriever> retriever;
    std::unique_ptr<answering::Answerer> answerer;
};

template <class Value, class Describe>
Given given(const Result<Value>& result, Describe to_text) {
    if (!result) return {true, result.error().message};
    return {false, to_text(*result)};
}

template <class Value>
std::string describe_each(const std::vector<Value>& values) {
    std::string text;
    for (const Value& value : values) text += describe(value) + "\n";
    return text;
}

void read_catalog(OpenStore& store, const Asked& asked, const std::string& prefix, Reading& reading) {
    constexpr std::uint64_t kAll = 10'000;
    reading[prefix + "list"] =
        given(store.catalog->documents({}, 0, kAll), [](const auto& page) { return describe_each(page.documents); });
    for (const std::string& id : asked.documents)
        reading[prefix + "document " + id] = given(store.catalog->find_document({}, id), [](const auto& document) {
            return document ? describe(*document) : "none";
        });
}

// As app/services has it: a page of a document that was read whole is there.
bool is_lost(OpenStore& store, const std::string& version, const Given& page) {
    if (page.is_error || page.text != "none") return false;
    const auto documents = store.catalog->documents_of_versions({}, {version});
    if (!documents || documents->empty()) return false;
    const DocumentState state = documents->front().state;
    return state == DocumentState::kIndexed || state == DocumentState::kNoText;
}

void read_chunks(OpenStore& store, const Asked& asked, const std::string& prefix, Reading& reading) {
    for (const auto& [version, number] : asked.pages) {
        const std::string place = fmt::format("{}page {} of {}", prefix, number, version);
        reading[place] = given(store.chunks->find_page(version, number),
                               [](const auto& page) { return page ? describe(*page) : "none"; });
        if (is_lost(store, version, reading[place])) reading[place] = {true, "app/services says that it is lost"};
        reading[place + ", chunks"] = given(store.chunks->chunks_of_page(version, number), describe_each<Chunk>);
    }
}

Result<std::string> check(OpenStore& store) {
    auto damage = store.database->read([](platform::Connection& connection) { return connection.find_damage(); });
    if (!damage) return propagate(damage);
    if (!damage->empty()) return fail(ErrorKind::kInternal, "the file is damaged: " + damage->front());
    auto report = maintenance::Reconciler(*store.catalog, *store.chunks, std::chrono::milliseconds(0)).inspect({});
    if (!report) return propagate(report);
    if (!report->is_in_order()) return fail(ErrorKind::kInternal, describe(*report));
    return describe(*report);
}

void read_all(OpenStore& store, const Asked& asked, const std::string& prefix, Reading& reading) {
    read_catalog(store, asked, prefix, reading);
    for (const std::string& question : asked.questions)
        reading[prefix + "answer: " + question] = given(store.answerer->answer({.text = question}, {}),
                                                        [](const Answer& answer) { return describe(answer); });
    read_chunks(store, asked, prefix, reading);
    reading[prefix + "jobs"] = given(jobs::SqliteJobQueue::open(*store.database), [](const auto&) { return "open"; });
}

// A page, its chunk and the flip, in a collection of their own.
Result<std::vector<std::string>> write(OpenStore& store) {
    const Scope scope{"default", "written after the damage"};
    const std::string version = make_ulid();
    Page page{.number = 1, .width = 612, .height = 792, .text = "Written after the damage.", .boxes = {}, .blocks = {}};
    Chunk chunk;
    chunk.id = std::string(32, '0');
    chunk.page = chunk.page_end = 1;
    chunk.end = static_cast<std::uint32_t>(page.text.size());
    chunk.text = page.text;
    auto embeddings = store.embedder.embed_documents(std::span(&page.text, 1), {});
    if (!embeddings) return propagate(embeddings);
    if (auto put = store.chunks->append(scope, version, std::span(&page, 1), std::span(&chunk, 1), *embeddings); !put)
        return propagate(put);
    chunks::ChunkDigest digest;
    digest.add(chunk.id);
    return store.catalog->flip(scope, {"root", "late.pdf"},
                               {.document_id = std::string(64, '0'),
                                .version = version,
                                .fingerprint = "damage",
                                .reason = "",
                                .pages = 1,
                                .chunks = 1,
                                .chunk_digest = digest.hex()});
}

}  // namespace

Asked what_to_ask(const std::filesystem::path& folder, const std::vector<std::string>& questions) {
    Asked asked{questions, {}, {}};
    auto store = OpenStore::open(folder, vectors::IndexType::kFlat).value();
    const auto listed = store->catalog->documents({}, 0, 10'000).value();
    for (const Document& document : listed.documents) {
        asked.documents.push_back(document.id);
        for (std::uint32_t page = 1; page <= document.pages; ++page) asked.pages.emplace_back(document.version, page);
    }
    return asked;
}

Reading read_store(const std::filesystem::path& folder, const Asked& asked, vectors::IndexType type, Also also) {
    Reading reading;
    auto store = OpenStore::open(folder, type);
    if (!store) {
        reading["open"] = {true, store.error().message};
        return reading;
    }
    if (also == Also::kBuildIndex && (*store)->retriever->refresh({}, {})) (void)(*store)->vectors->settle({});
    read_all(**store, asked, "", reading);
    reading["reconcile"] = given(check(**store), [](const std::string& text) { return text; });
    reading["index"] = given((*store)->vectors->report({}), [](const auto& report) { return report.kind; });
    if (also != Also::kWrite) return reading;
    reading["write"] = given(write(**store), [](const auto&) { return "written"; });
    store->reset();
    store = OpenStore::open(folder, type);
    if (!store)
        reading["open"] = {true, store.error().message};
    else
        read_all(**store, asked, "later: ", reading);
    return reading;
}

}  // namespace genai::damage
