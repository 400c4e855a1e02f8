// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "retrieval/pool.hpp"
#include "retrieval/retriever.hpp"

namespace genai::retrieval {

// Gives the candidates their scores and sorts them, the best first: the legs as z-scores over all of them, added by
// weight, what their documents' facts are worth, and what their documents' field says of them.
void rank(std::vector<Candidate>& candidates, Legs legs, const Settings& settings);

// The same document may be in several of the collections; each of its pages is kept where it comes first.
void leave_out_repeats(std::vector<Candidate>& candidates, const Pool& pool);

}  // namespace genai::retrieval
