// SPDX-License-Identifier: Apache-2.0
#include "embedding/fake_embedder.hpp"

#include "embedding/embedder_contract.hpp"

namespace genai::embedding {
namespace {

struct MakeFake {
    static std::unique_ptr<Embedder> make() { return std::make_unique<FakeEmbedder>(); }
};
INSTANTIATE_TYPED_TEST_SUITE_P(Fake, EmbedderContract, MakeFake);

TEST(FakeEmbedder, GivesTheSameVectorsEverywhere) {
    const auto vector = FakeEmbedder(8).embed_question("Alpha beta, alpha", {});
    ASSERT_TRUE(vector);
    const std::size_t alpha = crc32c("alpha") % 8;
    EXPECT_GT(vector->row(0)[alpha], 0.8F);
}

}  // namespace
}  // namespace genai::embedding
