// SPDX-License-Identifier: Apache-2.0
#include "blobs/fake_blob_store.hpp"

#include "blobs/blob_store_contract.hpp"

namespace genai::blobs {
namespace {

class FakeRig {
public:
    BlobStore& store() { return store_; }

private:
    FakeBlobStore store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Fake, BlobStoreContract, FakeRig);

}  // namespace
}  // namespace genai::blobs
