// SPDX-License-Identifier: Apache-2.0
#include "extraction/make_extractor.hpp"

#include <unistd.h>

#include <utility>

#include "extraction/caged_extractor.hpp"

namespace genai::extraction {

Result<std::unique_ptr<Extractor>> make_extractor(const Settings& settings, const std::filesystem::path& child,
                                                  PasswordBook passwords) {
    if (::access(child.c_str(), X_OK) != 0)
        return fail(ErrorKind::kUnavailable, "the program that reads PDFs is missing: " + child.string() +
                                                 "; install or build genai as a whole");
    return std::make_unique<CagedExtractor>(child, settings, std::move(passwords));
}

}  // namespace genai::extraction
