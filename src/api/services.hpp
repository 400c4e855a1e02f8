// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "filters/document_selection.hpp"
#include "model/answer.hpp"
#include "model/chunk.hpp"
#include "model/document.hpp"
#include "model/page.hpp"
#include "model/scope.hpp"

namespace genai::api {

// One thing that has to work before requests can be answered.
struct ReadinessCheck {
    std::string name;  // "store", "embedder"
    bool is_ready = false;
    std::string detail;  // why not; for operators
};

// What the server serves, as it sees it: the composition root wires the real thing, tests a fake. All calls but
// readiness() may block, come from several threads at once and honour their limits; a document that is not in the scope
// is kNotFound or nothing.
class Services {
public:
    virtual ~Services() = default;

    // How many sources a question gets that does not say it.
    virtual std::size_t default_top_k() const { return Question{}.top_k; }
    virtual Result<Answer> answer(const Question& question, const Limits& limits) = 0;

    virtual Result<catalog::DocumentPage> documents(const Scope& scope, const filters::DocumentQuery& query) = 0;
    virtual Result<std::optional<Document>> find_document(const Scope& scope, const std::string& id) = 0;
    // Removes the document under all its names; holds for every query that starts after the return.
    virtual Result<void> remove_document(const Scope& scope, const std::string& id, const Limits& limits) = 0;
    // These documents, or those that pass the filter, at once; holds as above.
    virtual Result<catalog::Removal> remove_documents(const Scope& scope, const std::vector<std::string>& ids,
                                                      const Limits& limits) = 0;
    virtual Result<catalog::Removal> remove_documents(const Scope& scope, const Filter& filter,
                                                      const Limits& limits) = 0;
    virtual Result<Document> set_facts(const Scope& scope, const std::string& id, const FactChanges& changes) = 0;

    virtual Result<std::vector<catalog::Collection>> collections(const std::string& tenant) = 0;
    virtual Result<std::optional<catalog::Collection>> find_collection(const Scope& scope) = 0;
    virtual Result<catalog::Creation> create_collection(const Scope& scope) = 0;
    // With all that is in it; holds as above.
    virtual Result<catalog::Collection> remove_collection(const Scope& scope, const Limits& limits) = 0;

    virtual Result<std::optional<Page>> find_page(const Scope& scope, const std::string& id, std::uint32_t number) = 0;
    // The chunks with the ordinals [offset, offset + limit), as far as there are any.
    virtual Result<std::vector<Chunk>> chunks(const Scope& scope, const std::string& id, std::uint32_t offset,
                                              std::uint32_t limit) = 0;

    // State that is at hand, for it is asked every second or so and from the thread that serves all connections.
    virtual std::vector<ReadinessCheck> readiness() = 0;

    // What is in use of the memory that this process may have, 1 being all of it; 0 where nothing limits it. Asked some
    // times a second from that same thread.
    virtual double memory_share() { return 0; }
};

}  // namespace genai::api
