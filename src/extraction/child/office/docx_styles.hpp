// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "extraction/child/office/office_package.hpp"

namespace genai::extraction::child {

// Which of a Word document's styles are lists, and which are headings, of which level: by their outline level, or that
// of the style that they are based on.
class DocxStyles {
public:
    // Of a document without styles, or with damaged ones: by the names that Word gives ("Heading2") alone.
    static DocxStyles read(OfficePackage& package, const Relationships& relationships);

    // From 1; 0: none.
    std::size_t heading_level(std::string_view style_id) const;
    // Paragraphs of the style are entries of a list.
    bool is_list(std::string_view style_id) const;

private:
    struct Style {
        std::size_t level = 0;
        bool is_list = false;
        std::string based_on;
    };
    class Reader;

    std::map<std::string, Style, std::less<>> styles_;
};

}  // namespace genai::extraction::child
