// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "chunks/chunk_store.hpp"

namespace genai::chunks {

// A page with a line of boxes for its text, a space's box left empty.
inline Page make_page(int number, const std::string& text) {
    Page page{.number = number, .width = 612, .height = 792.5F, .text = text, .boxes = {}, .blocks = {}};
    float x = 72.1F;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = decode_utf8(text, i);
        i += point.bytes;
        page.boxes.push_back(point.value == ' ' ? Box{} : Box{x, 100.33F, x + 5.27F, 110.71F});
        x += 5.61F;
    }
    const auto end = static_cast<std::uint32_t>(page.boxes.size());
    page.location = "slide 3";
    page.blocks = {{BlockKind::kHeading, 0, end / 2, 0}, {BlockKind::kTable, end / 2, end, 2}};
    return page;
}

inline Chunk make_chunk(std::uint32_t ordinal, std::uint32_t page, const std::string& text) {
    return {.id = sha256_hex(text).substr(0, 32),
            .ordinal = ordinal,
            .page = page,
            .page_end = page + 1,
            .start = 3,
            .end = 9,
            .tokens = 5,
            .section = "Results",
            .text = text,
            .header = "Year\t2025",
            .location = "slide 3"};
}

inline Embeddings make_embeddings(std::size_t rows, float seed = 0) {
    Embeddings embeddings(rows, 4);
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < 4; ++j)
            embeddings.row(i)[j] = seed + 0.1F * static_cast<float>(i) + static_cast<float>(j) / 3.0F;
    return embeddings;
}

inline void expect_same(const Page& read, const Page& written) {
    EXPECT_EQ(read.number, written.number);
    EXPECT_EQ(read.width, written.width);
    EXPECT_EQ(read.height, written.height);
    EXPECT_EQ(read.text, written.text);
    EXPECT_EQ(read.blocks, written.blocks);
    ASSERT_EQ(read.boxes.size(), written.boxes.size());
    for (std::size_t i = 0; i < read.boxes.size(); ++i) {
        EXPECT_NEAR(read.boxes[i].x0, written.boxes[i].x0, 0.05);
        EXPECT_NEAR(read.boxes[i].y0, written.boxes[i].y0, 0.05);
        EXPECT_NEAR(read.boxes[i].x1, written.boxes[i].x1, 0.05);
        EXPECT_NEAR(read.boxes[i].y1, written.boxes[i].y1, 0.05);
        EXPECT_EQ(read.boxes[i] == Box{}, written.boxes[i] == Box{});
    }
}

// What every chunk store does. An adapter's test instantiates it with a rig: default constructible, `ChunkStore&
// store()`.
template <class Rig>
class ChunkStoreContract : public testing::Test {
protected:
    ChunkStore& store() { return rig_.store(); }

    void append(const std::string& version, const std::vector<Page>& pages, const std::vector<Chunk>& chunks,
                float seed = 0) {
        const auto written = store().append(scope_, version, pages, chunks, make_embeddings(chunks.size(), seed));
        ASSERT_TRUE(written) << written.error().message;
    }

    const Scope scope_;
    Rig rig_;
};

TYPED_TEST_SUITE_P(ChunkStoreContract);

TYPED_TEST_P(ChunkStoreContract, GivesBackWhatWasWritten) {
    const std::vector pages{make_page(1, "Net revenues were $1,577 million."), make_page(2, "")};
    const std::vector chunks{make_chunk(0, 1, "Net revenues"), make_chunk(1, 1, "were $1,577"), make_chunk(2, 2, "x")};
    this->append("v1", pages, chunks);

    for (const Page& page : pages) {
        const auto read = this->store().find_page("v1", static_cast<std::uint32_t>(page.number)).value();
        ASSERT_TRUE(read);
        expect_same(*read, page);
    }
    EXPECT_EQ(this->store().find_page("v1", 3).value(), std::nullopt);
    EXPECT_EQ(this->store().chunks_of_page("v1", 1).value(), (std::vector{chunks[0], chunks[1]}));
    EXPECT_TRUE(this->store().chunks_of_page("v1", 9).value().empty());

    const auto rows = this->store().index_rows("v1").value();
    ASSERT_EQ(rows.size(), 3U);
    const Embeddings embeddings = make_embeddings(3);
    for (std::uint32_t i = 0; i < 3; ++i) {
        EXPECT_EQ(rows[i].ordinal, i);
        EXPECT_EQ(rows[i].page, chunks[i].page);
        EXPECT_THAT(rows[i].vector, testing::ElementsAreArray(embeddings.row(i)));
    }
    const auto texts = this->store().index_pages("v1").value();
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_EQ(texts[0].page, 1U);
    EXPECT_EQ(texts[0].text, pages[0].text);
    EXPECT_EQ(texts[1].text, "");
}

TYPED_TEST_P(ChunkStoreContract, FindsChunksInTheOrderAsked) {
    this->append("v1", {}, {make_chunk(0, 1, "a"), make_chunk(1, 1, "b")});
    this->append("v2", {}, {make_chunk(0, 1, "c")});
    const std::vector<ChunkKey> keys{{"v1", 1}, {"v2", 0}, {"v1", 7}, {"none", 0}, {"v1", 0}, {"v1", 1}};
    const auto found = this->store().find_chunks(keys).value();
    ASSERT_EQ(found.size(), 4U);
    const std::vector<std::string> texts{"b", "c", "a", "b"};
    for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(found[i].second.text, texts[i]);
    EXPECT_EQ(found[1].first, (ChunkKey{"v2", 0}));
}

TYPED_TEST_P(ChunkStoreContract, ABatchMayBeWrittenAgain) {
    this->append("v1", {make_page(1, "one")}, {make_chunk(0, 1, "one")});
    this->append("v1", {make_page(1, "uno"), make_page(2, "due")}, {make_chunk(0, 1, "uno"), make_chunk(1, 2, "due")},
                 1);
    EXPECT_EQ(this->store().find_page("v1", 1).value()->text, "uno");
    EXPECT_EQ(this->store().chunks_of_page("v1", 1).value(), std::vector{make_chunk(0, 1, "uno")});
    const auto rows = this->store().index_rows("v1").value();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_THAT(rows[0].vector, testing::ElementsAreArray(make_embeddings(2, 1).row(0)));
}

TYPED_TEST_P(ChunkStoreContract, BatchesMayComeInAnyOrder) {
    this->append("v1", {make_page(3, "c")}, {make_chunk(2, 3, "c")});
    this->append("v1", {make_page(1, "a")}, {make_chunk(0, 1, "a"), make_chunk(1, 1, "b")});
    std::vector<std::uint32_t> ordinals, numbers;
    const auto rows = this->store().index_rows("v1").value();
    for (const IndexRow& row : rows) ordinals.push_back(row.ordinal);
    const auto pages = this->store().index_pages("v1").value();
    for (const IndexPage& page : pages) numbers.push_back(page.page);
    EXPECT_THAT(ordinals, testing::ElementsAre(0, 1, 2));
    EXPECT_THAT(numbers, testing::ElementsAre(1, 3));
}

TYPED_TEST_P(ChunkStoreContract, TheDigestTellsTheChunksAndPagesApart) {
    const std::string none = this->store().chunk_digest("none").value();
    this->append("v1", {}, {make_chunk(0, 1, "a"), make_chunk(1, 1, "b")});
    this->append("v2", {}, {make_chunk(1, 1, "b")});
    this->append("v2", {}, {make_chunk(0, 1, "a")});
    this->append("v3", {}, {make_chunk(0, 1, "b"), make_chunk(1, 1, "a")});
    const auto digest = [this](const char* version) { return this->store().chunk_digest(version).value(); };
    EXPECT_EQ(digest("v1"), digest("v2"));
    EXPECT_NE(digest("v1"), digest("v3"));
    EXPECT_NE(digest("v1"), none);
    const std::string ids = sha256_hex(make_chunk(0, 1, "a").id + "\n" + make_chunk(1, 1, "b").id + "\n");
    EXPECT_EQ(digest("v1"), ids + sha256_hex(""));
    EXPECT_EQ(none, sha256_hex("") + sha256_hex(""));
    this->append("v2", {make_page(1, "a"), make_page(10, "b")}, {});
    EXPECT_EQ(digest("v2"), ids + sha256_hex("1\n10\n"));

    EXPECT_TRUE(is_digest(digest("v2"), digest("v2")));
    EXPECT_TRUE(is_digest(ids, digest("v2"))) << "as earlier releases recorded it";
    EXPECT_FALSE(is_digest(digest("v1"), digest("v2")));
    EXPECT_FALSE(is_digest(ids, digest("v3")));
    EXPECT_FALSE(is_digest("", digest("v1")));
}

TYPED_TEST_P(ChunkStoreContract, ListsTheVersionsOfAScope) {
    this->append("v2", {make_page(1, "a")}, {});
    this->append("v1", {}, {make_chunk(0, 1, "a")});
    ASSERT_TRUE(this->store().append({"default", "other"}, "v3", {}, {}, {}));
    EXPECT_THAT(this->store().versions(this->scope_).value(), testing::ElementsAre("v1", "v2"));
    EXPECT_THAT(this->store().versions({"default", "other"}).value(), testing::ElementsAre("v3"));
    EXPECT_TRUE(this->store().versions({"other", "default"}).value().empty());
}

TYPED_TEST_P(ChunkStoreContract, ErasesAVersionAndNoOther) {
    this->append("v1", {make_page(1, "a")}, {make_chunk(0, 1, "a")});
    this->append("v2", {make_page(1, "b")}, {make_chunk(0, 1, "b")});
    this->append("v3", {make_page(1, "c")}, {make_chunk(0, 1, "c")});
    ASSERT_TRUE(this->store().erase("v2"));
    ASSERT_TRUE(this->store().erase("none"));
    EXPECT_THAT(this->store().versions(this->scope_).value(), testing::ElementsAre("v1", "v3"));
    EXPECT_EQ(this->store().find_page("v2", 1).value(), std::nullopt);
    EXPECT_TRUE(this->store().index_rows("v2").value().empty());
    EXPECT_TRUE(this->store().index_pages("v2").value().empty());
    EXPECT_EQ(this->store().index_rows("v1").value().size(), 1U);
    EXPECT_EQ(this->store().index_pages("v3").value().size(), 1U);
}

TYPED_TEST_P(ChunkStoreContract, AVersionBelongsToOneScope) {
    this->append("v1", {}, {make_chunk(0, 1, "a")});
    const auto other = this->store().append({"default", "other"}, "v1", {}, {}, {});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().kind, ErrorKind::kConflict);
}

TYPED_TEST_P(ChunkStoreContract, RefusesChunksWithoutEmbeddings) {
    const std::vector chunks{make_chunk(0, 1, "a"), make_chunk(1, 1, "b")};
    const auto written = this->store().append(this->scope_, "v1", {}, chunks, make_embeddings(1));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::kInvalidInput);
    EXPECT_TRUE(this->store().versions(this->scope_).value().empty());
}

TYPED_TEST_P(ChunkStoreContract, KeepsTextOfAnyKind) {
    const std::string text = std::string("nul\0 ", 5) + "\xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x98\x80 \xC3\xA9";
    this->append("v1", {make_page(1, text)}, {make_chunk(0, 1, text)});
    EXPECT_EQ(this->store().find_page("v1", 1).value()->text, text);
    EXPECT_EQ(this->store().chunks_of_page("v1", 1).value().at(0).text, text);
}

TYPED_TEST_P(ChunkStoreContract, KeepsTheDraftOfAVersionUntilItIsFinished) {
    Draft draft{.version = "v1",
                .document_id = "d",
                .fingerprint = "f",
                .source = "/in/a.pdf",
                .source_bytes = 77,
                .source_modified_ns = -5,
                .next_page = 2,
                .next_ordinal = 1,
                .section = "Results",
                .reading = "3 2 1 1 0"};
    const std::vector first{make_page(1, "a")}, second{make_page(2, "b")};
    const std::vector first_chunks{make_chunk(0, 1, "a")}, second_chunks{make_chunk(1, 2, "b")};
    ASSERT_TRUE(this->store().append(this->scope_, draft, first, first_chunks, make_embeddings(1)));
    draft.next_page = 3;
    draft.next_ordinal = 2;
    ASSERT_TRUE(this->store().append(this->scope_, draft, second, second_chunks, make_embeddings(1)));
    EXPECT_THAT(this->store().drafts(this->scope_).value(), testing::ElementsAre(draft));
    EXPECT_TRUE(this->store().drafts({"default", "other"}).value().empty());

    ASSERT_TRUE(this->store().finish("v1"));
    ASSERT_TRUE(this->store().finish("none"));
    EXPECT_TRUE(this->store().drafts(this->scope_).value().empty());
    EXPECT_EQ(this->store().index_rows("v1").value().size(), 2U) << "its rows stay";
}

TYPED_TEST_P(ChunkStoreContract, ADraftGoesWithItsVersion) {
    const Draft draft{.version = "v1", .document_id = "d", .fingerprint = "f", .source = "", .section = ""};
    ASSERT_TRUE(this->store().append(this->scope_, draft, {}, {}, {}));
    ASSERT_TRUE(this->store().erase("v1"));
    EXPECT_TRUE(this->store().drafts(this->scope_).value().empty());
}

TYPED_TEST_P(ChunkStoreContract, KeepsNoDraftOfABatchThatItRefuses) {
    const Draft draft{.version = "v1", .document_id = "d", .fingerprint = "f", .source = "", .section = ""};
    const std::vector chunks{make_chunk(0, 1, "a")};
    EXPECT_FALSE(this->store().append(this->scope_, draft, {}, chunks, {}));
    EXPECT_TRUE(this->store().drafts(this->scope_).value().empty());
    EXPECT_TRUE(this->store().versions(this->scope_).value().empty());
}

TYPED_TEST_P(ChunkStoreContract, ListsItsScopes) {
    EXPECT_TRUE(this->store().scopes().value().empty());
    this->append("v1", {}, {});
    ASSERT_TRUE(this->store().append({"default", "another"}, "v2", {}, {}, {}));
    EXPECT_THAT(this->store().scopes().value(), testing::ElementsAre(Scope{"default", "another"}, this->scope_));
}

TYPED_TEST_P(ChunkStoreContract, ChecksEveryRowOfAVersion) {
    this->append("v1", {make_page(1, "a"), make_page(2, "b")}, {make_chunk(0, 1, "a")});
    const VersionCheck check = this->store().check("v1").value();
    EXPECT_EQ(check.pages, 2U);
    EXPECT_EQ(check.chunks, 1U);
    EXPECT_EQ(check.vectors, 1U);
    EXPECT_EQ(check.chunk_digest, this->store().chunk_digest("v1").value());
    EXPECT_TRUE(check.damage.empty());
    const VersionCheck none = this->store().check("none").value();
    EXPECT_EQ(none.pages + none.chunks + none.vectors, 0U);
    EXPECT_EQ(none.chunk_digest, this->store().chunk_digest("none").value());
    EXPECT_EQ(this->store().count_stray_rows().value(), 0U);
    EXPECT_EQ(this->store().erase_stray_rows().value(), 0U);
    EXPECT_EQ(this->store().check("v1").value().pages, 2U);
}

REGISTER_TYPED_TEST_SUITE_P(ChunkStoreContract, GivesBackWhatWasWritten, FindsChunksInTheOrderAsked,
                            ABatchMayBeWrittenAgain, BatchesMayComeInAnyOrder, TheDigestTellsTheChunksAndPagesApart,
                            ListsTheVersionsOfAScope, ErasesAVersionAndNoOther, AVersionBelongsToOneScope,
                            RefusesChunksWithoutEmbeddings, KeepsTextOfAnyKind,
                            KeepsTheDraftOfAVersionUntilItIsFinished, ADraftGoesWithItsVersion,
                            KeepsNoDraftOfABatchThatItRefuses, ListsItsScopes, ChecksEveryRowOfAVersion);

}  // namespace genai::chunks
