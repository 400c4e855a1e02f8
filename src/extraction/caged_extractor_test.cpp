// SPDX-License-Identifier: Apache-2.0
#include "extraction/caged_extractor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "extraction/extractor_contract.hpp"
#include "extraction/fake_extractor.hpp"
#include "extraction/make_extractor.hpp"
#include "extraction/pdf_fixture.hpp"

namespace genai::extraction {

namespace {

using ::testing::HasSubstr;

std::filesystem::path child() { return std::filesystem::path(GENAI_BUILD_DIR) / "libexec/genai/genai-extract"; }

std::string read_testdata(const std::string& name) {
    std::ifstream file(std::filesystem::path(GENAI_SOURCE_DIR) / "src/extraction/testdata" / name, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

std::string three_pages() {
    PdfFixture pdf;
    for (const char* text : {"The first page.", "The second page.", "The third page."})
        pdf.page(PdfFixture::line(72, 700, text));
    return pdf.bytes();
}

class PdfSubject : public ExtractorContractSubject {
public:
    Extractor& extractor() override { return extractor_; }
    std::filesystem::path three_pages() override { return folder_.write("three.pdf", extraction::three_pages()); }
    std::filesystem::path unreadable() override { return folder_.write("bad.pdf", "no pdf at all"); }

private:
    TestFolder folder_;
    CagedExtractor extractor_{child(), Settings{}};
};

class FakeSubject : public ExtractorContractSubject {
public:
    FakeSubject() { extractor_.set_text("three.pdf", {"one", "two", "three"}); }
    Extractor& extractor() override { return extractor_; }
    std::filesystem::path three_pages() override { return "three.pdf"; }
    std::filesystem::path unreadable() override { return "bad.pdf"; }

private:
    FakeExtractor extractor_;
};

template <class Subject>
std::unique_ptr<ExtractorContractSubject> make() {
    return std::make_unique<Subject>();
}

INSTANTIATE_TEST_SUITE_P(Pdf, ExtractorContract, ::testing::Values(&make<PdfSubject>));
INSTANTIATE_TEST_SUITE_P(Fake, ExtractorContract, ::testing::Values(&make<FakeSubject>));

class CagedExtractorTest : public ::testing::Test {
protected:
    Extraction extract(std::string_view bytes, const Settings& settings = {}) {
        pages_.clear();
        const auto file = folder_.write("file.pdf", bytes);
        auto result = CagedExtractor(child(), settings).extract(file, collect(), {});
        EXPECT_TRUE(result) << result.error().message;
        return result.value_or(Extraction{DocumentState::kPending, "", 0});
    }
    PageSink collect() {
        return [this](Page page, std::uint32_t) -> Result<void> {
            pages_.push_back(std::move(page));
            return {};
        };
    }

    TestFolder folder_;
    std::vector<Page> pages_;
};

// Form XObjects that draw each other ten times, ten levels deep.
std::string form_bomb() {
    PdfFixture pdf;
    const auto text = PdfFixture::line(0, 0, "lol");
    int inner = pdf.stream(text, "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources 3 0 R");
    for (int level = 0; level < 10; ++level) {
        std::string calls;
        for (int i = 0; i < 10; ++i) calls += "/X Do ";
        inner = pdf.stream(calls, "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X " +
                                      std::to_string(inner) + " 0 R>>>>");
    }
    pdf.page(PdfFixture::line(72, 700, "A good page before."));
    pdf.page("/X Do", "/Resources<</XObject<</X " + std::to_string(inner) + " 0 R>>>>");
    pdf.page(PdfFixture::line(72, 700, "A good page after."));
    return pdf.bytes();
}

}  // namespace

TEST_F(CagedExtractorTest, GivesTextAndBoxesInPointsFromTheTopLeft) {
    const auto result = extract(PdfFixture().page(PdfFixture::line(72, 700, "Hello world")).bytes());
    EXPECT_EQ(result.state, DocumentState::kIndexed);
    ASSERT_EQ(pages_.size(), 1U);
    const auto& page = pages_.front();
    EXPECT_EQ(page.text, "Hello world");
    EXPECT_FLOAT_EQ(page.width, 612);
    EXPECT_FLOAT_EQ(page.height, 792);
    const auto& box = page.boxes.front();
    EXPECT_NEAR(box.x0, 72, 1);
    EXPECT_LT(box.y0, 792 - 700);
    EXPECT_GT(box.y1, 792 - 700);
    EXPECT_EQ(page.boxes[5].x0, page.boxes[5].x1) << "the space between words is no place on the page";
}

TEST_F(CagedExtractorTest, TurnsBoxesWithThePage) {
    const auto result = extract(PdfFixture().page(PdfFixture::line(72, 700, "Turned words"), "/Rotate 90").bytes());
    EXPECT_EQ(result.state, DocumentState::kIndexed);
    ASSERT_EQ(pages_.size(), 1U);
    EXPECT_EQ(pages_[0].text, "Turned words");
    EXPECT_FLOAT_EQ(pages_[0].width, 792);
    const auto& first = pages_[0].boxes.front();
    const auto& last = pages_[0].boxes.back();
    EXPECT_NEAR(first.x0, 700, 5);
    EXPECT_GT(last.y0, first.y1) << "the text runs down the turned page";
}

TEST_F(CagedExtractorTest, ReadsATableRotatedOnAnUprightPage) {
    std::string content;
    for (int row = 0; row < 4; ++row) {
        const auto x = std::to_string(100 + 14 * row);
        content += "BT /F1 10 Tf 0 1 -1 0 " + x + " 72 Tm (Revenue " + std::to_string(row) + ") Tj ET\n";
        content += "BT /F1 10 Tf 0 1 -1 0 " + x + " 300 Tm (1,00" + std::to_string(row) + ") Tj ET\n";
    }
    extract(PdfFixture().page(content).bytes());
    ASSERT_EQ(pages_.size(), 1U);
    EXPECT_EQ(pages_[0].text, "Revenue 0\t1,000\nRevenue 1\t1,001\nRevenue 2\t1,002\nRevenue 3\t1,003");
    ASSERT_EQ(pages_[0].blocks.size(), 1U);
    EXPECT_EQ(pages_[0].blocks[0].kind, BlockKind::kTable);
}

TEST_F(CagedExtractorTest, ReadsTheLeftColumnBeforeTheRight) {
    std::string content = PdfFixture::line(72, 740, "A Title Over Both Columns of This Page, Long Enough", 14, "F2");
    for (int i = 0; i < 12; ++i) {
        const double y = 700 - 12 * i;
        content += PdfFixture::line(72, y, "left line " + std::to_string(i) + " goes on to the gutter here");
        content += PdfFixture::line(320, y, "right line " + std::to_string(i) + " goes on to the margin here");
    }
    extract(PdfFixture().page(content).bytes());
    ASSERT_EQ(pages_.size(), 1U);
    const auto& text = pages_[0].text;
    EXPECT_LT(text.find("A Title"), text.find("left line 0"));
    EXPECT_LT(text.find("left line 11"), text.find("right line 0"));
}

TEST_F(CagedExtractorTest, CallsAFileWithoutTextByItsName) {
    const auto result = extract(PdfFixture().page("0 0 100 100 re f").page("").bytes());
    EXPECT_EQ(result.state, DocumentState::kNoText);
    EXPECT_EQ(result.reason, "no text layer on any of its 2 pages; scanned?");
    EXPECT_EQ(result.pages, 2U);
    EXPECT_EQ(pages_.size(), 2U);
}

TEST_F(CagedExtractorTest, RefusesWhatIsNoPdfAndSaysWhatItIs) {
    EXPECT_THAT(extract("").reason, HasSubstr("empty"));
    EXPECT_THAT(extract(std::string("PK\x03\x04zip", 7)).reason, HasSubstr("ZIP archive is damaged"));
    const auto result = extract("just some words");
    EXPECT_EQ(result.state, DocumentState::kDamaged);
    EXPECT_THAT(result.reason, HasSubstr("not a PDF, though its name says so"));
}

TEST_F(CagedExtractorTest, ReadsTextsInTheCageEachWithItsLocation) {
    struct Case {
        const char* name;
        const char* bytes;
        const char* text;
        const char* location;
    };
    for (const Case& one : {Case{"a.txt",
                                 "Stra\xDF"
                                 "e und Gr\xF6\xDF"
                                 "e\n\nnext",
                                 "Straße und Größe\n\nnext", ""},
                            Case{"a.md", "# Guide\n\n- one", "Guide\n\n- one", "Guide"},
                            Case{"a.csv", "Name;Value\nx;1", "Name\tValue\nx\t1", ""},
                            Case{"a.html", "<h1>Page</h1><p>Text", "Page\n\nText", "Page"},
                            Case{"b.txt", "<!DOCTYPE html><p>Text", "Text", ""}}) {
        pages_.clear();
        const auto result =
            CagedExtractor(child(), Settings{}).extract(folder_.write(one.name, one.bytes), collect(), {});
        ASSERT_TRUE(result) << one.name << ": " << result.error().message;
        EXPECT_EQ(result->state, DocumentState::kIndexed) << one.name << ": " << result->reason;
        ASSERT_EQ(pages_.size(), 1U) << one.name;
        EXPECT_EQ(pages_[0].text, one.text) << one.name;
        EXPECT_EQ(pages_[0].location, one.location) << one.name;
        EXPECT_EQ(pages_[0].boxes, std::vector<Box>(pages_[0].boxes.size())) << one.name;
    }
}

TEST_F(CagedExtractorTest, KnowsAnUploadsFormatByTheNameThatItWasGiven) {
    const auto result =
        CagedExtractor(child(), Settings{}).extract({folder_.write("3fa9", "# Guide\n\nText"), "g.md"}, collect(), {});
    ASSERT_TRUE(result);
    EXPECT_EQ(pages_.at(0).location, "Guide");
}

TEST_F(CagedExtractorTest, SaysThatATextHasNoneAndThatOneHasTooManyPages) {
    Settings settings;
    settings.pages_max = 2;
    const auto empty = CagedExtractor(child(), settings).extract(folder_.write("e.md", "\n\n"), collect(), {});
    EXPECT_EQ(empty->state, DocumentState::kNoText);
    EXPECT_EQ(empty->reason, "there is no text in it");
    const auto large =
        CagedExtractor(child(), settings).extract(folder_.write("l.txt", std::string(50'000, 'x')), collect(), {});
    EXPECT_EQ(large->state, DocumentState::kOverLimit);
    EXPECT_THAT(large->reason, HasSubstr("PAGES_MAX allows 2"));
}

TEST_F(CagedExtractorTest, GivesAPageUpThatNeedsMoreMemoryOrTimeThanItMay) {
    std::string html = "<table>";
    for (int i = 0; i < 3'000'000; ++i) html += "<b><p>";
    Settings settings;
    settings.page_cpu_s = 1;
    settings.child_memory_bytes = 256ULL << 20;
    const auto result = CagedExtractor(child(), settings).extract(folder_.write("bomb.html", html), collect(), {});
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->state == DocumentState::kTimedOut || result->state == DocumentState::kOutOfMemory)
        << to_string(result->state) << ": " << result->reason;
}

TEST_F(CagedExtractorTest, SaysWhenAFileCannotBeOpened) {
    const auto missing = CagedExtractor(child(), Settings{}).extract(folder_.path() / "none.pdf", collect(), {});
    ASSERT_TRUE(missing);
    EXPECT_EQ(missing->state, DocumentState::kDamaged);
    EXPECT_THAT(missing->reason, HasSubstr("No such file"));
    const auto folder = CagedExtractor(child(), Settings{}).extract(folder_.path(), collect(), {});
    ASSERT_TRUE(folder);
    EXPECT_THAT(folder->reason, HasSubstr("not a regular file"));
}

TEST_F(CagedExtractorTest, EndsEncryptedFilesInTheirState) {
    for (const char* name : {"encrypted_rc4.pdf", "encrypted_aes256.pdf"}) {
        const auto bytes = read_testdata(name);
        ASSERT_FALSE(bytes.empty()) << name;
        const auto result = extract(bytes);
        EXPECT_EQ(result.state, DocumentState::kEncrypted) << name;
        EXPECT_THAT(result.reason, HasSubstr("password")) << name;
        EXPECT_TRUE(pages_.empty());
    }
}

TEST_F(CagedExtractorTest, OpensAnEncryptedFileWithTheRightOneOfItsPasswords) {
    const auto file = std::filesystem::path(GENAI_SOURCE_DIR) / "samples/encrypted.pdf";
    const auto book = PasswordBook::parse("wrong\nencrypted.pdf\talso wrong\nencrypted.pdf\tlantern-wharf-2025\n");
    CagedExtractor extractor(child(), Settings{}, *book);
    const auto result = extractor.extract(file, collect(), {});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->state, DocumentState::kIndexed) << result->reason;
    ASSERT_FALSE(pages_.empty());
    EXPECT_THAT(pages_[0].text, HasSubstr("Price"));
}

TEST_F(CagedExtractorTest, SaysThatNoPasswordFitsAndNotWhichWereTried) {
    const auto book = PasswordBook::parse("wrong-secret\n");
    CagedExtractor extractor(child(), Settings{}, *book);
    const auto file = folder_.write("file.pdf", read_testdata("encrypted_aes256.pdf"));
    EXPECT_TRUE(extractor.has_password(file));
    const auto result = extractor.extract(file, collect(), {});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->state, DocumentState::kEncrypted);
    EXPECT_THAT(result->reason, HasSubstr("no password that was given for it opens it"));
    EXPECT_THAT(result->reason, testing::Not(HasSubstr("wrong-secret")));
}

TEST_F(CagedExtractorTest, ReadsAFileThatIsEncryptedWithoutAPassword) {
    const auto result = extract(read_testdata("encrypted_open.pdf"));
    EXPECT_EQ(result.state, DocumentState::kIndexed) << result.reason;
}

TEST_F(CagedExtractorTest, EndsTruncatedFilesInAState) {
    const auto bytes = three_pages();
    for (std::size_t length = 16; length < bytes.size(); length += bytes.size() / 12) {
        const auto result = extract(bytes.substr(0, length));
        // PDFium mends what it can: with the pages' objects in place all of it may still be there.
        EXPECT_TRUE(result.state == DocumentState::kDamaged || result.state == DocumentState::kIndexed ||
                    result.state == DocumentState::kPartial || result.state == DocumentState::kNoText)
            << length << ": " << to_string(result.state);
        EXPECT_EQ(result.reason.empty(), result.state == DocumentState::kIndexed);
    }
    EXPECT_EQ(extract(bytes.substr(0, 16)).state, DocumentState::kDamaged);
}

TEST_F(CagedExtractorTest, GivesUpThePageThatNeedsTooMuchAndReadsTheOthers) {
    Settings settings;
    settings.page_cpu_s = 2;
    settings.child_memory_bytes = std::uint64_t{256} << 20;
    const auto result = extract(form_bomb(), settings);
    EXPECT_EQ(result.state, DocumentState::kPartial) << result.reason;
    EXPECT_THAT(result.reason, HasSubstr("page 2: it needs more"));
    EXPECT_EQ(result.pages, 3U);
    ASSERT_EQ(pages_.size(), 2U);
    EXPECT_EQ(pages_[0].text, "A good page before.");
    EXPECT_EQ(pages_[1].text, "A good page after.");
    EXPECT_EQ(pages_[1].number, 3);
}

TEST_F(CagedExtractorTest, SurvivesAPageTreeThatPointsAtItself) {
    const auto result = extract(PdfFixture().page_tree("/Count 3/Kids[2 0 R]").bytes());
    EXPECT_TRUE(is_failure(result.state)) << to_string(result.state);
    EXPECT_NE(result.reason, "");
}

TEST_F(CagedExtractorTest, RefusesFilesWithTooManyPages) {
    Settings settings;
    settings.pages_max = 2;
    const auto result = extract(three_pages(), settings);
    EXPECT_EQ(result.state, DocumentState::kOverLimit);
    EXPECT_EQ(result.reason, "the file has 3 pages; PAGES_MAX allows 2");
    EXPECT_EQ(result.pages, 3U);
    EXPECT_TRUE(pages_.empty());
}

TEST_F(CagedExtractorTest, DoesNotBelieveAPageCountThatNoFileHas) {
    PdfFixture pdf;
    pdf.page(PdfFixture::line(72, 700, "One page."));
    const auto result = extract(pdf.page_tree("/Count 2000000000/Kids[8 0 R]").bytes());
    EXPECT_TRUE(is_failure(result.state) || result.pages == 1) << to_string(result.state);
}

TEST_F(CagedExtractorTest, ReadsTextOnAHugePage) {
    const auto result = extract(
        PdfFixture().page(PdfFixture::line(72, 700, "Small words"), "/MediaBox[0 0 1000000000 1000000000]").bytes());
    EXPECT_TRUE(result.state == DocumentState::kIndexed || result.state == DocumentState::kDamaged);
    for (const auto& page : pages_) EXPECT_EQ(page.text, "Small words");
}

TEST_F(CagedExtractorTest, LeavesOutTextThatIsNotOnThePage) {
    extract(PdfFixture()
                .page(PdfFixture::line(72, 700, "Seen") + PdfFixture::line(72, 5000, "Hidden above the page"))
                .bytes());
    ASSERT_EQ(pages_.size(), 1U);
    EXPECT_EQ(pages_[0].text, "Seen");
}

TEST_F(CagedExtractorTest, SaysSoWhenTheChildIsMissing) {
    const auto file = folder_.write("file.pdf", three_pages());
    const auto result = CagedExtractor(folder_.path() / "nothing-here", Settings{}).extract(file, collect(), {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::kUnavailable);
    EXPECT_THAT(result.error().message, HasSubstr("nothing-here"));
    const auto made = make_extractor(Settings{}, folder_.path() / "nothing-here");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, ErrorKind::kUnavailable);
    EXPECT_TRUE(make_extractor(Settings{}, child()));
}

TEST_F(CagedExtractorTest, ReadsSeveralFilesAtOnce) {
    const auto file = folder_.write("three.pdf", three_pages());
    CagedExtractor extractor(child(), Settings{});
    std::array<int, 4> read{};
    std::vector<std::thread> threads;
    for (auto& count : read)
        threads.emplace_back([&] {
            for (int i = 0; i < 3; ++i) {
                const auto result = extractor.extract(file,
                                                      [&](Page, std::uint32_t) -> Result<void> {
                                                          ++count;
                                                          return {};
                                                      },
                                                      {});
                EXPECT_TRUE(result);
            }
        });
    for (auto& thread : threads) thread.join();
    for (const int count : read) EXPECT_EQ(count, 9);
}

TEST_F(CagedExtractorTest, NamesThePinnedPdfiumInItsFingerprint) {
    std::ifstream lock(std::filesystem::path(GENAI_SOURCE_DIR) / "parts.lock");
    std::string line;
    std::string version;
    while (std::getline(lock, line)) {
        std::istringstream words(line);
        std::string name;
        words >> name;
        if (name == "pdfium") words >> version;
    }
    ASSERT_NE(version, "");
    EXPECT_THAT(CagedExtractor(child(), Settings{}).fingerprint(), HasSubstr("pdfium-" + version));
}

}  // namespace genai::extraction
