// SPDX-License-Identifier: Apache-2.0
#include "ingestion/room.hpp"

#include <algorithm>
#include <string>

namespace genai::ingestion {

namespace {

std::string in_mib(std::uint64_t bytes) {
    constexpr std::uint64_t kMib = 1 << 20;
    return std::to_string(bytes / kMib) + " MiB";
}

}  // namespace

Result<Room> measure_room(const std::filesystem::path& data_dir) {
    auto disk = platform::disk_space(data_dir);
    if (!disk) return propagate(disk);
    return Room{*disk, platform::memory_use()};
}

Result<void> check_room(const Settings& settings, const Room& room, std::uint64_t bytes) {
    const auto share = static_cast<std::uint64_t>(settings.free_share_min * static_cast<double>(room.disk.total_bytes));
    const std::uint64_t kept = std::max(settings.free_bytes_min, share);
    if (room.disk.free_bytes < kept || room.disk.free_bytes - kept < bytes) {
        std::string what = "the disk of DATA_DIR has " + in_mib(room.disk.free_bytes) + " free";
        if (bytes > 0) what += ", for an upload of " + in_mib(bytes);
        return fail(ErrorKind::kExhausted,
                    what + ", and " + in_mib(kept) +
                        " are to stay so (INGEST_FREE_BYTES_MIN, INGEST_FREE_SHARE_MIN); free some space");
    }
    if (room.memory && room.memory->share() >= settings.memory_share_max)
        return fail(ErrorKind::kExhausted, "the memory is short: " + in_mib(room.memory->used_bytes) + " of " +
                                               in_mib(room.memory->limit_bytes) +
                                               " are in use (INGEST_MEMORY_SHARE_MAX)");
    return {};
}

}  // namespace genai::ingestion
