// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "extraction/child/word.hpp"

namespace genai::extraction::child {

// The words of a page (one turn), cut into regions of one column each, in reading order: within a horizontal band
// column after column, then the next band. A gutter is looked for in each band for itself, since a page may have two
// columns here and a table over its whole width there; the gaps of a table are not gutters.
std::vector<std::vector<Word>> find_columns(std::vector<Word> words);

}  // namespace genai::extraction::child
