// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace genai::platform {

// How a settings field is read from text and shown as text. An error's message says what was expected ("a whole
// number from 1 to 65535"); the loader adds the option's name and where the value came from.
struct Binding {
    std::function<Result<void>(std::string_view text)> read;
    std::function<std::string()> show;
    std::string type;                  // for people: "text", "whole number", "duration"
    std::vector<std::string> choices;  // of an enumeration
};

// An inclusive range of numbers; of seconds for durations.
struct Range {
    double least = std::numeric_limits<double>::lowest();
    double most = std::numeric_limits<double>::max();
};

Binding bind(std::string& field);
Binding bind(bool& field);  // true/false, yes/no, on/off, 1/0
Binding bind(std::filesystem::path& field);
Binding bind(double& field);
Binding bind(std::chrono::milliseconds& field);  // "1.5" is seconds; "500ms", "30s", "2m", "1h"
Binding bind_integer(std::int64_t least, std::int64_t most, std::function<std::int64_t()> get,
                     std::function<void(std::int64_t)> set);
Binding bind_choice(std::vector<std::string> names, std::function<std::size_t()> get,
                    std::function<void(std::size_t)> set);

template <std::integral T>
    requires(!std::same_as<T, bool>)
Binding bind(T& field) {
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    constexpr auto most = std::cmp_less(kMost, std::numeric_limits<T>::max())
                              ? kMost
                              : static_cast<std::int64_t>(std::numeric_limits<T>::max());
    return bind_integer(
        static_cast<std::int64_t>(std::numeric_limits<T>::min()), most,
        [&field] { return static_cast<std::int64_t>(field); },
        [&field](std::int64_t value) { field = static_cast<T>(value); });
}

Binding bind(float& field);

// Empty means unset: an optional field holds nothing until a source gives a value.
template <class T>
Binding bind(std::optional<T>& field) {
    Binding shape = bind(*std::make_shared<T>());
    return {[&field](std::string_view text) -> Result<void> {
                T value{};
                auto read = bind(value).read(text);
                if (read) field = std::move(value);
                return read;
            },
            [&field] {
                if (!field) return std::string();
                T value = *field;
                return bind(value).show();
            },
            shape.type, shape.choices};
}

// Where an option's value came from; a later one wins.
enum class Origin { kDefault, kDotenv, kEnvironment, kFlag };

// One option: its names, its field, its limits and one line of doc. Made by Options::add, refined by the chained calls.
class Option {
public:
    Option(std::string name, Binding binding, std::string doc, std::string section);

    // Numbers outside are an error.
    Option& range(double least, double most);
    // Never shown, no flag; NAME_FILE names a file that holds it.
    Option& secret();
    // While unset, the field gets its value from other fields once all are read (RAW_DATA_DIR is DATA_DIR/raw);
    // `shown` says so in the documentation. Called in the order of the rows.
    Option& derived(std::string shown, std::function<void()> compute);

    const std::string& name() const { return name_; }
    // The name in lower case ("--log-level"); empty for secrets.
    const std::string& flag() const { return flag_; }
    const std::string& doc() const { return doc_; }
    const std::string& section() const { return section_; }
    const std::string& default_text() const { return default_; }
    bool is_secret() const { return secret_; }
    std::string type() const;  // with the range or the choices, for people
    const std::vector<std::string>& choices() const { return binding_.choices; }

    // The value as text; "********" for a secret that is set.
    std::string value() const;
    // "default", ".env line 3", "environment", "flag --port", "file /run/secrets/key (LLM_API_KEY_FILE)".
    const std::string& source() const { return source_; }
    bool is_set() const { return origin_ != Origin::kDefault; }

    Result<void> assign(std::string_view text, Origin origin, std::string source);
    void derive();

private:
    std::string name_, doc_, section_, flag_, default_;
    Binding binding_;
    std::optional<Range> range_;
    std::function<void()> compute_;
    bool secret_ = false;
    Origin origin_ = Origin::kDefault;
    std::string source_ = "default";
};

// The table of all options, each bound to a field of a module's settings struct, whose value at add() is the default.
// A module fills its rows in `void describe(Settings& settings, platform::Options& options)` in <module>/settings.cpp:
//
//     options.section("Server");
//     options.add("PORT", settings.port, "TCP port to listen on").range(0, 65535);
//     options.add("LOG_LEVEL", settings.level, {{"info", Level::kInfo}, {"debug", Level::kDebug}}, "What is logged");
//     options.add("LLM_API_KEY", settings.key, "Key of the provider").secret();
//     options.check([&settings]() -> Result<void> { ... what no single option can see ... });
//
// The settings structs must outlive the table and stay where they are. Not thread-safe: for the start of a program.
class Options {
public:
    Options() = default;
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;

    // The heading, in the documentation, of the rows that follow.
    void section(std::string title) { section_ = std::move(title); }

    template <class T>
    Option& add(std::string name, T& field, std::string doc) {
        return add_row(std::move(name), bind(field), std::move(doc));
    }

    // An enumeration: the field holds one of the values, the sources name it.
    template <class T>
    Option& add(std::string name, T& field, std::vector<std::pair<std::string, T>> choices, std::string doc) {
        std::vector<std::string> names;
        for (const auto& choice : choices) names.push_back(choice.first);
        auto get = [&field, choices] {
            std::size_t i = 0;
            while (i + 1 < choices.size() && !(choices[i].second == field)) ++i;
            return i;
        };
        auto set = [&field, choices](std::size_t i) { field = choices[i].second; };
        return add_row(std::move(name), bind_choice(std::move(names), get, set), std::move(doc));
    }

    // A condition over several options, checked once all of them are read without an error.
    void check(std::function<Result<void>()> condition) { checks_.push_back(std::move(condition)); }

    std::deque<Option>& rows() { return rows_; }
    const std::deque<Option>& rows() const { return rows_; }
    const std::vector<std::function<Result<void>()>>& checks() const { return checks_; }
    // Nullptr when there is no row of this name.
    const Option* find(std::string_view name) const;

private:
    Option& add_row(std::string name, Binding binding, std::string doc);

    std::string section_;
    std::deque<Option> rows_;  // stable addresses
    std::vector<std::function<Result<void>()>> checks_;
};

}  // namespace genai::platform
