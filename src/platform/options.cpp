// SPDX-License-Identifier: Apache-2.0
#include "platform/options.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace genai::platform {
namespace {

constexpr std::string_view kMask = "********";

// LOG_LEVEL -> --log-level
std::string to_flag(std::string_view name) {
    std::string flag = "--";
    for (char c : name) flag += c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return flag;
}

std::string describe_range(const Range& range) {
    bool has_least = range.least != Range{}.least;
    bool has_most = range.most != Range{}.most;
    if (has_least && has_most) return fmt::format("from {} to {}", range.least, range.most);
    return has_least ? fmt::format("at least {}", range.least) : fmt::format("at most {}", range.most);
}

// The number that a range is held against; of a duration the seconds.
double magnitude(const std::string& shown) {
    double value = std::stod(shown);
    return shown.ends_with("ms") ? value / 1000 : value;
}

}  // namespace

Option::Option(std::string name, Binding binding, std::string doc, std::string section)
    : name_(std::move(name)),
      doc_(std::move(doc)),
      section_(std::move(section)),
      flag_(to_flag(name_)),
      default_(binding.show()),
      binding_(std::move(binding)) {}

Option& Option::range(double least, double most) {
    range_ = Range{least, most};
    return *this;
}

Option& Option::secret() {
    secret_ = true;
    flag_.clear();
    return *this;
}

Option& Option::derived(std::string shown, std::function<void()> compute) {
    default_ = std::move(shown);
    compute_ = std::move(compute);
    return *this;
}

std::string Option::type() const {
    if (!binding_.choices.empty()) return fmt::format("{}", fmt::join(binding_.choices, ", "));
    if (!range_) return binding_.type;
    return fmt::format("{} {}{}", binding_.type, describe_range(*range_), binding_.type == "duration" ? " s" : "");
}

std::string Option::value() const {
    std::string shown = binding_.show();
    return secret_ && !shown.empty() ? std::string(kMask) : shown;
}

Result<void> Option::assign(std::string_view text, Origin origin, std::string source) {
    std::string before = binding_.show();
    auto read = binding_.read(text);
    if (read && range_) {
        double number = magnitude(binding_.show());
        if (number < range_->least || number > range_->most) {
            if (!before.empty()) (void)binding_.read(before);
            read = fail(ErrorKind::kInvalidInput, "a " + type());
        }
    }
    std::string given = secret_ ? std::string(kMask) : std::string(text);
    if (!read) {
        return fail(ErrorKind::kInvalidInput,
                    fmt::format("{}={} ({}): expected {}", name_, given, source, read.error().message));
    }
    origin_ = origin;
    source_ = std::move(source);
    return {};
}

void Option::derive() {
    if (compute_ && !is_set()) compute_();
}

Option& Options::add_row(std::string name, Binding binding, std::string doc) {
    ensure(find(name) == nullptr, "two options have the same name");
    return rows_.emplace_back(std::move(name), std::move(binding), std::move(doc), section_);
}

const Option* Options::find(std::string_view name) const {
    const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Option& each) { return each.name() == name; });
    return row == rows_.end() ? nullptr : &*row;
}

}  // namespace genai::platform
