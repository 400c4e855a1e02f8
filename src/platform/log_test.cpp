// SPDX-License-Identifier: Apache-2.0
#include "platform/log.hpp"

#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace genai::platform {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

// What `write` logs with these settings.
template <class Write>
std::string logged(const LogSettings& settings, Write write) {
    std::FILE* file = std::tmpfile();
    {
        Log log(settings, ::fileno(file));
        write(log);
    }
    std::string text(static_cast<std::size_t>(std::ftell(file) + 100'000), '\0');
    text.resize(static_cast<std::size_t>(::pread(::fileno(file), text.data(), text.size(), 0)));
    std::fclose(file);
    return text;
}

TEST(Log, WritesOneTextLineForAnEvent) {
    auto text = logged({}, [](Log& log) { log.info("request", {{"status", 200}, {"ms", 1.5}, {"route", "/query"}}); });
    EXPECT_THAT(text, EndsWith("Z info    request status=200 ms=1.5 route=/query\n"));
}

TEST(Log, WritesJsonThatEscapesQuotes) {
    auto text = logged({.format = LogFormat::kJson}, [](Log& log) {
        log.error("a \"b\" \\", {{"ok", false}, {"id", "x\"y"}});
    });
    EXPECT_THAT(text, HasSubstr(R"("level":"error","message":"a \"b\" \\","ok":false,"id":"x\"y"})"));
}

TEST(Log, EscapesQuotesAndBackslashesInTheQuotedValuesOfText) {
    auto text = logged({}, [](Log& log) {
        log.info("request", {{"why", R"(the "id" is \ wrong)"}, {"path", R"(a\nb)"}, {"forged", "x\" status=\"200"}});
    });
    EXPECT_THAT(text, EndsWith("request why=\"the \\\"id\\\" is \\\\ wrong\" path=\"a\\\\nb\" "
                               "forged=\"x\\\" status=\\\"200\"\n"));
}

TEST(Log, CannotBeMadeToBreakTheLineOrColourTheTerminal) {
    for (auto format : {LogFormat::kText, LogFormat::kJson}) {
        auto text = logged({.format = format}, [](Log& log) {
            log.info("a\r\nINFO forged \x1b[31m\x7f", {{"name", std::string("\xc2\x9b"
                                                                            "2J \xff \xe2\x80\xae")}});
        });
        EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
        EXPECT_THAT(text, HasSubstr("a\\r\\nINFO forged \\u001b[31m\\u007f"));
        EXPECT_THAT(text, HasSubstr("\\u009b2J"));
        EXPECT_THAT(text, HasSubstr("\\u202e"));
        EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    }
}

TEST(Log, LeavesOutWhatPeopleWroteUnlessAskedFor) {
    auto write = [](Log& log) { log.info("answered", {{"question", "who?", LogField::Kind::kContent}}); };
    EXPECT_THAT(logged({}, write), Not(HasSubstr("who")));
    EXPECT_THAT(logged({.content = true}, write), HasSubstr("question=who?"));
}

TEST(Log, LeavesOutAnEmptyTextWhereItIsSaidSo) {
    auto text = logged({}, [](Log& log) {
        log.info("a", {{"why", "", LogField::Kind::kIfAny}, {"what", "x", LogField::Kind::kIfAny}, {"who", ""}});
    });
    EXPECT_THAT(text, EndsWith("a what=x who=\"\"\n"));
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
    auto write = [](Log& log) {
        log.info("quiet");
        log.warning("loud");
    };
    auto text = logged({.level = LogLevel::kWarning}, write);
    EXPECT_THAT(text, Not(HasSubstr("quiet")));
    EXPECT_THAT(text, HasSubstr("loud"));
}

}  // namespace
}  // namespace genai::platform
