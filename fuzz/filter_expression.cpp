// SPDX-License-Identifier: Apache-2.0

// A filter in either spelling. What is accepted says the same when it is written out and read again.
#include "base/utf8.hpp"
#include "filters/expression.hpp"
#include "filters/fields.hpp"
#include "filters/filter_json.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    const auto filter = filters::parse_filter(input);
    if (!filter) {
        demand(filter.error().kind == ErrorKind::kInvalidInput && !filter.error().message.empty());
        demand(!is_valid_utf8(input) || is_valid_utf8(filter.error().message));
        return;
    }
    const std::string text = filters::to_expression(*filter);
    // Written out, quotes and parentheses may take it past the limits that it kept.
    if (text.size() > filters::kFilterBytesMax / 2) return;
    const auto again = filters::parse_expression(text);
    demand(again.has_value() && *again == *filter);
}

}  // namespace genai::fuzz
