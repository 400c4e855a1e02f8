// SPDX-License-Identifier: Apache-2.0

// genai-extract: reads the file on descriptor 3 page by page, in a cage and under limits, and writes frames (frame.hpp)
// to standard output; or draws one page of it. Passwords to try come over standard input. Started by CagedExtractor,
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
#include "extraction/child/open_source.hpp"
#include "extraction/child/pdfium_document.hpp"
#include "extraction/child/png_file.hpp"
#include "extraction/child/process_limits.hpp"
#include "extraction/format_detection.hpp"
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

void read_page(PageSource& source, std::uint32_t number) {
    const auto page = source.read_page(number);
    if (!page) {
        const bool is_large = page.error().kind == ErrorKind::kTooLarge;
        return send_page_failed(number, is_large ? PageFailure::kOverLimit : PageFailure::kDamaged,
                                page.error().message);
    }
    if (page->text.size() > kPageTextBytesMax)
        return send_page_failed(number, PageFailure::kOverLimit, "it has more than 4 MiB of text");
    send_page(*page);
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

// False when the file is refused.
bool has_good_count(std::uint32_t pages, const Arguments& arguments) {
    if (pages == 0) {
        send_refused(Refusal::kDamaged, 0, "the file has no pages, or its list of pages is damaged");
        return false;
    }
    if (pages > arguments.pages_max) {
        send_refused(Refusal::kOverLimit, pages, "the file has " + std::to_string(pages) + " pages");
        return false;
    }
    send_opened(pages);
    return true;
}

template <class Take>
void take_page(std::uint32_t number, const Take& take) {
    try {
        take();
    } catch (const std::bad_alloc&) {
        send_page_failed(number, PageFailure::kOutOfMemory, "it needs more memory than a file may use");
    }
}

int refuse(const OpenFailure& failure) {
    send_refused(failure.refusal, failure.pages, failure.reason);
    return 0;
}

int read(const SourceRequest& request, const Arguments& arguments) {
    auto opened = open_source(request);
    if (!opened) return refuse(opened.error());
    PageSource& source = **opened;
    const auto pages = source.pages();
    if (!has_good_count(pages, arguments)) return 0;
    for (auto number = arguments.first_page; number <= pages; ++number) {
        if (!allow_cpu_seconds(arguments.page_cpu_s)) return kExitUnconfined;
        take_page(number, [&] { read_page(source, number); });
    }
    return 0;
}

int draw(const SourceRequest& request, const Arguments& arguments) {
    auto document = PdfiumDocument::open(request.descriptor, request.bytes, request.passwords);
    if (!document) return refuse(document.error());
    if (!has_good_count(document->pages(), arguments) || arguments.first_page > document->pages()) return 0;
    if (!allow_cpu_seconds(arguments.page_cpu_s)) return kExitUnconfined;
    take_page(arguments.first_page, [&] { draw_page(*document, arguments.first_page, *arguments.drawing); });
    return 0;
}

// What needs files of the system, which are out of reach in the cage.
TextDecoder open_decoder(Format format) {
    switch (format) {
        case Format::kText:
        case Format::kMarkdown:
        case Format::kCsv:
        case Format::kHtml: return TextDecoder::open();
        default: return {};
    }
}

int serve(const Arguments& arguments) {
    struct stat file {};
    if (::fstat(kInput, &file) != 0) return kExitUsage;
    const auto bytes = static_cast<std::uint64_t>(file.st_size);
    const auto decoder = open_decoder(arguments.format);
    if (!limit_process(arguments.limits(bytes)) || !allow_cpu_seconds(arguments.open_cpu_s(bytes))) {
        std::fprintf(stderr, "its limits cannot be set: %s\n", std::strerror(errno));
        return kExitUnconfined;
    }
    const auto passwords = read_passwords();
    send_hello(confine());
    const SourceRequest request{kInput, bytes, arguments.format, arguments.pages_max, passwords, decoder};
    return arguments.drawing ? draw(request, arguments) : read(request, arguments);
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
    std::printf("== page %d (%s), %g x %g points, %zu characters\n", page.number, page.location.c_str(), page.width,
                page.height, page.boxes.size());
    for (const auto& block : page.blocks) {
        std::printf("[%s", name(block));
        if (block.header_rows > 0) std::printf(", %u header rows", block.header_rows);
        const auto text = slice_code_points(page.text, block.start, block.end);
        std::printf("]\n%.*s\n", static_cast<int>(text.size()), text.data());
    }
}

// By its beginning and name; what says nothing is opened as a PDF, for which the reason is then given.
Format format_of(int file, std::string_view path) {
    std::array<char, kFormatHeadBytes> head{};
    const auto bytes = ::pread(file, head.data(), head.size(), 0);
    const auto format = detect_format({head.data(), static_cast<std::size_t>(std::max<ssize_t>(bytes, 0))}, path);
    return format.value_or(Format::kPdf);
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
    const auto format = format_of(file, path);
    const auto decoder = open_decoder(format);
    confine();
    const std::vector<std::string> passwords;
    constexpr std::uint32_t kPagesMax = 1'000'000;
    auto opened =
        open_source({file, static_cast<std::uint64_t>(status.st_size), format, kPagesMax, passwords, decoder});
    if (!opened) {
        std::fprintf(stderr, "%s: %s\n", path, opened.error().reason.c_str());
        return 1;
    }
    PageSource& source = **opened;
    for (std::uint32_t number = page == 0 ? 1 : page; number <= (page == 0 ? source.pages() : page); ++number) {
        const auto read = source.read_page(number);
        if (read) {
            print(*read);
        } else {
            std::fprintf(stderr, "page %u: %s\n", number, read.error().message.c_str());
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
