// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/hash.hpp"

namespace genai::chunks {

// The digest that VersionRecord::chunk_digest holds: SHA-256 over the chunk ids in order of ordinal, a line each, then
// SHA-256 over the numbers of the pages, a line each.
class ChunkDigest {
public:
    void add(std::string_view chunk_id) {
        chunks_.update(chunk_id);
        chunks_.update("\n");
    }
    void add_page(std::uint32_t number) { pages_.update(std::to_string(number) + "\n"); }
    std::string hex() { return chunks_.hex() + pages_.hex(); }

private:
    Sha256 chunks_;
    Sha256 pages_;
};

}  // namespace genai::chunks
