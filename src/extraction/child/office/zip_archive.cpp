// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/office/zip_archive.hpp"

#include <minizip/unzip.h>

#include <algorithm>
#include <array>

#include "extraction/child/office/read_ahead.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::size_t kNameBytesMax = 1024;

// What minizip reads through.
struct Input {
    ReadAhead file;
    std::uint64_t position = 0;
    bool has_failed = false;
};

voidpf open_input(voidpf input, const void*, int) { return input; }
int close_input(voidpf, voidpf) { return 0; }
int input_error(voidpf, voidpf input) { return static_cast<Input*>(input)->has_failed ? 1 : 0; }
ZPOS64_T tell_input(voidpf, voidpf input) { return static_cast<Input*>(input)->position; }

uLong read_input(voidpf, voidpf stream, void* buffer, uLong size) {
    auto& input = *static_cast<Input*>(stream);
    const auto bytes = input.file.read(input.position, static_cast<char*>(buffer), size);
    input.has_failed = input.has_failed || bytes < size;
    input.position += bytes;
    return bytes;
}

uLong write_input(voidpf, voidpf, const void*, uLong) { return 0; }

long seek_input(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
    auto& input = *static_cast<Input*>(stream);
    std::uint64_t base = 0;
    if (origin == ZLIB_FILEFUNC_SEEK_CUR) base = input.position;
    if (origin == ZLIB_FILEFUNC_SEEK_END) base = input.file.bytes();
    const std::uint64_t position = base + offset;
    if (position > input.file.bytes()) return -1;
    input.position = position;
    return 0;
}

std::string to_key(std::string_view name) {
    std::string key(name.substr(name.starts_with('/') ? 1 : 0));
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return key;
}

tl::unexpected<Error> damaged(std::string_view what) {
    return fail(ErrorKind::kInvalidInput, "its ZIP archive is damaged: " + std::string(what));
}

}  // namespace

struct ZipArchive::State {
    State(int descriptor, std::uint64_t bytes) : input{ReadAhead(descriptor, bytes)} {}
    ~State() {
        if (file != nullptr) ::unzClose(file);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    Result<void> list() {
        zlib_filefunc64_def functions{&open_input, &read_input,  &write_input, &tell_input,
                                      &seek_input, &close_input, &input_error, &input};
        file = ::unzOpen2_64(&input, &functions);
        if (file == nullptr) return damaged("it has no list of contents");
        std::size_t entries = 0;
        for (int code = ::unzGoToFirstFile(file); code != UNZ_END_OF_LIST_OF_FILE; code = ::unzGoToNextFile(file)) {
            std::array<char, kNameBytesMax> name{};
            unz_file_info64 about{};
            unz64_file_pos place{};
            if (code != UNZ_OK ||
                ::unzGetCurrentFileInfo64(file, &about, name.data(), name.size() - 1, nullptr, 0, nullptr, 0) !=
                    UNZ_OK ||
                ::unzGetFilePos64(file, &place) != UNZ_OK)
                return damaged("its list of contents is cut off");
            if (++entries > kZipEntriesMax) {
                return fail(ErrorKind::kTooLarge,
                            "its ZIP archive has more than " + std::to_string(kZipEntriesMax) + " files");
            }
            places.emplace(to_key(name.data()), place);  // of two of a name the first counts
        }
        return {};
    }

    // Unpacks the file that is open, as long as it stays within the limits.
    Result<std::string> unpack(const std::string& name, std::uint64_t packed_bytes) {
        std::string text;
        std::array<char, std::size_t{64} << 10> buffer;
        while (true) {
            const int bytes = ::unzReadCurrentFile(file, buffer.data(), static_cast<unsigned>(buffer.size()));
            if (bytes < 0) return damaged(name + " cannot be unpacked");
            if (bytes == 0) return text;
            text.append(buffer.data(), static_cast<std::size_t>(bytes));
            unpacked += static_cast<std::size_t>(bytes);
            if (text.size() > kZipPartBytesMax || unpacked > kZipBytesMax)
                return fail(ErrorKind::kTooLarge, name + " has more than 128 MiB, or all of the file's parts 512");
            if (text.size() > kZipRatioFreeBytes && text.size() / kZipRatioMax > packed_bytes)
                return fail(ErrorKind::kTooLarge, name + " unpacks to more than 250 times its size, as bombs do");
        }
    }

    Input input;
    unzFile file = nullptr;
    std::map<std::string, unz64_file_pos, std::less<>> places;
    std::size_t unpacked = 0;
};

ZipArchive::ZipArchive(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

Result<ZipArchive> ZipArchive::open(int descriptor, std::uint64_t bytes) {
    auto state = std::make_unique<State>(descriptor, bytes);
    if (auto listed = state->list(); !listed) return propagate(listed);
    return ZipArchive(std::move(state));
}

bool ZipArchive::has(std::string_view name) const { return state_->places.contains(to_key(name)); }

Result<std::string> ZipArchive::read(std::string_view name) {
    const auto found = state_->places.find(to_key(name));
    if (found == state_->places.end())
        return fail(ErrorKind::kInvalidInput, "its part " + std::string(name) + " is missing");
    state_->input.has_failed = false;
    unz_file_info64 about{};
    if (::unzGoToFilePos64(state_->file, &found->second) != UNZ_OK ||
        ::unzGetCurrentFileInfo64(state_->file, &about, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK)
        return damaged(std::string(name) + " is not where it should be");
    constexpr unsigned kEncrypted = 1;
    if ((about.flag & kEncrypted) != 0) return damaged(std::string(name) + " is encrypted");
    if (::unzOpenCurrentFile(state_->file) != UNZ_OK) return damaged(std::string(name) + " cannot be opened");
    auto text = state_->unpack(std::string(name), about.compressed_size);
    // The checksum is compared when all was read.
    if (::unzCloseCurrentFile(state_->file) == UNZ_CRCERROR && text) return damaged(std::string(name) + " was altered");
    return text;
}

}  // namespace genai::extraction::child
