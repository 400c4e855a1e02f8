// SPDX-License-Identifier: Apache-2.0
#include "catalog/fake_catalog.hpp"

#include "catalog/catalog_contract.hpp"

namespace genai::catalog {
namespace {

class FakeRig {
public:
    Catalog& catalog() { return catalog_; }

private:
    FakeCatalog catalog_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Fake, CatalogContract, FakeRig);

}  // namespace
}  // namespace genai::catalog
