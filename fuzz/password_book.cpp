// SPDX-License-Identifier: Apache-2.0

// The file of --password-file.
#include "extraction/password_book.hpp"
#include "fuzz/target.hpp"

using namespace genai;
using namespace genai::extraction;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = to_input(data, size);
    const auto book = PasswordBook::parse(input);
    if (!book) {
        demand(book.error().message.size() < 200);  // no message has room for what is in the file
        return 0;
    }
    for (const char* file : {"/data/reports/a.pdf", "b.pdf", "/"})
        for (const auto& password : book->for_file(file)) demand(!password.empty());
    return 0;
}
