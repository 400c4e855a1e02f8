// SPDX-License-Identifier: Apache-2.0
#include "evaluation/corpus_run.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::evaluation {
namespace {

Page read_page(const CorpusText& text) {
    const platform::TemporaryFolder folder;
    const Corpus corpus{{text}, {}};
    auto files = write_texts(corpus, folder.path());
    EXPECT_TRUE(files);
    Page got;
    auto done = CorpusExtractor().extract(files->front().path,
                                          [&](Page page, std::uint32_t) -> Result<void> {
                                              got = std::move(page);
                                              return {};
                                          },
                                          {});
    EXPECT_TRUE(done);
    return got;
}

TEST(CorpusExtractor, MakesTheTitleTheHeadingOfTheText) {
    const Page page = read_page({"7", "Über\nTitle", "The text."});
    EXPECT_EQ(page.number, 1);
    EXPECT_EQ(page.text, "Über Title\n\nThe text.");
    ASSERT_EQ(page.blocks.size(), 2u);
    EXPECT_EQ(page.blocks[0].kind, BlockKind::kHeading);
    EXPECT_EQ(slice_code_points(page.text, page.blocks[0].start, page.blocks[0].end), "Über Title");
    EXPECT_EQ(slice_code_points(page.text, page.blocks[1].start, page.blocks[1].end), "The text.");
    EXPECT_EQ(page.boxes.size(), count_code_points(page.text));
}

TEST(CorpusExtractor, TakesATextWithoutTitle) {
    const Page page = read_page({"7", "", "The text."});
    ASSERT_EQ(page.blocks.size(), 1u);
    EXPECT_EQ(page.blocks[0].end, 9u);
}

TEST(CorpusExtractor, SaysThatAnEmptyTextHasNoText) {
    const platform::TemporaryFolder folder;
    auto files = write_texts(Corpus{{{"7", "", ""}}, {}}, folder.path());
    auto done =
        CorpusExtractor().extract(files->front().path, [](Page, std::uint32_t) -> Result<void> { return {}; }, {});
    ASSERT_TRUE(done);
    EXPECT_EQ(done->state, DocumentState::kNoText);
}

}  // namespace
}  // namespace genai::evaluation
