// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/office/xlsx_formats.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>

#include "extraction/child/office/xml_events.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::size_t kStylesMax = 100'000;
constexpr double kSerialMax = 2'958'465;  // 9999-12-31
constexpr int kDigits = 15;               // that Excel keeps of a number
constexpr int kSecondsPerDay = 86'400;

std::size_t to_number(std::string_view text) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// The shortest of the numbers that Excel cannot tell from this one: 0.1 + 0.2 is 0.3 there.
std::string shorten(double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*g", kDigits, value);
    if (std::string_view(text.data()).find('e') == std::string_view::npos) return text.data();
    std::array<char, 512> plain{};
    std::snprintf(plain.data(), plain.size(), "%.0f", value);
    return std::abs(value) >= 1 && std::abs(value) < 1e30 ? std::string(plain.data()) : std::string(text.data());
}

}  // namespace

class XlsxFormats::Reader final : public XmlHandler {
public:
    explicit Reader(XlsxFormats& formats) : formats_(formats) {}

    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "cellXfs") are_cells_ = true;
        if (name == "numFmt" && codes_.size() < kStylesMax)
            codes_[to_number(attributes.get("numFmtId"))] = kind_of_code(attributes.get("formatCode"));
        if (name != "xf" || !are_cells_ || formats_.styles_.size() >= kStylesMax) return;
        const auto id = to_number(attributes.get("numFmtId"));
        const auto own = codes_.find(id);
        formats_.styles_.push_back(own == codes_.end() ? kind_of_builtin(id) : own->second);
    }
    void on_end(std::string_view name) override {
        if (name == "cellXfs") are_cells_ = false;
    }
    void on_text(std::string_view) override {}

private:
    XlsxFormats& formats_;
    std::map<std::size_t, Kind> codes_;
    bool are_cells_ = false;
};

XlsxFormats XlsxFormats::read(OfficePackage& package, const Relationships& relationships) {
    XlsxFormats formats;
    const auto part = OfficePackage::target_of(relationships, "styles");
    if (part.empty()) return formats;
    const auto text = package.read(part);
    Reader reader(formats);
    if (text) (void)parse_xml(*text, reader);
    return formats;
}

// "yyyy-mm-dd", "0.0%", "[h]:mm", with texts in quotes and conditions in brackets, which say nothing here.
XlsxFormats::Kind XlsxFormats::kind_of_code(std::string_view code) {
    bool has_day = false;
    bool has_time = false;
    bool is_quoted = false;
    bool is_bracketed = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '\\') {
            ++i;
        } else if (c == '"') {
            is_quoted = !is_quoted;
        } else if (!is_quoted && (c == '[' || c == ']')) {
            is_bracketed = c == '[';
        } else if (!is_quoted && !is_bracketed) {
            if (c == ';') break;  // what follows is for negative numbers
            if (c == '%') return Kind::kPercent;
            if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') has_day = true;
            if (c == 'h' || c == 'H' || c == 's' || c == 'S') has_time = true;
            if (c == '0' || c == '#' || c == '?') return Kind::kNumber;
            constexpr std::string_view kGeneral = "General";
            if (code.substr(i, kGeneral.size()) == kGeneral) return Kind::kNumber;
        }
    }
    if (has_day && has_time) return Kind::kDateTime;
    if (has_day) return Kind::kDate;
    return has_time ? Kind::kTime : Kind::kNumber;
}

// ECMA-376 18.8.30.
XlsxFormats::Kind XlsxFormats::kind_of_builtin(std::size_t id) {
    if (id == 9 || id == 10) return Kind::kPercent;
    if (id >= 14 && id <= 17) return Kind::kDate;
    if (id >= 18 && id <= 21) return Kind::kTime;
    if (id == 22) return Kind::kDateTime;
    if (id >= 45 && id <= 47) return Kind::kTime;
    return Kind::kNumber;
}

std::string XlsxFormats::show(std::string_view number, std::size_t style) const {
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc() || end != number.data() + number.size() || !std::isfinite(value))
        return std::string(number);
    const auto kind = style < styles_.size() ? styles_[style] : Kind::kNumber;
    if (kind == Kind::kNumber) return shorten(value);
    if (kind == Kind::kPercent) return shorten(value * 100) + "%";
    return value < 0 || value > kSerialMax ? shorten(value) : show_time(value, kind);
}

// Days since 1899-12-30, which makes up for Excel's 29 February 1900 from March of that year on.
std::string XlsxFormats::show_time(double serial, Kind kind) const {
    constexpr int kFrom1904 = 1462;
    if (is_from_1904_) serial += kFrom1904;
    auto day = static_cast<int>(std::floor(serial));
    auto second = static_cast<int>(std::lround((serial - day) * kSecondsPerDay));
    if (second == kSecondsPerDay) {
        second = 0;
        ++day;
    }
    std::array<char, 64> time{};
    std::snprintf(time.data(), time.size(), "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
    if (kind == Kind::kTime && day == 0) return time.data();
    const std::chrono::sys_days epoch = std::chrono::year(1899) / 12 / 30;
    const std::chrono::year_month_day date(epoch + std::chrono::days(day));
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    const bool has_time = kind != Kind::kDate && second > 0;
    return has_time ? std::string(text.data()) + " " + time.data() : std::string(text.data());
}

}  // namespace genai::extraction::child
