// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/text/text_decoder.hpp"

#include <iconv.h>
#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <memory>

#include "base/utf8.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::array<const char*, 31> kEncodings{
    "utf-16le",     "utf-16be",     "utf-32le",     "utf-32be",     "windows-1250", "windows-1251", "windows-1252",
    "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "iso-8859-1",
    "iso-8859-2",   "iso-8859-5",   "iso-8859-7",   "iso-8859-9",   "iso-8859-13",  "iso-8859-15",  "koi8-r",
    "koi8-u",       "ibm866",       "macintosh",    "gb18030",      "big5",         "shift_jis",    "euc-jp",
    "euc-kr",       "uhc",          "tis-620"};

// Other names that files and detectors give to encodings of the list.
struct Alias {
    std::string_view name;
    std::string_view encoding;
};
constexpr std::array<Alias, 14> kAliases{{{"gb2312", "gb18030"},
                                          {"gbk", "gb18030"},
                                          {"x-gbk", "gb18030"},
                                          {"big5-hkscs", "big5"},
                                          {"sjis", "shift_jis"},
                                          {"x-sjis", "shift_jis"},
                                          {"ks_c_5601-1987", "uhc"},
                                          {"cp949", "uhc"},
                                          {"latin1", "windows-1252"},
                                          {"iso-8859-1", "windows-1252"},
                                          {"us-ascii", "windows-1252"},
                                          {"ascii", "windows-1252"},
                                          {"iso-8859-11", "tis-620"},
                                          {"windows-874", "tis-620"}}};

struct Mark {
    std::string_view bytes;
    std::string_view encoding;
};
// The longer ones first.
constexpr std::array<Mark, 5> kMarks{{{std::string_view("\xFF\xFE\0\0", 4), "utf-32le"},
                                      {std::string_view("\0\0\xFE\xFF", 4), "utf-32be"},
                                      {"\xEF\xBB\xBF", ""},
                                      {"\xFF\xFE", "utf-16le"},
                                      {"\xFE\xFF", "utf-16be"}}};

constexpr std::size_t kSampleBytes = std::size_t{256} << 10;

std::string to_lower(std::string_view name) {
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    return lower;
}

// UTF-16 of European languages: nearly every second byte is zero, at even or at odd places.
std::string_view zeros_encoding(std::string_view sample) {
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < sample.size(); ++i)
        if (sample[i] == '\0') ++zeros[i % 2];
    const auto half = sample.size() / 2;
    if (half == 0) return {};
    if (zeros[1] * 10 > half * 7 && zeros[0] * 10 < half) return "utf-16le";
    if (zeros[0] * 10 > half * 7 && zeros[1] * 10 < half) return "utf-16be";
    return {};
}

std::string detect(std::string_view sample) {
    const std::unique_ptr<uchardet, decltype(&::uchardet_delete)> detector(::uchardet_new(), &::uchardet_delete);
    if (::uchardet_handle_data(detector.get(), sample.data(), sample.size()) != 0) return {};
    ::uchardet_data_end(detector.get());
    return to_lower(::uchardet_get_charset(detector.get()));
}

}  // namespace

TextDecoder TextDecoder::open() {
    TextDecoder decoder;
    for (const char* encoding : kEncodings) {
        auto* const converter = ::iconv_open("UTF-8", encoding);
        // One that the system lacks is one that cannot be read.
        if (converter != reinterpret_cast<iconv_t>(-1)) decoder.converters_.emplace(encoding, converter);
    }
    return decoder;
}

TextDecoder::~TextDecoder() {
    for (const auto& [name, converter] : converters_) ::iconv_close(converter);
}

std::string TextDecoder::to_utf8(std::string_view bytes, std::string_view declared) const {
    std::string text;
    for (const auto& mark : kMarks) {
        if (!bytes.starts_with(mark.bytes)) continue;
        bytes.remove_prefix(mark.bytes.size());
        if (!mark.encoding.empty() && convert(bytes, mark.encoding, text)) return text;
        return to_valid_utf8(bytes);
    }
    const auto sample = bytes.substr(0, kSampleBytes);
    const auto by_zeros = zeros_encoding(sample);
    if (!by_zeros.empty() && convert(bytes, by_zeros, text)) return text;
    if (is_valid_utf8(bytes)) return std::string(bytes);
    if (convert(bytes, declared, text) || convert(bytes, detect(sample), text) || convert(bytes, "windows-1252", text))
        return text;
    return to_valid_utf8(bytes);
}

// False when the encoding is none that we know, or when much of the text is not of it. What cannot be converted becomes
// U+FFFD.
bool TextDecoder::convert(std::string_view bytes, std::string_view encoding, std::string& text) const {
    constexpr std::size_t kBadShareMax = 20;  // one of so many bytes
    auto name = to_lower(encoding);
    for (const auto& alias : kAliases)
        if (alias.name == name) name = alias.encoding;
    if (name == "utf-8" || name == "utf8") return false;  // it is none: that was looked at
    const auto found = converters_.find(name);
    if (found == converters_.end()) return false;
    ::iconv(found->second, nullptr, nullptr, nullptr, nullptr);
    text.clear();
    text.reserve(bytes.size() + bytes.size() / 2);
    std::array<char, 16384> buffer;
    std::string input(bytes);
    char* from = input.data();
    std::size_t left = input.size();
    std::size_t bad = 0;
    while (left > 0) {
        char* to = buffer.data();
        std::size_t room = buffer.size();
        const auto converted = ::iconv(found->second, &from, &left, &to, &room);
        text.append(buffer.data(), buffer.size() - room);
        if (converted != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
        text += "\xEF\xBF\xBD";
        ++from;
        --left;
        if (++bad > bytes.size() / kBadShareMax + 1) return false;
    }
    return true;
}

}  // namespace genai::extraction::child
