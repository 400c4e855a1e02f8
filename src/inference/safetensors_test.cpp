// SPDX-License-Identifier: Apache-2.0
#include "inference/safetensors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "base/hash.hpp"
#include "inference/test_model.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::inference {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SafetensorsTest : public testing::Test {
protected:
    Result<Safetensors> load(std::string_view bytes, std::string_view sha256 = "") {
        write_file(folder_.path() / "model.safetensors", bytes);
        return Safetensors::load(folder_.path() / "model.safetensors", sha256);
    }
    // The error of a file with this header and 16 bytes of data.
    std::string error_of(const std::string& header) {
        const Result<Safetensors> file = load(safetensors_bytes(header, std::string(16, 'x')));
        return file ? "" : file.error().message;
    }

    platform::TemporaryFolder folder_;
    const std::array<std::size_t, 2> shape_ = {2, 3};
    const std::string good_ = safetensors_bytes(TestTensors{{"w", {{2, 3}, {1, 2, 3, 4, 5, 6}}}});
};

TEST_F(SafetensorsTest, ReadsATensorOfTheExpectedShape) {
    const Result<Safetensors> file = load(good_);
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_THAT(*file->floats("w", shape_), ElementsAre(1, 2, 3, 4, 5, 6));
    EXPECT_THAT(*file->shape("w"), ElementsAre(2, 3));
}

TEST_F(SafetensorsTest, RefusesAnotherFileThanTheExpectedOne) {
    EXPECT_TRUE(load(good_, sha256_hex(good_)));
    const Result<Safetensors> file = load(good_, sha256_hex("another"));
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().kind, ErrorKind::kInvalidInput);
    EXPECT_THAT(file.error().message, HasSubstr("not the expected one"));
}

TEST_F(SafetensorsTest, NamesTheShapeThatATensorHasInstead) {
    const Result<Safetensors> file = load(good_);
    ASSERT_TRUE(file);
    const std::array<std::size_t, 2> other = {3, 2};
    EXPECT_THAT(file->floats("w", other).error().message, HasSubstr("F32 [2, 3]; F32 [3, 2] is needed"));
    EXPECT_THAT(file->floats("v", shape_).error().message, HasSubstr("no tensor v"));
}

TEST_F(SafetensorsTest, RefusesTensorsThatAreNotFp32) {
    const Result<Safetensors> file =
        load(safetensors_bytes(R"({"w":{"dtype":"F16","shape":[2,4],"data_offsets":[0,16]}})", std::string(16, 'x')));
    ASSERT_TRUE(file) << file.error().message;
    const std::array<std::size_t, 2> shape = {2, 4};
    EXPECT_THAT(file->floats("w", shape).error().message, HasSubstr("F16"));
}

TEST_F(SafetensorsTest, SaysThatAFileIsMissing) {
    const Result<Safetensors> file = Safetensors::load(folder_.path() / "none", "");
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().kind, ErrorKind::kNotFound);
}

TEST_F(SafetensorsTest, RefusesFilesThatWereCutOff) {
    for (std::size_t size = 0; size < good_.size(); ++size)
        EXPECT_FALSE(load(std::string_view(good_).substr(0, size))) << size;
}

TEST_F(SafetensorsTest, RefusesAHeaderLongerThanTheFile) {
    std::string bytes = good_;
    bytes.replace(0, 8, "\xff\xff\xff\xff\xff\xff\xff\xff");
    EXPECT_FALSE(load(bytes));
}

TEST_F(SafetensorsTest, RefusesPlacesOutsideTheData) {
    EXPECT_EQ(error_of(R"({"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}})"), "");
    EXPECT_THAT(error_of(R"({"w":{"dtype":"F32","shape":[5],"data_offsets":[0,20]}})"), HasSubstr("place of tensor w"));
    EXPECT_THAT(error_of(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}})"), HasSubstr("place of tensor w"));
    EXPECT_THAT(error_of(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[16,8]}})"), HasSubstr("place of tensor w"));
    EXPECT_THAT(error_of(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}})"), HasSubstr("whole number"));
    EXPECT_THAT(error_of(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[8]}})"), HasSubstr("place of tensor w"));
    EXPECT_THAT(error_of(R"({"w":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,16]}})"),
                HasSubstr("too large"));
}

TEST_F(SafetensorsTest, RefusesHeadersThatAreNoneOfTheFormat) {
    EXPECT_THAT(error_of("[]"), HasSubstr("no JSON object"));
    EXPECT_THAT(error_of("{\"w\":"), HasSubstr("no JSON object"));
    EXPECT_THAT(error_of(R"({"w":7})"), HasSubstr("no dtype"));
    EXPECT_THAT(error_of(R"({"w":{"dtype":"F32"}})"), HasSubstr("list of sizes"));
    EXPECT_THAT(error_of(R"({"w":{"dtype":"F32","shape":[1,1,1,1,4],"data_offsets":[0,16]}})"), HasSubstr("too long"));
}

}  // namespace
}  // namespace genai::inference
