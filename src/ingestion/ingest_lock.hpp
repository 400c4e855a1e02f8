// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/limits.hpp"
#include "base/result.hpp"

namespace genai::ingestion {

// Held while an ingest run writes to a data directory, so that there is one at a time. The lock is the operating
// system's and ends with the process, however that ends.
class IngestLock {
public:
    enum class WhenBusy { kRefuse, kWait };

    // kConflict, naming the other process, when it is held and `when_busy` says kRefuse.
    static Result<IngestLock> acquire(const std::filesystem::path& data_dir, WhenBusy when_busy, const Limits& limits);

    IngestLock(IngestLock&& other) noexcept;
    IngestLock& operator=(IngestLock&&) = delete;
    ~IngestLock();

private:
    explicit IngestLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace genai::ingestion
