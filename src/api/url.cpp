// SPDX-License-Identifier: Apache-2.0
#include "api/url.hpp"

#include <algorithm>

#include "api/limits.hpp"
#include "base/utf8.hpp"

namespace genai::api {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string decode_parameter(std::string_view text) { return to_valid_utf8(percent_decode(text, Plus::kIsSpace)); }

}  // namespace

std::string percent_decode(std::string_view text, Plus plus) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        int low = high >= 0 ? hex_value(text[i + 2]) : -1;
        if (low >= 0) {
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += text[i] == '+' && plus == Plus::kIsSpace ? ' ' : text[i];
        }
    }
    return decoded;
}

std::optional<Parameters> Parameters::parse(std::string_view query) {
    Parameters parameters;
    while (!query.empty()) {
        auto end = std::min(query.find('&'), query.size());
        std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
        if (parameters.pairs_.size() == kParametersMax) return std::nullopt;
        auto equals = std::min(pair.find('='), pair.size());
        auto value = pair.substr(std::min(equals + 1, pair.size()));
        parameters.pairs_.emplace_back(decode_parameter(pair.substr(0, equals)), decode_parameter(value));
    }
    return parameters;
}

const std::string* Parameters::find(std::string_view name) const {
    for (auto it = pairs_.rbegin(); it != pairs_.rend(); ++it) {
        if (it->first == name) return &it->second;
    }
    return nullptr;
}

std::vector<std::string_view> Parameters::find_all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [known, value] : pairs_) {
        if (known == name) values.push_back(value);
    }
    return values;
}

std::size_t Parameters::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(pairs_.begin(), pairs_.end(), [&](const auto& pair) { return pair.first == name; }));
}

std::optional<Target> parse_target(std::string_view target) {
    std::optional<std::string_view> authority;
    for (std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        target.remove_prefix(scheme.size());
        auto path = std::min(target.find_first_of("/?#"), target.size());
        authority = target.substr(0, path);
        target.remove_prefix(path);
        break;
    }
    if (!authority && !target.starts_with('/')) return std::nullopt;
    target = target.substr(0, target.find('#'));
    auto question_mark = std::min(target.find('?'), target.size());
    auto path = question_mark == 0 ? std::string_view("/") : target.substr(0, question_mark);
    return Target{path, target.substr(std::min(question_mark + 1, target.size())), authority};
}

}  // namespace genai::api
