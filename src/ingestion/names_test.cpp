// SPDX-License-Identifier: Apache-2.0
#include "ingestion/names.hpp"

#include <gtest/gtest.h>

namespace genai::ingestion {
namespace {

std::string name_of(std::string_view given) {
    const auto name = to_upload_name(given);
    return name ? name->root + ":" + name->path : "refused";
}

TEST(UploadName, IsTheLastPartOfWhateverPathTheClientGave) {
    EXPECT_EQ(name_of("report.pdf"), "upload:report.pdf");
    EXPECT_EQ(name_of("../../etc/passwd"), "upload:passwd");
    EXPECT_EQ(name_of("/etc/shadow"), "upload:shadow");
    EXPECT_EQ(name_of("C:\\Users\\me\\a b.pdf"), "upload:a b.pdf");
    EXPECT_EQ(name_of(" a.pdf "), "upload:a.pdf");
    EXPECT_EQ(name_of("..%2f..%2fetc"), "upload:..%2f..%2fetc") << "nothing is decoded: it is a name";
    EXPECT_EQ(name_of("..."), "upload:...");
}

TEST(UploadName, IsInNormalFormC) {
    EXPECT_EQ(name_of("re\xCC\x81sume\xCC\x81.pdf"), "upload:r\xC3\xA9sum\xC3\xA9.pdf");
}

TEST(UploadName, RefusesWhatIsNoName) {
    for (const std::string& given :
         {std::string(), std::string("."), std::string(".."), std::string("a/.."), std::string("a/"), std::string("  "),
          std::string("a\0.pdf", 6), std::string("a\nb.pdf"), std::string("a\x1B[2J.pdf"),
          std::string("\xC0\xAE\xC0\xAE"), std::string("\xFF.pdf"),
          std::string("a\xE2\x80\xAE"
                      "fdp.exe"),
          std::string(256, 'a')})
        EXPECT_EQ(name_of(given), "refused") << given;
    EXPECT_NE(name_of(std::string(255, 'a')), "refused");
}

}  // namespace
}  // namespace genai::ingestion
