// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/commands.hpp"

namespace genai::cli {
namespace {

// A command, by its words after "genai", and what may follow it.
struct Node {
    std::string path;                // "documents list"; empty for the program
    std::vector<std::string> words;  // subcommands and options
};

void collect(const CLI::App& app, const std::string& path, std::vector<Node>& nodes) {
    Node node{path, {}};
    const auto subs = app.get_subcommands([](const CLI::App*) { return true; });
    for (const CLI::App* sub : subs) node.words.push_back(sub->get_name());
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_group().empty()) continue;  // hidden
        for (const std::string& name : option->get_lnames()) node.words.push_back("--" + name);
    }
    nodes.push_back(std::move(node));
    for (const CLI::App* sub : subs)
        collect(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), nodes);
}

constexpr const char* kBash = R"(# bash completion for genai
_genai() {{
    local words="${{COMP_WORDS[*]:1:COMP_CWORD-1}}" current="${{COMP_WORDS[COMP_CWORD]}}" candidates=""
    case "$words" in
{}    esac
    COMPREPLY=($(compgen -W "$candidates" -- "$current"))
    if [ ${{#COMPREPLY[@]}} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi
}}
complete -o filenames -F _genai genai
)";

constexpr const char* kZsh = R"(#compdef genai
_genai() {{
    local typed="${{(j: :)words[2,CURRENT-1]}}" candidates=""
    case "$typed" in
{}    esac
    compadd -- ${{=candidates}}
    _files
}}
compdef _genai genai
)";

// The longest command first, so that "documents list" is not taken for "documents".
std::string to_cases(std::vector<Node> nodes) {
    std::stable_sort(nodes.begin(), nodes.end(),
                     [](const Node& a, const Node& b) { return a.path.size() > b.path.size(); });
    std::string cases;
    for (const Node& node : nodes) {
        const std::string pattern = node.path.empty() ? "*" : fmt::format("'{0}'|'{0} '*", node.path);
        cases += fmt::format("        {}) candidates=\"{}\" ;;\n", pattern, fmt::join(node.words, " "));
    }
    return cases;
}

std::string to_fish(const std::vector<Node>& nodes) {
    std::string script = "# fish completion for genai\n";
    for (const Node& node : nodes) {
        const bool is_program = node.path.empty();
        const std::string condition =
            is_program ? "__fish_use_subcommand"
                       : fmt::format("string match -qr \"^genai {}( |\\$)\" -- (commandline -cp)", node.path);
        for (const std::string& word : node.words) {
            const bool is_option = word.starts_with("--");
            script += fmt::format("complete -c genai -n '{}' {} {}\n", condition, is_option ? "-l" : "-a",
                                  is_option ? word.substr(2) : word);
        }
    }
    return script;
}

}  // namespace

std::string completion_script(const CLI::App& program, std::string_view shell) {
    std::vector<Node> nodes;
    collect(program, "", nodes);
    if (shell == "bash") return fmt::format(kBash, to_cases(std::move(nodes)));
    if (shell == "zsh") return fmt::format(kZsh, to_cases(std::move(nodes)));
    return to_fish(nodes);
}

}  // namespace genai::cli
