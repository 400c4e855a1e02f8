// SPDX-License-Identifier: Apache-2.0
#include "ingestion/vanished.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "catalog/fake_catalog.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::ingestion {
namespace {

namespace fs = std::filesystem;

class VanishedTest : public testing::Test {
protected:
    fs::path root() const { return fs::canonical(folder_.path()); }
    void write(const std::string& name) {
        fs::create_directories((root() / name).parent_path());
        std::ofstream(root() / name) << name;
    }
    // As if every file below the folder had been ingested.
    void ingest(const fs::path& folder) {
        const auto found = discover({folder});
        for (const SourceFile& file : found->files) {
            catalog::VersionRecord record;
            record.document_id = file.name.path;
            record.version = "v-" + file.name.path;
            ASSERT_TRUE(catalog_.flip({}, file.name, record));
        }
    }

    platform::TemporaryFolder folder_;
    catalog::FakeCatalog catalog_;
};

TEST_F(VanishedTest, NamesTheFilesThatAreGoneAndRemovesThemWhenAsked) {
    write("a.pdf");
    write("sub/b.pdf");
    ingest(root());
    fs::remove(root() / "sub/b.pdf");
    const auto discovery = discover({root()});
    const auto vanished = find_vanished({}, *discovery, catalog_);
    ASSERT_TRUE(vanished);
    EXPECT_THAT(*vanished, testing::ElementsAre(DocumentName{root().string(), "sub/b.pdf"}));
    EXPECT_EQ(catalog_.documents({}, 0, 9)->total, 2U);
    ASSERT_TRUE(remove_vanished({}, *vanished, *discovery, catalog_));
    EXPECT_EQ(catalog_.documents({}, 0, 9)->total, 1U);
    EXPECT_TRUE(find_vanished({}, *discovery, catalog_)->empty());
}

TEST_F(VanishedTest, LeavesOtherRootsAlone) {
    write("one/a.pdf");
    write("two/b.pdf");
    ingest(root() / "one");
    ingest(root() / "two");
    fs::remove_all(root() / "two");
    EXPECT_TRUE(find_vanished({}, *discover({root() / "one"}), catalog_)->empty());
    fs::remove(root() / "one/a.pdf");
    write("one/c.pdf");
    EXPECT_TRUE(find_vanished({}, *discover({root() / "one/c.pdf"}), catalog_)->empty())
        << "a single file says nothing about its folder";
}

TEST_F(VanishedTest, DoesNotTakeAFileThatWasPassedOverForGone) {
    write("a.pdf");
    write("b.pdf");
    ingest(root());
    fs::remove(root() / "b.pdf");
    fs::create_symlink(root() / "a.pdf", root() / "b.pdf");
    EXPECT_TRUE(find_vanished({}, *discover({root()}), catalog_)->empty());
}

TEST_F(VanishedTest, RefusesToEmptyAFolderThatHasNoFileLeft) {
    write("a.pdf");
    ingest(root());
    fs::remove(root() / "a.pdf");
    const auto discovery = discover({root()});
    const auto vanished = find_vanished({}, *discovery, catalog_);
    const auto removed = remove_vanished({}, *vanished, *discovery, catalog_);
    ASSERT_FALSE(removed);
    EXPECT_EQ(removed.error().kind, ErrorKind::kConflict);
    EXPECT_THAT(removed.error().message, testing::HasSubstr("mounted"));
    EXPECT_EQ(catalog_.documents({}, 0, 9)->total, 1U);
}

}  // namespace
}  // namespace genai::ingestion
