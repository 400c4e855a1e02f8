// SPDX-License-Identifier: Apache-2.0

// A form of uploads: however it is cut, the reader says the same, and hands out no more than came in.
#include "api/multipart.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {
namespace {

class Notes final : public api::MultipartSink {
public:
    std::optional<api::Response> begin_part(api::PartHead head) override {
        demand(!is_open);
        is_open = true;
        text += head.field + "|" + head.file_name.value_or("") + "|";
        return std::nullopt;
    }
    std::optional<api::Response> take(std::string_view bytes) override {
        demand(is_open && !bytes.empty());
        taken += bytes.size();
        text += bytes;
        return std::nullopt;
    }
    std::optional<api::Response> end_part() override {
        demand(is_open);
        is_open = false;
        text += ';';
        return std::nullopt;
    }

    std::string text;
    std::size_t taken = 0;
    bool is_open = false;
};

// Nothing when it is refused.
std::optional<std::string> read(std::string_view body, std::size_t piece) {
    Notes notes;
    api::MultipartReader reader("b", notes);
    for (std::size_t at = 0; at < body.size(); at += piece)
        if (auto refused = reader.put(body.substr(at, piece))) {
            demand(refused->status >= 400);
            return std::nullopt;
        }
    demand(notes.taken <= body.size());
    if (reader.end()) return std::nullopt;
    demand(!notes.is_open);
    return notes.text;
}

}  // namespace

void run(std::string_view input) {
    const auto whole = read(input, input.size() + 1);
    demand(read(input, 1) == whole);
    demand(read(input, 7) == whole);
    (void)api::parse_boundary(input);
    (void)api::parse_disposition(input);
}

}  // namespace genai::fuzz
