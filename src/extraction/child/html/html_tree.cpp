// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/html/html_tree.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdlib>

namespace genai::extraction::child {

namespace {

// Gumbo frees a tree by recursion: one that is deeper is left to the end of the process, which is near.
constexpr std::size_t kFreedDepthMax = 5000;

std::size_t depth_below(const GumboNode* top) {
    std::size_t depth = 0;
    std::size_t deepest = 0;
    for (const auto* node = top; node != nullptr;) {
        const auto* children = children_of(*node);
        if (children != nullptr && children->length > 0) ++depth;
        deepest = std::max(deepest, depth);
        node = next_node(node, top, Step::kInto, [&](const GumboNode& left) {
            const auto* inside = children_of(left);
            if (inside != nullptr && inside->length > 0) --depth;
        });
    }
    return deepest;
}

bool is_hidden(const GumboNode& node) {
    if (attribute(node, "hidden") != nullptr) return true;
    const char* aria = attribute(node, "aria-hidden");
    if (aria != nullptr && std::string_view(aria) == "true") return true;
    const char* style = attribute(node, "style");
    if (style == nullptr) return false;
    std::string plain(style);
    std::erase_if(plain, [](unsigned char c) { return std::isspace(c) != 0; });
    std::transform(plain.begin(), plain.end(), plain.begin(), [](unsigned char c) { return std::tolower(c); });
    return plain.find("display:none") != std::string::npos || plain.find("visibility:hidden") != std::string::npos;
}

// Gumbo writes to what it asked for without a look, so that no answer may be empty. The end of the process is named
// "out of memory" (child_death.cpp); an exception may not cross what is written in C.
void* allocate(void*, std::size_t bytes) {
    auto* memory = std::malloc(bytes);
    if (memory == nullptr && bytes > 0) std::abort();
    return memory;
}

}  // namespace

HtmlTree::HtmlTree(std::string_view html) : html_(html) {
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    options.allocator = &allocate;
    output_ = ::gumbo_parse_with_options(&options, html_.data(), html_.size());
}

HtmlTree::~HtmlTree() {
    if (depth_below(output_->document) <= kFreedDepthMax) ::gumbo_destroy_output(&kGumboDefaultOptions, output_);
}

const GumboVector* children_of(const GumboNode& node) {
    switch (node.type) {
        case GUMBO_NODE_DOCUMENT: return &node.v.document.children;
        case GUMBO_NODE_ELEMENT:
        case GUMBO_NODE_TEMPLATE: return &node.v.element.children;
        default: return nullptr;
    }
}

GumboTag tag_of(const GumboNode& node) {
    return node.type == GUMBO_NODE_ELEMENT ? node.v.element.tag : GUMBO_TAG_UNKNOWN;
}

const char* attribute(const GumboNode& node, const char* name) {
    if (node.type != GUMBO_NODE_ELEMENT) return nullptr;
    const auto* found = ::gumbo_get_attribute(&node.v.element.attributes, name);
    return found == nullptr ? nullptr : found->value;
}

const char* text_of(const GumboNode& node) {
    switch (node.type) {
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_CDATA:
        case GUMBO_NODE_WHITESPACE: return node.v.text.text;
        default: return nullptr;
    }
}

bool is_left_out(const GumboNode& node) {
    if (node.type == GUMBO_NODE_TEMPLATE || node.type == GUMBO_NODE_COMMENT) return true;
    if (node.type != GUMBO_NODE_ELEMENT) return false;
    if (node.v.element.tag_namespace == GUMBO_NAMESPACE_SVG) return true;
    switch (node.v.element.tag) {
        case GUMBO_TAG_SCRIPT:
        case GUMBO_TAG_STYLE:
        case GUMBO_TAG_NOSCRIPT:
        case GUMBO_TAG_IFRAME:
        case GUMBO_TAG_OBJECT:
        case GUMBO_TAG_NAV:
        case GUMBO_TAG_HEAD:
        case GUMBO_TAG_SELECT:
        case GUMBO_TAG_TEXTAREA: return true;
        default: return is_hidden(node);
    }
}

bool is_block(GumboTag tag) {
    switch (tag) {
        case GUMBO_TAG_ADDRESS:
        case GUMBO_TAG_ARTICLE:
        case GUMBO_TAG_ASIDE:
        case GUMBO_TAG_BLOCKQUOTE:
        case GUMBO_TAG_BODY:
        case GUMBO_TAG_BUTTON:
        case GUMBO_TAG_CAPTION:
        case GUMBO_TAG_CENTER:
        case GUMBO_TAG_DD:
        case GUMBO_TAG_DETAILS:
        case GUMBO_TAG_DIV:
        case GUMBO_TAG_DL:
        case GUMBO_TAG_DT:
        case GUMBO_TAG_FIELDSET:
        case GUMBO_TAG_FIGCAPTION:
        case GUMBO_TAG_FIGURE:
        case GUMBO_TAG_FOOTER:
        case GUMBO_TAG_FORM:
        case GUMBO_TAG_H1:
        case GUMBO_TAG_H2:
        case GUMBO_TAG_H3:
        case GUMBO_TAG_H4:
        case GUMBO_TAG_H5:
        case GUMBO_TAG_H6:
        case GUMBO_TAG_HEADER:
        case GUMBO_TAG_HR:
        case GUMBO_TAG_LI:
        case GUMBO_TAG_MAIN:
        case GUMBO_TAG_OL:
        case GUMBO_TAG_P:
        case GUMBO_TAG_PRE:
        case GUMBO_TAG_SECTION:
        case GUMBO_TAG_SUMMARY:
        case GUMBO_TAG_TABLE:
        case GUMBO_TAG_TBODY:
        case GUMBO_TAG_TD:
        case GUMBO_TAG_TFOOT:
        case GUMBO_TAG_TH:
        case GUMBO_TAG_THEAD:
        case GUMBO_TAG_TR:
        case GUMBO_TAG_UL: return true;
        default: return false;
    }
}

std::string text_below(const GumboNode& top) {
    std::string text;
    const auto on_leave = [&](const GumboNode& left) {
        if (is_block(tag_of(left))) text += ' ';
    };
    for (const auto* node = &top; node != nullptr;) {
        const bool is_skipped = node != &top && is_left_out(*node);
        if (const char* part = text_of(*node); part != nullptr) text += part;
        const auto tag = tag_of(*node);
        if (tag == GUMBO_TAG_BR || is_block(tag)) text += ' ';
        node = next_node(node, &top, is_skipped ? Step::kOver : Step::kInto, on_leave);
    }
    return text;
}

}  // namespace genai::extraction::child
