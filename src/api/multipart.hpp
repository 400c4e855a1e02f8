// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "api/http.hpp"

namespace genai::api {

// What stands at the head of a part of a form.
struct PartHead {
    std::string field;                     // name=
    std::optional<std::string> file_name;  // filename=; as the client gave it, of any bytes
};

// Takes a form's parts as they arrive. A response that one of them returns ends the reading.
class MultipartSink {
public:
    virtual ~MultipartSink() = default;
    virtual std::optional<Response> begin_part(PartHead head) = 0;
    virtual std::optional<Response> take(std::string_view bytes) = 0;  // of the part that has begun
    virtual std::optional<Response> end_part() = 0;
};

// The boundary of a Content-Type multipart/form-data. 415 for another type, 400 for a boundary that is missing or none.
tl::expected<std::string, Response> parse_boundary(std::string_view content_type);

// Reads multipart/form-data (RFC 7578) piece by piece, however it is cut, and keeps no more of it than a part's headers
// or a delimiter that may have begun. What two programs could read in two ways is refused with 400: a delimiter with
// something behind it, a part without a name, headers that are folded or over kPartHeadBytesMax. Used by one thread at a
// time; after a refusal not at all.
class MultipartReader {
public:
    MultipartReader(std::string_view boundary, MultipartSink& sink);

    std::optional<Response> put(std::string_view bytes);
    // Of the body: 400 unless the closing delimiter has come.
    std::optional<Response> end();

private:
    enum class State { kPreamble, kDelimiter, kHead, kData, kEpilogue };

    std::optional<Response> step(bool& is_stuck);
    std::optional<Response> read_preamble(bool& is_stuck);
    std::optional<Response> read_delimiter(bool& is_stuck);
    std::optional<Response> read_head(bool& is_stuck);
    std::optional<Response> read_data(bool& is_stuck);
    std::string_view rest() const { return std::string_view(buffer_).substr(at_); }

    const std::string delimiter_;  // CR LF, two hyphens, the boundary
    MultipartSink& sink_;
    State state_ = State::kPreamble;
    std::string buffer_ = "\r\n";  // the first delimiter may stand at the very beginning
    std::size_t at_ = 0;           // what is before it is done with
    std::size_t preamble_ = 0;
    std::size_t parts_ = 0;
};

// "form-data; name=..; filename=.." as browsers and tools write it.
std::optional<PartHead> parse_disposition(std::string_view value);

}  // namespace genai::api
