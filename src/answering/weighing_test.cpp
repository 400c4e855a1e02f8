// SPDX-License-Identifier: Apache-2.0
#include "answering/weighing.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"

namespace genai::answering {
namespace {

// A page of one table with a heading row, or of one paragraph.
ReadPage make_page(const std::string& text, BlockKind kind, bool is_strange = false) {
    ReadPage read;
    read.page.text = text;
    const std::uint16_t header_rows = kind == BlockKind::kTable ? 1 : 0;
    read.page.blocks.push_back({kind, 0, static_cast<std::uint32_t>(count_code_points(text)), header_rows});
    read.is_strange = is_strange;
    return read;
}

const char* const kTable = "crowns\t2025\t2024\nMooring income\t1,577\t1,502\nCrane hire\t99\t98";

TEST(Weighing, PutsTheRowFirstWhoseWordsAreAskedFor) {
    const std::vector<ReadPage> pages{make_page(kTable, BlockKind::kTable)};
    const auto weighed = weigh(read_asked("How much was crane hire in 2025?", {}), pages, 5);
    ASSERT_EQ(weighed.size(), 2U);
    EXPECT_EQ(weighed[0].statement.quote, "Crane hire\t99\t98");
    EXPECT_EQ(weighed[0].figures.size(), 2U);
    EXPECT_FALSE(weighed[0].is_other_time);
    EXPECT_EQ(meaning_of(weighed[0]), "Crane hire 2025");
}

TEST(Weighing, KeepsNoMoreThanAskedFor) {
    const std::vector<ReadPage> pages{make_page(kTable, BlockKind::kTable)};
    EXPECT_EQ(weigh(read_asked("How much was crane hire?", {}), pages, 1).size(), 1U);
    EXPECT_TRUE(weigh(read_asked("How much was crane hire?", {}), {}, 5).empty());
}

TEST(Weighing, MarksRowsOfOtherPeriods) {
    const std::vector<ReadPage> pages{make_page(kTable, BlockKind::kTable)};
    for (const Weighed& one : weigh(read_asked("How much was crane hire in 2019?", {}), pages, 5))
        EXPECT_TRUE(one.is_other_time);
}

TEST(Weighing, PrefersThePagesOfTheOrganisationThatIsNamed) {
    const std::vector<ReadPage> pages{make_page("Spending on cranes grew to 5 crowns.", BlockKind::kParagraph, true),
                                      make_page("Spending on cranes grew to 7 crowns.", BlockKind::kParagraph)};
    const auto weighed = weigh(read_asked("How much was spending on cranes?", {}), pages, 5);
    ASSERT_EQ(weighed.size(), 2U);
    EXPECT_EQ(weighed[0].source, 1U);
}

TEST(Weighing, KnowsARowByItsInitials) {
    const std::vector<ReadPage> pages{
        make_page("crowns\t2025\nRepairs\t3\nResearch and development\t31", BlockKind::kTable)};
    const auto weighed = weigh(read_asked("How much was spent on R&D?", {}), pages, 5);
    ASSERT_FALSE(weighed.empty());
    EXPECT_EQ(weighed[0].statement.label(), "Research and development");
}

TEST(Weighing, MeaningReordersWhatWordsCannotTell) {
    std::vector<Weighed> weighed(2);
    weighed[0].score = 0.5;
    weighed[1].score = 0.4;
    weighed[1].cosine = 0.9;
    add_meaning(weighed);
    EXPECT_NEAR(weighed[0].score, 0.85, 1e-9);
}

}  // namespace
}  // namespace genai::answering
