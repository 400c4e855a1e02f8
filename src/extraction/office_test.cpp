// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "extraction/caged_extractor.hpp"
#include "extraction/office_fixture.hpp"
#include "extraction/pdf_fixture.hpp"

// Office files, read by the real program in its cage.
namespace genai::extraction {
namespace {

using ::testing::HasSubstr;

class OfficeTest : public ::testing::Test {
protected:
    Extraction extract(const std::string& name, const ZipFixture& zip, const Settings& settings = {}) {
        return extract(name, zip.bytes(), settings);
    }
    Extraction extract(const std::string& name, std::string_view bytes, const Settings& settings = {}) {
        pages_.clear();
        auto result = CagedExtractor(std::filesystem::path(GENAI_BUILD_DIR) / "libexec/genai/genai-extract", settings)
                          .extract(folder_.write(name, bytes),
                                   [this](Page page, std::uint32_t) -> Result<void> {
                                       pages_.push_back(std::move(page));
                                       return {};
                                   },
                                   {});
        EXPECT_TRUE(result) << result.error().message;
        return result.value_or(Extraction{DocumentState::kPending, "", 0});
    }

    static std::string paragraph(const std::string& text, const std::string& properties = "") {
        return "<w:p><w:pPr>" + properties + "</w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
    }
    static std::string cell(const std::string& text, const std::string& properties = "") {
        return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + paragraph(text) + "</w:tc>";
    }
    static ZipFixture presentation(std::initializer_list<std::string> slides) {
        std::string list, relationships;
        std::size_t number = 0;
        for (const auto& slide : slides) {
            const auto id = std::to_string(++number);
            list += "<p:sldId id=\"25" + id + "\" r:id=\"r" + id + "\"/>";
            if (!slide.empty()) relationships += ZipFixture::relationship("r" + id, "slide", "slides/s" + id + ".xml");
        }
        auto zip =
            ZipFixture::office("ppt/presentation.xml", "presentationml.presentation",
                               "<p:presentation><p:sldIdLst>" + list + "</p:sldIdLst></p:presentation>", relationships);
        number = 0;
        for (const auto& slide : slides) zip.add("ppt/slides/s" + std::to_string(++number) + ".xml", slide);
        return zip;
    }
    static std::string shape(const std::string& placeholder, const std::string& text) {
        return "<p:sp><p:nvPr><p:ph type=\"" + placeholder + "\"/></p:nvPr><p:txBody><a:p><a:r><a:t>" + text +
               "</a:t></a:r></a:p></p:txBody></p:sp>";
    }
    static ZipFixture workbook(const std::string& sheet_data, const std::string& styles = "") {
        auto zip = ZipFixture::office("xl/workbook.xml", "spreadsheetml.sheet",
                                      "<workbook><sheets><sheet name=\"Q1 &amp; Q2\" r:id=\"r1\"/><sheet name=\"H\" "
                                      "state=\"hidden\" r:id=\"r1\"/>"
                                      "</sheets></workbook>",
                                      ZipFixture::relationship("r1", "worksheet", "worksheets/sheet1.xml") +
                                          ZipFixture::relationship("r2", "sharedStrings", "sharedStrings.xml") +
                                          ZipFixture::relationship("r3", "styles", "styles.xml"));
        zip.add("xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + sheet_data + "</sheetData></worksheet>");
        zip.add("xl/sharedStrings.xml",
                "<sst><si><t>Region</t></si><si><r><t>Reve</t></r><r><t>nue</t></r><rPh><t>x</t></rPh></si></sst>");
        zip.add("xl/styles.xml", "<styleSheet>" + styles + "</styleSheet>");
        return zip;
    }

    TestFolder folder_;
    std::vector<Page> pages_;
};

TEST_F(OfficeTest, ReadsADocumentsHeadingsListsAndFootnotes) {
    const auto styles = ZipFixture::relationship("r1", "styles", "styles.xml") +
                        ZipFixture::relationship("r2", "footnotes", "footnotes.xml");
    auto zip = ZipFixture::docx(
        paragraph("Report", "<w:pStyle w:val=\"T\"/>") + paragraph("Revenue rose.<w:footnoteReference w:id=\"2\"/>") +
            paragraph("one", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr>") +
            paragraph("two", "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr>") +
            "<w:p><w:r><w:t>Note</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:del><w:r><w:t>deleted</w:t></w:r></w:del></w:p>",
        styles);
    zip.add("word/styles.xml",
            "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"T\"><w:basedOn w:val=\"B\"/></w:style><w:style "
            "w:type=\"paragraph\" w:styleId=\"B\"><w:name w:val=\"heading 2\"/></w:style></w:styles>");
    zip.add("word/footnotes.xml",
            "<w:footnotes><w:footnote w:id=\"2\"><w:p><w:r><w:t>Unaudited.</w:t></w:r></w:p>"
            "</w:footnote></w:footnotes>");
    const auto result = extract("report.docx", zip);
    EXPECT_EQ(result.state, DocumentState::kIndexed) << result.reason;
    ASSERT_EQ(pages_.size(), 1U);
    EXPECT_EQ(pages_[0].text, "Report\n\nRevenue rose.\n\nUnaudited.\n\n- one\n  - two\n\nNote\n\nUnaudited.");
    EXPECT_EQ(pages_[0].blocks.at(0).kind, BlockKind::kHeading);
    EXPECT_EQ(pages_[0].location, "Report");
}

TEST_F(OfficeTest, ReadsADocumentsTablesWithSpans) {
    const auto zip = ZipFixture::docx(
        "<w:tbl><w:tr>" + cell("Region") + cell("2023") + cell("2024") + "</w:tr><w:tr>" +
        cell("North", "<w:vMerge w:val=\"restart\"/>") + cell("1", "<w:gridSpan w:val=\"2\"/>") + "</w:tr><w:tr>" +
        cell("", "<w:vMerge/>") + cell("2") + cell("3") + "</w:tr></w:tbl>" + paragraph("After."));
    EXPECT_EQ(extract("t.docx", zip).state, DocumentState::kIndexed);
    EXPECT_EQ(pages_.at(0).text, "Region\t2023\t2024\nNorth\t1\nNorth\t2\t3\n\nAfter.");
    EXPECT_EQ(pages_[0].blocks.at(0).kind, BlockKind::kTable);
    EXPECT_EQ(pages_[0].blocks.at(0).header_rows, 1);
}

TEST_F(OfficeTest, BeginsPagesWhereWordDid) {
    const auto zip = ZipFixture::docx(
        paragraph("On page 1.") + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>On page 2.</w:t></w:r></w:p>" +
        "<w:p><w:r><w:t>Begins there,</w:t><w:lastRenderedPageBreak/><w:t> ends on 3.</w:t></w:r></w:p>" +
        paragraph("On page 3.") + "<w:p><w:r><w:br w:type=\"page\"/><w:t>On page 4.</w:t></w:r></w:p>");
    EXPECT_EQ(extract("p.docx", zip).pages, 4U);
    EXPECT_EQ(pages_.at(1).text, "On page 2.\n\nBegins there, ends on 3.");
    EXPECT_EQ(pages_.at(3).text, "On page 4.");
}

TEST_F(OfficeTest, ReadsASlideAPageWithItsTitleTextAndTable) {
    const auto zip = presentation(
        {"<p:sld>" + shape("title", "Strategy") + shape("body", "Grow") + shape("sldNum", "1") + "</p:sld>", "<p:sld/>",
         "<p:sld><a:tbl><a:tblPr firstRow=\"1\"/><a:tr><a:tc><a:p><a:r><a:t>a</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r>"
         "<a:t>b</a:t></a:r></a:p></a:tc></a:tr><a:tr><a:tc><a:p><a:r><a:t>1</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r>"
         "<a:t>2</a:t></a:r></a:p></a:tc></a:tr></a:tbl></p:sld>"});
    EXPECT_EQ(extract("deck.pptx", zip).state, DocumentState::kIndexed);
    ASSERT_EQ(pages_.size(), 3U);
    EXPECT_EQ(pages_[0].text, "Strategy\n\n- Grow");
    EXPECT_EQ(pages_[0].location, "slide 1");
    EXPECT_EQ(pages_[1].text, "");
    EXPECT_EQ(pages_[2].text, "a\tb\n1\t2");
    EXPECT_EQ(pages_[2].location, "slide 3");
}

TEST_F(OfficeTest, GivesUpASlideAloneThatIsDamagedOrMissing) {
    const auto result =
        extract("deck.pptx", presentation({"<p:sld>" + shape("title", "Good") + "</p:sld>", "", "<p:sld><broken"}));
    EXPECT_EQ(result.state, DocumentState::kPartial);
    EXPECT_THAT(result.reason, HasSubstr("page 2: the slide is missing; page 3: its XML is damaged"));
    ASSERT_EQ(pages_.size(), 1U);
    EXPECT_EQ(pages_[0].text, "Good");
    EXPECT_EQ(pages_[0].location, "slide 1");
}

TEST_F(OfficeTest, ReadsASheetsTablesAsTheyAreShown) {
    const auto zip = workbook(
        "<row r=\"1\"><c r=\"B1\" t=\"inlineStr\"><is><t>Title</t></is></c></row>"
        "<row r=\"3\"><c r=\"B3\" t=\"s\"><v>0</v></c><c r=\"C3\" t=\"s\"><v>1</v></c><c r=\"D3\" "
        "t=\"str\"><v>Day</v></c></row>"
        "<row r=\"4\"><c r=\"B4\" t=\"str\"><v>North</v></c><c r=\"C4\"><v>0.30000000000000004</v></c><c r=\"D4\" "
        "s=\"1\"><v>45382</v></c></row>"
        "<row r=\"5\"><c r=\"B5\" t=\"b\"><v>1</v></c><c r=\"C5\" s=\"2\"><v>0.125</v></c><c r=\"D5\" s=\"3\">"
        "<v>45382.5</v></c></row>",
        "<numFmts><numFmt numFmtId=\"170\" formatCode=\"[$-409]d/m/yyyy\\ h:mm\"/></numFmts><cellXfs><xf "
        "numFmtId=\"0\"/>"
        "<xf numFmtId=\"14\"/><xf numFmtId=\"10\"/><xf numFmtId=\"170\"/></cellXfs>");
    EXPECT_EQ(extract("book.xlsx", zip).state, DocumentState::kIndexed);
    ASSERT_EQ(pages_.size(), 1U) << "the hidden sheet is left out";
    EXPECT_EQ(pages_[0].text,
              "Title\n\nRegion\tRevenue\tDay\nNorth\t0.3\t2024-03-31\nTRUE\t12.5%\t2024-03-31 12:00:00");
    EXPECT_EQ(pages_[0].location, "Sheet Q1 & Q2");
}

TEST_F(OfficeTest, CutsALargeSheetIntoPagesByRows) {
    std::string rows = "<row r=\"1\"><c t=\"str\"><v>Name</v></c><c t=\"str\"><v>Value</v></c></row>";
    for (int i = 2; i <= 1000; ++i)
        rows += "<row><c t=\"str\"><v>the name of a row</v></c><c><v>" + std::to_string(i) + "</v></c></row>";
    extract("book.xlsx", workbook(rows));
    ASSERT_GT(pages_.size(), 2U);
    EXPECT_THAT(pages_[0].location, ::testing::StartsWith("Sheet Q1 & Q2, rows 1-"));
    EXPECT_THAT(pages_[1].text, ::testing::StartsWith("Name\tValue\nthe name"));
    EXPECT_THAT(pages_.back().location, ::testing::EndsWith("-1000"));
}

TEST_F(OfficeTest, BelievesTheContentsAndNotTheName) {
    EXPECT_EQ(extract("deck.xlsx", presentation({"<p:sld>" + shape("title", "Slide") + "</p:sld>"})).state,
              DocumentState::kIndexed);
    EXPECT_EQ(pages_.at(0).location, "slide 1");
    EXPECT_THAT(extract("a.docx", ZipFixture().add("x.txt", "x")).reason, HasSubstr("none of an Office file"));
    EXPECT_THAT(extract("a.docx", ZipFixture().add("mimetype", "x")).reason, HasSubstr("OpenDocument"));
    EXPECT_THAT(extract("a.docx", ZipFixture::office("a/b.xml", "drawing", "<x/>")).reason, HasSubstr("none of docx"));
}

TEST_F(OfficeTest, RefusesBombsAndDocumentTypes) {
    const auto bomb = extract("bomb.docx", ZipFixture::docx(std::string(std::size_t{64} << 20, ' ')));
    EXPECT_EQ(bomb.state, DocumentState::kOverLimit);
    EXPECT_THAT(bomb.reason, HasSubstr("more than 250 times its size"));
    const auto laughs = extract(
        "lol.docx",
        ZipFixture::office("word/document.xml", "wordprocessingml.document",
                           "<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;\">]><w:document>&b;</w:document>"));
    EXPECT_EQ(laughs.state, DocumentState::kDamaged);
    EXPECT_THAT(laughs.reason, HasSubstr("it has a document type"));
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<w:x>";
    EXPECT_THAT(extract("deep.docx", ZipFixture::docx(deep)).reason, HasSubstr("nests too deep"));
    ZipFixture many;
    for (int i = 0; i < 20'001; ++i) many.add(std::to_string(i), "");
    EXPECT_EQ(extract("many.docx", many).state, DocumentState::kOverLimit);
}

TEST_F(OfficeTest, KeepsWhatItCouldReadOfADamagedDocument) {
    auto text = std::string("<w:document><w:body>") + paragraph("Good.") + "<w:p><broken";
    const auto result = extract("d.docx", ZipFixture::office("word/document.xml", "wordprocessingml.document", text));
    EXPECT_EQ(result.state, DocumentState::kPartial);
    EXPECT_THAT(result.reason, HasSubstr("the rest of the file cannot be read"));
    EXPECT_EQ(pages_.at(0).text, "Good.");
}

TEST_F(OfficeTest, EndsEveryMutantInANamedState) {
    const std::vector<std::pair<std::string, std::string>> originals{
        {"m.docx",
         ZipFixture::docx(paragraph("text") + "<w:tbl><w:tr>" + cell("a") + cell("b") + "</w:tr></w:tbl>").bytes()},
        {"m.pptx", presentation({"<p:sld>" + shape("title", "Slide") + "</p:sld>"}).bytes()},
        {"m.xlsx", workbook("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>0</v></c></row>").bytes()}};
    std::uint32_t random = 7;
    for (int i = 0; i < 60; ++i) {
        const auto& [name, bytes] = originals[static_cast<std::size_t>(i) % originals.size()];
        auto mutant = bytes;
        for (int change = 0; change <= i % 5; ++change) {
            random = random * 1664525 + 1013904223;
            mutant[4 + (random >> 8) % (mutant.size() - 4)] = static_cast<char>(random);
        }
        if (i % 7 == 6) mutant.resize(mutant.size() / 2);
        const auto result = extract(name, mutant);
        EXPECT_NE(result.state, DocumentState::kPending) << i;
        EXPECT_EQ(result.state == DocumentState::kIndexed, result.reason.empty()) << i << ": " << result.reason;
        EXPECT_EQ(result.reason.find("sandbox_violation"), std::string::npos) << i << ": " << result.reason;
        for (const auto& page : pages_) EXPECT_TRUE(is_valid_utf8(page.text));
    }
}

}  // namespace
}  // namespace genai::extraction
