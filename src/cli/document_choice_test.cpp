// SPDX-License-Identifier: Apache-2.0
#include "cli/document_choice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/fake_catalog.hpp"

namespace genai::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class DocumentChoice : public testing::Test {
protected:
    DocumentChoice() {
        add(std::string(60, 'a') + "0001", "2024/report.pdf");
        add(std::string(60, 'a') + "0002", "2025/report.pdf");
        add(std::string(64, 'b'), "letter.pdf");
    }

    void add(const std::string& id, const std::string& path, const std::string& root = "/papers") {
        catalog::VersionRecord record;
        record.document_id = id;
        record.version = "version of " + id;
        ASSERT_TRUE(catalog_.flip(Scope{}, {root, path}, record));
    }

    Result<Document> choose(const std::string& wanted) { return choose_document(catalog_, Scope{}, wanted); }

    catalog::FakeCatalog catalog_;
};

TEST_F(DocumentChoice, FindsByIdPrefixPathAndLastPart) {
    for (const std::string& wanted :
         {std::string(64, 'b'), std::string("bbbb"), std::string("letter.pdf"), std::string("/papers/letter.pdf")}) {
        auto found = choose(wanted);
        ASSERT_TRUE(found) << wanted << ": " << found.error().message;
        EXPECT_EQ(found->display_name(), "letter.pdf");
    }
    EXPECT_EQ(choose("2025/report.pdf")->id, std::string(60, 'a') + "0002");
}

TEST_F(DocumentChoice, ListsThemWhenSeveralAreMeant) {
    for (const char* wanted : {"aaaa", "report.pdf"}) {
        auto found = choose(wanted);
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().kind, ErrorKind::kConflict);
        EXPECT_THAT(found.error().message, HasSubstr("2025/report.pdf"));
    }
}

TEST_F(DocumentChoice, TellsDocumentsOfOneNameApartByTheirRoots) {
    add(std::string(64, 'c'), "letter.pdf", "/archive");
    auto found = choose("letter.pdf");
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().message, HasSubstr("cccccccccccc  /archive/letter.pdf"));
    EXPECT_THAT(found.error().message, HasSubstr("bbbbbbbbbbbb  /papers/letter.pdf"));
    EXPECT_EQ(choose("/archive/letter.pdf")->id, std::string(64, 'c'));
    EXPECT_EQ(choose("archive/letter.pdf")->id, std::string(64, 'c'));
}

TEST_F(DocumentChoice, SaysHowManyDigitsAnIdNeeds) {
    EXPECT_THAT(choose("bbb").error().message, HasSubstr("the beginning of an id needs at least 4 digits"));
    EXPECT_THAT(choose("b.pdf").error().message, Not(HasSubstr("digits")));
}

TEST_F(DocumentChoice, TakesNoShortBeginningForAnId) {
    for (const char* wanted : {"bbb", "", "nothing.pdf", "etter.pdf"}) {
        auto found = choose(wanted);
        ASSERT_FALSE(found) << wanted;
        EXPECT_EQ(found.error().kind, ErrorKind::kNotFound);
    }
}

TEST_F(DocumentChoice, ReadsEveryPageOfTheListing) { EXPECT_EQ(all_documents(catalog_, Scope{})->size(), 3u); }

}  // namespace
}  // namespace genai::cli
