// SPDX-License-Identifier: Apache-2.0
#include "platform/memory_use.hpp"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace genai::platform
