// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace genai {
namespace {

TEST(JsonWriter, PutsCommasBetweenMembersAndElements) {
    JsonWriter json;
    json.begin_object().member("a", 1).key("b").begin_array().value(true).value(nullptr).begin_object().end_object();
    json.value("x").end_array().member("c", std::optional<int>()).end_object();
    EXPECT_EQ(json.take(), R"({"a":1,"b":[true,null,{},"x"],"c":null})");
}

TEST(JsonWriter, EscapesWhatJsonForbidsAndRepairsUtf8) {
    JsonWriter json;
    json.value(std::string_view("\"\\\n\x01\x7f\0\xff\xc3\xa9", 9));
    EXPECT_EQ(json.take(), "\"\\\"\\\\\\n\\u0001\\u007f\\u0000\xef\xbf\xbd\xc3\xa9\"");
}

TEST(JsonWriter, WritesNumbersAsPeopleDo) {
    JsonWriter json;
    json.begin_array().value(0.83F).value(0.1 + 0.2).value(1e300).value(std::nan("")).value(-5).value(0.0).end_array();
    EXPECT_EQ(json.take(), "[0.83,0.3,1e+300,null,-5,0]");
}

TEST(JsonWriter, IsEmptyAfterItsTextWasTaken) {
    JsonWriter json;
    EXPECT_EQ(json.value(1).take(), "1");
    EXPECT_EQ(json.value(2).take(), "2");
}

}  // namespace
}  // namespace genai
