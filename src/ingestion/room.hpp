// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/result.hpp"
#include "ingestion/settings.hpp"
#include "platform/files.hpp"
#include "platform/memory_use.hpp"

namespace genai::ingestion {

// What the machine has left for more documents.
struct Room {
    platform::DiskSpace disk;
    std::optional<platform::MemoryUse> memory;  // nothing where nothing limits it
};

Result<Room> measure_room(const std::filesystem::path& data_dir);

// kExhausted, saying of what there is too little, while `bytes` more would leave less than the settings want to keep:
// before the disk is full or the kernel kills, so that questions are answered on.
Result<void> check_room(const Settings& settings, const Room& room, std::uint64_t bytes);

}  // namespace genai::ingestion
