// SPDX-License-Identifier: Apache-2.0

// genai-extract: reads the PDF on descriptor 3 page by page, in a cage and under limits, and writes frames (frame.hpp)
// to standard output; or draws one page of it. Passwords to try come over standard input. Started by PdfExtractor,
// which trusts nothing of what it says; without arguments it says what the cage holds and ends. For people:
// genai-extract --text FILE [PAGE] prints a page's blocks.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"
#include "extraction/child/arguments.hpp"
#include "extraction/child/cage.hpp"
#include "extraction/child/frame_output.hpp"
#include "extraction/child/page_layout.hpp"
#include "extraction/child/pdfium_document.hpp"
#include "extraction/child/png_file.hpp"
#include "extraction/child/process_limits.hpp"
#include "extraction/frame_passwords.hpp"

namespace genai::extraction::child {

namespace {

constexpr int kInput = 3;
constexpr int kExitUsage = 2;

// Ends the process when it cannot be confined: then nothing may be read.
Cage confine() {
    resident_bytes();  // opens the last file that is needed
    auto cage = enter_cage();
    if (cage) return *cage;
    std::fprintf(stderr, "%s\n", cage.error().c_str());
    std::_Exit(kExitUnconfined);
}

int tell_cage() {
    send_hello(confine());
    return 0;
}

std::vector<std::string> read_passwords() {
    std::string input(kPasswordInputBytesMax, '\0');
    std::size_t held = 0;
    while (held < input.size()) {
        const auto bytes = ::read(STDIN_FILENO, input.data() + held, input.size() - held);
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes <= 0) break;
        held += static_cast<std::size_t>(bytes);
    }
    return decode_passwords(std::string_view(input).substr(0, held));
}

void read_page(PdfiumDocument& document, std::uint32_t number) {
    const auto glyphs = document.read_page(number);
    if (!glyphs) {
        const bool is_large = glyphs.error().kind == ErrorKind::kTooLarge;
        return send_page_failed(number, is_large ? PageFailure::kOverLimit : PageFailure::kDamaged,
                                glyphs.error().message);
    }
    const Page page = lay_out(*glyphs);
    if (page.text.size() > kPageTextBytesMax)
        return send_page_failed(number, PageFailure::kOverLimit, "it has more than 4 MiB of text");
    send_page(page);
}

void draw_page(PdfiumDocument& document, std::uint32_t number, const Drawing& drawing) {
    auto picture = document.draw_page(number, drawing);
    if (!picture) return send_page_failed(number, PageFailure::kDamaged, picture.error().message);
    highlight(*picture, drawing.highlights);
    PageImage image{number, picture->width, picture->height, {}};
    auto png = to_png(std::move(*picture));
    if (!png) return send_page_failed(number, PageFailure::kDamaged, png.error().message);
    if (png->size() > kImageBytesMax)
        return send_page_failed(number, PageFailure::kOverLimit, "its image is larger than 32 MiB");
    image.png = std::move(*png);
    send_image(image);
}

// What was asked for of a page.
void take_page(const Arguments& arguments, PdfiumDocument& document, std::uint32_t number) {
    try {
        if (arguments.drawing) return draw_page(document, number, *arguments.drawing);
        read_page(document, number);
    } catch (const std::bad_alloc&) {
        send_page_failed(number, PageFailure::kOutOfMemory, "it needs more memory than a file may use");
    }
}

int take_pages(const Arguments& arguments, PdfiumDocument& document) {
    const auto pages = document.pages();
    if (pages == 0) {
        send_refused(Refusal::kDamaged, 0, "the file has no pages, or its list of pages is damaged");
        return 0;
    }
    if (pages > arguments.pages_max) {
        send_refused(Refusal::kOverLimit, pages, "the file has " + std::to_string(pages) + " pages");
        return 0;
    }
    send_opened(pages);
    const auto last = arguments.drawing ? std::min(pages, arguments.first_page) : pages;
    for (auto number = arguments.first_page; number <= last; ++number) {
        if (!allow_cpu_seconds(arguments.page_cpu_s)) return kExitUnconfined;
        take_page(arguments, document, number);
    }
    return 0;
}

int serve(const Arguments& arguments) {
    struct stat file {};
    if (::fstat(kInput, &file) != 0) return kExitUsage;
    const auto bytes = static_cast<std::uint64_t>(file.st_size);
    if (!limit_process(arguments.limits(bytes)) || !allow_cpu_seconds(arguments.open_cpu_s(bytes))) {
        std::fprintf(stderr, "its limits cannot be set: %s\n", std::strerror(errno));
        return kExitUnconfined;
    }
    const auto passwords = read_passwords();
    send_hello(confine());
    auto document = PdfiumDocument::open(kInput, bytes, passwords);
    if (document) return take_pages(arguments, *document);
    send_refused(document.error().refusal, 0, document.error().reason);
    return 0;
}

const char* name(const Block& block) {
    switch (block.kind) {
        case BlockKind::kHeading: return "heading";
        case BlockKind::kTable: return "table";
        case BlockKind::kParagraph: break;
    }
    return "paragraph";
}

void print(const Page& page) {
    std::printf("== page %d, %g x %g points, %zu characters\n", page.number, page.width, page.height,
                page.boxes.size());
    for (const auto& block : page.blocks) {
        std::printf("[%s", name(block));
        if (block.header_rows > 0) std::printf(", %u header rows", block.header_rows);
        const auto text = slice_code_points(page.text, block.start, block.end);
        std::printf("]\n%.*s\n", static_cast<int>(text.size()), text.data());
    }
}

int print_file(const char* path, std::uint32_t page) {
    static std::array<char, BUFSIZ> buffer;  // with one of its own, printf would ask what standard output is
    std::setvbuf(stdout, buffer.data(), _IOFBF, buffer.size());
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (file < 0 || ::fstat(file, &status) != 0) {
        std::fprintf(stderr, "cannot open %s: %s\n", path, std::strerror(errno));
        return 1;
    }
    confine();
    auto document = PdfiumDocument::open(file, static_cast<std::uint64_t>(status.st_size), {});
    if (!document) {
        std::fprintf(stderr, "%s: %s\n", path, document.error().reason.c_str());
        return 1;
    }
    for (std::uint32_t number = page == 0 ? 1 : page; number <= (page == 0 ? document->pages() : page); ++number) {
        const auto glyphs = document->read_page(number);
        if (glyphs) {
            print(lay_out(*glyphs));
        } else {
            std::fprintf(stderr, "page %u: %s\n", number, glyphs.error().message.c_str());
        }
    }
    return 0;
}

int run(int count, char** values) {
    constexpr int kWithPage = 4;
    if (count == 1) return tell_cage();
    if ((count == kWithPage || count == kWithPage - 1) && std::string_view(values[1]) == "--text") {
        std::uint32_t page = 0;
        if (count == kWithPage && !parse_number(values[3], page)) return kExitUsage;
        return print_file(values[2], page);
    }
    if (const auto arguments = parse_arguments(count, values)) return serve(*arguments);
    std::fputs("usage: genai-extract --text FILE [PAGE]\n", stderr);
    return kExitUsage;
}

}  // namespace

}  // namespace genai::extraction::child

int main(int count, char** values) { return genai::extraction::child::run(count, values); }
