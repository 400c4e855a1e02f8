// SPDX-License-Identifier: Apache-2.0
// What a store does with the files of an earlier run: used, damaged, of another release, left behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <fstream>

#include "base/hash.hpp"
#include "platform/files.hpp"
#include "platform/temporary_folder.hpp"
#include "vectors/faiss_vector_store.hpp"
#include "vectors/made_up_rows.hpp"

namespace genai::vectors {
namespace {

constexpr std::uint64_t kFileBytesMax = 64 << 20;
constexpr std::size_t kDocuments = 60;

class SavedIndex : public testing::Test {
protected:
    std::unique_ptr<FaissVectorStore> open(IndexType type, const std::string& fingerprint = "model") {
        FaissVectorStore::Options options;
        options.policy.type = type;
        options.policy.exact_rows_max = 50;
        options.policy.stale_rows_max = 100;
        options.quiet = std::chrono::hours(1);  // nothing is built unless it is waited for
        options.folder = folder_.path() / "vectors";
        options.fingerprint = fingerprint;
        return FaissVectorStore::make(options, log_).value();
    }

    // A store that has built and saved its index.
    void save(IndexType type) {
        const auto store = open(type);
        rows_.add_to(*store, 0, kDocuments);
        ASSERT_TRUE(store->settle({}));
        ASSERT_EQ(files().size(), 1U);
    }

    std::size_t indexed_rows(VectorStore& store) { return store.report({}).value().indexed_rows; }

    std::vector<std::filesystem::path> files(const std::string& extension = ".index") {
        std::vector<std::filesystem::path> found;
        if (std::filesystem::exists(folder_.path() / "vectors"))
            for (const auto& entry : std::filesystem::directory_iterator(folder_.path() / "vectors"))
                if (entry.path().extension() == extension) found.push_back(entry.path());
        return found;
    }

    static std::string read(const std::filesystem::path& file) {
        return platform::read_file(file, kFileBytesMax).value();
    }
    static void write(const std::filesystem::path& file, std::string_view bytes) {
        std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

    static constexpr std::size_t kRows = kDocuments * MadeUpRows::kRowsPerDocument;
    platform::TemporaryFolder folder_;
    platform::Log log_{{.level = platform::LogLevel::kError}};
    MadeUpRows rows_{kDocuments * 2};
};

TEST_F(SavedIndex, IsUsedByTheNextRunAsFarAsItsRowsAreTheSame) {
    for (const IndexType type : {IndexType::kIvf, IndexType::kHnsw}) {
        save(type);
        const auto store = open(type);
        rows_.add_to(*store, 5, kDocuments);  // five are gone, five have come
        EXPECT_EQ(indexed_rows(*store), kRows - 5 * MadeUpRows::kRowsPerDocument);
        EXPECT_GE(recall_of(*store, rows_, 50), 0.99);
        std::filesystem::remove_all(folder_.path() / "vectors");
    }
}

TEST_F(SavedIndex, DoesNotClaimRowsThatHaveChanged) {
    save(IndexType::kIvf);
    const auto store = open(IndexType::kIvf);
    std::vector<std::uint32_t> ordinals(MadeUpRows::kRowsPerDocument);
    std::iota(ordinals.begin(), ordinals.end(), 0U);
    ASSERT_TRUE(store->add({}, MadeUpRows::version(0), ordinals, rows_.document(kDocuments)));
    ASSERT_TRUE(store->add({}, MadeUpRows::version(1), ordinals, rows_.document(1)));
    EXPECT_EQ(indexed_rows(*store), MadeUpRows::kRowsPerDocument);
}

TEST_F(SavedIndex, OfAnotherEmbedderIsLeftOut) {
    save(IndexType::kIvf);
    const auto store = open(IndexType::kIvf, "another model");
    rows_.add_to(*store, 0, kDocuments);
    EXPECT_EQ(indexed_rows(*store), 0U);
    ASSERT_TRUE(store->settle({}));
    EXPECT_EQ(indexed_rows(*store), kRows);
    EXPECT_EQ(files().size(), 1U) << "the new one replaces it";
}

TEST_F(SavedIndex, OfALaterReleaseIsNeitherReadNorRemoved) {
    save(IndexType::kIvf);
    const auto file = files()[0];
    std::string bytes = read(file);
    bytes[8] = 2;  // the format
    const std::uint32_t sum = crc32c(std::string_view(bytes).substr(0, kIndexHeaderBytes - 4));
    bytes.replace(kIndexHeaderBytes - 4, 4, reinterpret_cast<const char*>(&sum), 4);
    write(file, bytes);
    const auto store = open(IndexType::kIvf);
    rows_.add_to(*store, 0, kDocuments);
    EXPECT_EQ(indexed_rows(*store), 0U);
    ASSERT_TRUE(store->settle({}));
    EXPECT_EQ(indexed_rows(*store), kRows);
    EXPECT_EQ(files().size(), 2U);
    EXPECT_EQ(read(file), bytes);
}

TEST_F(SavedIndex, OfAnOlderGenerationIsRemovedByTheNext) {
    save(IndexType::kIvf);
    const auto first = files()[0];
    const auto store = open(IndexType::kIvf);
    rows_.add_to(*store, 0, kDocuments + 20);
    ASSERT_TRUE(store->settle({}));
    ASSERT_EQ(files().size(), 1U);
    EXPECT_NE(files()[0], first);
}

TEST_F(SavedIndex, OfAnEmptiedCollectionIsRemoved) {
    save(IndexType::kIvf);
    const auto store = open(IndexType::kIvf);
    rows_.add_to(*store, 0, 1);
    ASSERT_TRUE(store->remove({}, std::vector{MadeUpRows::version(0)}));
    ASSERT_TRUE(store->settle({}));
    EXPECT_TRUE(files().empty());
}

TEST_F(SavedIndex, HalfWrittenByADeadProcessIsRemovedAndNeverRead) {
    save(IndexType::kIvf);
    const auto whole = files()[0];
    const auto dead = folder_.path() / "vectors" / (".tmp-" + whole.filename().string() + "-abcdef");
    const auto young = folder_.path() / "vectors" / (".tmp-" + whole.filename().string() + "-ghijkl");
    for (const auto& file : {dead, young}) write(file, read(whole).substr(0, 10'000));
    std::filesystem::last_write_time(dead, std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
    const auto store = open(IndexType::kIvf);
    rows_.add_to(*store, 0, kDocuments);
    EXPECT_EQ(indexed_rows(*store), kRows);
    EXPECT_FALSE(std::filesystem::exists(dead));
    EXPECT_TRUE(std::filesystem::exists(young)) << "another process may be writing it";
}

// The file system's limit on a file's size stands for a full disk: the write stops in the middle.
class FullDisk {
public:
    FullDisk() {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = 20'000;
        ensure(setrlimit(RLIMIT_FSIZE, &limit) == 0, "a lower limit is always allowed");
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit before_{};
};

TEST_F(SavedIndex, IsUsedAllTheSameWhenTheDiskIsFull) {
    const auto store = open(IndexType::kIvf);
    rows_.add_to(*store, 0, kDocuments);
    {
        const FullDisk full;
        ASSERT_TRUE(store->settle({}));
    }
    EXPECT_EQ(indexed_rows(*store), kRows);
    EXPECT_GE(recall_of(*store, rows_, 20), 0.99);
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path() / "vectors"));
    rows_.add_to(*store, kDocuments, 20);
    ASSERT_TRUE(store->settle({}));
    EXPECT_EQ(files().size(), 1U) << "the next generation is written again";
}

// Damages the bytes in one of many ways.
std::string damage(std::string bytes, std::mt19937& random) {
    const auto flip = [&](std::size_t begin, std::size_t end) {
        bytes[begin + random() % (end - begin)] ^= static_cast<char>(1U << random() % 8);
    };
    constexpr std::size_t kBlock = 64 << 10;
    switch (random() % 5) {
        case 0: bytes.resize(random() % bytes.size()); break;
        case 1:
            flip(0, 160);  // what the header says
            break;
        case 2:
            for (int i = 0; i < 4; ++i) flip(0, bytes.size());
            break;
        case 3: {  // two pieces, blocks where there are so many bytes, in each other's place
            const std::size_t piece = std::min<std::size_t>(kBlock, (bytes.size() - kIndexHeaderBytes) / 2);
            std::swap_ranges(bytes.end() - static_cast<std::ptrdiff_t>(2 * piece),
                             bytes.end() - static_cast<std::ptrdiff_t>(piece),
                             bytes.end() - static_cast<std::ptrdiff_t>(piece));
            break;
        }
        default: bytes.append(1 + random() % 100, static_cast<char>(random()));
    }
    return bytes;
}

// GENAI_DAMAGED_FILES=5000 is the long form.
std::size_t damaged_files() {
    const char* asked = std::getenv("GENAI_DAMAGED_FILES");
    return asked == nullptr ? 150 : std::strtoul(asked, nullptr, 10);
}

class DamagedIndex : public SavedIndex, public testing::WithParamInterface<IndexType> {};

INSTANTIATE_TEST_SUITE_P(Faiss, DamagedIndex, testing::Values(IndexType::kIvf, IndexType::kHnsw),
                         [](const auto& type) { return type.param == IndexType::kIvf ? "Ivf" : "Hnsw"; });

TEST_P(DamagedIndex, IsNoticedAndChangesNoAnswer) {
    save(GetParam());
    const auto file = files()[0];
    const std::string sound = read(file);
    std::mt19937 random(11);
    const std::vector<float> query = rows_.make_query();
    const auto expected = open(IndexType::kFlat);
    rows_.add_to(*expected, 0, kDocuments);
    const auto answer = expected->search({}, {query, 10}, {}).value();
    for (std::size_t i = 0; i < damaged_files(); ++i) {
        const std::string damaged = damage(sound, random);
        if (damaged == sound) continue;
        write(file, damaged);
        EXPECT_FALSE(decode_index(damaged, {Scope{}, "model"})) << "damage " << i;
        const auto store = open(GetParam());
        rows_.add_to(*store, 0, 3);  // the first addition reads the file
        ASSERT_EQ(indexed_rows(*store), 0U) << "damage " << i;
        ASSERT_TRUE(store->search({}, {query, 10}, {}));
    }
    const auto store = open(GetParam());
    rows_.add_to(*store, 0, kDocuments);
    ASSERT_TRUE(store->settle({}));
    EXPECT_EQ(indexed_rows(*store), kRows);
    const auto found = store->search({}, {query, 10}, {}).value();
    ASSERT_EQ(found.size(), answer.size());
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i].key, answer[i].key);
}

}  // namespace
}  // namespace genai::vectors
