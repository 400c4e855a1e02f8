// SPDX-License-Identifier: Apache-2.0
#include "platform/options_load.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "base/trim.hpp"
#include "platform/files.hpp"

namespace genai::platform {
namespace {

constexpr std::uint64_t kDotenvBytesMax = 1 << 20;
constexpr std::uint64_t kSecretBytesMax = 64 << 10;
constexpr std::string_view kSpace = " \t\r";

using Values = std::map<std::string, std::string, std::less<>>;

struct DotenvLine {
    int number = 0;
    std::string name;
    std::string value;
};

// A value as Compose reads it: quotes are taken off; without quotes " #" begins a comment.
std::optional<std::string> parse_dotenv_value(std::string_view text) {
    text = trim(text, kSpace);
    if (!text.empty() && (text[0] == '"' || text[0] == '\'')) {
        auto close = text.find(text[0], 1);
        if (close == text.npos) return std::nullopt;
        auto rest = trim(text.substr(close + 1), kSpace);
        if (!rest.empty() && rest[0] != '#') return std::nullopt;
        return std::string(text.substr(1, close - 1));
    }
    if (!text.empty() && text[0] == '#') return std::string();
    if (auto comment = text.find(" #"); comment != text.npos) text = trim(text.substr(0, comment), kSpace);
    return std::string(text);
}

std::vector<DotenvLine> parse_dotenv(std::string_view text, std::vector<std::string>& errors) {
    std::vector<DotenvLine> lines;
    for (int number = 1; !text.empty(); ++number) {
        auto end = std::min(text.find('\n'), text.size());
        std::string_view line = trim(text.substr(0, end), kSpace);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line[0] == '#') continue;
        if (line.starts_with("export ")) line = trim(line.substr(7), kSpace);
        auto equals = line.find('=');
        auto value = equals == line.npos ? std::nullopt : parse_dotenv_value(line.substr(equals + 1));
        if (!value) {
            errors.push_back(fmt::format(".env line {}: expected NAME=value", number));
            continue;
        }
        lines.push_back({number, std::string(trim(line.substr(0, equals), kSpace)), *value});
    }
    return lines;
}

// What one source says about an option.
struct Found {
    std::string text;
    std::string source;
};

// One source of values, looked up by name.
struct Source {
    Origin origin;
    const Values& values;
    std::string label;
    const std::map<std::string, int, std::less<>>* lines = nullptr;

    const std::string* find(const std::string& name) const {
        auto it = values.find(name);
        return it == values.end() || it->second.empty() ? nullptr : &it->second;
    }
    std::string describe(const std::string& name) const {
        return lines == nullptr ? label : fmt::format("{} line {}", label, lines->find(name)->second);
    }
};

Result<std::string> read_secret(const std::string& name, const std::string& file) {
    auto text = read_file(file, kSecretBytesMax);
    if (!text) return fail(text.error().kind, fmt::format("{}_FILE: {}", name, text.error().message));
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
    return text;
}

Result<std::optional<Found>> find_value(const Option& row, const Source& source) {
    const std::string& name = row.name();
    const std::string* direct = source.find(name);
    const std::string* file = row.is_secret() ? source.find(name + "_FILE") : nullptr;
    if (direct != nullptr && file != nullptr) {
        return fail(ErrorKind::kInvalidInput,
                    fmt::format("{0} and {0}_FILE are both set ({1}): keep one of them", name, source.describe(name)));
    }
    if (file != nullptr) {
        auto text = read_secret(name, *file);
        if (!text) return propagate(text);
        return Found{std::move(*text), fmt::format("file {} ({}_FILE)", *file, name)};
    }
    if (direct == nullptr) return std::nullopt;
    return Found{*direct, source.describe(name)};
}

// Gives the row its value, from the strongest source that has one.
void load_row(Option& row, const std::vector<Source>& sources, std::vector<std::string>& errors) {
    auto assign = [&](const Found& found, Origin origin) {
        auto assigned = row.assign(found.text, origin, found.source);
        if (!assigned) errors.push_back(assigned.error().message);
    };
    if (const std::string* given = sources.front().find(row.name())) {
        assign({*given, "flag " + row.flag()}, Origin::kFlag);
        return;
    }
    for (const Source& source : sources) {
        auto found = find_value(row, source);
        if (!found) {
            errors.push_back(found.error().message);
            return;
        }
        if (!*found) continue;
        assign(**found, source.origin);
        return;
    }
}

std::vector<std::string> known_names(const Options& options) {
    std::vector<std::string> names;
    for (const Option& row : options.rows()) {
        names.push_back(row.name());
        if (row.is_secret()) names.push_back(row.name() + "_FILE");
    }
    return names;
}

}  // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& names) {
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(2, name.size() / 4) + 1;
    for (const std::string& candidate : names) {
        std::vector<std::size_t> row(candidate.size() + 1);
        std::iota(row.begin(), row.end(), std::size_t{0});
        for (std::size_t i = 0; i < name.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i + 1;
            for (std::size_t j = 0; j < candidate.size(); ++j) {
                std::size_t change = diagonal + (name[i] == candidate[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = std::min({change, diagonal + 1, row[j] + 1});
            }
        }
        if (row.back() < best_distance) {
            best_distance = row.back();
            best = candidate;
        }
    }
    return best;
}

Result<Sources> read_sources(Values flags, const std::filesystem::path& dotenv) {
    Sources sources;
    sources.flags = std::move(flags);
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        std::string_view pair = *entry;
        auto equals = pair.find('=');
        if (equals == pair.npos) continue;
        sources.environment.emplace(pair.substr(0, equals), pair.substr(equals + 1));
    }
    auto text = read_file(dotenv, kDotenvBytesMax);
    if (text) {
        sources.dotenv = std::move(*text);
    } else if (text.error().kind != ErrorKind::kNotFound) {
        return fail(text.error().kind, "settings: " + text.error().message);
    }
    return sources;
}

LoadReport load(Options& options, const Sources& sources) {
    LoadReport report;
    Values dotenv;
    std::map<std::string, int, std::less<>> lines;
    const auto known = known_names(options);
    for (DotenvLine& line : parse_dotenv(sources.dotenv, report.errors)) {
        if (std::find(known.begin(), known.end(), line.name) == known.end()) {
            std::string nearest = nearest_name(line.name, known);
            report.warnings.push_back(
                fmt::format(".env line {}: unknown setting {}{}", line.number, line.name,
                            nearest.empty() ? std::string() : fmt::format("; did you mean {}?", nearest)));
        }
        lines[line.name] = line.number;
        dotenv[line.name] = std::move(line.value);
    }
    const std::vector<Source> ordered = {{Origin::kFlag, sources.flags, "flag"},
                                         {Origin::kEnvironment, sources.environment, "environment"},
                                         {Origin::kDotenv, dotenv, ".env", &lines}};
    for (Option& row : options.rows()) load_row(row, ordered, report.errors);
    for (Option& row : options.rows()) row.derive();
    if (!report.errors.empty()) return report;
    for (const auto& check : options.checks()) {
        if (auto checked = check(); !checked) report.errors.push_back(checked.error().message);
    }
    return report;
}

}  // namespace genai::platform
