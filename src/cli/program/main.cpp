// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <exception>
#include <new>

#include "cli/run.hpp"

// The outermost boundary: whatever escapes the commands is a defect of ours or the end of the memory, and is said in
// one line rather than by an abort.
int main(int argc, char** argv) {
    try {
        return genai::cli::run(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fputs("genai: out of memory\n", stderr);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "genai: internal error: %s; this is a defect, please report it\n", error.what());
    } catch (...) {
        std::fputs("genai: internal error of an unknown kind; this is a defect, please report it\n", stderr);
    }
    return genai::cli::kExitFailure;
}
