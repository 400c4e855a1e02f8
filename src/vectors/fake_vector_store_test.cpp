// SPDX-License-Identifier: Apache-2.0
#include "vectors/fake_vector_store.hpp"

#include "vectors/vector_store_contract.hpp"

namespace genai::vectors {
namespace {

class FakeRig {
public:
    VectorStore& store() { return store_; }

private:
    FakeVectorStore store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Fake, VectorStoreContract, FakeRig);

}  // namespace
}  // namespace genai::vectors
