// SPDX-License-Identifier: Apache-2.0
#include "evaluation/json_lines.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

namespace genai::evaluation {
namespace {

Result<void> read_line(std::string_view line, std::size_t number,
                       const std::function<Result<void>(const boost::json::object&, std::size_t)>& take) {
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(line, error);
    if (error) return fail(ErrorKind::kInvalidInput, fmt::format("line {}: {}", number, error.message()));
    const boost::json::object* object = value.if_object();
    if (object == nullptr) return fail(ErrorKind::kInvalidInput, fmt::format("line {}: not a JSON object", number));
    auto taken = take(*object, number);
    if (!taken) return fail(taken.error().kind, fmt::format("line {}: {}", number, taken.error().message));
    return {};
}

}  // namespace

Result<void> read_json_lines(std::string_view text,
                             const std::function<Result<void>(const boost::json::object&, std::size_t)>& take) {
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (line.find_first_not_of(" \t\r") == line.npos) continue;
        if (auto read = read_line(line, number, take); !read) return read;
    }
    return {};
}

}  // namespace genai::evaluation
