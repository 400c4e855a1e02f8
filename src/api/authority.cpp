// SPDX-License-Identifier: Apache-2.0
#include "api/authority.hpp"

#include <algorithm>
#include <charconv>

#include "api/http.hpp"

namespace genai::api {
namespace {

constexpr std::size_t kHostMax = 255;  // as in the DNS

bool is_port(std::string_view text) {
    unsigned short port = 0;  // of 16 bits: more is out of range
    auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && stop == text.data() + text.size();
}

bool is_name(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return is_letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    });
}

bool is_ipv6(std::string_view text) {
    return text.size() >= 2 && text.find(':') != text.npos &&
           text.find_first_not_of("0123456789abcdefABCDEF:.") == text.npos;
}

}  // namespace

std::optional<std::string> host_of_authority(std::string_view authority) {
    std::string_view host = authority;
    if (authority.starts_with('[')) {
        auto end = authority.find(']');
        if (end == authority.npos || !is_ipv6(authority.substr(1, end - 1))) return std::nullopt;
        host = authority.substr(0, end + 1);
    } else {
        host = authority.substr(0, authority.find(':'));
        if (!is_name(host)) return std::nullopt;
    }
    std::string_view rest = authority.substr(host.size());
    bool has_port = rest.size() > 1;
    if (host.size() > kHostMax || (!rest.empty() && rest[0] != ':')) return std::nullopt;
    if (has_port && !is_port(rest.substr(1))) return std::nullopt;
    std::string lower(host);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

std::optional<std::string> host_of_origin(std::string_view origin) {
    for (std::string_view scheme : {"http://", "https://"}) {
        if (!is_same_ignoring_case(origin.substr(0, scheme.size()), scheme)) continue;
        auto host = host_of_authority(origin.substr(scheme.size()));
        if (host && !host->empty()) return host;
    }
    return std::nullopt;
}

}  // namespace genai::api
