// SPDX-License-Identifier: Apache-2.0
#include "extraction/pdf_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "extraction/fake_child.hpp"
#include "extraction/fake_extractor.hpp"
#include "extraction/frame_page.hpp"
#include "extraction/pdf_extractor.hpp"
#include "extraction/pdf_fixture.hpp"

// What PdfExtractor makes of a child that lies, hangs or dies: shell scripts stand in for it.
namespace genai::extraction {

namespace {

using ::testing::HasSubstr;

using fake_child::hello;
using fake_child::opened;
using fake_child::print;
using fake_child::refused;

std::string page(int number) {
    return print(encode_frame(FrameType::kPage, encode_page(FakeExtractor::page(number, "some text"))));
}

class PdfSessionTest : public ::testing::Test {
protected:
    // The child's first argument is the page that it is to begin with.
    Result<Extraction> run(const std::string& script, const Limits& limits = {}, const PasswordBook& passwords = {}) {
        const auto child = folder_.write("child", "#!/bin/sh\n" + script);
        std::filesystem::permissions(child, std::filesystem::perms::owner_all);
        const auto file = folder_.write("file.pdf", "%PDF-1.7");
        Settings settings;
        settings.stall_s = 1;
        pages_ = 0;
        return PdfExtractor(child, settings, passwords)
            .extract(
                file,
                [&](Page, std::uint32_t) -> Result<void> {
                    ++pages_;
                    return {};
                },
                limits);
    }

    TestFolder folder_;
    int pages_ = 0;
};

}  // namespace

TEST_F(PdfSessionTest, TakesPagesFromAChildThatKeepsTheProtocol) {
    const auto result = run(opened(2) + page(1) + page(2));
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->state, DocumentState::kIndexed);
    EXPECT_EQ(pages_, 2);
}

TEST_F(PdfSessionTest, GivesUpOnGarbage) {
    const auto result = run("echo this is no frame\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kDamaged);
    EXPECT_THAT(result->reason, HasSubstr("no frame"));
}

TEST_F(PdfSessionTest, DoesNotTakeFramesInAWrongOrder) {
    for (const auto& script : {page(1), hello() + page(1), hello() + opened(2), opened(2) + opened(2),
                               opened(2) + page(2), refused(Refusal::kDamaged, "no") + page(1)}) {
        const auto result = run(script);
        ASSERT_TRUE(result);
        EXPECT_NE(result->reason, "") << script;
        EXPECT_NE(result->state, DocumentState::kIndexed) << script;
    }
}

TEST_F(PdfSessionTest, DoesNotTakeAPageThatIsNone) {
    const auto result = run(opened(1) + print(encode_frame(FrameType::kPage, "nonsense")));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kDamaged);
    EXPECT_THAT(result->reason, HasSubstr("page 1: the reader sent a page"));
    EXPECT_EQ(pages_, 0);
}

TEST_F(PdfSessionTest, NamesThePageThatTheChildDiedOnAndGoesOnBehindIt) {
    const auto result =
        run("case $1 in\n1) " + opened(3) + page(1) + "kill -SEGV $$;;\n3) " + opened(3) + page(3) + ";;\nesac\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kPartial);
    EXPECT_EQ(result->reason, "page 2: the reader crashed (signal 11)");
    EXPECT_EQ(pages_, 2);
}

TEST_F(PdfSessionTest, StopsTryingWhenOnePageAfterTheOtherKillsTheChild) {
    const auto result = run(opened(100) + "kill -ABRT $$\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kOutOfMemory);
    EXPECT_THAT(result->reason, HasSubstr("pages 1, 2, 3, 4: it needs more memory than 1024 MiB"));
    EXPECT_THAT(result->reason, HasSubstr("the last 96 pages were not read any more"));
}

TEST_F(PdfSessionTest, GivesUpOnAChildThatHangs) {
    const auto result =
        run("case $1 in\n1) " + opened(2) + "exec sleep 60;;\n2) " + opened(2) + page(2) + ";;\nesac\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kPartial);
    EXPECT_EQ(result->reason, "page 1: nothing came of it for 1 s");
}

TEST_F(PdfSessionTest, GivesUpOnAChildThatTricklesBytesWithoutEndingAFrame) {
    const auto begin = std::chrono::steady_clock::now();
    const auto result = run(opened(1) + "printf 'P\\377\\377\\377\\001'; while sleep 0.05; do printf x; done\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kTimedOut);
    EXPECT_EQ(result->reason, "page 1: nothing came of it for 1 s");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST_F(PdfSessionTest, CallsTheTimeLimitByItsName) {
    const auto result = run(opened(1) + "kill -XCPU $$\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kTimedOut);
    EXPECT_THAT(result->reason, HasSubstr("5 s of processor time"));
}

TEST_F(PdfSessionTest, TakesAKillByTheSystemForALackOfMemory) {
    const auto result = run(opened(1) + "kill -KILL $$\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kOutOfMemory);
    EXPECT_THAT(result->reason, HasSubstr("page 1: the system killed the reader"));
}

TEST_F(PdfSessionTest, TellsTheChildsLastWords) {
    const auto result = run("echo first >&2; echo 'cannot go on' >&2; exit 9\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kDamaged);
    EXPECT_EQ(result->reason, "the file cannot be opened: the reader gave up (exit code 9): cannot go on");
}

TEST_F(PdfSessionTest, RefusesAChildOfAnotherVersion) {
    const auto result = run(hello(kProtocolVersion + 1));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::kUnavailable);
    EXPECT_THAT(result.error().message, HasSubstr("another version"));
}

TEST_F(PdfSessionTest, BelievesNoPageOfAChildThatDoesNotSayHowItIsCaged) {
    PayloadWriter version_alone;
    version_alone.u32(kProtocolVersion);
    const auto result = run(print(encode_frame(FrameType::kHello, version_alone.take())) + opened(1) + page(1));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kDamaged);
    EXPECT_EQ(pages_, 0);
}

TEST_F(PdfSessionTest, ReadsNothingOnASystemThatDoesNotLetTheChildBeConfined) {
    const auto result = run("echo 'seccomp: Invalid argument' >&2; exit 3\n");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::kUnavailable);
    EXPECT_THAT(result.error().message, HasSubstr("(seccomp: Invalid argument)"));
}

TEST_F(PdfSessionTest, GivesUpTheFileWhoseReaderTriesWhatItMayNot) {
    const auto result = run(opened(3) + page(1) + "echo 'system call 41 (socket)' >&2; kill -SYS $$\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kPartial);
    EXPECT_EQ(result->reason,
              "page 2: sandbox_violation: the reader was stopped at something that it may not do: system call 41 "
              "(socket); the last 1 pages were not read any more");
    EXPECT_EQ(pages_, 1);
}

TEST_F(PdfSessionTest, NamesAViolationAtAnyTime) {
    for (const auto& script : {std::string(), hello(), opened(1) + page(1), refused(Refusal::kDamaged, "no")}) {
        const auto result = run(script + "kill -SYS $$\n");
        ASSERT_TRUE(result);
        EXPECT_NE(result->state, DocumentState::kIndexed) << script;
        EXPECT_THAT(result->reason, HasSubstr("sandbox_violation")) << script;
    }
}

TEST_F(PdfSessionTest, HandsPasswordsOverOutOfSight) {
    const auto given = PasswordBook::parse("one\nfile.pdf\ttwo\n");
    ASSERT_TRUE(given);
    const auto result =
        run("input=$(od -An -c | tr -d ' \\n'); args=$(tr -d '\\0' < /proc/$$/cmdline); "
            "env=$(tr -d '\\0' < /proc/$$/environ); echo \"$input|${args##*/}|$env\" >&2; exit 9\n",
            {}, *given);
    ASSERT_TRUE(result);
    EXPECT_THAT(result->reason, HasSubstr("003two003one|"));
    EXPECT_THAT(result->reason, testing::Not(HasSubstr("|two"))) << result->reason;
}

TEST_F(PdfSessionTest, StopsSoonWhenItIsCalledOffWhileTheChildWorks) {
    std::stop_source stop;
    std::thread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        stop.request_stop();
    });
    const auto start = std::chrono::steady_clock::now();
    const auto result = run("exec sleep 60\n", {Deadline::never(), stop.get_token()});
    later.join();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::kCancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace genai::extraction
