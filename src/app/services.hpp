// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "api/services.hpp"
#include "app/application.hpp"
#include "app/job_services.hpp"
#include "app/job_worker.hpp"

namespace genai::app {

// What the server serves, out of the application. Documents can be listed from the start; questions are answered once
// warm_up() has loaded the model and the indexes, and are refused (kUnavailable) until then. The application outlives
// it.
class ApplicationServices final : public api::Services {
public:
    ApplicationServices(Application& application, platform::Log& log, std::size_t default_top_k)
        : application_(application), default_top_k_(default_top_k), worker_(application, log) {}

    // Loads the model, brings the default collection's indexes up to date and begins to run jobs. Call it once, from
    // any thread.
    Result<void> warm_up(const Limits& limits);

    std::size_t default_top_k() const override { return default_top_k_; }
    Result<Answer> answer(const Question& question, const Limits& limits) override;
    Result<catalog::DocumentPage> documents(const Scope& scope, std::uint64_t offset, std::uint64_t limit) override;
    Result<std::optional<Document>> find_document(const Scope& scope, const std::string& id) override;
    Result<void> remove_document(const Scope& scope, const std::string& id, const Limits& limits) override;
    Result<std::optional<Page>> find_page(const Scope& scope, const std::string& id, std::uint32_t number) override;
    Result<std::vector<Chunk>> chunks(const Scope& scope, const std::string& id, std::uint32_t offset,
                                      std::uint32_t limit) override;
    api::JobServices& jobs() override { return jobs_; }
    void begin_drain() override { worker_.request_stop(); }
    Result<std::vector<Chunk>> chunks_of_page(const Document& document, std::uint32_t number) override;
    Result<originals::Original> open_original(const Document& document, const Limits& limits) override;
    Result<std::string> draw_page(const Document& document, std::uint32_t number, const extraction::Drawing& drawing,
                                  const Limits& limits) override;
    std::string drawing_fingerprint() override { return application_.page_renderer().fingerprint(); }
    std::vector<api::ReadinessCheck> readiness() override;
    double memory_share() override;

private:
    Result<Document> require_document(const Scope& scope, const std::string& id);

    Application& application_;
    const std::size_t default_top_k_;
    std::atomic<Engine*> engine_{nullptr};  // set once the model is loaded
    std::atomic<bool> is_index_ready_{false};
    JobWorker worker_;
    ApplicationJobServices jobs_{application_, worker_};
};

}  // namespace genai::app
