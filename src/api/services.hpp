// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/job_services.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "extraction/page_renderer.hpp"
#include "model/answer.hpp"
#include "model/chunk.hpp"
#include "model/document.hpp"
#include "model/page.hpp"
#include "model/scope.hpp"
#include "originals/original.hpp"

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

    virtual Result<catalog::DocumentPage> documents(const Scope& scope, std::uint64_t offset, std::uint64_t limit) = 0;
    virtual Result<std::optional<Document>> find_document(const Scope& scope, const std::string& id) = 0;
    // Removes the document under all its names; holds for every query that starts after the return.
    virtual Result<void> remove_document(const Scope& scope, const std::string& id, const Limits& limits) = 0;
    virtual Result<std::optional<Page>> find_page(const Scope& scope, const std::string& id, std::uint32_t number) = 0;
    // The chunks with the ordinals [offset, offset + limit), as far as there are any.
    virtual Result<std::vector<Chunk>> chunks(const Scope& scope, const std::string& id, std::uint32_t offset,
                                              std::uint32_t limit) = 0;

    virtual JobServices& jobs() = 0;

    // The server goes away: what runs behind it should come to an end. Does not block.
    virtual void begin_drain() {}

    // The chunks of one page, in order.
    virtual Result<std::vector<Chunk>> chunks_of_page(const Document& document, std::uint32_t number) = 0;
    // The bytes that the document was made of; kConflict when they are not where they were any more.
    virtual Result<originals::Original> open_original(const Document& document, const Limits& limits) = 0;
    // A page of it as a PNG file; errors as of extraction::PageRenderer, and those of open_original().
    virtual Result<std::string> draw_page(const Document& document, std::uint32_t number,
                                          const extraction::Drawing& drawing, const Limits& limits) = 0;
    // Changes whenever the same page would be drawn differently.
    virtual std::string drawing_fingerprint() = 0;

    // State that is at hand, for it is asked every second or so and from the thread that serves all connections.
    virtual std::vector<ReadinessCheck> readiness() = 0;

    // What is in use of the memory that this process may have, 1 being all of it; 0 where nothing limits it. Asked some
    // times a second from that same thread.
    virtual double memory_share() { return 0; }
};

}  // namespace genai::api
