// SPDX-License-Identifier: Apache-2.0
#include "chunking/chunker.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "base/utf8.hpp"

namespace genai::chunking {
namespace {

// A token a word, so that sizes are easy to see.
std::uint32_t count_words(std::string_view text) {
    std::istringstream stream{std::string(text)};
    std::uint32_t words = 0;
    for (std::string word; stream >> word;) ++words;
    return words;
}

struct PageBuilder {
    Page page;

    explicit PageBuilder(int number = 1) { page.number = number; }
    PageBuilder& add(BlockKind kind, const std::string& text, std::uint16_t header_rows = 0) {
        if (!page.text.empty()) page.text += "\n\n";
        const auto start = static_cast<std::uint32_t>(count_code_points(page.text));
        page.text += text;
        page.blocks.push_back({kind, start, static_cast<std::uint32_t>(count_code_points(page.text)), header_rows});
        return *this;
    }
};

std::string words(int count, const std::string& word) {
    std::string text;
    for (int i = 0; i < count; ++i) text += (i == 0 ? "" : " ") + word + std::to_string(i);
    return text;
}

Chunker make_chunker(std::uint32_t tokens = 20, std::uint32_t window = 30) {
    Settings settings;
    settings.chunk_tokens = tokens;
    return Chunker(settings, count_words, window, "document", "fingerprint");
}

// What every chunk promises, whatever the page.
void expect_sound(const Page& page, const std::vector<Chunk>& chunks, std::uint32_t window) {
    for (const Chunk& chunk : chunks) {
        EXPECT_LE(count_words(chunk.embedded_text()), window);
        EXPECT_EQ(chunk.text, slice_code_points(page.text, chunk.start, chunk.end));
        EXPECT_EQ(chunk.page, static_cast<std::uint32_t>(page.number));
        EXPECT_EQ(chunk.id.size(), 32U);
    }
    std::string joined;
    for (const Chunk& chunk : chunks) joined += chunk.text;
    const auto letters = [](std::string text) {
        std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
        return text;
    };
    EXPECT_EQ(letters(joined), letters(page.text)) << "without overlap, the chunks are the page";
}

TEST(Chunker, KeepsSentencesWhole) {
    PageBuilder builder;
    builder.add(BlockKind::kParagraph,
                words(12, "first") + ". " + words(12, "Second") + ". " + words(5, "Third") + ".");
    const auto chunks = make_chunker().chunk(builder.page);
    ASSERT_EQ(chunks.size(), 2U);
    EXPECT_TRUE(chunks[0].text.ends_with("first11."));
    EXPECT_TRUE(chunks[1].text.starts_with("Second0"));
    expect_sound(builder.page, chunks, 30);
}

TEST(Chunker, CutsASentenceThatIsLongerThanTheWindowAndLosesNothing) {
    PageBuilder builder;
    builder.add(BlockKind::kParagraph, words(200, "word"));
    const auto chunks = make_chunker().chunk(builder.page);
    EXPECT_GE(chunks.size(), 7U);
    expect_sound(builder.page, chunks, 30);
}

TEST(Chunker, CutsAWordThatIsLongerThanTheWindowBetweenCodePoints) {
    PageBuilder builder;
    std::string word;
    for (int i = 0; i < 100; ++i) word += "\u00e9";
    builder.add(BlockKind::kParagraph, word);
    Chunker chunker(
        Settings{}, [](std::string_view text) { return static_cast<std::uint32_t>(count_code_points(text)); }, 30,
        "document", "fingerprint");
    std::string joined;
    for (const Chunk& chunk : chunker.chunk(builder.page)) {
        EXPECT_TRUE(is_valid_utf8(chunk.text));
        EXPECT_LE(count_code_points(chunk.text), 30U);
        joined += chunk.text;
    }
    EXPECT_EQ(joined, word);
}

TEST(Chunker, OpensAChunkWithAHeadingAndNamesTheSection) {
    PageBuilder builder;
    builder.add(BlockKind::kParagraph, words(15, "before") + ".")
        .add(BlockKind::kHeading, "Liquidity")
        .add(BlockKind::kParagraph, words(15, "after") + ".");
    const auto chunks = make_chunker().chunk(builder.page);
    ASSERT_EQ(chunks.size(), 2U);
    EXPECT_TRUE(chunks[1].text.starts_with("Liquidity"));
    EXPECT_EQ(chunks[0].section, "");
    EXPECT_EQ(chunks[1].section, "Liquidity");
    expect_sound(builder.page, chunks, 30);
}

TEST(Chunker, CarriesTheSectionToTheNextPage) {
    auto chunker = make_chunker();
    chunker.chunk(PageBuilder(1).add(BlockKind::kHeading, "Risk").add(BlockKind::kParagraph, words(15, "a")).page);
    const auto chunks = chunker.chunk(PageBuilder(2).add(BlockKind::kParagraph, words(15, "b")).page);
    ASSERT_EQ(chunks.size(), 1U);
    EXPECT_EQ(chunks[0].section, "Risk");
    EXPECT_EQ(chunks[0].ordinal, 1U);
    EXPECT_EQ(chunks[0].page, 2U);
}

TEST(Chunker, RepeatsATablesHeaderInEveryChunkThatBeginsBelowIt) {
    PageBuilder builder;
    std::string table = "\t2025\t2024";
    for (int i = 0; i < 12; ++i) table += "\nRow" + std::to_string(i) + "\t1\t2\t3\t4";
    builder.add(BlockKind::kTable, table, 1);
    const auto chunks = make_chunker().chunk(builder.page);
    ASSERT_GE(chunks.size(), 3U);
    EXPECT_EQ(chunks[0].header, "");
    for (std::size_t i = 1; i < chunks.size(); ++i) {
        EXPECT_EQ(chunks[i].header, "\t2025\t2024");
        EXPECT_TRUE(chunks[i].text.starts_with("Row"));
    }
    expect_sound(builder.page, chunks, 30);
}

TEST(Chunker, JoinsAShortTailToTheChunkBeforeIt) {
    PageBuilder builder;
    builder.add(BlockKind::kParagraph, words(18, "long") + ". " + words(4, "Tail") + ".");
    EXPECT_EQ(make_chunker().chunk(builder.page).size(), 1U);
}

TEST(Chunker, HonoursASizeAndAnOverlapInCharacters) {
    PageBuilder builder;
    builder.add(BlockKind::kParagraph, "Aaaa aaaa. Bbbb bbbb. Cccc cccc. Dddd dddd.");
    Settings settings;
    settings.chunk_size = 22;
    settings.chunk_overlap = 10;
    const auto chunks = Chunker(settings, count_words, 30, "document", "fingerprint").chunk(builder.page);
    ASSERT_EQ(chunks.size(), 3U);
    EXPECT_EQ(chunks[0].text, "Aaaa aaaa. Bbbb bbbb.");
    EXPECT_EQ(chunks[1].text, "Bbbb bbbb. Cccc cccc.");
    EXPECT_EQ(chunks[2].text, "Cccc cccc. Dddd dddd.");
}

TEST(Chunker, GivesTheSameIdsForTheSameBytesAndSettings) {
    PageBuilder builder;
    builder.add(BlockKind::kParagraph, words(60, "w"));
    const auto once = make_chunker().chunk(builder.page);
    const auto again = make_chunker().chunk(builder.page);
    EXPECT_EQ(once, again);
    Chunker other(Settings{}, count_words, 30, "other document", "fingerprint");
    EXPECT_NE(other.chunk(builder.page)[0].id, once[0].id);
}

TEST(Chunker, MakesNothingOfAnEmptyPage) { EXPECT_TRUE(make_chunker().chunk(Page{}).empty()); }

}  // namespace
}  // namespace genai::chunking
