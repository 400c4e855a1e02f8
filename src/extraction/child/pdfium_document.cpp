// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/pdfium_document.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "extraction/child/pdfium_api.hpp"
#include "extraction/child/pdfium_drawing.hpp"
#include "extraction/child/pdfium_page.hpp"
#include "extraction/child/process_limits.hpp"

namespace genai::extraction::child {

namespace {

// PDFium keeps every object and font it has seen. Above this growth the file is opened anew.
constexpr std::size_t kGrowthBytesMax = std::size_t{16} << 20;

// PDFium reads in pieces of some 500 bytes, mostly forward.
constexpr std::size_t kReadAheadBytes = std::size_t{64} << 10;

class Source {
public:
    Source(int descriptor, std::uint64_t bytes) : descriptor_(descriptor), bytes_(bytes) {}

    static int get_block(void* self, unsigned long position, unsigned char* buffer, unsigned long size) {
        return static_cast<Source*>(self)->read(position, buffer, size) ? 1 : 0;
    }
    std::uint64_t bytes() const { return bytes_; }

private:
    bool read(std::uint64_t position, unsigned char* buffer, std::size_t size) {
        if (position > bytes_ || size > bytes_ - position) return false;
        if (size > kReadAheadBytes) return read_file(position, buffer, size) == size;
        if (position < start_ || position + size > start_ + held_) {
            start_ = position;
            held_ = read_file(position, ahead_.data(), ahead_.size());
        }
        if (held_ < position - start_ + size) return false;
        std::memcpy(buffer, ahead_.data() + (position - start_), size);
        return true;
    }

    std::size_t read_file(std::uint64_t position, unsigned char* buffer, std::size_t size) const {
        std::size_t done = 0;
        while (done < size) {
            const auto bytes = ::pread(descriptor_, buffer + done, size - done, static_cast<off_t>(position + done));
            if (bytes < 0 && errno == EINTR) continue;
            if (bytes <= 0) break;
            done += static_cast<std::size_t>(bytes);
        }
        return done;
    }

    int descriptor_;
    std::uint64_t bytes_;
    std::uint64_t start_ = 0;
    std::size_t held_ = 0;
    std::vector<unsigned char> ahead_ = std::vector<unsigned char>(kReadAheadBytes);
};

OpenFailure open_failure(std::size_t passwords) {
    switch (pdfium::FPDF_GetLastError()) {
        case pdfium::kErrorPassword:
            return {Refusal::kEncrypted, passwords == 0
                                             ? "the file is encrypted and needs a password (--password-file)"
                                             : "the file is encrypted, and no password that was given for it opens it"};
        case pdfium::kErrorSecurity:
            return {Refusal::kEncrypted, "the file is encrypted in a way that is not supported"};
        default: return {Refusal::kDamaged, "the file is not a readable PDF: its structure is damaged or cut off"};
    }
}

}  // namespace

struct PdfiumDocument::State {
    State(int descriptor, std::uint64_t bytes) : source(descriptor, bytes) {
        // No folders: the machine's fonts are out of reach in the cage, and would make the text depend on the machine.
        std::array<const char*, 1> font_folders{nullptr};
        const pdfium::LibraryConfig config{2, font_folders.data(), nullptr, 0};
        pdfium::FPDF_InitLibraryWithConfig(&config);
    }
    ~State() {
        close();
        pdfium::FPDF_DestroyLibrary();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    bool open() {
        access = {static_cast<unsigned long>(source.bytes()), &Source::get_block, &source};
        document = pdfium::FPDF_LoadCustomDocument(&access, password ? password->c_str() : nullptr);
        return document != nullptr;
    }
    bool open_with(const std::vector<std::string>& passwords) {
        if (open()) return true;
        for (const auto& candidate : passwords) {
            if (pdfium::FPDF_GetLastError() != pdfium::kErrorPassword) break;
            password = candidate;
            if (open()) return true;
        }
        return false;
    }
    void close() {
        if (document != nullptr) pdfium::FPDF_CloseDocument(std::exchange(document, nullptr));
    }

    Source source;
    pdfium::FileAccess access{};
    pdfium::Document document = nullptr;
    std::optional<std::string> password;  // that opened it
    std::size_t resident_limit = 0;
};

PdfiumDocument::PdfiumDocument(std::unique_ptr<State> state) : state_(std::move(state)) {}
PdfiumDocument::PdfiumDocument(PdfiumDocument&&) noexcept = default;
PdfiumDocument& PdfiumDocument::operator=(PdfiumDocument&&) noexcept = default;
PdfiumDocument::~PdfiumDocument() = default;

tl::expected<PdfiumDocument, OpenFailure> PdfiumDocument::open(int descriptor, std::uint64_t bytes,
                                                               const std::vector<std::string>& passwords) {
    auto state = std::make_unique<State>(descriptor, bytes);
    if (!state->open_with(passwords)) return tl::unexpected(open_failure(passwords.size()));
    state->resident_limit = resident_bytes() + kGrowthBytesMax;
    return PdfiumDocument(std::move(state));
}

std::uint32_t PdfiumDocument::pages() const {
    return static_cast<std::uint32_t>(std::max(pdfium::FPDF_GetPageCount(state_->document), 0));
}

Result<PageGlyphs> PdfiumDocument::read_page(std::uint32_t number) {
    auto page = read_glyphs(state_->document, number);
    if (resident_bytes() > state_->resident_limit)
        if (auto renewed = renew(); !renewed) return propagate(renewed);
    return page;
}

Result<Picture> PdfiumDocument::draw_page(std::uint32_t number, const Drawing& drawing) {
    return child::draw_page(state_->document, number, drawing);
}

Result<void> PdfiumDocument::renew() {
    state_->close();
    return_freed_memory();
    const bool is_open = state_->open();
    // Counted from here, so that a base that has grown for good does not mean a reopening after every page.
    state_->resident_limit = resident_bytes() + kGrowthBytesMax;
    if (!is_open) return fail(ErrorKind::kInvalidInput, "the file changed while it was read");
    return {};
}

}  // namespace genai::extraction::child
