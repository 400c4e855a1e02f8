// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "platform/options.hpp"

namespace genai::embedding {

enum class Device { kAuto, kCpu, kCuda };
// kAuto is int16: its vectors equal those of fp32 to the sixth digit.
enum class Precision { kAuto, kFp32, kInt16, kInt8 };

struct Settings {
    std::string provider = "local";
    std::string model = "all-MiniLM-L6-v2";
    // Holds model.safetensors and vocab.txt.
    std::filesystem::path model_folder;
    Device device = Device::kAuto;
    Precision precision = Precision::kAuto;
    // Texts that are handed to the engine as one batch, 1 to kBatchSizeMax.
    std::size_t batch_size = 32;
    // Threads that embed; 0: one for each core.
    std::size_t threads = 0;
};

inline constexpr std::size_t kBatchSizeMax = 4096;
inline constexpr std::size_t kThreadsMax = 1024;
// More threads than this for each core only take turns, and memory.
inline constexpr std::size_t kThreadsPerCoreMax = 4;

// How many threads embed on a machine with that many cores: as set, or one for each core, never more than the bound.
std::size_t choose_threads(const Settings& settings, std::size_t cores);

// The rows of these settings.
void describe(Settings& settings, platform::Options& options);

}  // namespace genai::embedding
