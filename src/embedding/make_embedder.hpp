// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/result.hpp"
#include "embedding/embedder.hpp"
#include "embedding/settings.hpp"

namespace genai::embedding {

// The embedder that the settings name, ready to work; the only place that knows the providers' names.
Result<std::unique_ptr<Embedder>> make_embedder(const Settings& settings);

}  // namespace genai::embedding
