// SPDX-License-Identifier: Apache-2.0
#include "platform/options_docs.hpp"

#include <functional>

#include <fmt/format.h>

namespace genai::platform {
namespace {

// Calls `heading` before the first row of each section, `row` for each row.
void walk(const Options& options, const std::function<void(const std::string&)>& heading,
          const std::function<void(const Option&)>& visit) {
    const std::string* section = nullptr;
    for (const Option& row : options.rows()) {
        if (section == nullptr || *section != row.section()) {
            section = &row.section();
            heading(*section);
        }
        visit(row);
    }
}

std::string escape_cell(std::string_view text) {
    std::string cell;
    for (char c : text) {
        if (c == '|') cell += '\\';
        cell += c;
    }
    return cell;
}

}  // namespace

std::string to_markdown(const Options& options) {
    std::string text =
        "# Settings\n\n"
        "Written by `genai config docs` from the table in the source; do not edit by hand.\n\n"
        "A flag wins over the environment, the environment over a `.env` file in the working folder, that over the\n"
        "default. An empty value means unset. A secret `NAME` can also be given as `NAME_FILE`, the path of a file "
        "that\n"
        "holds it; secrets have no flag. `genai config print` shows every value and where it came from.\n";
    walk(
        options,
        [&](const std::string& section) {
            text += fmt::format("\n## {}\n\n| name | flag | default | value | what it does |\n|---|---|---|---|---|\n",
                                section);
        },
        [&](const Option& row) {
            auto code = [](const std::string& value) { return value.empty() ? value : fmt::format("`{}`", value); };
            text +=
                fmt::format("| `{}` | {} | {} | {} | {} |\n", row.name(), row.is_secret() ? "secret" : code(row.flag()),
                            escape_cell(code(row.default_text())), escape_cell(row.type()), escape_cell(row.doc()));
        });
    return text;
}

std::string to_dotenv_example(const Options& options) {
    std::string text =
        "# Settings of genai: copy to .env and take the # off what you change.\n"
        "# docs/configuration.md says more. Written by `genai config docs`.\n";
    walk(
        options, [&](const std::string& section) { text += fmt::format("\n# {}\n", section); },
        [&](const Option& row) {
            text += fmt::format("# {} ({})\n#{}={}\n", row.doc(), row.type(), row.name(), row.default_text());
        });
    return text;
}

std::string to_listing(const Options& options) {
    std::string text;
    for (const Option& row : options.rows()) {
        text += fmt::format("{}={}  # {}\n", row.name(), row.value(), row.source());
    }
    return text;
}

}  // namespace genai::platform
