// SPDX-License-Identifier: Apache-2.0
#include "app/page_images.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "blobs/fake_blob_store.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::app {

namespace {

using ::testing::HasSubstr;

// Gives as many bytes as it is told to, and counts how often it is asked.
class FakeRenderer final : public extraction::PageRenderer {
public:
    Result<extraction::PageImage> render(int, std::uint32_t page, const extraction::Drawing&, const Limits&) override {
        ++drawn;
        if (on_render) on_render();
        return extraction::PageImage{page, 1, 1, std::string(bytes, static_cast<char>('0' + page))};
    }
    std::string fingerprint() const override { return "fake"; }

    int drawn = 0;
    std::size_t bytes = 10;
    std::function<void()> on_render;
};

class PageImagesTest : public ::testing::Test {
protected:
    PageImagesTest() {
        write("the report");
        document_.id = sha256_hex("the report");
        document_.bytes = std::string("the report").size();
        document_.names = {{std::filesystem::canonical(folder_.path()).string(), "report.pdf"}};
    }
    void write(const std::string& bytes) { std::ofstream(folder_.path() / "report.pdf") << bytes; }
    std::string draw(std::uint32_t page, extraction::Drawing drawing = {}) {
        auto png = images_.draw(document_, page, drawing, {});
        return png ? *png : "error: " + png.error().message;
    }

    platform::TemporaryFolder folder_;
    Document document_;
    blobs::FakeBlobStore blobs_;
    originals::Originals originals_{blobs_};
    FakeRenderer renderer_;
    PageImages images_{originals_, renderer_};
};

TEST_F(PageImagesTest, DrawsAPageOnceAndEachDrawingApart) {
    EXPECT_EQ(draw(1), "1111111111");
    EXPECT_EQ(draw(1), "1111111111");
    EXPECT_EQ(renderer_.drawn, 1);
    EXPECT_EQ(draw(2), "2222222222");
    draw(1, {.width = 100});
    draw(1, {.highlights = {{0, 0, 1, 1}}});
    EXPECT_EQ(renderer_.drawn, 4);
}

TEST_F(PageImagesTest, KeepsTheLatestWithinItsBytes) {
    renderer_.bytes = PageImages::kImageBytesMax;
    for (std::uint32_t page = 1; page <= 8; ++page) draw(page);
    draw(1);  // the oldest no more
    draw(9);
    EXPECT_EQ(renderer_.drawn, 9);
    draw(1);
    EXPECT_EQ(renderer_.drawn, 9) << "what was asked for of late stays";
    draw(2);
    EXPECT_EQ(renderer_.drawn, 10) << "what was not goes first";
}

TEST_F(PageImagesTest, DoesNotKeepAnImageThatWouldPushOutManyOthers) {
    renderer_.bytes = PageImages::kImageBytesMax + 1;
    draw(1);
    draw(1);
    EXPECT_EQ(renderer_.drawn, 2);
}

TEST_F(PageImagesTest, DrawsNothingWhenTheFileIsAnother) {
    write("the newer report");
    EXPECT_THAT(draw(1), HasSubstr("changed"));
    EXPECT_EQ(renderer_.drawn, 0);
}

TEST_F(PageImagesTest, GivesNoImageOfAFileThatWasChangedWhileItWasDrawn) {
    renderer_.on_render = [this] { write("something other"); };
    EXPECT_THAT(draw(1), HasSubstr("was changed while its page was drawn"));
}

}  // namespace

}  // namespace genai::app
