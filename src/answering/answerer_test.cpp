// SPDX-License-Identifier: Apache-2.0
#include "answering/answerer.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "catalog/fake_catalog.hpp"
#include "chunks/fake_chunk_store.hpp"
#include "embedding/fake_embedder.hpp"
#include "filters/expression.hpp"
#include "lexical/fake_lexical_index.hpp"
#include "vectors/fake_vector_store.hpp"

namespace genai::answering {
namespace {

class AnswererTest : public testing::Test {
protected:
    void SetUp() override {
        Page page;
        page.number = 1;
        add_block(page, BlockKind::kHeading, "Charges");
        add_block(page, BlockKind::kParagraph,
                  "The mooring fee is 40 crowns a day. Fresh water is free for all ships.");
        add_block(page, BlockKind::kParagraph, "Crane hire fell because the crane stood still for repairs.");
        add_block(page, BlockKind::kTable, "crowns\t2025\t2024\nMooring income\t1,577\t1,502\nCrane hire\t99\t98", 1);
        page.boxes.resize(count_code_points(page.text), Box{10, 10, 15, 20});
        Chunk chunk;
        chunk.id = "chunk";
        chunk.page = chunk.page_end = 1;
        chunk.end = static_cast<std::uint32_t>(page.boxes.size());
        chunk.text = page.text;
        const std::string text = chunk.text;
        const auto embeddings = embedder_.embed_documents(std::span(&text, 1), {});
        ASSERT_TRUE(chunk_store_.append(scope_, "v1", std::span(&page, 1), std::span(&chunk, 1), *embeddings));
        catalog::VersionRecord record;
        record.document_id = "harbour";
        record.version = "v1";
        record.chunks = 1;
        record.chunk_digest = *chunk_store_.chunk_digest("v1");
        ASSERT_TRUE(catalog_.flip(scope_, {"root", "harbour.pdf"}, record));
    }

    static void add_block(Page& page, BlockKind kind, const std::string& text, std::uint16_t header_rows = 0) {
        if (!page.text.empty()) page.text += "\n\n";
        const auto start = static_cast<std::uint32_t>(page.text.size());
        page.text += text;
        page.blocks.push_back({kind, start, static_cast<std::uint32_t>(page.text.size()), header_rows});
    }

    Result<Answer> ask(const std::string& text, Question::Want want = Question::Want::kAnswer) {
        Question question;
        question.text = text;
        question.want = want;
        return answerer_.answer(question, {});
    }

    Scope scope_;
    catalog::FakeCatalog catalog_;
    chunks::FakeChunkStore chunk_store_;
    embedding::FakeEmbedder embedder_;
    vectors::FakeVectorStore vectors_;
    lexical::FakeLexicalIndex pages_, passages_, documents_;
    filters::DocumentDirectory directory_{catalog_};
    retrieval::Retriever::Ports ports_{
        catalog_, chunk_store_, embedder_, {vectors_, pages_, passages_, documents_}, directory_};
    retrieval::Retriever retriever_{retrieval::Settings{}, ports_};
    Answerer answerer_{Settings{}, retriever_, ports_};
};

TEST_F(AnswererTest, SaysWhenNoDocumentMatchesTheFilter) {
    Question question{.text = "How much is the mooring fee a day?"};
    question.filter = filters::parse_expression("organisation = ACME").value();
    const auto answer = answerer_.answer(question, {});
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_FALSE(answer->is_found);
    EXPECT_EQ(answer->text, "Not found: no document matches the filter.");
    EXPECT_TRUE(answer->sources.empty());
    EXPECT_EQ(answer->documents_allowed, 0U);

    question.filter = filters::parse_expression("name = harbour.pdf").value();
    const auto found = answerer_.answer(question, {});
    EXPECT_EQ(found->documents_allowed, 1U);
    EXPECT_EQ(found->citations.at(0).collection, "default");
}

TEST_F(AnswererTest, APageThatIsGoneIsAnErrorAndNoOtherAnswer) {
    ASSERT_TRUE(ask("How much is the mooring fee a day?"));  // the indexes are loaded
    const Chunk chunk = chunk_store_.chunks_of_page("v1", 1)->front();
    const auto embeddings = embedder_.embed_documents(std::span(&chunk.text, 1), {});
    ASSERT_TRUE(chunk_store_.erase("v1"));
    ASSERT_TRUE(chunk_store_.append(scope_, "v1", {}, std::span(&chunk, 1), *embeddings));
    const auto answer = ask("How much is the mooring fee a day?");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::kUnavailable);
    EXPECT_EQ(answer.error().message.substr(0, 60), "page 1 of harbour.pdf went away while it was being read: ask");
}

TEST_F(AnswererTest, QuotesTheSentenceThatAnswersAndCitesItsPlace) {
    const auto answer = ask("How much is the mooring fee a day?");
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_TRUE(answer->is_found);
    EXPECT_TRUE(answer->text.starts_with("The mooring fee is 40 crowns a day. [1]")) << answer->text;
    const Citation& citation = answer->citations.at(0);
    EXPECT_EQ(citation.marker, 1);
    EXPECT_EQ(citation.document_name, "harbour.pdf");
    EXPECT_EQ(citation.page, 1U);
    EXPECT_EQ(citation.quote, "The mooring fee is 40 crowns a day.");
    EXPECT_TRUE(citation.verified);
    const auto page = *chunk_store_.find_page("v1", 1);
    EXPECT_EQ(slice_code_points(page->text, citation.start, citation.end), citation.quote);
    EXPECT_EQ(citation.boxes.size(), 1U);
    EXPECT_EQ(citation.chunk_id, "chunk");
}

TEST_F(AnswererTest, NamesTheFigureAndQuotesItsRowExactly) {
    const auto answer = ask("What was the mooring income in 2025?");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->citations.at(0).quote, "Mooring income\t1,577\t1,502");
    EXPECT_TRUE(answer->text.starts_with("Mooring income, 2025: 1,577 [1]\nMooring income | 1,577 | 1,502 [1]"))
        << answer->text;
    ASSERT_FALSE(answer->figures.empty());
    const CitedFigure& figure = answer->figures.front();
    EXPECT_EQ(figure.row, "Mooring income");
    EXPECT_EQ(figure.column, "2025");
    EXPECT_EQ(figure.period_end, "2025");
    EXPECT_EQ(figure.value, "1,577");
    EXPECT_EQ(figure.citation, 1);
    EXPECT_EQ(slice_code_points(chunk_store_.find_page("v1", 1)->value().text, figure.start, figure.end), "1,577");
}

TEST_F(AnswererTest, GivesARowWhereANumberIsAskedForAndASentenceWhereAReasonIs) {
    const auto number = ask("How much was crane hire?");
    ASSERT_TRUE(number);
    ASSERT_FALSE(number->citations.empty()) << number->text << number->sources.size();
    EXPECT_EQ(number->citations.at(0).quote, "Crane hire\t99\t98");
    const auto reason = ask("What explains crane hire?");
    ASSERT_TRUE(reason);
    ASSERT_FALSE(reason->citations.empty()) << reason->text << reason->sources.size();
    EXPECT_TRUE(reason->citations.at(0).quote.starts_with("Crane hire fell because")) << reason->text;
}

TEST_F(AnswererTest, SaysNotFoundWhenTheDocumentsDoNotKnowAndStillNamesItsSources) {
    const auto answer = ask("Who painted the ceiling of the Sistine Chapel?");
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->is_found);
    EXPECT_EQ(answer->text, "Not found in these documents.");
    EXPECT_TRUE(answer->citations.empty());
    EXPECT_FALSE(answer->sources.empty());
}

TEST_F(AnswererTest, SaysNotFoundWhenTheItemIsThereForOtherPeriodsAlone) {
    const auto answer = ask("What was the mooring income in 2019?");
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->is_found) << answer->text;
    EXPECT_TRUE(answer->citations.empty());
    EXPECT_TRUE(answer->figures.empty());
    EXPECT_FALSE(answer->sources.empty());
}

TEST_F(AnswererTest, GivesSourcesAloneWhenThatIsWanted) {
    const auto answer = ask("mooring fee", Question::Want::kSourcesOnly);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->text, "");
    EXPECT_TRUE(answer->citations.empty());
    EXPECT_EQ(answer->sources.size(), 1U);
}

TEST_F(AnswererTest, RefusesAnEmptyQuestion) {
    for (const char* text : {"", " \t\n"}) {
        const auto answer = ask(text);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, ErrorKind::kInvalidInput);
    }
}

TEST_F(AnswererTest, NumbersItsCitationsAsTheTextMarksThem) {
    const auto answer = ask("mooring");
    ASSERT_TRUE(answer);
    for (const Citation& citation : answer->citations)
        EXPECT_NE(answer->text.find("[" + std::to_string(citation.marker) + "]"), std::string::npos);
}

TEST_F(AnswererTest, SaysNotFoundInAnEmptyStore) {
    ASSERT_TRUE(catalog_.remove(scope_, "harbour"));
    const auto answer = ask("mooring fee");
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->is_found);
    EXPECT_TRUE(answer->sources.empty());
}

}  // namespace
}  // namespace genai::answering
