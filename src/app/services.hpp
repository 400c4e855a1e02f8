// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "api/services.hpp"
#include "app/application.hpp"

namespace genai::app {

// What the server serves, out of the application. Documents can be listed from the start; questions are answered once
// warm_up() has loaded the model and the indexes, and are refused (kUnavailable) until then. The application outlives
// it.
class ApplicationServices final : public api::Services {
public:
    ApplicationServices(Application& application, std::size_t default_top_k)
        : application_(application), default_top_k_(default_top_k) {}

    // Loads the model and brings the default collection's indexes up to date. Call it once, from any thread.
    Result<void> warm_up(const Limits& limits);

    std::size_t default_top_k() const override { return default_top_k_; }
    Result<Answer> answer(const Question& question, const Limits& limits) override;
    Result<catalog::DocumentPage> documents(const Scope& scope, const filters::DocumentQuery& query) override;
    Result<std::optional<Document>> find_document(const Scope& scope, const std::string& id) override;
    Result<void> remove_document(const Scope& scope, const std::string& id, const Limits& limits) override;
    Result<catalog::Removal> remove_documents(const Scope& scope, const std::vector<std::string>& ids,
                                              const Limits& limits) override;
    Result<catalog::Removal> remove_documents(const Scope& scope, const Filter& filter, const Limits& limits) override;
    Result<Document> set_facts(const Scope& scope, const std::string& id, const FactChanges& changes) override;
    Result<std::vector<catalog::Collection>> collections(const std::string& tenant) override;
    Result<std::optional<catalog::Collection>> find_collection(const Scope& scope) override;
    Result<catalog::Creation> create_collection(const Scope& scope) override;
    Result<catalog::Collection> remove_collection(const Scope& scope, const Limits& limits) override;
    Result<std::optional<Page>> find_page(const Scope& scope, const std::string& id, std::uint32_t number) override;
    Result<std::vector<Chunk>> chunks(const Scope& scope, const std::string& id, std::uint32_t offset,
                                      std::uint32_t limit) override;
    std::vector<api::ReadinessCheck> readiness() override;
    double memory_share() override;

private:
    Result<Document> require_document(const Scope& scope, const std::string& id);

    Application& application_;
    const std::size_t default_top_k_;
    std::atomic<Engine*> engine_{nullptr};  // set once the model is loaded
    std::atomic<bool> is_index_ready_{false};
};

}  // namespace genai::app
