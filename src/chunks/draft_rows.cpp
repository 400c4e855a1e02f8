// SPDX-License-Identifier: Apache-2.0
#include "chunks/chunk_rows.hpp"

#include "platform/row_checksum.hpp"

namespace genai::chunks {

namespace {

std::int64_t sum_of_draft(const Draft& draft) {
    platform::RowChecksum sum;
    sum.add(draft.version)
        .add(draft.document_id)
        .add(draft.fingerprint)
        .add(draft.source)
        .add(static_cast<std::int64_t>(draft.source_bytes))
        .add(draft.source_modified_ns)
        .add(draft.next_page)
        .add(draft.next_ordinal)
        .add(draft.section);
    if (!draft.reading.empty()) sum.add(draft.reading);  // rows of before the column have none
    return sum.value();
}

}  // namespace

Result<void> ChunkRows::put_draft(const VersionRow& version, const Draft& draft) {
    auto put = connection_.run(
        "INSERT OR REPLACE INTO drafts (version, document, fingerprint, source, source_bytes, source_modified_ns,"
        " next_page, next_ordinal, section, reading, crc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {version.id, draft.document_id, draft.fingerprint, draft.source, static_cast<std::int64_t>(draft.source_bytes),
         draft.source_modified_ns, draft.next_page, draft.next_ordinal, draft.section, draft.reading,
         sum_of_draft(draft)});
    if (!put) return propagate(put);
    return {};
}

Result<std::vector<Draft>> ChunkRows::drafts(const Scope& scope) {
    std::vector<Draft> found;
    auto read = platform::for_each_row(
        connection_.query(
            "SELECT v.id, v.version, d.document, d.fingerprint, d.source, d.source_bytes, d.source_modified_ns,"
            " d.next_page, d.next_ordinal, d.section, d.reading, d.crc FROM drafts d JOIN chunk_versions v ON v.id = "
            "d.version"
            " WHERE v.tenant = ? AND v.collection = ? ORDER BY v.version",
            {scope.tenant, scope.collection}),
        [&](const platform::Statement& row) -> Result<void> {
            Draft draft{.version = std::string(row.text(1)),
                        .document_id = std::string(row.text(2)),
                        .fingerprint = std::string(row.text(3)),
                        .source = std::string(row.text(4)),
                        .source_bytes = static_cast<std::uint64_t>(row.integer(5)),
                        .source_modified_ns = row.integer(6),
                        .next_page = static_cast<std::uint32_t>(row.integer(7)),
                        .next_ordinal = static_cast<std::uint32_t>(row.integer(8)),
                        .section = std::string(row.text(9)),
                        .reading = std::string(row.text(10))};
            if (sum_of_draft(draft) != row.integer(11))
                return damaged("the draft", row.integer(0), {row.integer(0), draft.version});
            found.push_back(std::move(draft));
            return {};
        });
    if (!read) return propagate(read);
    return found;
}

Result<void> ChunkRows::erase_draft(const VersionRow& version) {
    auto erased = connection_.run("DELETE FROM drafts WHERE version = ?", {version.id});
    if (!erased) return propagate(erased);
    return {};
}

}  // namespace genai::chunks
