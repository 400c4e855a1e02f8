// SPDX-License-Identifier: Apache-2.0
#include "cli/confirmation.hpp"

#include <iostream>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/terminal.hpp"

namespace genai::cli {

bool is_confirmed(std::string_view question) {
    if (!is_terminal(STDIN_FILENO)) {
        print_problem("not deleted: there is no terminal to ask on; --yes deletes without asking");
        return false;
    }
    print_error(fmt::format("{} [y/N] ", question));
    std::string reply;
    std::getline(std::cin, reply);
    return reply == "y" || reply == "Y" || reply == "yes";
}

}  // namespace genai::cli
