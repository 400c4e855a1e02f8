// SPDX-License-Identifier: Apache-2.0
#include "retrieval/retriever.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "base/utf8.hpp"
#include "catalog/fake_catalog.hpp"
#include "chunks/fake_chunk_store.hpp"
#include "embedding/fake_embedder.hpp"
#include "filters/expression.hpp"
#include "lexical/fake_lexical_index.hpp"
#include "vectors/fake_vector_store.hpp"

namespace genai::retrieval {
namespace {

// Of the next `changes` looks at documents that a search has found, each finds that they were replaced meanwhile.
class BusyCatalog : public catalog::FakeCatalog {
public:
    Result<std::vector<Document>> documents_of_versions(const Scope& scope,
                                                        const std::vector<std::string>& versions) override {
        if (changes == 0) return FakeCatalog::documents_of_versions(scope, versions);
        --changes;
        return std::vector<Document>();
    }
    int changes = 0;
};

class RetrieverTest : public testing::Test {
protected:
    // Makes a document whose pages are these texts live; a chunk is a paragraph (texts are split at "||").
    std::string add(const std::string& name, const std::string& version, const std::vector<std::string>& pages) {
        return add_to(scope_, name, version, pages);
    }

    std::string add_to(const Scope& scope, const std::string& name, const std::string& version,
                       const std::vector<std::string>& pages) {
        std::vector<Page> stored;
        std::vector<Chunk> chunks;
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < pages.size(); ++i) {
            Page page;
            page.number = static_cast<int>(i) + 1;
            std::string rest = pages[i];
            while (!rest.empty()) {
                const std::size_t bar = std::min(rest.find("||"), rest.size());
                Chunk chunk;
                chunk.ordinal = static_cast<std::uint32_t>(chunks.size());
                chunk.id = version + "-" + std::to_string(chunk.ordinal);
                chunk.page = chunk.page_end = static_cast<std::uint32_t>(page.number);
                chunk.start = static_cast<std::uint32_t>(page.text.size());
                chunk.text = rest.substr(0, bar);
                page.text += chunk.text + "\n";
                chunk.end = static_cast<std::uint32_t>(page.text.size()) - 1;
                texts.push_back(chunk.text);
                chunks.push_back(chunk);
                rest = bar == rest.size() ? "" : rest.substr(bar + 2);
            }
            page.boxes.resize(count_code_points(page.text));
            stored.push_back(page);
        }
        const auto embeddings = embedder_.embed_documents(texts, {});
        EXPECT_TRUE(chunk_store_.append(scope, version, stored, chunks, *embeddings));
        catalog::VersionRecord record;
        record.document_id = "id of " + name;
        record.version = version;
        record.pages = static_cast<std::uint32_t>(pages.size());
        record.chunks = static_cast<std::uint32_t>(chunks.size());
        record.chunk_digest = *chunk_store_.chunk_digest(version);
        EXPECT_TRUE(catalog_.flip(scope, {"root", name}, record));
        return record.document_id;
    }

    Result<Retrieval> retrieve(const std::string& text, Legs legs = Legs::kHybrid, std::size_t top_k = 5) {
        Question question;
        question.text = text;
        question.top_k = top_k;
        return retriever_.retrieve(question, legs, {});
    }

    Result<Retrieval> retrieve_from(const std::vector<std::string>& collections, const std::string& text,
                                    std::string_view filter = {}) {
        Question question{.text = text};
        question.scopes.clear();
        for (const std::string& name : collections) question.scopes.push_back({"default", name});
        if (!filter.empty()) question.filter = filters::parse_expression(filter).value();
        return retriever_.retrieve(question, Legs::kHybrid, {});
    }

    // "collection/name:page" of each passage.
    static std::vector<std::string> places(const Result<Retrieval>& found) {
        std::vector<std::string> names;
        for (const Passage& passage : found->passages)
            names.push_back(passage.document.scope.collection + "/" + passage.document.display_name() + ":" +
                            std::to_string(passage.chunk.page));
        return names;
    }

    Scope scope_;
    BusyCatalog catalog_;
    chunks::FakeChunkStore chunk_store_;
    embedding::FakeEmbedder embedder_;
    vectors::FakeVectorStore vectors_;
    lexical::FakeLexicalIndex pages_, passages_, documents_;
    filters::DocumentDirectory directory_{catalog_};
    Retriever retriever_{Settings{},
                         {catalog_, chunk_store_, embedder_, {vectors_, pages_, passages_, documents_}, directory_}};
};

TEST_F(RetrieverTest, FindsThePageAndTheChunkThatHoldTheQuestionsWords) {
    add("a.pdf", "v1", {"The harbour opens at dawn.||Ships moor at the northern pier.", "Grain is stored in silos."});
    add("b.pdf", "v2", {"Cranes lift containers.||The mooring fee is 40 crowns a day."});
    const auto found = retrieve("What is the mooring fee?");
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_FALSE(found->passages.empty());
    const Passage& first = found->passages.front();
    EXPECT_EQ(first.document.display_name(), "b.pdf");
    EXPECT_EQ(first.chunk.text, "The mooring fee is 40 crowns a day.");
    EXPECT_GT(*first.scores.vector, 0);
    EXPECT_GT(*first.scores.keyword, 0);
    EXPECT_GT(found->nearness.best_matched_idf, 0.5F);
    EXPECT_EQ(found->question_embedding.size(), embedder_.dimension());
}

TEST_F(RetrieverTest, GivesAPageOnePlaceHoweverManyOfItsChunksFit) {
    add("a.pdf", "v1", {"pier one||pier two||pier three", "pier four", "grain"});
    const auto found = retrieve("pier");
    std::set<std::pair<std::string, std::uint32_t>> seen;
    for (const Passage& passage : found->passages)
        EXPECT_TRUE(seen.emplace(passage.document.id, passage.chunk.page).second);
}

TEST_F(RetrieverTest, ReturnsAtMostTopK) {
    add("a.pdf", "v1", {"pier", "pier", "pier", "pier", "pier", "pier", "pier"});
    EXPECT_EQ(retrieve("pier", Legs::kHybrid, 3)->passages.size(), 3U);
    EXPECT_EQ(retrieve("pier", Legs::kHybrid, 50)->passages.size(), 7U);
}

TEST_F(RetrieverTest, SeesWhatWasFlippedAndNothingThatWasReplacedOrRemoved) {
    const std::string id = add("a.pdf", "v1", {"the old pier"});
    EXPECT_EQ(retrieve("pier")->passages[0].chunk.text, "the old pier");
    add("a.pdf", "v2", {"the new pier"});
    auto found = retrieve("pier");
    ASSERT_EQ(found->passages.size(), 1U);
    EXPECT_EQ(found->passages[0].chunk.text, "the new pier");
    ASSERT_TRUE(catalog_.remove(scope_, id));
    EXPECT_TRUE(retrieve("pier")->passages.empty());
}

TEST_F(RetrieverTest, LooksAgainWhenWhatItFoundWasReplacedMeanwhile) {
    add("a.pdf", "v1", {"the pier"});
    catalog_.changes = 7;
    const auto found = retrieve("pier");
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->passages.size(), 1U);
}

TEST_F(RetrieverTest, SaysToAskAgainWhenItIsReplacedEachTime) {
    add("a.pdf", "v1", {"the pier"});
    catalog_.changes = 1000;
    const auto found = retrieve("pier");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, ErrorKind::kUnavailable);
    EXPECT_THAT(found.error().message,
                testing::HasSubstr("replaced meanwhile, each time it was looked for: ask again"));
}

TEST_F(RetrieverTest, SearchesTheScopeOfTheQuestionAlone) {
    add("a.pdf", "v1", {"the pier"});
    Question question;
    question.text = "pier";
    question.scopes = {{"default", "other"}};
    EXPECT_TRUE(retriever_.retrieve(question, Legs::kHybrid, {})->passages.empty());
}

TEST_F(RetrieverTest, FindsWhatTheFilterAllowsAlone) {
    const std::string a = add("a.pdf", "v1", {"the northern pier", "grain"});
    const std::string b = add("b.pdf", "v2", {"the southern pier"});
    ASSERT_TRUE(catalog_.set_facts(scope_, a, {{FactKey::kOrganisation, "ACME"}}));
    EXPECT_EQ(retrieve_from({"default"}, "pier", "organisation = acme")->documents_allowed, 1U);
    EXPECT_THAT(places(retrieve_from({"default"}, "pier", "organisation = acme")),
                testing::ElementsAre("default/a.pdf:1", "default/a.pdf:2"));
    EXPECT_THAT(places(retrieve_from({"default"}, "pier", "not organisation = acme")),
                testing::ElementsAre("default/b.pdf:1"));
    EXPECT_EQ(retrieve_from({"default"}, "pier")->documents_allowed, std::nullopt);

    // What is known of a document may change without its being indexed anew, and the next question sees it.
    ASSERT_TRUE(catalog_.set_facts(scope_, a, {{FactKey::kOrganisation, std::nullopt}}));
    ASSERT_TRUE(catalog_.set_facts(scope_, b, {{FactKey::kOrganisation, "ACME"}}));
    EXPECT_THAT(places(retrieve_from({"default"}, "pier", "organisation = acme")),
                testing::ElementsAre("default/b.pdf:1"));
}

TEST_F(RetrieverTest, FindsNothingWhenNoDocumentMatches) {
    add("a.pdf", "v1", {"the northern pier"});
    const auto found = retrieve_from({"default"}, "pier", "organisation = ACME");
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->documents_allowed, 0U);
    EXPECT_TRUE(found->passages.empty());
    EXPECT_EQ(found->nearness.best_cosine, 0);
    EXPECT_EQ(found->nearness.best_matched_idf, 0);
}

TEST_F(RetrieverTest, TheNotFoundRuleRegardsWhatMayBeFoundAlone) {
    add("a.pdf", "v1", {"the northern pier"});
    add("b.pdf", "v2", {"grain is stored in silos"});
    const auto all = retrieve_from({"default"}, "northern pier");
    const auto other = retrieve_from({"default"}, "northern pier", "name = b.pdf");
    EXPECT_LT(other->nearness.best_cosine, all->nearness.best_cosine);
    EXPECT_EQ(other->nearness.best_matched_idf, 0);
}

TEST_F(RetrieverTest, SearchesSeveralCollectionsAsIfTheyWereOne) {
    const std::vector<std::vector<std::string>> texts{
        {"The harbour opens at dawn.||Ships moor at the northern pier.", "Grain is stored in silos."},
        {"Cranes lift containers.", "The mooring fee is 40 crowns a day.||pier pier"},
        {"The pier is closed.", "pier"}};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string number = std::to_string(i);
        add_to({"default", i < 2 ? "first" : "second"}, number + ".pdf", "v" + number, texts[i]);
        add_to({"default", "whole"}, number + ".pdf", "w" + number, texts[i]);
    }
    for (const char* text : {"mooring fee", "the pier at dawn", "silos"}) {
        const auto whole = retrieve_from({"whole"}, text);
        const auto both = retrieve_from({"second", "first"}, text);
        ASSERT_EQ(both->passages.size(), whole->passages.size());
        EXPECT_FLOAT_EQ(both->nearness.best_cosine, whole->nearness.best_cosine);
        EXPECT_FLOAT_EQ(both->nearness.best_matched_idf, whole->nearness.best_matched_idf);
        for (std::size_t i = 0; i < whole->passages.size(); ++i) {
            EXPECT_EQ(both->passages[i].document.display_name(), whole->passages[i].document.display_name());
            EXPECT_EQ(both->passages[i].chunk.text, whole->passages[i].chunk.text);
            EXPECT_NEAR(both->passages[i].score, whole->passages[i].score, 1e-5);
        }
        EXPECT_EQ(places(both), places(retrieve_from({"first", "second"}, text))) << "in whatever order they are named";
    }
    EXPECT_EQ(retrieve_from({"first", "second"}, "pier", "collection = second")->passages.front().document.scope,
              (Scope{"default", "second"}));
    EXPECT_EQ(retrieve_from({"first", "second"}, "pier", "name = 0.pdf or name = 2.pdf")->documents_allowed, 2U);
    EXPECT_EQ(retrieve_from({"first", "none"}, "pier", "pages > 0")->documents_allowed, 2U);
}

TEST_F(RetrieverTest, ShowsADocumentOfTwoCollectionsOnce) {
    for (const char* collection : {"first", "second"}) {
        const Scope scope{"default", collection};
        add_to(scope, "a.pdf", std::string("va-") + collection, {"the northern pier", "grain"});
        add_to(scope, std::string(collection) + ".pdf", std::string("vb-") + collection, {"a pier"});
    }
    EXPECT_THAT(
        places(retrieve_from({"first", "second"}, "pier")),
        testing::UnorderedElementsAre("first/a.pdf:1", "first/a.pdf:2", "first/first.pdf:1", "second/second.pdf:1"));
    EXPECT_THAT(places(retrieve_from({"second", "first"}, "grain")), testing::Contains("second/a.pdf:2").Times(1));
    // The copy that the filter leaves is shown.
    EXPECT_THAT(places(retrieve_from({"first", "second"}, "grain", "collection = second")),
                testing::Contains("second/a.pdf:2"));
}

TEST_F(RetrieverTest, FindsADocumentByItsNewNameOnceItIsRenamed) {
    const std::string id = add("old harbour.pdf", "v1", {"revenue was good"});
    add("other.pdf", "v2", {"revenue was good"});
    EXPECT_EQ(retrieve("revenue harbour")->passages[0].document.id, id);
    ASSERT_TRUE(catalog_.add_name(scope_, {"root", "lighthouse.pdf"}, id));
    ASSERT_TRUE(catalog_.remove_name(scope_, {"root", "old harbour.pdf"}));
    EXPECT_EQ(retrieve("revenue lighthouse")->passages[0].document.id, id);
    EXPECT_EQ(retrieve("lighthouse")->nearness.best_matched_idf, 1);
    EXPECT_EQ(retrieve("harbour")->nearness.best_matched_idf, 0);
}

TEST_F(RetrieverTest, FindsADocumentByItsName) {
    add("2023 Q1 ACME.pdf", "v1", {"revenue was good"});
    add("2022 Q4 ACME.pdf", "v2", {"revenue was good"});
    EXPECT_EQ(retrieve("ACME revenue in 2022 Q4")->passages[0].document.display_name(), "2022 Q4 ACME.pdf");
    EXPECT_EQ(retrieve("ACME revenue in 2023 Q1")->passages[0].document.display_name(), "2023 Q1 ACME.pdf");
}

// Two quarters of two companies, all in the same words.
class NamedDocuments : public RetrieverTest {
protected:
    NamedDocuments() {
        for (const char* company : {"Lanternbay", "Skelder"})
            for (const char* quarter : {"March 31", "June 30"}) {
                const std::string number = std::to_string(++count_);
                const std::string id =
                    add(number + ".pdf", "v" + number,
                        {"FORM 10-Q QUARTERLY REPORT PURSUANT TO SECTION 13 OR 15(d) For the quarterly period ended " +
                             std::string(quarter) + ", 2023",
                         "The mooring fee is 40 crowns a day."});
                EXPECT_TRUE(catalog_.set_facts(scope_, id, {{FactKey::kOrganisation, company}}));
            }
    }
    int count_ = 0;
};

TEST_F(NamedDocuments, TheOneThatTheQuestionNamesComesFirst) {
    const auto first = [&](const std::string& question) { return places(retrieve(question)).front(); };
    EXPECT_EQ(first("What was Lanternbay's mooring fee in Q2 2023?"), "default/2.pdf:2");
    EXPECT_EQ(first("What was Skelder's mooring fee in the first quarter of 2023?"), "default/3.pdf:2");
    EXPECT_EQ(first("What was the latest mooring fee of Skelder?"), "default/4.pdf:2");
}

TEST_F(NamedDocuments, IsFoundAmongMoreThatTheSearchesReturn) {
    for (int i = 0; i < 300; ++i) {
        const std::string number = std::to_string(i);
        add("other" + number + ".pdf", "w" + number, {"The mooring fee of Skelder is 40 crowns a day in 2023."});
    }
    EXPECT_EQ(places(retrieve("What was Lanternbay's mooring fee in Q2 2023?")).front(), "default/2.pdf:2");
}

TEST_F(NamedDocuments, NamesAndPeriodsAreLeftToTheFacts) {
    add("names.pdf", "n1", {"Lanternbay Lanternbay 2023 Lanternbay Q2 second quarter"});
    const auto found = retrieve("What was Lanternbay's mooring fee in Q2 2023?");
    EXPECT_EQ(places(found).front(), "default/2.pdf:2");
    EXPECT_GT(found->nearness.best_matched_idf, 0.5F) << "of the matter's words";
}

TEST_F(NamedDocuments, AFilterHoldsAgainstWhatTheQuestionNames) {
    for (const std::string& place :
         places(retrieve_from({"default"}, "What was Lanternbay's mooring fee in Q2 2023?", "organisation = skelder")))
        EXPECT_THAT(place, testing::AnyOf(testing::StartsWith("default/3.pdf"), testing::StartsWith("default/4.pdf")));
}

TEST_F(RetrieverTest, AQuestionThatNamesNothingKnownIsAskedAsItIs) {
    add("a.pdf", "v1", {"the pier of Lanternbay", "grain"});
    EXPECT_EQ(retrieve("Lanternbay")->passages[0].chunk.page, 1U);
    EXPECT_EQ(retrieve("Lanternbay")->nearness.best_matched_idf, 1);
}

// A report whose cash flow statement has none of the question's words.
class OfAField : public RetrieverTest {
protected:
    OfAField() {
        const std::filesystem::path folder = std::filesystem::path(GENAI_SOURCE_DIR) / "share/genai/profiles";
        profiles_ = profiles::ProfileChoice::load("auto, letters=none", std::span(&folder, 1)).value();
        for (const char* collection : {"default", "letters"}) {
            const std::string id =
                add_to({"default", collection}, "report.pdf", std::string("v") + collection,
                       {"The capex of the year was discussed by the board.||Capex plans follow.", cash_flow(),
                        "Our people work in many harbours.", "Grain is stored in silos."});
            EXPECT_TRUE(catalog_.set_facts({"default", collection}, id, {{FactKey::kType, "10-K"}}));
        }
    }

    static std::string cash_flow() {
        return "CONSOLIDATED STATEMENTS OF CASH FLOWS\nNet cash provided by operating activities 5,000 4,000\n"
               "Depreciation and amortization 300 200\nPurchases of property, plant and equipment (1,577) (1,749)\n"
               "Net cash used in investing activities (900) (800)\nDividends paid (100) (90)\n"
               "Net cash used in financing activities (700) (650)\nCash at the end of the period 4,000 3,000\n"
               "Interest paid 10 11\nIncome taxes paid 12 13\n";
    }

    std::string first(const std::string& collection, const Settings& settings = {}) {
        Retriever retriever{
            settings,
            {catalog_, chunk_store_, embedder_, {vectors_, pages_, passages_, documents_}, directory_, &profiles_}};
        Question question{.text = "What was the capital expenditure?"};
        question.scopes = {{"default", collection}};
        return places(retriever.retrieve(question, Legs::kHybrid, {})).front();
    }

    profiles::ProfileChoice profiles_;
};

TEST_F(OfAField, TheStatementThatAQuestionMeansComesFirst) {
    EXPECT_EQ(first("letters"), "letters/report.pdf:1") << "by the words";
    EXPECT_EQ(first("default"), "default/report.pdf:2");
}

TEST_F(OfAField, AWeightOfNothingLeavesItsPages) {
    Settings settings;
    settings.profile_weight = 0;
    settings.vector_weight = settings.rest_vector_weight = 1;
    settings.page_weight = settings.passage_weight = 0;
    const std::string with_words_alone = first("letters", settings);
    EXPECT_EQ(first("default", settings), "default" + with_words_alone.substr(with_words_alone.find('/')));
}

TEST_F(OfAField, AStatementGainsLessWhereItsDocumentIsNotTheOneNamed) {
    const std::string other = add("other.pdf", "v2", {"Preface.", cash_flow(), "People.", "Grain."});
    ASSERT_TRUE(catalog_.set_facts(scope_, other, {{FactKey::kType, "10-K"}, {FactKey::kOrganisation, "Skelder"}}));
    ASSERT_TRUE(catalog_.set_facts(scope_, "id of report.pdf", {{FactKey::kOrganisation, "Lanternbay"}}));
    const auto score = [&](double weight, const std::string& place) {
        Settings settings;
        settings.profile_weight = weight;
        Retriever retriever{
            settings,
            {catalog_, chunk_store_, embedder_, {vectors_, pages_, passages_, documents_}, directory_, &profiles_}};
        const auto found = retriever.retrieve({.text = "What was the capital expenditure of Lanternbay?", .top_k = 20},
                                              Legs::kHybrid, {});
        const std::vector<std::string> names = places(found);
        const auto at = std::find(names.begin(), names.end(), place);
        return at == names.end() ? -100.0F : found->passages[static_cast<std::size_t>(at - names.begin())].score;
    };
    const float named = score(1, "default/report.pdf:2") - score(0, "default/report.pdf:2");
    const float gained = score(1, "default/other.pdf:2") - score(0, "default/other.pdf:2");
    EXPECT_GT(named, 0.5F);
    EXPECT_GT(gained, 0);
    EXPECT_LT(gained, named / 2);
}

TEST_F(OfAField, ACollectionWithoutAProfileIsSearchedAsIfThereWereNone) {
    EXPECT_EQ(retrieve_from({"letters"}, "What was the capital expenditure?")->passages.size(), 4U);
    Question question{.text = "What was the capital expenditure?"};
    question.scopes = {{"default", "letters"}};
    Retriever with{
        Settings{},
        {catalog_, chunk_store_, embedder_, {vectors_, pages_, passages_, documents_}, directory_, &profiles_}};
    const auto touched = with.retrieve(question, Legs::kHybrid, {});
    const auto untouched = retriever_.retrieve(question, Legs::kHybrid, {});
    EXPECT_EQ(places(touched), places(untouched));
    for (std::size_t i = 0; i < touched->passages.size(); ++i)
        EXPECT_EQ(touched->passages[i].score, untouched->passages[i].score);
}

TEST_F(RetrieverTest, RanksByOneLegAloneWhenAsked) {
    add("a.pdf", "v1", {"pier pier pier", "grain silo"});
    const auto words = retrieve("grain", Legs::kKeyword);
    ASSERT_EQ(words->passages.size(), 1U) << "only pages that hold a word";
    EXPECT_EQ(words->passages[0].chunk.page, 2U);
    EXPECT_EQ(retrieve("grain", Legs::kVector)->passages[0].chunk.page, 2U);
}

TEST_F(RetrieverTest, NoticesRowsThatTheDatabaseHasLost) {
    add("a.pdf", "v1", {"the pier"});
    ASSERT_TRUE(chunk_store_.erase("v1"));
    const auto found = retrieve("pier");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, ErrorKind::kInternal);
    EXPECT_NE(found.error().message.find("id of a.pdf"), std::string::npos);
}

TEST_F(RetrieverTest, SaysWhenAQuestionIsLongerThanTheWindow) {
    add("a.pdf", "v1", {"the pier"});
    std::string text = "pier";
    for (int i = 0; i < 400; ++i) text += " word" + std::to_string(i);
    const auto found = retrieve(text);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->degraded.size(), 1U);
    EXPECT_EQ(found->degraded[0].what, "question");
}

TEST_F(RetrieverTest, HonoursTheDeadline) {
    add("a.pdf", "v1", {"the pier"});
    Question question;
    question.text = "pier";
    const auto found = retriever_.retrieve(question, Legs::kHybrid, {Deadline::after(std::chrono::seconds(-1)), {}});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, ErrorKind::kTimeout);
}

TEST_F(RetrieverTest, FindsNothingInAnEmptyStore) {
    const auto found = retrieve("pier");
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->passages.empty());
    EXPECT_EQ(found->nearness.best_cosine, 0);
}

}  // namespace
}  // namespace genai::retrieval
