// SPDX-License-Identifier: Apache-2.0
#include "chunks/fake_chunk_store.hpp"

#include "chunks/chunk_store_contract.hpp"

namespace genai::chunks {
namespace {

class FakeRig {
public:
    ChunkStore& store() { return store_; }

private:
    FakeChunkStore store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Fake, ChunkStoreContract, FakeRig);

}  // namespace
}  // namespace genai::chunks
