// SPDX-License-Identifier: Apache-2.0
#include "platform/memory_use.hpp"

#include <array>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "platform/temporary_folder.hpp"

namespace genai::platform {
namespace {

class MemoryUseTest : public testing::Test {
protected:
    void write(const std::string& file, const std::string& text) {
        auto path = folder_.path() / file;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
    }
    std::optional<MemoryUse> read() { return memory_use(folder_.path() / "proc", folder_.path() / "cgroup"); }

private:
    TemporaryFolder folder_;
};

TEST_F(MemoryUseTest, LeavesOutTheFileCacheThatCanBeTakenBack) {
    write("proc/self/cgroup", "0::/app\n");
    write("cgroup/app/memory.max", "1000\n");
    write("cgroup/app/memory.current", "900\n");
    write("cgroup/app/memory.stat", "anon 400\ninactive_file 300\nactive_file 100\n");
    ASSERT_TRUE(read());
    EXPECT_EQ(read()->used_bytes, 600U);
    EXPECT_EQ(read()->limit_bytes, 1000U);
    EXPECT_DOUBLE_EQ(read()->share(), 0.6);
}

TEST_F(MemoryUseTest, TakesTheTightestLimitOnTheWayUp) {
    write("proc/self/cgroup", "0::/pod/app\n");
    write("cgroup/pod/app/memory.max", "max\n");
    write("cgroup/pod/app/memory.current", "10\n");
    write("cgroup/pod/memory.max", "100\n");
    write("cgroup/pod/memory.current", "80\n");
    write("cgroup/memory.max", "1000\n");
    write("cgroup/memory.current", "100\n");
    ASSERT_TRUE(read());
    EXPECT_EQ(read()->limit_bytes, 100U);
}

TEST_F(MemoryUseTest, ReadsTheFirstVersionOfCgroups) {
    write("proc/self/cgroup", "5:cpu,memory:/app\n0::/\n");
    write("cgroup/memory/memory.limit_in_bytes", "1000\n");
    write("cgroup/memory/memory.usage_in_bytes", "500\n");
    write("cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 100\n");
    ASSERT_TRUE(read());
    EXPECT_EQ(read()->used_bytes, 400U);
}

TEST_F(MemoryUseTest, SaysNothingWithoutALimit) {
    EXPECT_FALSE(read());
    write("proc/self/cgroup", "4:memory:/app\n");
    EXPECT_FALSE(read());
    write("cgroup/memory/app/memory.limit_in_bytes", "9223372036854771712\n");
    write("cgroup/memory/app/memory.usage_in_bytes", "500\n");
    EXPECT_FALSE(read());
    write("cgroup/memory/app/memory.limit_in_bytes", "nonsense\n");
    EXPECT_FALSE(read());
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // whose allocators are their own
std::size_t resident_mib() {
    std::size_t all = 0;
    std::size_t resident = 0;
    std::ifstream("/proc/self/statm") >> all >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) >> 20;
}

TEST(ReturnFreedMemory, GivesBackWhatAThreadHasFreed) {
    constexpr std::size_t kPieces = 64 << 10;  // of a KiB
    std::vector<std::unique_ptr<std::array<char, 1024>>> kept;
    std::thread([&kept] {
        std::vector<std::unique_ptr<std::array<char, 1024>>> pieces(kPieces);
        for (auto& piece : pieces) piece = std::make_unique<std::array<char, 1024>>();
        kept.push_back(std::move(pieces.back()));  // stands above the others, so that they stay without being asked for
    }).join();
    const auto before = resident_mib();
    return_freed_memory();
    EXPECT_LT(resident_mib() + 32, before);
}
#endif

}  // namespace
}  // namespace genai::platform
