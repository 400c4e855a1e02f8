// SPDX-License-Identifier: Apache-2.0
#include "profiles/profile_choice.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "platform/temporary_folder.hpp"
#include "profiles/profile_fixture.hpp"

namespace genai::profiles {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ProfileChoiceTest : public testing::Test {
protected:
    ProfileChoiceTest() {
        write("shipped", "finance", "10-K");
        write("shipped", "law", "contract");
    }

    // A profile for one type of documents.
    void write(const std::string& folder, const std::string& name, const std::string& type) const {
        fs::create_directories(temporary_.path() / folder);
        std::ofstream(temporary_.path() / folder / (name + ".json"))
            << R"({"name": ")" << name << R"(", "document_types": [")" << type << R"("]})";
    }

    Result<ProfileChoice> load(std::string_view choice) const {
        const std::vector<fs::path> folders{temporary_.path() / "shipped", temporary_.path() / "own"};
        return ProfileChoice::load(choice, folders);
    }

    static std::string name(const ProfileChoice& choice, std::string_view collection, std::string_view type) {
        const Profile* found = choice.find(collection, type);
        return found == nullptr ? "none" : found->name();
    }

    platform::TemporaryFolder temporary_;
};

TEST_F(ProfileChoiceTest, GoesByTheDocumentsType) {
    const auto choice = load("auto");
    ASSERT_TRUE(choice) << choice.error().message;
    EXPECT_EQ(name(*choice, "default", "10-K"), "finance");
    EXPECT_EQ(name(*choice, "default", "contract"), "law");
    EXPECT_EQ(name(*choice, "default", "letter"), "none");
    EXPECT_EQ(name(*choice, "default", ""), "none");
}

TEST_F(ProfileChoiceTest, ANamedOneIsForEveryDocument) {
    const auto choice = load("law");
    EXPECT_EQ(name(*choice, "default", "10-K"), "law");
    EXPECT_EQ(name(*choice, "default", ""), "law");
    EXPECT_EQ(name(*load("none"), "default", "10-K"), "none");
    EXPECT_EQ(name(*load(""), "default", "10-K"), "none");
}

TEST_F(ProfileChoiceTest, ACollectionMayHaveAnotherOne) {
    const auto choice = load("auto, letters=none ,filings = finance");
    ASSERT_TRUE(choice) << choice.error().message;
    EXPECT_EQ(name(*choice, "default", "contract"), "law");
    EXPECT_EQ(name(*choice, "letters", "contract"), "none");
    EXPECT_EQ(name(*choice, "filings", "contract"), "finance");
}

TEST_F(ProfileChoiceTest, OnesOwnCountsBeforeTheShippedOne) {
    write("own", "zebra", "10-K");
    write("own", "law", "letter");
    const auto choice = load("auto");
    EXPECT_EQ(name(*choice, "default", "10-K"), "zebra");
    EXPECT_EQ(name(*choice, "default", "letter"), "law");
    EXPECT_EQ(name(*choice, "default", "contract"), "none") << "one's own law has replaced the shipped one";
}

TEST_F(ProfileChoiceTest, StaysRightWhenItIsMoved) {
    auto choice = load("auto, filings=finance");
    const Profile* before = choice->find("filings", "");
    const ProfileChoice moved = std::move(*choice);
    EXPECT_EQ(moved.find("filings", ""), before);
    EXPECT_EQ(name(moved, "default", "contract"), "law");
}

TEST_F(ProfileChoiceTest, SaysWhichThereAreWhenOneIsNotThere) {
    for (const char* choice : {"tax", "auto, letters=tax"}) {
        const auto refused = load(choice);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::kInvalidInput);
        EXPECT_THAT(refused.error().message,
                    HasSubstr("PROFILE: there is no profile \"tax\"; there are auto, none, finance, law"));
    }
}

TEST_F(ProfileChoiceTest, RefusesOneTooMany) {
    EXPECT_THAT(load("auto, law").error().message, HasSubstr("\"law\" is one too many"));
    EXPECT_THAT(load("a=law, a=none").error().message, HasSubstr("\"a=none\" is one too many"));
    EXPECT_THAT(load("=law").error().message, HasSubstr("one too many"));
    std::string many;
    for (int i = 0; i < 300; ++i) many += "c" + std::to_string(i) + "=law,";
    EXPECT_THAT(load(many).error().message, HasSubstr("more than 256 collections"));
}

TEST_F(ProfileChoiceTest, NamesAFileThatCannotBeRead) {
    std::ofstream(temporary_.path() / "shipped" / "tax.json") << "{";
    EXPECT_THAT(load("auto").error().message, HasSubstr("tax.json"));
    EXPECT_TRUE(load("law")) << "only what is asked for is read";
}

}  // namespace
}  // namespace genai::profiles
