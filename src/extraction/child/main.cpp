// SPDX-License-Identifier: Apache-2.0

// genai-extract: reads the PDF on descriptor 3 page by page and writes frames (frame.hpp) to standard output. Started
// by PdfExtractor, which trusts nothing of what it says. For people: genai-extract --text FILE [PAGE] prints a page's
// blocks.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "extraction/child/page_layout.hpp"
#include "extraction/child/pdfium_document.hpp"
#include "extraction/child/process_limits.hpp"
#include "extraction/frame.hpp"
#include "extraction/frame_page.hpp"

namespace genai::extraction::child {

namespace {

constexpr int kInput = 3;
constexpr int kExitUsage = 2;
constexpr int kExitLimits = 3;
constexpr int kExitPipe = 4;
constexpr std::uint64_t kOpenBytesPerSecond = 20'000'000;  // a damaged file is searched from end to end

struct Arguments {
    std::uint32_t first_page = 1;
    std::uint32_t pages_max = 0;
    std::uint32_t page_cpu_s = 0;
    ProcessLimits limits;
};

bool parse_number(std::string_view text, auto& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

// FIRST_PAGE PAGES_MAX PAGE_CPU_S MEMORY_BYTES PARENT
bool parse(int count, char** values, Arguments& arguments) {
    constexpr int kExpected = 6;
    return count == kExpected && parse_number(values[1], arguments.first_page) && arguments.first_page > 0 &&
           parse_number(values[2], arguments.pages_max) && parse_number(values[3], arguments.page_cpu_s) &&
           parse_number(values[4], arguments.limits.memory_bytes) && parse_number(values[5], arguments.limits.parent);
}

void send(FrameType type, std::string_view payload) {
    const auto frame = encode_frame(type, payload);
    std::size_t done = 0;
    while (done < frame.size()) {
        const auto bytes = ::write(STDOUT_FILENO, frame.data() + done, frame.size() - done);
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes <= 0) std::_Exit(kExitPipe);  // nobody listens any more
        done += static_cast<std::size_t>(bytes);
    }
}

int refuse(Refusal refusal, std::uint32_t pages, std::string_view reason) {
    PayloadWriter writer;
    writer.u8(static_cast<std::uint8_t>(refusal));
    writer.u32(pages);
    writer.text(reason);
    send(FrameType::kRefused, writer.take());
    return 0;
}

void send_failure(std::uint32_t number, PageFailure failure, std::string_view reason) {
    PayloadWriter writer;
    writer.u32(number);
    writer.u8(static_cast<std::uint8_t>(failure));
    writer.text(reason);
    send(FrameType::kPageFailed, writer.take());
}

void send_page(PdfiumDocument& document, std::uint32_t number) {
    const auto glyphs = document.read_page(number);
    if (!glyphs) {
        const bool is_large = glyphs.error().kind == ErrorKind::kTooLarge;
        return send_failure(number, is_large ? PageFailure::kOverLimit : PageFailure::kDamaged, glyphs.error().message);
    }
    const Page page = lay_out(*glyphs);
    if (page.text.size() > kPageTextBytesMax)
        return send_failure(number, PageFailure::kOverLimit, "it has more than 4 MiB of text");
    send(FrameType::kPage, encode_page(page));
}

int serve(const Arguments& arguments) {
    struct stat file {};
    if (::fstat(kInput, &file) != 0 || !limit_process(arguments.limits)) return kExitLimits;
    const auto bytes = static_cast<std::uint64_t>(file.st_size);
    const auto open_seconds = arguments.page_cpu_s + static_cast<std::uint32_t>(bytes / kOpenBytesPerSecond);
    if (!allow_cpu_seconds(open_seconds)) return kExitLimits;

    auto document = PdfiumDocument::open(kInput, bytes);
    if (!document) return refuse(document.error().refusal, 0, document.error().reason);
    const auto pages = document->pages();
    if (pages == 0) return refuse(Refusal::kDamaged, 0, "the file has no pages, or its list of pages is damaged");
    if (pages > arguments.pages_max)
        return refuse(Refusal::kOverLimit, pages, "the file has " + std::to_string(pages) + " pages");
    PayloadWriter opened;
    opened.u32(kProtocolVersion);
    opened.u32(pages);
    send(FrameType::kOpened, opened.take());

    for (auto number = arguments.first_page; number <= pages; ++number) {
        if (!allow_cpu_seconds(arguments.page_cpu_s)) return kExitLimits;
        try {
            send_page(*document, number);
        } catch (const std::bad_alloc&) {
            send_failure(number, PageFailure::kOutOfMemory, "it needs more memory than a file may use");
        }
    }
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
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (file < 0 || ::fstat(file, &status) != 0) {
        std::fprintf(stderr, "cannot open %s: %s\n", path, std::strerror(errno));
        return 1;
    }
    auto document = PdfiumDocument::open(file, static_cast<std::uint64_t>(status.st_size));
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
    if ((count == kWithPage || count == kWithPage - 1) && std::string_view(values[1]) == "--text") {
        std::uint32_t page = 0;
        if (count == kWithPage && !parse_number(values[3], page)) return kExitUsage;
        return print_file(values[2], page);
    }
    Arguments arguments;
    if (parse(count, values, arguments)) return serve(arguments);
    std::fputs("usage: genai-extract --text FILE [PAGE]\n", stderr);
    return kExitUsage;
}

}  // namespace

}  // namespace genai::extraction::child

int main(int count, char** values) { return genai::extraction::child::run(count, values); }
