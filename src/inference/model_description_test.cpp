// SPDX-License-Identifier: Apache-2.0
#include "inference/model_description.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inference/test_model.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::inference {
namespace {

using testing::HasSubstr;

class ModelDescriptionTest : public testing::Test {
protected:
    Result<ModelDescription> describe(std::string_view config) {
        write_file(folder_.path() / "config.json", config);
        return describe_model("mine", folder_.path());
    }
    std::string with(const std::string& from, const std::string& to) {
        std::string config = config_json({});
        return config.replace(config.find(from), from.size(), to);
    }

    platform::TemporaryFolder folder_;
};

TEST_F(ModelDescriptionTest, KnowsTheModelThatWeShip) {
    const Result<ModelDescription> model = describe_model("all-MiniLM-L6-v2", folder_.path());
    ASSERT_TRUE(model);
    EXPECT_EQ(model->hidden, 384U);
    EXPECT_EQ(model->window, 256U);
    EXPECT_EQ(model->sha256.size(), 64U);
}

TEST_F(ModelDescriptionTest, ReadsAnotherModelsConfig) {
    write_file(folder_.path() / "sentence_bert_config.json", R"({"max_seq_length": 40})");
    std::filesystem::create_directory(folder_.path() / "1_Pooling");
    write_file(folder_.path() / "1_Pooling" / "config.json", R"({"pooling_mode_cls_token": true})");
    const Result<ModelDescription> model = describe(config_json({}));
    ASSERT_TRUE(model) << model.error().message;
    EXPECT_EQ(model->name, "mine");
    EXPECT_EQ(model->heads, 2U);
    EXPECT_EQ(model->window, 40U);
    EXPECT_EQ(model->pooling, Pooling::kFirstToken);
    EXPECT_EQ(model->sha256, "");
}

TEST_F(ModelDescriptionTest, TakesThePositionsForTheWindowWhereNothingElseIsSaid) {
    EXPECT_EQ(describe(config_json({.positions = 48}))->window, 48U);
    EXPECT_EQ(describe(config_json({.positions = 2048}))->window, 512U);
}

TEST_F(ModelDescriptionTest, RefusesModelsThatItCannotCompute) {
    EXPECT_THAT(describe(with("\"bert\"", "\"roberta\"")).error().message, HasSubstr("only model_type bert"));
    EXPECT_THAT(describe(with("\"gelu\"", "\"relu\"")).error().message, HasSubstr("gelu"));
    EXPECT_THAT(describe(with("\"num_attention_heads\":2", "\"num_attention_heads\":1")).error().message,
                HasSubstr("heads have 64 dimensions"));
    EXPECT_THAT(describe(with("\"intermediate_size\":96", "\"intermediate_size\":97")).error().message,
                HasSubstr("dimensions"));
}

TEST_F(ModelDescriptionTest, RefusesBrokenConfigs) {
    EXPECT_FALSE(describe("{"));
    EXPECT_FALSE(describe("[]"));
    EXPECT_FALSE(describe("{}"));
    EXPECT_FALSE(describe(with("\"hidden_size\":64", "\"hidden_size\":-64")));
    EXPECT_FALSE(describe(with("\"hidden_size\":64", "\"hidden_size\":9999999999999999999")));
    EXPECT_FALSE(describe(with("\"num_attention_heads\":2", "\"num_attention_heads\":0")));
}

TEST_F(ModelDescriptionTest, SaysWhereTheConfigIsMissing) {
    const Result<ModelDescription> model = describe_model("mine", folder_.path());
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().kind, ErrorKind::kNotFound);
    EXPECT_THAT(model.error().message, HasSubstr(folder_.path().string()));
}

}  // namespace
}  // namespace genai::inference
