// SPDX-License-Identifier: Apache-2.0
#include "ingestion/ingestor.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <functional>

#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "catalog/fake_catalog.hpp"
#include "chunks/fake_chunk_store.hpp"
#include "embedding/fake_embedder.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::ingestion {
namespace {

namespace fs = std::filesystem;

Page make_page(int number, const std::string& text) {
    Page page;
    page.number = number;
    page.text = text;
    page.boxes.resize(count_code_points(text));
    page.blocks.push_back({BlockKind::kParagraph, 0, static_cast<std::uint32_t>(page.boxes.size()), 0});
    return page;
}

// Reads a file's lines as its pages; lines that begin with '!' say how the reading ends.
class LineExtractor : public extraction::Extractor {
public:
    Result<extraction::Extraction> extract(const extraction::NamedFile& file, const extraction::PageSink& sink,
                                           const Limits& limits) override {
        ++calls;
        std::ifstream stream(file.path);
        std::vector<std::string> lines;
        for (std::string line; std::getline(stream, line);) lines.push_back(line);
        extraction::Extraction result;
        for (const std::string& line : lines) {
            if (before_page) before_page();
            if (auto going = limits.check("extraction"); !going) return propagate(going);
            if (line == "!encrypted" && password.empty())
                return extraction::Extraction{DocumentState::kEncrypted, "needs a password", 0};
            if (line == "!broken machine") return fail(ErrorKind::kInternal, "the child program is missing");
            ++result.pages;
            const auto sent =
                sink(make_page(static_cast<int>(result.pages), line), static_cast<std::uint32_t>(lines.size()));
            if (!sent) return propagate(sent);
        }
        return result;
    }
    Result<extraction::Extraction> go_on(const extraction::NamedFile& file, extraction::Reading& reading,
                                         const extraction::PageSink& sink, const Limits& limits) override {
        gone_on_at = reading.next_page;
        return Extractor::go_on(file, reading, sink, limits);
    }
    bool has_password(const fs::path&) const override { return !password.empty(); }
    std::string fingerprint() const override { return version; }

    std::string password;
    std::atomic<int> calls{0};
    std::atomic<std::uint32_t> gone_on_at{0};
    std::function<void()> before_page;
    std::string version = "lines-1";
};

class CountingEmbedder : public embedding::FakeEmbedder {
public:
    Result<Embeddings> embed_documents(std::span<const std::string> batch, const Limits& limits) override {
        texts += static_cast<int>(batch.size());
        return FakeEmbedder::embed_documents(batch, limits);
    }
    std::atomic<int> texts{0};
};

class Recorder : public IngestObserver {
public:
    void on_progress(const Progress& progress) override { last = progress; }
    void on_file(const FileReport& report) override { files.push_back(report); }
    Progress last;
    std::vector<FileReport> files;
};

class IngestorTest : public testing::Test {
protected:
    void write(const std::string& name, const std::string& bytes) {
        fs::create_directories((root_ / name).parent_path());
        std::ofstream(root_ / name) << bytes;
    }
    static chunking::Settings small_chunks() {
        chunking::Settings chunking;
        chunking.chunk_tokens = 20;
        return chunking;
    }
    static std::string many_pages(int count) {
        std::string pages;
        for (int i = 0; i < count; ++i) pages += "Page " + std::to_string(i) + " with some words.\n";
        return pages;
    }
    Ingestor make_ingestor() { return Ingestor(settings_, small_chunks(), {catalog_, chunks_, extractor_, embedder_}); }
    // Calls the run off before the page is read.
    Result<IngestReport> ingest_until_page(int page) {
        std::stop_source stop;
        int seen = 0;
        extractor_.before_page = [&] {
            if (++seen == page) stop.request_stop();
        };
        auto report = ingest(Reindex::kNo, {Deadline::never(), stop.get_token()});
        extractor_.before_page = nullptr;
        return report;
    }
    Result<IngestReport> ingest(Reindex reindex = Reindex::kNo, const Limits& limits = {}) {
        const auto found = discover({root_});
        if (!found) return propagate(found);
        return make_ingestor().ingest(scope_, found->files, reindex, recorder_, limits);
    }
    std::vector<Document> documents() { return catalog_.documents(scope_, 0, 100)->documents; }

    platform::TemporaryFolder temporary_;
    const fs::path root_ = fs::canonical(temporary_.path());
    Scope scope_;
    catalog::FakeCatalog catalog_;
    chunks::FakeChunkStore chunks_;
    LineExtractor extractor_;
    CountingEmbedder embedder_;
    // Nothing waits, except where a test says so.
    Settings settings_{.retired_kept = std::chrono::milliseconds(0)};
    Recorder recorder_;
};

TEST_F(IngestorTest, MakesEveryFileALiveVersionWithItsChunks) {
    write("a.pdf", "First page of a.\nSecond page of a.\n");
    write("b.pdf", "The only page of b.\n");
    const auto report = ingest();
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->has_failures());
    ASSERT_EQ(documents().size(), 2U);
    const Document a = documents()[0];
    EXPECT_EQ(a.display_name(), "a.pdf");
    EXPECT_EQ(a.id, sha256_hex("First page of a.\nSecond page of a.\n"));
    EXPECT_EQ(a.state, DocumentState::kIndexed);
    EXPECT_EQ(a.pages, 2U);
    EXPECT_EQ(a.chunks, 2U);
    const auto live = catalog_.live_versions(scope_);
    for (const auto& version : *live) EXPECT_EQ(version.chunk_digest, *chunks_.chunk_digest(version.version));
    EXPECT_EQ((*chunks_.find_page(a.version, 2))->text, "Second page of a.");
    EXPECT_EQ(recorder_.files.size(), 2U);
    EXPECT_EQ(recorder_.last.files_done, 2U);
    EXPECT_EQ(recorder_.last.pages_done, 3U);
}

TEST_F(IngestorTest, ReadsWhatTheDocumentIsAbout) {
    const std::string cover =
        "FORM 10-Q QUARTERLY REPORT PURSUANT TO SECTION 13 OR 15(d) For the quarterly period ended ";
    write("report.pdf", cover + "June 30, 2023\nText.\n");
    ASSERT_TRUE(ingest());
    Facts facts = documents()[0].facts;
    EXPECT_EQ(facts[FactKey::kType], (Fact{"10-Q", FactSource::kText}));
    EXPECT_EQ(facts[FactKey::kPeriod], (Fact{"2023-Q2", FactSource::kText}));

    ASSERT_TRUE(catalog_.set_facts(scope_, documents()[0].id, {{FactKey::kType, "draft"}}));
    extractor_.version = "lines-2";
    ASSERT_TRUE(ingest(Reindex::kAll));
    facts = documents()[0].facts;
    EXPECT_EQ(facts[FactKey::kType], (Fact{"draft", FactSource::kUser}));
    EXPECT_EQ(facts[FactKey::kPeriod], (Fact{"2023-Q2", FactSource::kText}));
}

TEST_F(IngestorTest, ReadsTheFactsOfPagesThatAnEarlierRunHasRead) {
    settings_.batch_pages = 1;
    write("report.pdf",
          "FORM 10-Q QUARTERLY REPORT PURSUANT TO SECTION 13 OR 15(d) For the quarterly period ended June 30, 2023\n" +
              many_pages(5));
    ASSERT_TRUE(ingest_until_page(4));
    ASSERT_TRUE(ingest());
    EXPECT_GT(extractor_.gone_on_at, 1U);
    EXPECT_EQ(documents()[0].facts[FactKey::kPeriod].value, "2023-Q2");
}

TEST_F(IngestorTest, LeavesUnchangedFilesAlone) {
    write("a.pdf", "A page.\n");
    ASSERT_TRUE(ingest());
    const std::string version = documents()[0].version;
    const auto again = ingest();
    EXPECT_EQ(again->files[0].outcome, Outcome::kUnchanged);
    EXPECT_EQ(extractor_.calls, 1);
    EXPECT_EQ(documents()[0].version, version);
}

TEST_F(IngestorTest, ReplacesADocumentWhoseBytesChangedAndCollectsTheOldRows) {
    write("a.pdf", "The old page.\n");
    ASSERT_TRUE(ingest());
    const std::string old_version = documents()[0].version;
    write("a.pdf", "The new page.\n");
    ASSERT_TRUE(ingest());
    ASSERT_EQ(documents().size(), 1U);
    EXPECT_NE(documents()[0].version, old_version);
    EXPECT_EQ((*chunks_.find_page(documents()[0].version, 1))->text, "The new page.");
    EXPECT_EQ(ingest()->garbage_removed, 1U);
    EXPECT_EQ(chunks_.versions(scope_)->size(), 1U);
}

TEST_F(IngestorTest, KeepsTheRowsOfAReplacedVersionWhileAQuestionMayReadThem) {
    settings_.retired_kept = std::chrono::hours(1);
    write("a.pdf", "The old page.\n");
    write("b.pdf", "A page that goes.\n");
    ASSERT_TRUE(ingest());
    const std::string replaced = documents()[0].version, deleted = documents()[1].version;
    write("a.pdf", "The new page.\n");
    ASSERT_TRUE(ingest());
    ASSERT_TRUE(catalog_.remove(scope_, documents()[1].id));
    fs::remove(root_ / "b.pdf");
    EXPECT_EQ(ingest()->garbage_removed, 0U);
    EXPECT_EQ((*chunks_.find_page(replaced, 1))->text, "The old page.");
    EXPECT_EQ((*chunks_.find_page(deleted, 1))->text, "A page that goes.");
    EXPECT_EQ(catalog_.retired_versions(scope_)->size(), 2U);

    settings_.retired_kept = std::chrono::milliseconds(0);
    EXPECT_EQ(ingest()->garbage_removed, 2U);
    EXPECT_EQ(*chunks_.find_page(replaced, 1), std::nullopt);
    EXPECT_EQ(chunks_.versions(scope_)->size(), 1U);
    EXPECT_TRUE(catalog_.retired_versions(scope_)->empty());
}

TEST_F(IngestorTest, AnAbandonedDraftWaitsForNobody) {
    settings_.retired_kept = std::chrono::hours(1);
    write("a.pdf", many_pages(100));
    ASSERT_TRUE(ingest_until_page(60));
    write("a.pdf", "Other bytes.\n");
    EXPECT_EQ(ingest()->garbage_removed, 1U);
}

TEST_F(IngestorTest, ForgetsRetiredVersionsThatHaveNoRows) {
    settings_.retired_kept = std::chrono::hours(1);
    write("a.pdf", "The old page.\n");
    ASSERT_TRUE(ingest());
    const std::string replaced = documents()[0].version;
    write("a.pdf", "The new page.\n");
    ASSERT_TRUE(ingest());
    ASSERT_TRUE(chunks_.erase(replaced));
    ASSERT_TRUE(ingest());
    EXPECT_TRUE(catalog_.retired_versions(scope_)->empty());
}

TEST_F(IngestorTest, ReadsTheSameBytesUnderTwoNamesOnce) {
    for (int i = 0; i < 6; ++i) write("copy" + std::to_string(i) + ".pdf", "The same page.\n");
    const auto report = ingest();
    ASSERT_TRUE(report);
    EXPECT_EQ(extractor_.calls, 1);
    ASSERT_EQ(documents().size(), 1U);
    EXPECT_EQ(documents()[0].names.size(), 6U);
}

TEST_F(IngestorTest, EndsABadFileInAStateAndGoesOnWithTheOthers) {
    write("bad.pdf", "!encrypted\n");
    write("good.pdf", "A page.\n");
    const auto report = ingest();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->has_failures());
    EXPECT_EQ(documents()[0].state, DocumentState::kEncrypted);
    EXPECT_EQ(documents()[0].reason, "needs a password");
    EXPECT_EQ(documents()[1].state, DocumentState::kIndexed);
    EXPECT_TRUE(ingest()->has_failures()) << "a failed file stays failed without being read again";
    EXPECT_EQ(extractor_.calls, 2);
}

TEST_F(IngestorTest, ReadsAnEncryptedFileAgainOnceThereIsAPassword) {
    write("a.pdf", "!encrypted\n");
    ASSERT_TRUE(ingest());
    extractor_.password = "secret";
    const auto opened = ingest();
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->files[0].outcome, Outcome::kIndexed);
    EXPECT_EQ(documents()[0].state, DocumentState::kIndexed);
    EXPECT_EQ(documents()[0].reason, "");
    EXPECT_EQ(ingest()->files[0].outcome, Outcome::kUnchanged) << "now it is like any other";
    extractor_.password.clear();
    EXPECT_EQ(ingest()->files[0].outcome, Outcome::kUnchanged) << "nor is the password needed again";
    EXPECT_EQ(extractor_.calls, 2);
}

TEST_F(IngestorTest, KeepsWhatAPasswordOpenedWhenItIsRebuiltWithoutIt) {
    write("a.pdf", "!encrypted\n");
    extractor_.password = "secret";
    ASSERT_TRUE(ingest());
    const std::string version = documents()[0].version;
    extractor_.password.clear();
    extractor_.version = "lines-2";
    const auto report = ingest(Reindex::kOtherSettings);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->files[0].outcome, Outcome::kUnreadable);
    EXPECT_NE(report->files[0].reason.find("needs a password"), std::string::npos);
    EXPECT_EQ(documents()[0].version, version);
    EXPECT_EQ(documents()[0].state, DocumentState::kIndexed);
}

TEST_F(IngestorTest, RefusesAFileThatIsTooLargeWithoutReadingIt) {
    write("large.pdf", "A page.\n");
    Settings settings;
    settings.file_bytes_max = 3;
    Ingestor ingestor(settings, {}, {catalog_, chunks_, extractor_, embedder_});
    const auto report = ingestor.ingest(scope_, discover({root_})->files, Reindex::kNo, recorder_, {});
    EXPECT_EQ(report->files[0].state, DocumentState::kOverLimit);
    EXPECT_NE(report->files[0].reason.find("FILE_BYTES_MAX=3"), std::string::npos);
    EXPECT_EQ(extractor_.calls, 0);
}

TEST_F(IngestorTest, NamesWhatWasIndexedWithOtherSettingsAndRebuildsItWhenAsked) {
    write("a.pdf", "A page.\n");
    ASSERT_TRUE(ingest());
    const std::string version = documents()[0].version;
    extractor_.version = "lines-2";
    EXPECT_EQ(ingest()->files[0].outcome, Outcome::kOtherSettings);
    EXPECT_EQ(documents()[0].version, version) << "the old version goes on answering";
    EXPECT_EQ(ingest(Reindex::kOtherSettings)->files[0].outcome, Outcome::kIndexed);
    EXPECT_NE(documents()[0].version, version);
}

TEST_F(IngestorTest, ThatIsCancelledLeavesNoHalfDocument) {
    write("a.pdf", many_pages(200));
    const auto report = ingest_until_page(120);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->files[0].outcome, Outcome::kCancelled);
    EXPECT_TRUE(report->has_failures());
    EXPECT_TRUE(documents().empty());
    ASSERT_EQ(chunks_.drafts(scope_)->size(), 1U) << "the batches already written are kept for the next run";
    EXPECT_EQ(chunks_.drafts(scope_)->front().next_page, 97U);
}

TEST_F(IngestorTest, GoesOnWithTheVersionThatWasCancelledAndEndsAsIfNothingHadHappened) {
    write("a.pdf", "# A heading\n" + many_pages(200));
    catalog::FakeCatalog other_catalog;
    chunks::FakeChunkStore other_chunks;
    Ingestor undisturbed({}, small_chunks(), {other_catalog, other_chunks, extractor_, embedder_});
    ASSERT_TRUE(undisturbed.ingest(scope_, discover({root_})->files, Reindex::kNo, recorder_, {}));

    embedder_.texts = 0;
    ASSERT_TRUE(ingest_until_page(60));
    ASSERT_TRUE(ingest_until_page(150));
    const std::string version = chunks_.drafts(scope_)->front().version;
    const auto report = ingest();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->files[0].outcome, Outcome::kIndexed);
    EXPECT_EQ(report->files[0].resumed_at, 145U);
    EXPECT_EQ(report->garbage_removed, 0U);
    const Document document = documents()[0];
    EXPECT_EQ(document.version, version);
    EXPECT_EQ(document.pages, 201U);
    EXPECT_EQ(embedder_.texts, static_cast<int>(document.chunks)) << "nothing is embedded twice";
    EXPECT_TRUE(chunks_.drafts(scope_)->empty());
    EXPECT_EQ(recorder_.last.chunks_done, document.chunks);

    const catalog::LiveVersion live = catalog_.live_versions(scope_)->front();
    const catalog::LiveVersion expected = other_catalog.live_versions(scope_)->front();
    EXPECT_EQ(live.chunk_digest, expected.chunk_digest);
    EXPECT_EQ(live.chunks, expected.chunks);
    for (std::uint32_t page = 1; page <= 201; ++page)
        EXPECT_EQ(*chunks_.chunks_of_page(version, page), *other_chunks.chunks_of_page(expected.version, page));
    const auto rows = chunks_.index_rows(version), expected_rows = other_chunks.index_rows(expected.version);
    for (std::size_t i = 0; i < rows->size(); ++i) EXPECT_EQ((*rows)[i].vector, (*expected_rows)[i].vector);
}

TEST_F(IngestorTest, GoesOnReadingBehindWhatIsWritten) {
    write("a.pdf", many_pages(100));
    ASSERT_TRUE(ingest_until_page(60));
    const auto draft = chunks_.drafts(scope_)->front();
    EXPECT_EQ(extraction::parse_reading(draft.reading)->next_page, draft.next_page);
    const auto report = ingest();
    ASSERT_TRUE(report);
    EXPECT_EQ(extractor_.gone_on_at, 49U);
    EXPECT_EQ(recorder_.last.pages_done, 100U) << "those of the earlier run count";
    EXPECT_EQ(report->files[0].pages, 100U);
}

TEST_F(IngestorTest, ReadsFromTheBeginningWhenNobodyKnowsHowFarTheReadingHadCome) {
    write("a.pdf", many_pages(100));
    ASSERT_TRUE(ingest_until_page(60));
    auto draft = chunks_.drafts(scope_)->front();
    draft.reading.clear();
    ASSERT_TRUE(chunks_.append(scope_, draft, {}, {}, Embeddings(0, embedder_.dimension())));
    const auto report = ingest();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->files[0].resumed_at, 49U) << "nothing is embedded twice";
    EXPECT_EQ(extractor_.gone_on_at, 1U);
    EXPECT_EQ(recorder_.last.pages_done, 100U);
    EXPECT_EQ(documents()[0].pages, 100U);
}

TEST_F(IngestorTest, WritesAsManyPagesAtOnceAsTheSettingSays) {
    write("a.pdf", many_pages(40));
    settings_.batch_pages = 4;
    ASSERT_TRUE(ingest_until_page(15));
    EXPECT_EQ(chunks_.drafts(scope_)->front().next_page, 13U);
}

TEST_F(IngestorTest, AbandonsWhatItCannotGoOnWith) {
    write("a.pdf", many_pages(100));
    ASSERT_TRUE(ingest_until_page(60));
    write("a.pdf", "Other bytes.\n");
    const auto changed = ingest();
    EXPECT_EQ(changed->garbage_removed, 1U);
    EXPECT_EQ(changed->files[0].resumed_at, 0U);

    write("a.pdf", many_pages(100));
    ASSERT_TRUE(ingest_until_page(60));
    extractor_.version = "lines-2";
    const auto other_settings = ingest(Reindex::kOtherSettings);
    EXPECT_EQ(other_settings->garbage_removed, 1U);
    EXPECT_EQ(other_settings->files[0].resumed_at, 0U);

    write("b.pdf", many_pages(100) + "b");
    ASSERT_TRUE(ingest_until_page(60));
    fs::remove(root_ / "b.pdf");
    EXPECT_EQ(ingest()->garbage_removed, 1U);
    EXPECT_TRUE(chunks_.drafts(scope_)->empty());
    EXPECT_EQ(chunks_.versions(scope_)->size(), 1U);
}

TEST_F(IngestorTest, KeepsTheDraftOfAFileThatThisRunDoesNotRead) {
    write("in/a.pdf", many_pages(100));
    ASSERT_TRUE(ingest_until_page(60));
    write("other/b.pdf", "A page.\n");
    const auto report = make_ingestor().ingest(scope_, discover({root_ / "other"})->files, Reindex::kNo, recorder_, {});
    EXPECT_EQ(report->garbage_removed, 0U);
    EXPECT_EQ(ingest()->files[0].resumed_at, 49U);
}

TEST_F(IngestorTest, TakesAwayTheDraftOfAVersionThatIsLiveAlready) {
    write("a.pdf", "A page.\n");
    ASSERT_TRUE(ingest());
    const Document document = documents()[0];
    // As a run leaves it that is killed between the flip and the end of its draft.
    const chunks::Draft draft{.version = document.version,
                              .document_id = document.id,
                              .fingerprint = document.fingerprint,
                              .source = (root_ / "a.pdf").string(),
                              .section = ""};
    ASSERT_TRUE(chunks_.append(scope_, draft, {}, {}, {}));
    EXPECT_EQ(ingest()->garbage_removed, 0U);
    EXPECT_TRUE(chunks_.drafts(scope_)->empty());
    EXPECT_EQ(chunks_.check(document.version)->chunks, document.chunks);
}

TEST_F(IngestorTest, ReadsAgainWhatIsLiveWhenAllIsToBeReadAgain) {
    write("a.pdf", "A page.\n");
    ASSERT_TRUE(ingest());
    const std::string version = documents()[0].version;
    EXPECT_EQ(ingest(Reindex::kOtherSettings)->files[0].outcome, Outcome::kUnchanged);
    EXPECT_EQ(ingest(Reindex::kAll)->files[0].outcome, Outcome::kIndexed);
    EXPECT_NE(documents()[0].version, version);
}

TEST_F(IngestorTest, StopsTheRunWhenTheMachineIsBroken) {
    write("a.pdf", "!broken machine\n");
    const auto report = ingest();
    ASSERT_FALSE(report);
    EXPECT_NE(report.error().message.find("a.pdf"), std::string::npos);
    EXPECT_NE(report.error().message.find("the child program is missing"), std::string::npos);
}

TEST_F(IngestorTest, DoesNotNameAFileThatChangesWhileItIsRead) {
    write("a.pdf", "A page.\n");
    extractor_.before_page = [&] { write("a.pdf", "Another page.\n"); };
    const auto report = ingest();
    EXPECT_EQ(report->files[0].outcome, Outcome::kUnreadable);
    EXPECT_TRUE(documents().empty());
    EXPECT_TRUE(chunks_.versions(scope_)->empty());
}

TEST_F(IngestorTest, ReportsAFileThatVanishedAndGoesOn) {
    write("a.pdf", "A page.\n");
    write("b.pdf", "B page.\n");
    const auto found = discover({root_});
    fs::remove(root_ / "a.pdf");
    const auto report = make_ingestor().ingest(scope_, found->files, Reindex::kNo, recorder_, {});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->files[0].outcome, Outcome::kUnreadable);
    EXPECT_EQ(report->files[1].outcome, Outcome::kIndexed);
}

TEST_F(IngestorTest, CarriesAnEmbeddersRefusalAsTheRunsError) {
    write("a.pdf", "A page.\n");
    struct Broken : embedding::FakeEmbedder {
        Result<Embeddings> embed_documents(std::span<const std::string>, const Limits&) override {
            return fail(ErrorKind::kUnavailable, "no model");
        }
    } broken;
    Ingestor ingestor({}, {}, {catalog_, chunks_, extractor_, broken});
    const auto report = ingestor.ingest(scope_, discover({root_})->files, Reindex::kNo, recorder_, {});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, ErrorKind::kUnavailable);
    EXPECT_TRUE(chunks_.versions(scope_)->empty());
}

}  // namespace
}  // namespace genai::ingestion
