// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace genai::api {

// The parameters of a query, decoded to valid UTF-8, in the order given.
class Parameters {
public:
    // "a=1&b=x+y%21"; nothing when there are more than kParametersMax.
    static std::optional<Parameters> parse(std::string_view query);

    // The value that was given last; nullptr when there is none.
    const std::string* find(std::string_view name) const;
    // All its values, in the order given.
    std::vector<std::string_view> find_all(std::string_view name) const;
    // How often it was given. Programs differ on which value counts, so more than once is an error where it matters.
    std::size_t count(std::string_view name) const;

private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

// Undoes %XX; an escape that is none stays as it is. `plus` says what a "+" stands for.
enum class Plus { kIsPlus, kIsSpace };
std::string percent_decode(std::string_view text, Plus plus);

// The parts of a request's target: "/path?query", or the absolute form that proxies use. Nothing when it is neither.
struct Target {
    std::string_view path;
    std::string_view query;
    std::optional<std::string_view> authority;  // "host:port" of the absolute form
};
std::optional<Target> parse_target(std::string_view target);

}  // namespace genai::api
