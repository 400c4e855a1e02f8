// SPDX-License-Identifier: Apache-2.0
#include "extraction/pdf_renderer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "extraction/caged_extractor.hpp"
#include "extraction/fake_child.hpp"
#include "extraction/frame_drawing.hpp"
#include "extraction/input_file.hpp"
#include "extraction/pdf_fixture.hpp"
#include "extraction/test_image.hpp"

namespace genai::extraction {

namespace {

using ::testing::HasSubstr;

constexpr TestImage::Colour kWhite{255, 255, 255};

class PdfRendererTest : public ::testing::Test {
protected:
    Result<PageImage> render(std::string_view bytes, std::uint32_t page, const Drawing& drawing = {},
                             const Settings& settings = {}, const Limits& limits = {}) {
        return render_by(std::filesystem::path(GENAI_BUILD_DIR) / "libexec/genai/genai-extract", bytes, page, drawing,
                         settings, limits);
    }
    // The script stands in for the child.
    Result<PageImage> render_by_script(const std::string& script, const Limits& limits = {}) {
        const auto child = folder_.write("child", "#!/bin/sh\n" + script);
        std::filesystem::permissions(child, std::filesystem::perms::owner_all);
        Settings settings;
        settings.stall_s = 1;
        return render_by(child, "%PDF-1.7", 1, {}, settings, limits);
    }
    static TestImage look(const Result<PageImage>& image) {
        EXPECT_TRUE(image) << image.error().message;
        return image ? unpack(image->png) : TestImage();
    }
    // The first page's characters and their boxes.
    Page read(std::string_view bytes) {
        Page first;
        const auto file = folder_.write("read.pdf", bytes);
        auto read = CagedExtractor(std::filesystem::path(GENAI_BUILD_DIR) / "libexec/genai/genai-extract", {})
                        .extract(file,
                                 [&](Page page, std::uint32_t) -> Result<void> {
                                     first = std::move(page);
                                     return {};
                                 },
                                 {});
        EXPECT_TRUE(read);
        return first;
    }
    // Holds for every page: under the marked word something is marked and dark, and beside its box nothing changes.
    void expect_marks_the_word(const std::string& dictionary, const std::string& content, std::string_view word) {
        const auto bytes = PdfFixture().page(content, dictionary).bytes();
        const Page page = read(bytes);
        const auto at = page.text.find(word);
        ASSERT_NE(at, std::string::npos) << page.text;
        Box box = page.boxes[at];
        for (std::size_t i = at; i < at + word.size(); ++i) {
            box = {std::min(box.x0, page.boxes[i].x0), std::min(box.y0, page.boxes[i].y0),
                   std::max(box.x1, page.boxes[i].x1), std::max(box.y1, page.boxes[i].y1)};
        }
        const Drawing drawing{.dpi = 72, .highlights = {box}};
        const auto plain = look(render(bytes, 1, {.dpi = 72}));
        const auto marked = look(render(bytes, 1, drawing));
        ASSERT_EQ(plain.width, static_cast<std::uint32_t>(std::lround(page.width)));
        ASSERT_EQ(plain.height, static_cast<std::uint32_t>(std::lround(page.height)));
        ASSERT_EQ(plain.pixels.size(), marked.pixels.size());
        int dark_in_box = 0;
        for (std::uint32_t y = 0; y < plain.height; ++y) {
            for (std::uint32_t x = 0; x < plain.width; ++x) {
                const bool is_inside = x >= std::floor(box.x0) && x < std::ceil(box.x1) && y >= std::floor(box.y0) &&
                                       y < std::ceil(box.y1);
                EXPECT_EQ(plain.at(x, y) != marked.at(x, y) || plain.at(x, y)[2] == 0,
                          is_inside || plain.at(x, y)[2] == 0)
                    << x << ", " << y << " " << dictionary;
                if (is_inside && plain.at(x, y)[0] < 128) ++dark_in_box;
            }
        }
        EXPECT_GT(dark_in_box, 20) << "the word's ink is not where its box is " << dictionary;
    }

    TestFolder folder_;

private:
    Result<PageImage> render_by(const std::filesystem::path& child, std::string_view bytes, std::uint32_t page,
                                const Drawing& drawing, const Settings& settings, const Limits& limits) {
        const auto file = InputFile::open(folder_.write("file.pdf", bytes), "file.pdf");
        EXPECT_TRUE(file);
        return PdfRenderer(child, settings).render(file->descriptor(), page, drawing, limits);
    }
};

std::string some_lines() {
    std::string content;
    for (int row = 0; row < 5; ++row) content += PdfFixture::line(150, 500 - 40 * row, "plain words", 20);
    return content + PdfFixture::line(150, 280, "MARKED", 20) + PdfFixture::line(150, 240, "more words", 20);
}

}  // namespace

TEST_F(PdfRendererTest, DrawsThePageInTheSizeThatWasAskedFor) {
    const auto bytes = PdfFixture().page("").page("0 0 0 rg 0 396 306 396 re f").bytes();
    const auto image = look(render(bytes, 2, {.width = 306}));
    ASSERT_EQ(image.width, 306U);
    ASSERT_EQ(image.height, 396U);
    EXPECT_EQ(image.at(50, 50), (TestImage::Colour{0, 0, 0})) << "the upper left quarter is black";
    EXPECT_EQ(image.at(250, 50), kWhite);
    EXPECT_EQ(image.at(50, 300), kWhite);
}

TEST_F(PdfRendererTest, KeepsColours) {
    const auto image =
        look(render(PdfFixture().page("1 0 0 rg 0 0 306 792 re f 0 0 1 rg 306 0 306 792 re f").bytes(), 1));
    ASSERT_FALSE(image.pixels.empty());
    EXPECT_EQ(image.at(10, 10), (TestImage::Colour{255, 0, 0}));
    EXPECT_EQ(image.at(image.width - 10, 10), (TestImage::Colour{0, 0, 255}));
}

TEST_F(PdfRendererTest, MarksTheWordsOnAPlainPage) { expect_marks_the_word("", some_lines(), "MARKED"); }

TEST_F(PdfRendererTest, MarksTheWordsOnTurnedPages) {
    for (const char* turned : {"/Rotate 90", "/Rotate 180", "/Rotate 270"})
        expect_marks_the_word(turned, some_lines(), "MARKED");
}

TEST_F(PdfRendererTest, MarksTheWordsOnACroppedPage) {
    expect_marks_the_word("/CropBox[100 200 500 600]", some_lines(), "MARKED");
}

TEST_F(PdfRendererTest, MarksTheWordsOnAPageThatIsTurnedAndCroppedAndLiesElsewhere) {
    expect_marks_the_word("/MediaBox[-100 -50 700 900]/CropBox[100 200 500 600]/Rotate 90", some_lines(), "MARKED");
}

TEST_F(PdfRendererTest, MarksTheWordsOnAPageOfOtherUnits) {
    expect_marks_the_word("/UserUnit 1.5/MediaBox[0 0 612 792]", some_lines(), "MARKED");
}

TEST_F(PdfRendererTest, DrawsAPageOfABillionPointsSmaller) {
    const auto image = render(PdfFixture().page("", "/MediaBox[0 0 1000000000 1000000000]").bytes(), 1, {.dpi = 300});
    ASSERT_TRUE(image) << image.error().message;
    EXPECT_LE(std::uint64_t{image->width} * image->height, kImagePixelsMax);
}

TEST_F(PdfRendererTest, NamesAPageThatTheFileDoesNotHave) {
    const auto image = render(PdfFixture().page("").bytes(), 2);
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().kind, ErrorKind::kNotFound);
}

TEST_F(PdfRendererTest, SaysOfAnEncryptedFileThatItIsAConflict) {
    const auto file =
        InputFile::open(std::filesystem::path(GENAI_SOURCE_DIR) / "src/extraction/testdata/encrypted_aes256.pdf",
                        "encrypted_aes256.pdf");
    ASSERT_TRUE(file);
    const auto image = PdfRenderer(std::filesystem::path(GENAI_BUILD_DIR) / "libexec/genai/genai-extract", {})
                           .render(file->descriptor(), 1, {}, {});
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().kind, ErrorKind::kConflict);
}

TEST_F(PdfRendererTest, SaysWhyADamagedFileCannotBeDrawn) {
    const auto image = render("%PDF-1.7 and nothing else", 1);
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().kind, ErrorKind::kInvalidInput);
    EXPECT_THAT(image.error().message, HasSubstr("damaged"));
}

TEST_F(PdfRendererTest, GivesAPageUpThatTakesTooLongToDraw) {
    std::string content;
    for (int i = 0; i < 400'000; ++i) content += "0 0 612 792 re 1 1 400 400 re f* ";
    Settings settings;
    settings.page_cpu_s = 1;
    const auto image = render(PdfFixture().page(content).bytes(), 1, {.dpi = 300}, settings);
    ASSERT_FALSE(image);
    EXPECT_THAT(image.error().message, HasSubstr("processor time"));
}

TEST_F(PdfRendererTest, EndsTheChildWhenTheCallerLeaves) {
    std::stop_source stop;
    std::thread leaves([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        stop.request_stop();
    });
    const auto begin = std::chrono::steady_clock::now();
    const auto image = render_by_script("sleep 20\n", {.stop = stop.get_token()});
    leaves.join();
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().kind, ErrorKind::kCancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST_F(PdfRendererTest, BelievesNoChildThatLies) {
    using fake_child::hello;
    using fake_child::opened;
    using fake_child::print;
    using fake_child::refused;
    const auto image = [](const PageImage& value) {
        return print(encode_frame(FrameType::kImage, encode_image(value)));
    };
    const auto good = image({1, 30, 40, png_of(30, 40)});
    EXPECT_TRUE(render_by_script(opened(1) + good));
    EXPECT_TRUE(render_by_script(opened(1) + good + "sleep 20\n")) << "nobody waits for its end";
    for (const auto& lie :
         {opened(1) + image({2, 30, 40, png_of(30, 40)}), opened(1) + image({1, 30, 41, png_of(30, 40)}),
          opened(1) + image({1, 30, 40, "<html>"}), hello() + good, good, opened(1) + opened(1) + good,
          opened(1) + print("garbage that is no frame"),
          refused(Refusal::kDamaged, std::string(kReasonBytesMax + 1, 'x')),
          opened(1) + print(encode_frame(FrameType::kPage, "a page"))}) {
        const auto drawn = render_by_script(lie);
        ASSERT_FALSE(drawn);
        EXPECT_EQ(drawn.error().kind, ErrorKind::kInvalidInput) << drawn.error().message;
        EXPECT_THAT(drawn.error().message, HasSubstr("the reader"));
    }
}

TEST_F(PdfRendererTest, SaysHowAChildDied) {
    const auto message = [this](const std::string& script) {
        const auto drawn = render_by_script(script);
        return drawn ? std::string("drawn") : drawn.error().message;
    };
    EXPECT_THAT(message(fake_child::opened(1) + "kill -SEGV $$\n"), HasSubstr("crashed (signal 11)"));
    EXPECT_THAT(message(fake_child::opened(1) + "kill -SYS $$\n"), HasSubstr("sandbox_violation"));
    EXPECT_THAT(message(fake_child::opened(1) + "sleep 20\n"), HasSubstr("nothing came of it for 1 s"));
    EXPECT_THAT(message(fake_child::opened(1) + "exit 9\n"), HasSubstr("exit code 9"));
    EXPECT_THAT(message(fake_child::opened(1)), HasSubstr("has no page 1"));
    EXPECT_THAT(message(fake_child::hello(kProtocolVersion + 1)), HasSubstr("another version"));
}

TEST(ImageName, TellsApartWhatLooksDifferent) {
    const std::string document(64, 'a');
    const auto name = image_name(document, 1, {}, "v1");
    EXPECT_EQ(name, image_name(document, 1, {}, "v1"));
    EXPECT_NE(name, image_name(std::string(64, 'b'), 1, {}, "v1"));
    EXPECT_NE(name, image_name(document, 2, {}, "v1"));
    EXPECT_NE(name, image_name(document, 1, {.width = 100}, "v1"));
    EXPECT_NE(name, image_name(document, 1, {.highlights = {{0, 0, 1, 1}}}, "v1"));
    EXPECT_NE(name, image_name(document, 1, {}, "v2"));
}

}  // namespace genai::extraction
