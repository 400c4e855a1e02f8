// SPDX-License-Identifier: Apache-2.0
#include "extraction/password_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extraction/frame_passwords.hpp"
#include "extraction/pdf_fixture.hpp"

namespace genai::extraction {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

PasswordBook parsed(std::string_view text) {
    auto book = PasswordBook::parse(text);
    EXPECT_TRUE(book) << book.error().message;
    return book.value_or(PasswordBook());
}

}  // namespace

TEST(PasswordBook, GivesThoseOfTheFileFirstAndThenThoseOfAll) {
    const auto book = parsed("common\nb.pdf\tof b\n*\twith\ta tab\n\nreports/a.pdf\tof a\r\n");
    EXPECT_THAT(book.for_file("/data/b.pdf"), ElementsAre("of b", "common", "with\ta tab"));
    EXPECT_THAT(book.for_file("/data/reports/a.pdf"), ElementsAre("of a", "common", "with\ta tab"));
    EXPECT_THAT(book.for_file("/data/old-reports/a.pdf"), ElementsAre("common", "with\ta tab"));
    EXPECT_THAT(book.for_file("/data/bb.pdf"), ElementsAre("common", "with\ta tab"));
}

TEST(PasswordBook, KnowsAFileByItsWholePathToo) {
    const auto book = parsed("/data/./a.pdf\tsecret\n");
    EXPECT_THAT(book.for_file("/data/a.pdf"), ElementsAre("secret"));
    EXPECT_THAT(book.for_file("/other/data/a.pdf"), IsEmpty());
}

TEST(PasswordBook, KeepsBlanksThatBelongToAPassword) {
    EXPECT_THAT(parsed(" with blanks ").for_file("a.pdf"), ElementsAre(" with blanks "));
}

TEST(PasswordBook, IsEmptyWithoutALine) {
    EXPECT_TRUE(parsed("").is_empty());
    EXPECT_TRUE(parsed("\n\r\n").is_empty());
    EXPECT_FALSE(parsed("x").is_empty());
}

TEST(PasswordBook, NamesTheLineThatIsWrongAndNoPassword) {
    const std::string secret(kPasswordBytesMax + 1, 's');
    for (const auto& text : {std::string("fine\n\tsecret"), std::string("fine\na.pdf\t"), "fine\n" + secret}) {
        const auto book = PasswordBook::parse(text);
        ASSERT_FALSE(book) << text;
        EXPECT_EQ(book.error().kind, ErrorKind::kInvalidInput);
        EXPECT_THAT(book.error().message, HasSubstr("line 2"));
        EXPECT_THAT(book.error().message, Not(HasSubstr("secret")));
        EXPECT_THAT(book.error().message, Not(HasSubstr(secret)));
    }
}

TEST(PasswordBook, RefusesMoreCommonPasswordsThanAreTried) {
    std::string text;
    for (std::size_t i = 0; i < PasswordBook::kCommonMax; ++i) text += "word\n";
    EXPECT_TRUE(PasswordBook::parse(text));
    EXPECT_FALSE(PasswordBook::parse(text + "word"));
    EXPECT_TRUE(PasswordBook::parse(text + "a.pdf\tword"));
    EXPECT_FALSE(PasswordBook::parse(std::string(PasswordBook::kFileBytesMax + 1, '\n')));
}

TEST(PasswordBook, ComesFromAFile) {
    const TestFolder folder;
    const auto book = PasswordBook::read(folder.write("passwords", "a.pdf\tsecret\n"));
    ASSERT_TRUE(book) << book.error().message;
    EXPECT_THAT(book->for_file("a.pdf"), ElementsAre("secret"));
    for (const auto& path : {folder.path() / "none", folder.path()}) {
        const auto missing = PasswordBook::read(path);
        ASSERT_FALSE(missing) << path;
        EXPECT_THAT(missing.error().message, HasSubstr(path.string()));
    }
}

TEST(FramePasswords, ComeBackAsTheyWere) {
    const std::vector<std::string> passwords{"one", std::string("with\0zero", 9), std::string(kPasswordBytesMax, 'x')};
    EXPECT_EQ(decode_passwords(encode_passwords(passwords)), passwords);
    EXPECT_THAT(decode_passwords(""), IsEmpty());
    EXPECT_THAT(decode_passwords("\x05"
                                 "abc"),
                IsEmpty())
        << "cut off";
}

TEST(FramePasswords, NeverOutgrowThePipe) {
    const std::vector<std::string> many(100, std::string(kPasswordBytesMax, 'x'));
    EXPECT_EQ(decode_passwords(encode_passwords(many)).size(), kPasswordsPerFileMax);
    EXPECT_LE(encode_passwords(many).size(), kPasswordInputBytesMax);
    EXPECT_THAT(encode_passwords({std::string(kPasswordBytesMax + 1, 'x')}), IsEmpty());
}

}  // namespace genai::extraction
