// SPDX-License-Identifier: Apache-2.0
#include "ingestion/garbage.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

namespace genai::ingestion {

SourceState source_state(const std::string& file) {
    std::error_code code;
    const std::uint64_t bytes = std::filesystem::file_size(file, code);
    if (code) return {};
    const auto written = std::filesystem::last_write_time(file, code);
    if (code) return {};
    const auto since = std::chrono::file_clock::to_sys(written).time_since_epoch();
    return {bytes, std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()};
}

bool can_go_on(const chunks::Draft& draft) {
    const SourceState now = source_state(draft.source);
    return now != SourceState{} && now == SourceState{draft.source_bytes, draft.source_modified_ns};
}

namespace {

// Puts aside what ceased to be live less than `kept` ago. A clock that was set back makes it wait longer.
void sort_retired(const std::vector<catalog::RetiredVersion>& retired, std::chrono::milliseconds kept,
                  Leftovers& found) {
    const auto due = std::chrono::system_clock::now() - kept;
    for (const catalog::RetiredVersion& one : retired) {
        const auto stored = std::find(found.garbage.begin(), found.garbage.end(), one.version);
        if (stored == found.garbage.end()) {
            found.forgotten.push_back(one.version);
        } else if (one.retired_at > due) {
            found.waiting.push_back(one.version);
            found.garbage.erase(stored);
        }
    }
}

}  // namespace

Result<Leftovers> find_leftovers(const Scope& scope, const std::optional<std::string>& fingerprint,
                                 std::chrono::milliseconds retired_kept, catalog::Catalog& catalog,
                                 chunks::ChunkStore& chunks) {
    // In this order, so that what is begun or flipped meanwhile is not taken for garbage.
    auto stored = chunks.versions(scope);
    if (!stored) return propagate(stored);
    auto drafts = chunks.drafts(scope);
    if (!drafts) return propagate(drafts);
    const auto live = catalog.live_versions(scope);
    if (!live) return propagate(live);
    const auto retired = catalog.retired_versions(scope);
    if (!retired) return propagate(retired);
    std::set<std::string> kept;
    for (const catalog::LiveVersion& version : *live) kept.insert(version.version);

    Leftovers found;
    std::set<std::string> documents;
    // The newest draft of a document counts; ULIDs sort by time.
    std::reverse(drafts->begin(), drafts->end());
    for (chunks::Draft& draft : *drafts) {
        if (kept.contains(draft.version)) {
            found.stale.push_back(std::move(draft));
        } else if ((!fingerprint || draft.fingerprint == *fingerprint) && can_go_on(draft) &&
                   documents.insert(draft.document_id).second) {
            kept.insert(draft.version);
            found.unfinished.push_back(std::move(draft));
        }
    }
    std::copy_if(stored->begin(), stored->end(), std::back_inserter(found.garbage),
                 [&](const std::string& version) { return !kept.contains(version); });
    sort_retired(*retired, retired_kept, found);
    return found;
}

Result<void> erase_leftovers(const Scope& scope, const Leftovers& leftovers, catalog::Catalog& catalog,
                             chunks::ChunkStore& chunks) {
    for (const std::string& version : leftovers.garbage)
        if (auto erased = chunks.erase(version); !erased) return erased;
    for (const chunks::Draft& draft : leftovers.stale)
        if (auto finished = chunks.finish(draft.version); !finished) return finished;
    std::vector<std::string> gone = leftovers.forgotten;
    gone.insert(gone.end(), leftovers.garbage.begin(), leftovers.garbage.end());
    return catalog.forget_retired(scope, gone);
}

}  // namespace genai::ingestion
