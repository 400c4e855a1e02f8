// SPDX-License-Identifier: Apache-2.0
#include "platform/log.hpp"

#include <mutex>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include "base/utf8.hpp"

namespace genai::platform {
namespace {

// Writes whole lines to a descriptor; one write each, so that lines of several processes do not mix.
class DescriptorSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit DescriptorSink(int descriptor) : descriptor_(descriptor) {}

protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        std::string_view rest(line.data(), line.size());
        while (!rest.empty()) {
            ssize_t written = ::write(descriptor_, rest.data(), rest.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return;  // nobody can be told that the log is gone
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void flush_() override {}

private:
    int descriptor_;
};

// Control characters, and what terminals may take for them, as \n, \u001b...; quotes and backslashes too where the text
// stands in quotes.
enum class Quotes { kNone, kAround };
void append_escaped(std::string& out, std::string_view raw, Quotes quotes) {
    std::string replaced;
    if (!is_valid_utf8(raw)) raw = replaced = to_valid_utf8(raw);
    for (std::size_t i = 0; i < raw.size();) {
        CodePoint point = decode_utf8(raw, i);
        char32_t c = point.value;
        bool is_separator = c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\r') {
            out += "\\r";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || is_separator) {
            out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c));
        } else {
            if (quotes == Quotes::kAround && (c == '"' || c == '\\')) out += '\\';
            out += raw.substr(i, point.bytes);
        }
        i += point.bytes;
    }
}

void append_value(std::string& out, const LogField::Value& value, LogFormat format) {
    if (auto text = std::get_if<std::string_view>(&value)) {
        bool is_quoted = format == LogFormat::kJson || text->empty() || text->find_first_of(" =\"\\") != text->npos;
        if (is_quoted) out += '"';
        append_escaped(out, *text, is_quoted ? Quotes::kAround : Quotes::kNone);
        if (is_quoted) out += '"';
    } else if (auto number = std::get_if<double>(&value)) {
        out += fmt::format("{:.6g}", *number);
    } else if (auto integer = std::get_if<std::int64_t>(&value)) {
        out += std::to_string(*integer);
    } else {
        out += std::get<bool>(value) ? "true" : "false";
    }
}

bool is_empty(const LogField::Value& value) {
    auto text = std::get_if<std::string_view>(&value);
    return text != nullptr && text->empty();
}

std::string_view level_name(LogLevel level) {
    switch (level) {
        case LogLevel::kDebug: return "debug";
        case LogLevel::kInfo: return "info";
        case LogLevel::kWarning: return "warning";
        case LogLevel::kError: return "error";
    }
    return "error";
}

// RFC 3339 in UTC with milliseconds.
std::string timestamp() {
    auto now = std::chrono::system_clock::now();
    auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(now)), ms);
}

}  // namespace

struct Log::Sink {
    explicit Sink(int descriptor) : logger("genai", std::make_shared<DescriptorSink>(descriptor)) {
        logger.set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
        logger.set_level(spdlog::level::trace);
    }
    spdlog::logger logger;
};

Log::Log(const LogSettings& settings, int descriptor)
    : settings_(settings), sink_(std::make_unique<Sink>(descriptor)) {}

Log::~Log() = default;

void Log::write(LogLevel level, std::string_view message, Fields fields) {
    if (!is_enabled(level)) return;
    const LogFormat format = settings_.format;
    std::string line;
    if (format == LogFormat::kJson) {
        line = fmt::format(R"({{"time":"{}","level":"{}","message":")", timestamp(), level_name(level));
        append_escaped(line, message, Quotes::kAround);
        line += '"';
    } else {
        line = fmt::format("{} {:<7} ", timestamp(), level_name(level));
        append_escaped(line, message, Quotes::kNone);
    }
    for (const LogField& field : fields) {
        if (field.kind == LogField::Kind::kContent && !settings_.content) continue;
        if (field.kind == LogField::Kind::kIfAny && is_empty(field.value)) continue;
        line += format == LogFormat::kJson ? ",\"" : " ";
        line += field.name;
        line += format == LogFormat::kJson ? "\":" : "=";
        append_value(line, field.value, format);
    }
    if (format == LogFormat::kJson) line += '}';
    sink_->logger.log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace genai::platform
