// SPDX-License-Identifier: Apache-2.0
#include "api/upload_receiver.hpp"

#include <algorithm>
#include <charconv>

#include "api/document_request.hpp"
#include "api/limits.hpp"
#include "api/validation.hpp"
#include "ingestion/names.hpp"

namespace genai::api {
namespace {

constexpr Location kFiles{"body", "files"};

// 0 when the request does not say it.
std::uint64_t content_length(const Request& request) {
    const auto text = request.header("content-length");
    std::uint64_t bytes = 0;
    std::from_chars(text.data(), text.data() + text.size(), bytes);
    return bytes;
}

Response refuse_name(const std::string& file_name, std::string_view why) {
    Validation validation;
    validation.add_unsupported(kFiles, to_raw_value(file_name), why);
    return validation.to_response();
}

}  // namespace

tl::expected<std::shared_ptr<UploadReceiver>, Response> UploadReceiver::begin(const Request& request,
                                                                             JobServices& services) {
    auto wanted = parse_document_request(request);
    if (!wanted) return tl::unexpected(wanted.error());
    auto boundary = parse_boundary(request.header("content-type"));
    if (!boundary) return tl::unexpected(boundary.error());
    auto admitted = services.admit(wanted->scope, content_length(request));
    if (!admitted) return tl::unexpected(to_response(admitted.error()));
    return std::shared_ptr<UploadReceiver>(new UploadReceiver(*boundary, wanted->scope, services));
}

tl::expected<Upload, Response> UploadReceiver::end() {
    if (auto refused = reader_.end()) return tl::unexpected(std::move(*refused));
    if (!upload_.files.empty()) return std::move(upload_);
    Validation validation;
    validation.add_missing(kFiles, "null");
    return tl::unexpected(validation.to_response());
}

std::optional<Response> UploadReceiver::begin_part(PartHead head) {
    field_bytes_ = 0;
    part_ = head.field == "password" ? Part::kPassword : Part::kOther;
    // Browsers send a part with an empty file name for a field that nobody filled in.
    if (!head.file_name || head.file_name->empty()) return std::nullopt;
    return begin_file(*head.file_name);
}

std::optional<Response> UploadReceiver::begin_file(const std::string& file_name) {
    if (upload_.files.size() == kUploadFilesMax)
        return to_detail(413, "the form has more than " + std::to_string(kUploadFilesMax) +
                                  " files: send the others in another request");
    auto name = ingestion::to_upload_name(file_name);
    if (!name) return refuse_name(file_name, name.error().message);
    const bool is_twice = std::any_of(upload_.files.begin(), upload_.files.end(),
                                      [&](const UploadedFile& file) { return file.name == *name; });
    if (is_twice) return refuse_name(file_name, "two files of one request have this name");
    auto bytes = services_.begin_file();
    if (!bytes) return to_response(bytes.error());
    upload_.files.push_back({std::move(*name), std::move(*bytes)});
    part_ = Part::kFile;
    return std::nullopt;
}

std::optional<Response> UploadReceiver::take(std::string_view bytes) {
    if (part_ == Part::kFile) {
        if (auto kept = upload_.files.back().bytes->append(bytes); !kept) return to_response(kept.error());
        return std::nullopt;
    }
    field_bytes_ += bytes.size();
    if (field_bytes_ > kFieldBytesMax)
        return to_detail(413, "a field of the form that is no file is larger than " + std::to_string(kFieldBytesMax) +
                                  " bytes; a file has a filename");
    if (part_ == Part::kPassword) upload_.password.append(bytes);
    return std::nullopt;
}

}  // namespace genai::api
