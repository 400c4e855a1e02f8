// SPDX-License-Identifier: Apache-2.0
#include "api/multipart.hpp"

#include <algorithm>
#include <utility>

#include "api/limits.hpp"
#include "api/url.hpp"
#include "base/trim.hpp"

namespace genai::api {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kLineEnd = "\r\n";

Response bad(std::string_view why) { return to_detail(400, "the form is not valid multipart/form-data: " + std::string(why)); }

bool is_token_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

std::string_view take_token(std::string_view& text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_token_char);
    const auto token = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(token.size());
    return token;
}

// What a quoted string says, its first quote gone. A backslash escapes a quote or another one; before anything else it is
// itself, for some clients send Windows paths.
std::optional<std::string> take_quoted(std::string_view& text) {
    std::string value;
    while (!text.empty()) {
        char c = text.front();
        text.remove_prefix(1);
        if (c == '"') return value;
        if (c == '\\' && !text.empty() && (text.front() == '"' || text.front() == '\\')) {
            c = text.front();
            text.remove_prefix(1);
        }
        value += c;
    }
    return std::nullopt;
}

std::string_view skip_blanks(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    return text;
}

// "; name=value", taken off the text. Nothing when it is not so.
std::optional<std::pair<std::string_view, std::string>> take_parameter(std::string_view& text) {
    text = skip_blanks(text);
    if (!text.starts_with(';')) return std::nullopt;
    text = skip_blanks(text.substr(1));
    const auto name = take_token(text);
    if (name.empty() || !text.starts_with('=')) return std::nullopt;
    text.remove_prefix(1);
    if (!text.starts_with('"')) return std::pair(name, std::string(take_token(text)));
    text.remove_prefix(1);
    auto value = take_quoted(text);
    if (!value) return std::nullopt;
    return std::pair(name, std::move(*value));
}

// RFC 5987: UTF-8''%e2%82%ac.pdf
std::optional<std::string> decode_extended(std::string_view value) {
    const auto second = value.find('\'', value.find('\'') + 1);
    if (!is_same_ignoring_case(value.substr(0, 6), "utf-8'") || second == value.npos) return std::nullopt;
    return percent_decode(value.substr(second + 1), Plus::kIsPlus);
}

bool is_boundary(std::string_view text) {
    constexpr std::size_t kBoundaryMax = 70;
    const auto is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= kBoundaryMax && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(), is_allowed);
}

// The part's head, each line with its CR LF; 400 when it is none.
tl::expected<PartHead, Response> parse_part_head(std::string_view head) {
    std::optional<PartHead> parsed;
    std::size_t count = 0;
    while (!head.empty()) {
        const auto end = head.find(kLineEnd);
        const auto line = head.substr(0, end);
        head.remove_prefix(end + kLineEnd.size());
        if (++count > kPartHeadersMax) return tl::unexpected(bad("a part has too many headers"));
        if (line.find_first_of(std::string_view("\r\n\0", 3)) != line.npos)
            return tl::unexpected(bad("a part's header holds a line end or NUL"));
        const auto colon = line.find(':');
        if (colon == line.npos || colon == 0 || kBlanks.find(line.front()) != kBlanks.npos)
            return tl::unexpected(bad("a part's header has no name"));
        if (!is_same_ignoring_case(line.substr(0, colon), "content-disposition")) continue;
        if (parsed) return tl::unexpected(bad("a part has two Content-Disposition"));
        parsed = parse_disposition(line.substr(colon + 1));
        if (!parsed) return tl::unexpected(bad("a part's Content-Disposition is not form-data with a name"));
    }
    if (!parsed) return tl::unexpected(bad("a part has no Content-Disposition"));
    return *parsed;
}

}  // namespace

std::optional<PartHead> parse_disposition(std::string_view value) {
    value = skip_blanks(value);
    if (!is_same_ignoring_case(take_token(value), "form-data")) return std::nullopt;
    PartHead head;
    bool has_name = false;
    std::optional<std::string> extended;
    while (!(value = skip_blanks(value)).empty()) {
        auto parameter = take_parameter(value);
        if (!parameter) return std::nullopt;
        auto& [name, text] = *parameter;
        if (is_same_ignoring_case(name, "name")) {
            if (std::exchange(has_name, true)) return std::nullopt;
            head.field = std::move(text);
        } else if (is_same_ignoring_case(name, "filename")) {
            if (head.file_name) return std::nullopt;
            head.file_name = std::move(text);
        } else if (is_same_ignoring_case(name, "filename*")) {
            if (extended) return std::nullopt;
            extended = decode_extended(text);
        }
    }
    if (!has_name) return std::nullopt;
    if (extended) head.file_name = std::move(extended);
    return head;
}

tl::expected<std::string, Response> parse_boundary(std::string_view content_type) {
    const auto end = std::min(content_type.find(';'), content_type.size());
    if (!is_same_ignoring_case(trim(content_type.substr(0, end), kBlanks), "multipart/form-data"))
        return tl::unexpected(to_detail(415, "send the files as multipart/form-data, as in: curl -F files=@report.pdf"));
    auto rest = content_type.substr(end);
    std::optional<std::string> boundary;
    while (!(rest = skip_blanks(rest)).empty()) {
        auto parameter = take_parameter(rest);
        if (!parameter) return tl::unexpected(bad("its Content-Type cannot be read"));
        if (!is_same_ignoring_case(parameter->first, "boundary")) continue;
        if (boundary) return tl::unexpected(bad("its Content-Type has two boundaries"));
        boundary = std::move(parameter->second);
    }
    if (!boundary || !is_boundary(*boundary)) return tl::unexpected(bad("its Content-Type has no boundary"));
    return std::move(*boundary);
}

MultipartReader::MultipartReader(std::string_view boundary, MultipartSink& sink)
    : delimiter_("\r\n--" + std::string(boundary)), sink_(sink) {}

std::optional<Response> MultipartReader::put(std::string_view bytes) {
    buffer_.append(bytes);
    bool is_stuck = false;
    while (!is_stuck)
        if (auto refused = step(is_stuck)) return refused;
    buffer_.erase(0, at_);
    at_ = 0;
    return std::nullopt;
}

std::optional<Response> MultipartReader::end() {
    if (state_ == State::kEpilogue) return std::nullopt;
    return bad("it ends before its closing delimiter");
}

std::optional<Response> MultipartReader::step(bool& is_stuck) {
    switch (state_) {
        case State::kPreamble: return read_preamble(is_stuck);
        case State::kDelimiter: return read_delimiter(is_stuck);
        case State::kHead: return read_head(is_stuck);
        case State::kData: return read_data(is_stuck);
        case State::kEpilogue: break;
    }
    at_ = buffer_.size();
    is_stuck = true;
    return std::nullopt;
}

std::optional<Response> MultipartReader::read_preamble(bool& is_stuck) {
    const auto found = rest().find(delimiter_);
    const std::size_t skipped = found != std::string_view::npos ? found
                                : rest().size() >= delimiter_.size() ? rest().size() - delimiter_.size() + 1
                                                                     : 0;
    at_ += skipped;
    preamble_ += skipped;
    if (preamble_ > kPreambleBytesMax) return bad("its boundary does not occur where the first part should begin");
    is_stuck = found == std::string_view::npos;
    if (is_stuck) return std::nullopt;
    at_ += delimiter_.size();
    state_ = State::kDelimiter;
    return std::nullopt;
}

// What stands behind a delimiter: two hyphens at the end of the form, else the end of the line.
std::optional<Response> MultipartReader::read_delimiter(bool& is_stuck) {
    auto text = rest();
    if (text.starts_with("--")) {
        at_ += 2;
        state_ = State::kEpilogue;
        return std::nullopt;
    }
    const auto padding = std::min(text.find_first_not_of(kBlanks), text.size());
    if (padding > kPaddingBytesMax) return bad("a delimiter has too many blanks behind it");
    text.remove_prefix(padding);
    if (text.size() < 2) {
        const bool can_come = text.empty() || text == "\r" || (padding == 0 && text == "-");
        if (!can_come) return bad("a delimiter has something behind it");
        is_stuck = true;
        return std::nullopt;
    }
    if (!text.starts_with(kLineEnd)) return bad("a delimiter has something behind it");
    if (++parts_ > kPartsMax) return to_detail(413, "the form has more than " + std::to_string(kPartsMax) + " parts");
    at_ += padding + kLineEnd.size();
    state_ = State::kHead;
    return std::nullopt;
}

std::optional<Response> MultipartReader::read_head(bool& is_stuck) {
    const auto text = rest();
    const auto end = text.starts_with(kLineEnd) ? 0 : text.find("\r\n\r\n");
    if (std::min(end, text.size()) > kPartHeadBytesMax) return bad("the headers of a part are too large");
    if (end == text.npos) {
        is_stuck = true;
        return std::nullopt;
    }
    auto head = parse_part_head(text.substr(0, end == 0 ? 0 : end + kLineEnd.size()));
    if (!head) return std::move(head.error());
    at_ += end == 0 ? kLineEnd.size() : end + 2 * kLineEnd.size();
    state_ = State::kData;
    return sink_.begin_part(std::move(*head));
}

std::optional<Response> MultipartReader::read_data(bool& is_stuck) {
    const auto text = rest();
    const auto found = text.find(delimiter_);
    is_stuck = found == text.npos;
    // The last bytes may be the beginning of a delimiter.
    const std::size_t unsure = std::min(text.size(), delimiter_.size() - 1);
    const auto data = text.substr(0, is_stuck ? text.size() - unsure : found);
    if (!data.empty())
        if (auto refused = sink_.take(data)) return refused;
    at_ += data.size();
    if (is_stuck) return std::nullopt;
    at_ += delimiter_.size();
    state_ = State::kDelimiter;
    return sink_.end_part();
}

}  // namespace genai::api
