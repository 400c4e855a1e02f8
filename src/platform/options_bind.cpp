// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "platform/options.hpp"

namespace genai::platform {
namespace {

// The whole text as a number; nothing when anything else is in it.
template <class T>
std::optional<T> parse_number(std::string_view text) {
    T value{};
    const char* end = text.data() + text.size();
    auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

std::optional<double> parse_finite(std::string_view text) {
    auto value = parse_number<double>(text);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    double factor_ms = 1000;
    for (auto [suffix, ms] : {std::pair{"ms", 1.0}, {"s", 1000.0}, {"m", 60'000.0}, {"h", 3'600'000.0}}) {
        if (!text.ends_with(suffix)) continue;
        text.remove_suffix(std::string_view(suffix).size());
        factor_ms = ms;
        break;
    }
    auto value = parse_finite(text);
    constexpr double kDurationMaxMs = 1e12;  // some thirty years: far from overflow
    if (!value || *value < 0 || *value * factor_ms > kDurationMaxMs) return std::nullopt;
    return std::chrono::milliseconds(std::llround(*value * factor_ms));
}

tl::unexpected<Error> expected_was(std::string what) { return fail(ErrorKind::kInvalidInput, std::move(what)); }

template <class T>
Binding bind_real(T& field) {
    return {[&field](std::string_view text) -> Result<void> {
                auto value = parse_finite(text);
                if (!value) return expected_was("a number");
                field = static_cast<T>(*value);
                return {};
            },
            [&field] { return fmt::format("{}", field); },
            "number",
            {}};
}

}  // namespace

Binding bind(std::string& field) {
    return {[&field](std::string_view text) -> Result<void> {
                field = text;
                return {};
            },
            [&field] { return field; },
            "text",
            {}};
}

Binding bind(std::filesystem::path& field) {
    return {[&field](std::string_view text) -> Result<void> {
                field = text;
                return {};
            },
            [&field] { return field.string(); },
            "path",
            {}};
}

Binding bind(bool& field) {
    return {[&field](std::string_view text) -> Result<void> {
                std::string lower;
                for (char c : text) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
                if (lower == "true" || lower == "1" || lower == "yes" || lower == "on") {
                    field = true;
                } else if (lower == "false" || lower == "0" || lower == "no" || lower == "off") {
                    field = false;
                } else {
                    return expected_was("true or false");
                }
                return {};
            },
            [&field] { return std::string(field ? "true" : "false"); },
            "true or false",
            {}};
}

Binding bind(double& field) { return bind_real(field); }
Binding bind(float& field) { return bind_real(field); }

Binding bind(std::chrono::milliseconds& field) {
    return {[&field](std::string_view text) -> Result<void> {
                auto value = parse_duration(text);
                if (!value) return expected_was("a duration (\"30\" or \"30s\", \"500ms\", \"2m\", \"1h\")");
                field = *value;
                return {};
            },
            [&field] {
                auto ms = field.count();
                return ms % 1000 == 0 ? fmt::format("{}s", ms / 1000) : fmt::format("{}ms", ms);
            },
            "duration",
            {}};
}

Binding bind_integer(std::int64_t least, std::int64_t most, std::function<std::int64_t()> get,
                     std::function<void(std::int64_t)> set) {
    return {[least, most, set = std::move(set)](std::string_view text) -> Result<void> {
                auto value = parse_number<std::int64_t>(text);
                if (!value) return expected_was("a whole number");
                if (*value < least || *value > most) {
                    return expected_was(fmt::format("a whole number from {} to {}", least, most));
                }
                set(*value);
                return {};
            },
            [get = std::move(get)] { return fmt::format("{}", get()); },
            "whole number",
            {}};
}

Binding bind_choice(std::vector<std::string> names, std::function<std::size_t()> get,
                    std::function<void(std::size_t)> set) {
    return {[names, set = std::move(set)](std::string_view text) -> Result<void> {
                for (std::size_t i = 0; i < names.size(); ++i) {
                    if (names[i] != text) continue;
                    set(i);
                    return {};
                }
                return expected_was(fmt::format("one of {}", fmt::join(names, ", ")));
            },
            [names, get = std::move(get)] { return names.at(get()); }, "choice", names};
}

}  // namespace genai::platform
