// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/office/docx_styles.hpp"

#include <algorithm>
#include <cctype>

#include "extraction/child/office/xml_events.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::size_t kLevelsMax = 9;
constexpr std::size_t kBasesMax = 20;  // styles may be based on each other in a ring

// "heading 2", "Heading2"; "Title" is above all headings.
std::size_t level_of_name(std::string_view name) {
    std::string plain(name);
    std::erase(plain, ' ');
    std::transform(plain.begin(), plain.end(), plain.begin(), [](unsigned char c) { return std::tolower(c); });
    if (plain == "title") return 1;
    constexpr std::string_view kHeading = "heading";
    if (plain.size() != kHeading.size() + 1 || !plain.starts_with(kHeading)) return 0;
    const char digit = plain.back();
    return digit >= '1' && digit <= '9' ? static_cast<std::size_t>(digit - '0') : 0;
}

}  // namespace

class DocxStyles::Reader final : public XmlHandler {
public:
    explicit Reader(DocxStyles& styles) : styles_(styles) {}

    void on_start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "style") {
            is_paragraph_ = attributes.get("type") == "paragraph";
            id_ = attributes.get("styleId");
            style_ = {};
        }
        if (name == "name" && style_.level == 0) style_.level = level_of_name(attributes.get("val"));
        if (name == "numId") style_.is_list = attributes.get("val") != "0";
        if (name == "basedOn") style_.based_on = attributes.get("val");
        if (name == "outlineLvl") {
            const auto value = attributes.get("val");
            if (value.size() == 1 && value[0] >= '0' && value[0] < '9')
                style_.level = static_cast<std::size_t>(value[0] - '0') + 1;
        }
    }
    void on_end(std::string_view name) override {
        if (name == "style" && is_paragraph_) styles_.styles_.emplace(std::move(id_), std::move(style_));
        if (name == "style") id_.clear();
    }
    void on_text(std::string_view) override {}

private:
    DocxStyles& styles_;
    std::string id_;
    Style style_;
    bool is_paragraph_ = false;
};

DocxStyles DocxStyles::read(OfficePackage& package, const Relationships& relationships) {
    DocxStyles styles;
    const auto part = OfficePackage::target_of(relationships, "styles");
    if (part.empty()) return styles;
    const auto text = package.read(part);
    Reader reader(styles);
    if (text) (void)parse_xml(*text, reader);  // what was read until the damage counts
    return styles;
}

std::size_t DocxStyles::heading_level(std::string_view style_id) const {
    for (std::size_t i = 0; i < kBasesMax; ++i) {
        const auto found = styles_.find(style_id);
        if (found == styles_.end()) return std::min(level_of_name(style_id), kLevelsMax);
        if (found->second.level > 0 || found->second.based_on.empty()) return found->second.level;
        style_id = found->second.based_on;
    }
    return 0;
}

bool DocxStyles::is_list(std::string_view style_id) const {
    const auto found = styles_.find(style_id);
    return found != styles_.end() && found->second.is_list;
}

}  // namespace genai::extraction::child
