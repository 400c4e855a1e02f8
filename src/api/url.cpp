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

Parameters Parameters::parse(std::string_view query) {
    Parameters parameters;
    while (!query.empty() && parameters.pairs_.size() < kParametersMax) {
        auto end = std::min(query.find('&'), query.size());
        std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
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

std::optional<Target> parse_target(std::string_view target) {
    for (std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        target.remove_prefix(scheme.size());
        auto path = target.find_first_of("/?");
        if (path == target.npos) return Target{"/", {}};
        target.remove_prefix(path);
        if (target[0] == '?') return Target{"/", target.substr(1)};
    }
    if (!target.starts_with('/')) return std::nullopt;
    target = target.substr(0, target.find('#'));
    auto question_mark = std::min(target.find('?'), target.size());
    return Target{target.substr(0, question_mark), target.substr(std::min(question_mark + 1, target.size()))};
}

}  // namespace genai::api
