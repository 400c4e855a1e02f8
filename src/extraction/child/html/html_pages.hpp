// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "extraction/child/flow/flow_writer.hpp"

namespace genai::extraction::child {

// A web page's headings, paragraphs, lists and tables, as a browser would show them without styles: no scripts, menus
// (nav) or what is hidden. The title is the first heading where the page has none of the first level. UTF-8.
void write_html(std::string_view html, FlowWriter& writer);

// Markdown (CommonMark with GitHub's tables), by way of the web page that it stands for.
void write_markdown(std::string_view markdown, FlowWriter& writer);

// The encoding that a web page's head declares; empty when it declares none.
std::string declared_encoding(std::string_view bytes);

}  // namespace genai::extraction::child
