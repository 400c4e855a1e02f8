// SPDX-License-Identifier: Apache-2.0
#include "ingestion/discovery.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/temporary_folder.hpp"

namespace genai::ingestion {
namespace {

namespace fs = std::filesystem;

class DiscoveryTest : public testing::Test {
protected:
    fs::path write(const std::string& path, const std::string& bytes = "x") {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << bytes;
        return root_ / path;
    }
    std::vector<std::string> names(const Discovery& discovery) {
        std::vector<std::string> found;
        for (const SourceFile& file : discovery.files) found.push_back(file.name.path);
        return found;
    }

    platform::TemporaryFolder temporary_;
    const fs::path root_ = fs::canonical(temporary_.path());
};

TEST_F(DiscoveryTest, FindsTheFilesOfKnownFormatsInOrderWithNamesBelowTheFolder) {
    write("b.pdf", "12345");
    write("a/z.PDF");
    write("a/notes.txt");
    write("a/picture.gif");
    write(".hidden/c.pdf");
    write(".d.pdf");
    const auto found = discover({root_});
    ASSERT_TRUE(found);
    EXPECT_EQ(names(*found), (std::vector<std::string>{"a/notes.txt", "a/z.PDF", "b.pdf"}));
    EXPECT_EQ(found->files[1].name.root, root_.generic_string());
    EXPECT_EQ(found->files[2].bytes, 5U);
    ASSERT_EQ(found->skipped.size(), 1U);
    EXPECT_EQ(found->skipped[0].path, root_ / "a/picture.gif");
}

TEST_F(DiscoveryTest, TakesAFileThatIsGivenItselfWhateverItsKind) {
    const auto found = discover({write("notes.log")});
    ASSERT_TRUE(found);
    EXPECT_EQ(names(*found), (std::vector<std::string>{"notes.log"}));
}

TEST_F(DiscoveryTest, TakesAFileOnceHoweverOftenItIsGiven) {
    const fs::path file = write("a.pdf");
    const auto found = discover({file, root_, file});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->files.size(), 1U);
}

TEST_F(DiscoveryTest, DoesNotFollowLinksOutOfTheFolder) {
    write("outside/secret.pdf");
    fs::create_directories(root_ / "in");
    fs::create_symlink(root_ / "outside/secret.pdf", root_ / "in/link.pdf");
    fs::create_directory_symlink(root_ / "outside", root_ / "in/folder");
    const auto found = discover({root_ / "in"});
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->files.empty());
    EXPECT_EQ(found->skipped.size(), 2U);
}

TEST_F(DiscoveryTest, NamesAPathThatIsNotThere) {
    const auto found = discover({root_ / "missing"});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, ErrorKind::kNotFound);
    EXPECT_NE(found.error().message.find("missing"), std::string::npos);
}

TEST_F(DiscoveryTest, TakesNeitherOfTwoFilesOfOneNameAndNamesBoth) {
    write("caf\u00e9.pdf");   // precomposed
    write("cafe\u0301.pdf");  // the same name, decomposed
    write("other.pdf");
    const auto found = discover({root_});
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(found->files.size(), 1U);
    EXPECT_EQ(found->files[0].name.path, "other.pdf");
    ASSERT_EQ(found->unreadable.size(), 1U);
    const std::string said = found->unreadable[0].path.string() + found->unreadable[0].reason;
    EXPECT_NE(said.find("caf\u00e9.pdf"), std::string::npos);
    EXPECT_NE(said.find("cafe\u0301.pdf"), std::string::npos);
}

TEST_F(DiscoveryTest, NamesAFolderThatCannotBeOpenedAndTakesTheOthers) {
    write("a.pdf");
    write("locked/b.pdf");
    fs::permissions(root_, fs::perms::all);
    fs::permissions(root_ / "locked", fs::perms::none);
    const bool is_root = ::geteuid() == 0;  // whom permissions do not bind
    constexpr uid_t kNobody = 65534;
    ASSERT_EQ(::seteuid(is_root ? kNobody : ::geteuid()), 0);
    const auto found = discover({root_});
    ASSERT_EQ(::seteuid(is_root ? 0 : ::geteuid()), 0);
    fs::permissions(root_ / "locked", fs::perms::owner_all);
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(found->files.size(), 1U);
    ASSERT_EQ(found->unreadable.size(), 1U);
    EXPECT_EQ(found->unreadable[0].path, root_ / "locked");
}

}  // namespace
}  // namespace genai::ingestion
