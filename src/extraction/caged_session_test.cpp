// SPDX-License-Identifier: Apache-2.0
#include "extraction/caged_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "extraction/caged_extractor.hpp"
#include "extraction/fake_child.hpp"
#include "extraction/fake_extractor.hpp"
#include "extraction/frame_page.hpp"
#include "extraction/pdf_fixture.hpp"

// What CagedExtractor makes of a child that lies, hangs or dies: shell scripts stand in for it.
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

class CagedSessionTest : public ::testing::Test {
protected:
    // The child's first argument is the page that it is to begin with.
    Result<Extraction> run(const std::string& script, const Limits& limits = {}, const PasswordBook& passwords = {}) {
        const auto child = folder_.write("child", "#!/bin/sh\n" + script);
        std::filesystem::permissions(child, std::filesystem::perms::owner_all);
        const auto file = folder_.write("file.pdf", "%PDF-1.7");
        Settings settings;
        settings.stall_s = 1;
        pages_ = 0;
        return CagedExtractor(child, settings, passwords)
            .extract(
                file,
                [&](Page, std::uint32_t) -> Result<void> {
                    ++pages_;
                    return {};
                },
                limits);
    }

    Result<Extraction> go_on(const std::string& script, Reading& reading, const PageSink& sink) {
        const auto child = folder_.write("child", "#!/bin/sh\n" + script);
        std::filesystem::permissions(child, std::filesystem::perms::owner_all);
        return CagedExtractor(child, Settings()).go_on(folder_.write("file.pdf", "%PDF-1.7"), reading, sink, {});
    }

    TestFolder folder_;
    int pages_ = 0;
};

}  // namespace

TEST_F(CagedSessionTest, TakesPagesFromAChildThatKeepsTheProtocol) {
    const auto result = run(opened(2) + page(1) + page(2));
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->state, DocumentState::kIndexed);
    EXPECT_EQ(pages_, 2);
}

TEST_F(CagedSessionTest, GivesUpOnGarbage) {
    const auto result = run("echo this is no frame\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kDamaged);
    EXPECT_THAT(result->reason, HasSubstr("no frame"));
}

TEST_F(CagedSessionTest, DoesNotTakeFramesInAWrongOrder) {
    for (const auto& script : {page(1), hello() + page(1), hello() + opened(2), opened(2) + opened(2),
                               opened(2) + page(2), refused(Refusal::kDamaged, "no") + page(1)}) {
        const auto result = run(script);
        ASSERT_TRUE(result);
        EXPECT_NE(result->reason, "") << script;
        EXPECT_NE(result->state, DocumentState::kIndexed) << script;
    }
}

TEST_F(CagedSessionTest, DoesNotTakeAPageThatIsNone) {
    const auto result = run(opened(1) + print(encode_frame(FrameType::kPage, "nonsense")));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kDamaged);
    EXPECT_THAT(result->reason, HasSubstr("page 1: the reader sent a page"));
    EXPECT_EQ(pages_, 0);
}

TEST_F(CagedSessionTest, NamesThePageThatTheChildDiedOnAndGoesOnBehindIt) {
    const auto result =
        run("case $1 in\n1) " + opened(3) + page(1) + "kill -SEGV $$;;\n3) " + opened(3) + page(3) + ";;\nesac\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kPartial);
    EXPECT_EQ(result->reason, "page 2: the reader crashed (signal 11)");
    EXPECT_EQ(pages_, 2);
}

TEST_F(CagedSessionTest, StopsTryingWhenOnePageAfterTheOtherKillsTheChild) {
    const auto result = run(opened(100) + "kill -ABRT $$\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kOutOfMemory);
    EXPECT_THAT(result->reason, HasSubstr("pages 1, 2, 3, 4: it needs more memory than 1024 MiB"));
    EXPECT_THAT(result->reason, HasSubstr("the last 96 pages were not read any more"));
}

TEST_F(CagedSessionTest, GivesUpOnAChildThatHangs) {
    const auto result =
        run("case $1 in\n1) " + opened(2) + "exec sleep 60;;\n2) " + opened(2) + page(2) + ";;\nesac\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kPartial);
    EXPECT_EQ(result->reason, "page 1: nothing came of it for 1 s");
}

TEST_F(CagedSessionTest, GivesUpOnAChildThatTricklesBytesWithoutEndingAFrame) {
    const auto begin = std::chrono::steady_clock::now();
    const auto result = run(opened(1) + "printf 'P\\377\\377\\377\\001'; while sleep 0.05; do printf x; done\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kTimedOut);
    EXPECT_EQ(result->reason, "page 1: nothing came of it for 1 s");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST_F(CagedSessionTest, CallsTheTimeLimitByItsName) {
    const auto result = run(opened(1) + "kill -XCPU $$\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kTimedOut);
    EXPECT_THAT(result->reason, HasSubstr("5 s of processor time"));
}

TEST_F(CagedSessionTest, TakesAKillByTheSystemForALackOfMemory) {
    const auto result = run(opened(1) + "kill -KILL $$\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kOutOfMemory);
    EXPECT_THAT(result->reason, HasSubstr("page 1: the system killed the reader"));
}

TEST_F(CagedSessionTest, TellsTheChildsLastWords) {
    const auto result = run("echo first >&2; echo 'cannot go on' >&2; exit 9\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kDamaged);
    EXPECT_EQ(result->reason, "the file cannot be opened: the reader gave up (exit code 9): cannot go on");
}

TEST_F(CagedSessionTest, RefusesAChildOfAnotherVersion) {
    const auto result = run(hello(kProtocolVersion + 1));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::kUnavailable);
    EXPECT_THAT(result.error().message, HasSubstr("another version"));
}

TEST_F(CagedSessionTest, BelievesNoPageOfAChildThatDoesNotSayHowItIsCaged) {
    PayloadWriter version_alone;
    version_alone.u32(kProtocolVersion);
    const auto result = run(print(encode_frame(FrameType::kHello, version_alone.take())) + opened(1) + page(1));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kDamaged);
    EXPECT_EQ(pages_, 0);
}

TEST_F(CagedSessionTest, ReadsNothingOnASystemThatDoesNotLetTheChildBeConfined) {
    const auto result = run("echo 'seccomp: Invalid argument' >&2; exit 3\n");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::kUnavailable);
    EXPECT_THAT(result.error().message, HasSubstr("(seccomp: Invalid argument)"));
}

TEST_F(CagedSessionTest, GivesUpTheFileWhoseReaderTriesWhatItMayNot) {
    const auto result = run(opened(3) + page(1) + "echo 'system call 41 (socket)' >&2; kill -SYS $$\n");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->state, DocumentState::kPartial);
    EXPECT_EQ(result->reason,
              "page 2: sandbox_violation: the reader was stopped at something that it may not do: system call 41 "
              "(socket); the last page was not read any more");
    EXPECT_EQ(pages_, 1);
}

TEST_F(CagedSessionTest, NamesAViolationAtAnyTime) {
    for (const auto& script : {std::string(), hello(), opened(1) + page(1), refused(Refusal::kDamaged, "no")}) {
        const auto result = run(script + "kill -SYS $$\n");
        ASSERT_TRUE(result);
        EXPECT_NE(result->state, DocumentState::kIndexed) << script;
        EXPECT_THAT(result->reason, HasSubstr("sandbox_violation")) << script;
    }
}

TEST_F(CagedSessionTest, HandsPasswordsOverOutOfSight) {
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

TEST_F(CagedSessionTest, StopsSoonWhenItIsCalledOffWhileTheChildWorks) {
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

// Four pages: the second fails, the third kills its child, the last has text.
std::string script_of_four() {
    PayloadWriter failed;
    failed.u32(2);
    failed.u8(static_cast<std::uint8_t>(PageFailure::kDamaged));
    failed.text("it cannot\nbe loaded");
    const auto second = print(encode_frame(FrameType::kPageFailed, failed.take()));
    return opened(4) + "case $1 in\n1)\n" + page(1) + second + "kill -SEGV $$;;\n2)\n" + second +
           "kill -SEGV $$;;\n3) kill -SEGV $$;;\n4)\n" + page(4) + ";;\nesac\n";
}

TEST_F(CagedSessionTest, GoesOnFromAnEarlierReadingWithoutReadingThePagesBeforeIt) {
    const auto undisturbed = run(script_of_four());
    ASSERT_TRUE(undisturbed);
    EXPECT_EQ(undisturbed->state, DocumentState::kPartial);
    EXPECT_THAT(undisturbed->reason, HasSubstr("page 2: it cannot be loaded; page 3: the reader crashed"));

    Reading reading;
    std::string after_first;
    ASSERT_TRUE(go_on(script_of_four(), reading, [&](Page page, std::uint32_t) -> Result<void> {
        if (page.number == 1) after_first = format_reading(reading);
        return {};
    }));
    const auto complete = format_reading(reading);
    // A child that is asked for the first page again gives itself away.
    const auto later_pages = "[ $1 -ge 2 ] || exit 7\n" + script_of_four();
    for (const auto& [kept, script] :
         {std::pair(after_first, later_pages), std::pair(complete, std::string("exit 7\n"))}) {
        auto resumed = parse_reading(kept);
        ASSERT_TRUE(resumed) << kept;
        const auto ended = go_on(script, *resumed, [](Page, std::uint32_t) -> Result<void> { return {}; });
        ASSERT_TRUE(ended) << ended.error().message;
        EXPECT_EQ(ended->state, undisturbed->state);
        EXPECT_EQ(ended->reason, undisturbed->reason);
        EXPECT_EQ(ended->pages, undisturbed->pages);
    }
}

TEST_F(CagedSessionTest, CountsTheDeathsOfEarlierReadings) {
    const auto dies = opened(9) + "kill -SEGV $$\n";
    const auto undisturbed = run(dies);
    ASSERT_TRUE(undisturbed);
    Reading reading{9, 4, 1, 1, 2, {{2, DocumentState::kDamaged, "a"}, {3, DocumentState::kDamaged, "b"}}};
    const auto ended = go_on(dies, reading, [](Page, std::uint32_t) -> Result<void> { return {}; });
    ASSERT_TRUE(ended);
    EXPECT_EQ(reading.deaths, 4U);
    EXPECT_EQ(reading.next_page, 6U) << "two more, and the file is given up";
    EXPECT_THAT(ended->reason, HasSubstr("the last 4 pages were not read any more"));
}

TEST_F(CagedSessionTest, SaysThatAFileIsLockedThoughAnEarlierReadingHadItsPassword) {
    Reading reading{9, 4, 3, 3, 0, {}};
    const auto ended = go_on(refused(Refusal::kEncrypted, "needs a password"), reading,
                             [](Page, std::uint32_t) -> Result<void> { return {}; });
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->state, DocumentState::kEncrypted);
}

}  // namespace genai::extraction
