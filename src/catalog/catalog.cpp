// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.hpp"

namespace genai::catalog {

tl::unexpected<Error> no_such_collection(const std::string& name) {
    return fail(ErrorKind::kNotFound, "there is no collection " + name);
}

tl::unexpected<Error> default_collection_stays() {
    return fail(ErrorKind::kConflict, "the collection " + Scope{}.collection +
                                          " always exists and cannot be deleted; delete its documents instead");
}

}  // namespace genai::catalog
