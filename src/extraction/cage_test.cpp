// SPDX-License-Identifier: Apache-2.0
#include "extraction/cage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "extraction/cage_probe.hpp"
#include "extraction/caged_extractor.hpp"
#include "extraction/pdf_fixture.hpp"

// What becomes of a reader that was taken over: child/trial stands in for it, in the cage of the real one.
namespace genai::extraction {

namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

std::filesystem::path program(const char* name) {
    return std::filesystem::path(GENAI_BUILD_DIR) / "libexec/genai" / name;
}

class CageTest : public ::testing::Test {
protected:
    Extraction run(const std::string& trial, const Settings& settings = {}) {
        const auto file = folder_.write("file.pdf", "%PDF-" + trial);
        auto result = CagedExtractor(std::filesystem::path(GENAI_BUILD_DIR) / "trial/genai-cage-trial", settings)
                          .extract(file, [](Page, std::uint32_t) -> Result<void> { return {}; }, {});
        EXPECT_TRUE(result) << result.error().message;
        return result.value_or(Extraction{DocumentState::kPending, "", 0});
    }

    TestFolder folder_;
};

struct Forbidden {
    const char* trial;
    const char* call;  // as the report names it
};

class ForbiddenTest : public CageTest, public ::testing::WithParamInterface<Forbidden> {};

}  // namespace

TEST_P(ForbiddenTest, EndsTheReaderAndIsNamed) {
    const auto result = run(GetParam().trial);
    EXPECT_EQ(result.state, DocumentState::kDamaged);
    EXPECT_THAT(result.reason, HasSubstr("page 1: sandbox_violation: "));
    EXPECT_THAT(result.reason, HasSubstr(GetParam().call));
}

INSTANTIATE_TEST_SUITE_P(
    Cage, ForbiddenTest,
    ::testing::Values(Forbidden{"open", "(openat)"}, Forbidden{"open-memory-of-parent", "(openat)"},
                      Forbidden{"create-file", "(openat)"}, Forbidden{"stat", "system call"},
                      Forbidden{"write-to-input", "(write)"}, Forbidden{"unlink", "system call"},
                      Forbidden{"socket", "(socket)"}, Forbidden{"socketpair", "system call"},
                      Forbidden{"connect", "(connect)"}, Forbidden{"exec", "(execve)"},
                      Forbidden{"fork", "system call"}, Forbidden{"thread", "system call"},
                      Forbidden{"ptrace", "(ptrace)"}, Forbidden{"write-into-parent", "system call"},
                      Forbidden{"kill-parent", "(kill)"}, Forbidden{"signal-parent", "system call"},
                      Forbidden{"duplicate", "system call"}, Forbidden{"pipe", "system call"},
                      Forbidden{"memory-file", "system call"}, Forbidden{"ioctl", "system call"},
                      Forbidden{"io-uring", "system call"}, Forbidden{"dumpable", "(prctl)"},
                      Forbidden{"more-memory", "system call"}, Forbidden{"signal-handler", "system call"},
                      Forbidden{"map-code", "(mmap)"}, Forbidden{"make-code", "(mprotect)"},
                      Forbidden{"map-file", "(mmap)"}, Forbidden{"32-bit", "sandbox_violation"}),
    [](const auto& named) {
        std::string name = named.param.trial;
        std::replace(name.begin(), name.end(), '-', '_');
        return name;
    });

TEST_F(CageTest, LeavesAReaderAloneThatDoesNothingForbidden) { EXPECT_EQ(run("nothing").reason, "page 1: allowed"); }

TEST_F(CageTest, EndsAReaderThatWantsMoreMemoryThanAFileMayUse) {
    for (const char* trial : {"allocate-10-gib", "allocate-bit-by-bit"}) {
        const auto result = run(trial);
        EXPECT_EQ(result.state, DocumentState::kOutOfMemory) << trial << ": " << result.reason;
        EXPECT_THAT(result.reason, HasSubstr("it needs more memory than 1024 MiB")) << trial;
    }
}

TEST_F(CageTest, EndsAReaderThatDoesNotComeToAnEnd) {
    Settings settings;
    settings.page_cpu_s = 1;
    const auto result = run("run-on", settings);
    EXPECT_EQ(result.state, DocumentState::kTimedOut);
    EXPECT_THAT(result.reason, HasSubstr("it needs more than 1 s of processor time"));
}

TEST_F(CageTest, EndsAReaderThatIsDeafToItsLimits) {
    Settings settings;
    settings.stall_s = 2;
    settings.page_cpu_s = 1;
    const auto begin = std::chrono::steady_clock::now();
    const auto result = run("run-on-deaf", settings);
    EXPECT_EQ(result.state, DocumentState::kTimedOut) << result.reason;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(8));
}

TEST_F(CageTest, CallsADamagedHeapByItsName) {
    const auto result = run("damage-heap");
    EXPECT_EQ(result.state, DocumentState::kDamaged) << result.reason;
    EXPECT_THAT(result.reason, HasSubstr("the reader crashed"));
}

TEST_F(CageTest, HoldsByLandlockAlone) {
    const auto cage = probe_cage(program("genai-extract"));
    ASSERT_TRUE(cage) << cage.error().message;
    if (!cage->has_network_rules()) GTEST_SKIP() << to_text(*cage);
    EXPECT_EQ(run("landlock-alone").reason, "page 1: Permission denied; Permission denied; Permission denied");
}

TEST(CageProbe, SaysWhatTheRealReaderIsHeldWith) {
    const auto cage = probe_cage(program("genai-extract"));
    ASSERT_TRUE(cage) << cage.error().message;
    EXPECT_THAT(to_text(*cage), AnyOf(HasSubstr("seccomp and Landlock"), HasSubstr("seccomp alone")));
}

TEST(CageProbe, SaysWhyThereIsNone) {
    const TestFolder folder;
    EXPECT_EQ(probe_cage(folder.path() / "none").error().kind, ErrorKind::kUnavailable);
    const auto child = folder.write("child", "#!/bin/sh\necho 'seccomp: Invalid argument' >&2; exit 3\n");
    std::filesystem::permissions(child, std::filesystem::perms::owner_all);
    const auto cage = probe_cage(child);
    ASSERT_FALSE(cage);
    EXPECT_EQ(cage.error().kind, ErrorKind::kUnavailable);
    EXPECT_THAT(cage.error().message, HasSubstr("seccomp: Invalid argument"));
}

TEST(Cage, TellsWhatItHoldsAndWhatItLacks) {
    EXPECT_EQ(to_text({7}), "seccomp and Landlock 7 (no files, no network)");
    EXPECT_EQ(to_text({2}), "seccomp and Landlock 2 (no files; this kernel's Landlock has no network rules)");
    EXPECT_EQ(to_text({0}), "seccomp alone: this kernel has no Landlock, or it is turned off");
}

}  // namespace genai::extraction
