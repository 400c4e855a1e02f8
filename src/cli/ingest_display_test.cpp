// SPDX-License-Identifier: Apache-2.0
#include "cli/ingest_display.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::cli {
namespace {

using ingestion::FileReport;
using ingestion::Outcome;
using testing::HasSubstr;
using testing::Not;

FileReport report_of(const std::string& name, Outcome outcome, DocumentState state) {
    FileReport report;
    report.file = {"/in/" + name, {"/in", name}, 1000};
    report.document_id = "abc";
    report.outcome = outcome;
    report.state = state;
    report.pages = 12;
    report.chunks = 48;
    report.took = std::chrono::milliseconds(800);
    return report;
}

TEST(IngestDisplay, TellsWhereARunStands) {
    ingestion::Progress progress;
    progress.files_done = 3;
    progress.files_total = 20;
    progress.pages_done = 210;
    progress.pages_total = 1560;
    progress.chunks_done = 812;
    progress.file = "a.pdf";
    progress.stage = ingestion::Stage::kEmbedding;
    progress.elapsed = std::chrono::seconds(12);
    EXPECT_EQ(to_progress_line(progress, {}), "3/20 files, 210/1,560 pages, 812 chunks, 12 s, embedding a.pdf");
    progress.left = std::chrono::seconds(40);
    EXPECT_THAT(to_progress_line(progress, {}), HasSubstr("12 s, 40 s left ("));
}

TEST(IngestDisplay, NamesEachFileWithItsReason) {
    EXPECT_EQ(to_result_line(report_of("a.pdf", Outcome::kIndexed, DocumentState::kIndexed)),
              "indexed        a.pdf  12 pages, 48 chunks, 0.8 s\n");
    auto failed = report_of("b\x1b.pdf", Outcome::kIndexed, DocumentState::kDamaged);
    failed.pages = 0;
    failed.reason = "cut\noff";
    EXPECT_EQ(to_result_line(failed), "damaged        b\\x1b.pdf\n               cut off\n");
    EXPECT_THAT(to_result_line(report_of("c", Outcome::kUnreadable, DocumentState::kPending)), HasSubstr("unreadable"));
}

TEST(IngestDisplay, WritesOneJsonObjectALine) {
    EXPECT_EQ(to_result_json(report_of("a.pdf", Outcome::kIndexed, DocumentState::kIndexed), Scope{}),
              R"({"id":"abc","name":"a.pdf","path":"/in/a.pdf","collection":"default","outcome":"indexed",)"
              R"("status":"indexed","reason":"","pages":12,"chunks":48,"bytes":1000,"resumed_at":0,"ms":800})"
              "\n");
}

TEST(IngestDisplay, SaysWhereAFileWasGoneOnWith) {
    auto report = report_of("a.pdf", Outcome::kIndexed, DocumentState::kIndexed);
    report.resumed_at = 9;
    EXPECT_EQ(to_result_line(report), "indexed        a.pdf  12 pages, 48 chunks, 0.8 s, went on from page 9\n");
}

TEST(IngestDisplay, NamesTheFirstOfTheNamesThatVanished) {
    EXPECT_EQ(to_vanished_text({}, Vanished::kKept), "");
    EXPECT_EQ(to_vanished_text({{"/in", "a\x1b.pdf"}}, Vanished::kKept),
              "vanished       a\\x1b.pdf\n1 name without a file still answers: genai ingest --prune removes it\n");
    const std::vector<DocumentName> many(25, {"/in", "b.pdf"});
    EXPECT_THAT(to_vanished_text(many, Vanished::kRemoved), HasSubstr("and 5 more\n25 names removed"));
}

TEST(IngestDisplay, SumsARunUp) {
    ingestion::IngestReport report;
    report.took = std::chrono::seconds(4);
    report.files = {report_of("a", Outcome::kIndexed, DocumentState::kIndexed),
                    report_of("b", Outcome::kUnchanged, DocumentState::kIndexed),
                    report_of("c", Outcome::kUnchanged, DocumentState::kEncrypted),
                    report_of("d", Outcome::kOtherSettings, DocumentState::kIndexed),
                    report_of("e", Outcome::kCancelled, DocumentState::kPending),
                    report_of("f", Outcome::kNamed, DocumentState::kIndexed)};
    const ingestion::Discovery discovery{{}, {{"x", "not a PDF"}, {"y", "not a PDF"}, {"z", "symbolic link"}}, {}, {}};
    const std::string summary = to_summary(report, discovery);
    EXPECT_THAT(summary,
                HasSubstr("6 files: 1 indexed, 1 unchanged, 1 failed, 1 known under another name, 1 indexed with other "
                          "settings, 1 not done; 12 pages, 48 chunks in 4.0 s (3.0 pages/s)"));
    EXPECT_THAT(summary, HasSubstr("2 passed over: not a PDF\n1 passed over: symbolic link\n"));
    EXPECT_THAT(summary, HasSubstr("1 document was indexed with other settings: genai ingest --reindex"));
    EXPECT_THAT(to_summary({}, {}), Not(HasSubstr("--reindex")));
}

TEST(IngestDisplay, CountsWhatHasNoTextForItself) {
    ingestion::IngestReport report;
    report.took = std::chrono::seconds(4);
    report.files = {report_of("a", Outcome::kIndexed, DocumentState::kIndexed),
                    report_of("b", Outcome::kIndexed, DocumentState::kNoText),
                    report_of("c", Outcome::kIndexed, DocumentState::kPartial)};
    EXPECT_THAT(to_summary(report, {}),
                HasSubstr("3 files: 1 indexed, 0 unchanged, 0 failed, 1 in part, 1 without text; 36 pages"));
    for (FileReport& file : report.files) file.outcome = Outcome::kUnchanged;
    EXPECT_THAT(to_summary(report, {}),
                HasSubstr("3 files: 0 indexed, 3 unchanged (1 without text), 0 failed; 0 pages, "
                          "0 chunks in 4.0 s\n"));
}

TEST(IngestDisplay, CountsNoPagesOfFilesThatFailed) {
    ingestion::IngestReport report;
    report.took = std::chrono::seconds(4);
    report.files = {report_of("a", Outcome::kIndexed, DocumentState::kIndexed),
                    report_of("b", Outcome::kIndexed, DocumentState::kOverLimit),
                    report_of("c", Outcome::kIndexed, DocumentState::kTimedOut)};
    EXPECT_THAT(to_summary(report, {}),
                HasSubstr("3 files: 1 indexed, 0 unchanged, 2 failed; 12 pages, 48 chunks in 4.0 s (3.0 pages/s)"));
}

TEST(IngestDisplay, LetsNoNameForgeALine) {
    const auto forged = report_of("a.pdf\nindexed        b.pdf", Outcome::kIndexed, DocumentState::kIndexed);
    EXPECT_THAT(to_result_line(forged), HasSubstr("indexed        a.pdf\\nindexed        b.pdf  12 pages"));
}

}  // namespace
}  // namespace genai::cli
