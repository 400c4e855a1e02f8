// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "api/http.hpp"
#include "api/job_services.hpp"
#include "api/multipart.hpp"

namespace genai::api {

// An upload on its way in: reads the form as it arrives and hands each file's bytes to the disk. What it holds in memory
// is bounded by the piece; a receiver that goes before its upload is taken leaves nothing. Blocks on the disk, so it is
// used in a pool, by one thread at a time.
class UploadReceiver final : private MultipartSink {
public:
    // The refusal of a request that cannot become an upload, before any of its body was read: another type, an unknown
    // collection, no room.
    static tl::expected<std::shared_ptr<UploadReceiver>, Response> begin(const Request& request, JobServices& services);

    std::optional<Response> put(std::string_view bytes) { return reader_.put(bytes); }
    // What stood in the whole form; the refusal of one that ends early or has no file.
    tl::expected<Upload, Response> end();

private:
    UploadReceiver(std::string_view boundary, Scope scope, JobServices& services)
        : services_(services), reader_(boundary, *this) {
        upload_.scope = std::move(scope);
    }

    std::optional<Response> begin_part(PartHead head) override;
    std::optional<Response> take(std::string_view bytes) override;
    std::optional<Response> end_part() override { return std::nullopt; }
    std::optional<Response> begin_file(const std::string& file_name);

    enum class Part { kFile, kPassword, kOther };

    JobServices& services_;
    MultipartReader reader_;
    Upload upload_;
    Part part_ = Part::kOther;
    std::size_t field_bytes_ = 0;  // of the part, when it is no file
};

}  // namespace genai::api
