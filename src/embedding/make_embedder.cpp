// SPDX-License-Identifier: Apache-2.0
#include "embedding/make_embedder.hpp"

#include "embedding/local_embedder.hpp"

namespace genai::embedding {

Result<std::unique_ptr<Embedder>> make_embedder(const Settings& settings) {
    if (settings.provider == "local") return LocalEmbedder::load(settings);
    return fail(ErrorKind::kInvalidInput,
                "EMBEDDING_PROVIDER=" + settings.provider + ": this build embeds with the provider local only");
}

}  // namespace genai::embedding
