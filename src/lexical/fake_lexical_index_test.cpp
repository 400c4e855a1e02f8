// SPDX-License-Identifier: Apache-2.0
#include "lexical/fake_lexical_index.hpp"

#include "lexical/lexical_index_contract.hpp"

namespace genai::lexical {
namespace {

class FakeRig {
public:
    LexicalIndex& index() { return index_; }

private:
    FakeLexicalIndex index_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Fake, LexicalIndexContract, FakeRig);

}  // namespace
}  // namespace genai::lexical
