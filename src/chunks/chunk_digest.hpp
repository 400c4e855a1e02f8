// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/hash.hpp"

namespace genai::chunks {

// The digest that VersionRecord::chunk_digest holds: SHA-256 over the chunk ids in order of ordinal, a line each.
class ChunkDigest {
public:
    void add(std::string_view chunk_id) {
        hash_.update(chunk_id);
        hash_.update("\n");
    }
    std::string hex() { return hash_.hex(); }

private:
    Sha256 hash_;
};

}  // namespace genai::chunks
