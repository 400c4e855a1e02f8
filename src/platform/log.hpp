// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace genai::platform {

enum class LogLevel { kDebug, kInfo, kWarning, kError };
enum class LogFormat { kText, kJson };

struct LogSettings {
    LogLevel level = LogLevel::kInfo;
    LogFormat format = LogFormat::kText;
    bool content = false;  // LOG_CONTENT: may questions and answers be logged?
};

// A named value beside the message ("status", 200). `kContent` marks what people wrote: left out unless LOG_CONTENT=1;
// `kIfAny` a text that is left out when it is empty.
struct LogField {
    enum class Kind { kPlain, kContent, kIfAny };
    using Value = std::variant<std::string_view, std::int64_t, double, bool>;

    template <std::convertible_to<std::string_view> Text>
    LogField(std::string_view field_name, const Text& text, Kind field_kind = Kind::kPlain)
        : name(field_name), value(std::string_view(text)), kind(field_kind) {}
    LogField(std::string_view field_name, double number) : name(field_name), value(number) {}
    template <std::same_as<bool> Truth>
    LogField(std::string_view field_name, Truth truth) : name(field_name), value(truth) {}
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    LogField(std::string_view field_name, T number) : name(field_name), value(static_cast<std::int64_t>(number)) {}

    std::string_view name;
    Value value;
    Kind kind = Kind::kPlain;
};

// Writes one line for each event: text for people or JSON for machines. Whatever is in a message or a field cannot
// break the line or colour the terminal: CR, LF, ANSI sequences and other control characters come out escaped.
// Passed by reference to whoever logs; safe to use from several threads. A line is written before the call returns.
class Log {
public:
    // Writes to the open file descriptor (2: standard error), which it does not close.
    explicit Log(const LogSettings& settings, int descriptor = 2);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    using Fields = std::initializer_list<LogField>;
    void debug(std::string_view message, Fields fields = {}) { write(LogLevel::kDebug, message, fields); }
    void info(std::string_view message, Fields fields = {}) { write(LogLevel::kInfo, message, fields); }
    void warning(std::string_view message, Fields fields = {}) { write(LogLevel::kWarning, message, fields); }
    void error(std::string_view message, Fields fields = {}) { write(LogLevel::kError, message, fields); }

    bool is_enabled(LogLevel level) const { return level >= settings_.level; }
    // LOG_CONTENT: is an event that is about nothing but what people wrote worth its line?
    bool has_content() const { return settings_.content; }

private:
    void write(LogLevel level, std::string_view message, Fields fields);

    LogSettings settings_;
    struct Sink;
    std::unique_ptr<Sink> sink_;
};

}  // namespace genai::platform
