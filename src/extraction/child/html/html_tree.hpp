// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <gumbo.h>

namespace genai::extraction::child {

// A web page parsed by Gumbo. However deep the page nests, nothing here recurses.
class HtmlTree {
public:
    explicit HtmlTree(std::string_view html);
    ~HtmlTree();
    HtmlTree(const HtmlTree&) = delete;
    HtmlTree& operator=(const HtmlTree&) = delete;

    const GumboNode* root() const { return output_->root; }

private:
    std::string_view html_;
    GumboOutput* output_;
};

// The node that comes after `node` in the order of the page, inside `top`: its first child where `into` says so, else
// whatever follows it; nullptr at the end. `on_leave` is told of each element that ends on the way, innermost first.
enum class Step { kInto, kOver };
template <class OnLeave>
const GumboNode* next_node(const GumboNode* node, const GumboNode* top, Step step, const OnLeave& on_leave);

const GumboVector* children_of(const GumboNode& node);
GumboTag tag_of(const GumboNode& node);                          // GUMBO_TAG_UNKNOWN for what is no element
const char* attribute(const GumboNode& node, const char* name);  // nullptr: none
// Text, or nullptr for what is none.
const char* text_of(const GumboNode& node);

// Not for reading: scripts, menus, and what is hidden.
bool is_left_out(const GumboNode& node);
// Begins a line of its own.
bool is_block(GumboTag tag);

// All text below a node, with spaces where blocks begin and end.
std::string text_below(const GumboNode& node);

template <class OnLeave>
const GumboNode* next_node(const GumboNode* node, const GumboNode* top, Step step, const OnLeave& on_leave) {
    const auto* children = children_of(*node);
    if (step == Step::kInto && children != nullptr && children->length > 0)
        return static_cast<const GumboNode*>(children->data[0]);
    while (node != top) {
        on_leave(*node);
        const auto* parent = node->parent;
        const auto* siblings = children_of(*parent);
        const auto next = node->index_within_parent + 1;
        if (next < siblings->length) return static_cast<const GumboNode*>(siblings->data[next]);
        node = parent;
    }
    return nullptr;
}

}  // namespace genai::extraction::child
