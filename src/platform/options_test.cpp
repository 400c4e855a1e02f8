// SPDX-License-Identifier: Apache-2.0
#include "platform/options.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "platform/files.hpp"
#include "platform/options_docs.hpp"
#include "platform/options_load.hpp"

namespace genai::platform {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

enum class Precision { kAuto, kInt8 };

struct Example {
    std::uint16_t port = 8000;
    std::string model = "small";
    std::string key;
    bool enabled = false;
    Precision precision = Precision::kAuto;
    std::chrono::milliseconds timeout{60'000};
    double threshold = 0.25;
    std::optional<std::uint32_t> size;
    std::filesystem::path data = "./data";
    std::filesystem::path raw;
};

class OptionsTest : public testing::Test {
protected:
    OptionsTest() {
        options.section("Server");
        options.add("PORT", example.port, "TCP port").range(1, 65535);
        options.add("MODEL", example.model, "Which model");
        options.add("API_KEY", example.key, "The key").secret();
        options.section("Rest");
        options.add("ENABLED", example.enabled, "On or off");
        options.add("PRECISION", example.precision, {{"auto", Precision::kAuto}, {"int8", Precision::kInt8}},
                    "Of what");
        options.add("TIMEOUT", example.timeout, "How long").range(1, 3600);
        options.add("THRESHOLD", example.threshold, "How near").range(0, 1);
        options.add("SIZE", example.size, "How large");
        options.add("DATA_DIR", example.data, "Where");
        options.add("RAW_DIR", example.raw, "Where from").derived("DATA_DIR/raw", [this] {
            example.raw = example.data / "raw";
        });
    }

    Example example;
    Options options;
};

TEST_F(OptionsTest, KeepsDefaultsWhenNothingIsSet) {
    EXPECT_THAT(load(options, {}).errors, IsEmpty());
    EXPECT_EQ(example.port, 8000);
    EXPECT_EQ(example.raw, "./data/raw");
    EXPECT_EQ(options.find("PORT")->source(), "default");
}

TEST_F(OptionsTest, ReadsEveryTypeFromTheEnvironment) {
    Sources sources;
    sources.environment = {{"PORT", "9000"},     {"ENABLED", "Yes"}, {"PRECISION", "int8"}, {"TIMEOUT", "500m"},
                           {"THRESHOLD", "0.5"}, {"SIZE", "384"},    {"DATA_DIR", "/srv"},  {"API_KEY", "k"}};
    sources.environment["TIMEOUT"] = "2m";
    EXPECT_THAT(load(options, sources).errors, IsEmpty());
    EXPECT_EQ(example.port, 9000);
    EXPECT_TRUE(example.enabled);
    EXPECT_EQ(example.precision, Precision::kInt8);
    EXPECT_EQ(example.timeout, std::chrono::minutes(2));
    EXPECT_EQ(example.threshold, 0.5);
    EXPECT_EQ(example.size, 384U);
    EXPECT_EQ(example.raw, "/srv/raw");
    EXPECT_EQ(example.key, "k");
}

TEST_F(OptionsTest, PrefersFlagOverEnvironmentOverDotenv) {
    Sources sources;
    sources.dotenv = "PORT=1001\nMODEL=from-file\nDATA_DIR=/file\n";
    sources.environment = {{"PORT", "1002"}, {"MODEL", "from-environment"}};
    sources.flags = {{"PORT", "1003"}};
    EXPECT_THAT(load(options, sources).errors, IsEmpty());
    EXPECT_EQ(example.port, 1003);
    EXPECT_EQ(example.model, "from-environment");
    EXPECT_EQ(example.data, "/file");
    EXPECT_EQ(options.find("PORT")->source(), "flag --port");
    EXPECT_EQ(options.find("MODEL")->source(), "environment");
    EXPECT_EQ(options.find("DATA_DIR")->source(), ".env line 3");
}

TEST_F(OptionsTest, TakesAnEmptyValueAsUnset) {
    Sources sources;
    sources.environment = {{"PORT", ""}};
    sources.dotenv = "PORT=1001";
    EXPECT_THAT(load(options, sources).errors, IsEmpty());
    EXPECT_EQ(example.port, 1001);
}

TEST_F(OptionsTest, NamesEveryErrorAtOnceWithItsSource) {
    Sources sources;
    sources.environment = {{"PORT", "70000"}, {"ENABLED", "maybe"}, {"PRECISION", "int4"}, {"SIZE", "-1"}};
    sources.dotenv = "TIMEOUT=soon\nTHRESHOLD=1.5\nno equals sign\n";
    auto errors = load(options, sources).errors;
    EXPECT_EQ(errors.size(), 7U);
    EXPECT_THAT(errors, testing::Contains("PORT=70000 (environment): expected a whole number from 0 to 65535"));
    EXPECT_THAT(errors, testing::Contains("PRECISION=int4 (environment): expected one of auto, int8"));
    EXPECT_THAT(errors, testing::Contains("THRESHOLD=1.5 (.env line 2): expected a number from 0 to 1"));
    EXPECT_THAT(errors, testing::Contains(".env line 3: expected NAME=value"));
}

TEST_F(OptionsTest, RefusesNumbersWithAnythingBehindThem) {
    for (std::string text : {"80x", "8 0", " 80", "0x50", "1e3", "99999999999999999999"}) {
        Sources sources;
        sources.environment = {{"PORT", text}};
        EXPECT_EQ(load(options, sources).errors.size(), 1U) << text;
    }
    for (std::string text : {"nan", "inf", "0.5.1"}) {
        Sources sources;
        sources.environment = {{"THRESHOLD", text}};
        EXPECT_EQ(load(options, sources).errors.size(), 1U) << text;
    }
}

TEST_F(OptionsTest, ReadsDurationsInSecondsOrWithAUnit) {
    for (auto [text, ms] : {std::pair{"30", 30'000}, {"1.5", 1500}, {"1500ms", 1500}, {"1h", 3'600'000}}) {
        ASSERT_TRUE(bind(example.timeout).read(text)) << text;
        EXPECT_EQ(example.timeout.count(), ms) << text;
    }
    for (auto text : {"", "-1", "s", "1 s", "1d", "1e300"}) EXPECT_FALSE(bind(example.timeout).read(text)) << text;
}

TEST_F(OptionsTest, ReadsASecretFromAFileWithoutItsLineBreak) {
    auto file = std::filesystem::temp_directory_path() / ("genai-secret-" + std::to_string(::getpid()));
    std::ofstream(file) << "hidden\n";
    Sources sources;
    sources.environment = {{"API_KEY_FILE", file.string()}};
    EXPECT_THAT(load(options, sources).errors, IsEmpty());
    EXPECT_EQ(example.key, "hidden");
    EXPECT_THAT(options.find("API_KEY")->source(), HasSubstr("API_KEY_FILE"));
    std::filesystem::remove(file);
    EXPECT_THAT(load(options, sources).errors, ElementsAre(HasSubstr("API_KEY_FILE: cannot open")));
}

TEST_F(OptionsTest, RefusesASecretThatIsSetTwice) {
    Sources sources;
    sources.environment = {{"API_KEY_FILE", "/x"}, {"API_KEY", "y"}};
    EXPECT_THAT(load(options, sources).errors, ElementsAre(HasSubstr("API_KEY and API_KEY_FILE are both set")));
}

TEST_F(OptionsTest, NeverShowsASecret) {
    Sources sources;
    sources.environment = {{"API_KEY", "swordfish"}};
    load(options, sources);
    EXPECT_THAT(to_listing(options), Not(HasSubstr("swordfish")));
    EXPECT_THAT(to_listing(options), HasSubstr("API_KEY=********  # environment"));
    EXPECT_EQ(options.find("API_KEY")->flag(), "");
}

TEST_F(OptionsTest, SuggestsTheNearestNameForAnUnknownOneInDotenv) {
    Sources sources;
    sources.dotenv = "# comment\nPROT=1\nCOMPOSE_PROJECT_NAME=x\n";
    auto report = load(options, sources);
    EXPECT_THAT(report.errors, IsEmpty());
    EXPECT_THAT(report.warnings, ElementsAre(".env line 2: unknown setting PROT; did you mean PORT?",
                                             ".env line 3: unknown setting COMPOSE_PROJECT_NAME"));
}

TEST_F(OptionsTest, ReadsDotenvAsComposeDoes) {
    Sources sources;
    sources.dotenv = "export MODEL = \"a # b\" # said so\r\nDATA_DIR='/x y'\nPORT=81 # eighty-one\nAPI_KEY=a#b";
    EXPECT_THAT(load(options, sources).errors, IsEmpty());
    EXPECT_EQ(example.model, "a # b");
    EXPECT_EQ(example.data, "/x y");
    EXPECT_EQ(example.port, 81);
    EXPECT_EQ(example.key, "a#b");
}

TEST_F(OptionsTest, RunsChecksOverSeveralOptionsOnlyOnReadValues) {
    options.check([this]() -> Result<void> {
        if (example.port == 81 && example.enabled) return fail(ErrorKind::kInvalidInput, "not both");
        return {};
    });
    Sources sources;
    sources.environment = {{"PORT", "81"}, {"ENABLED", "1"}};
    EXPECT_THAT(load(options, sources).errors, ElementsAre("not both"));
    sources.environment["THRESHOLD"] = "x";
    EXPECT_EQ(load(options, sources).errors.size(), 1U);
}

TEST_F(OptionsTest, WritesTheSameRowsIntoEveryDocument) {
    EXPECT_THAT(to_markdown(options), HasSubstr("| `MODEL` | `--model` | `small` | text | Which model |"));
    EXPECT_THAT(to_markdown(options), HasSubstr("## Rest"));
    EXPECT_THAT(to_dotenv_example(options), HasSubstr("# TCP port (whole number from 1 to 65535)\n#PORT=8000\n"));
}

TEST(NearestName, IsEmptyWhenNothingIsNear) {
    EXPECT_EQ(nearest_name("LLM_MODLE", {"LLM_MODEL", "LOG_LEVEL"}), "LLM_MODEL");
    EXPECT_EQ(nearest_name("HTTP_PROXY", {"LLM_MODEL", "LOG_LEVEL"}), "");
}

}  // namespace
}  // namespace genai::platform
