// SPDX-License-Identifier: Apache-2.0

// The file of --password-file.
#include "extraction/password_book.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    const auto book = extraction::PasswordBook::parse(input);
    if (!book) {
        demand(book.error().message.size() < 200);  // no message has room for what is in the file
        return;
    }
    for (const char* file : {"/data/reports/a.pdf", "b.pdf", "/"})
        for (const auto& password : book->for_file(file)) demand(!password.empty());
}

}  // namespace genai::fuzz
