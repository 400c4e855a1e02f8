// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.hpp"

namespace genai::extraction::child {

// Deeper nesting than any file that a program writes.
inline constexpr std::size_t kXmlDepthMax = 500;

// An element's attributes, as they stand in the text: alive during the call that gives them.
class XmlAttributes {
public:
    explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}

    // Of this name whatever its prefix, one without a prefix first; empty: none.
    std::string_view get(std::string_view name) const;
    // With a prefix: r:id, which stands beside id.
    std::string_view get_prefixed(std::string_view name) const;

private:
    const char** pairs_;
};

// Takes what an XML text holds, in its order. Names come without their prefix: who writes a file chooses those.
class XmlHandler {
public:
    virtual ~XmlHandler() = default;

    virtual void on_start(std::string_view name, const XmlAttributes& attributes) = 0;
    virtual void on_end(std::string_view name) = 0;
    virtual void on_text(std::string_view text) = 0;  // in pieces
    // No more is wanted.
    virtual bool is_done() const { return false; }
};

// kInvalidInput when the text is not well formed, nests deeper than kXmlDepthMax, or has a document type: those define
// entities, which Office files have no use for.
Result<void> parse_xml(std::string_view xml, XmlHandler& handler);

// "1", "true", "on", and an attribute that is not there: on is what a property's element means.
bool is_on(std::string_view value);

}  // namespace genai::extraction::child
