// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace genai::inference {

// Whether the code point is a mark, punctuation or a format character that Unicode got after version 8, whose tables
// the reference tokenizer uses: to it such a character is a letter that no piece contains, so that its word is [UNK].
bool is_younger_than_the_reference(char32_t point);

}  // namespace genai::inference
