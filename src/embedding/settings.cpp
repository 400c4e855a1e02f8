// SPDX-License-Identifier: Apache-2.0
#include "embedding/settings.hpp"

#include <algorithm>

namespace genai::embedding {

std::size_t choose_threads(const Settings& settings, std::size_t cores) {
    cores = std::max<std::size_t>(1, cores);
    return settings.threads == 0 ? cores : std::min(settings.threads, cores * kThreadsPerCoreMax);
}

void describe(Settings& settings, platform::Options& options) {
    options.section("Embedding");
    options.add("EMBEDDING_PROVIDER", settings.provider, {{"local", "local"}},
                "Who turns texts into vectors: local computes in this process");
    options.add("EMBEDDING_MODEL", settings.model, {{"all-MiniLM-L6-v2", "all-MiniLM-L6-v2"}}, "The model");
    options.add("EMBEDDING_MODEL_PATH", settings.model_folder,
                "Folder that holds the model's model.safetensors and vocab.txt; unset: the one that came with genai");
    options.add("EMBEDDING_DEVICE", settings.device,
                {{"auto", Device::kAuto}, {"cpu", Device::kCpu}, {"cuda", Device::kCuda}},
                "Where it is computed; auto takes what this build and this machine have");
    options.add(
        "EMBEDDING_PRECISION", settings.precision,
        {{"auto", Precision::kAuto},
         {"fp32", Precision::kFp32},
         {"int16", Precision::kInt16},
         {"int8", Precision::kInt8}},
        "Arithmetic of the model: auto is int16, which equals fp32 to the sixth digit; int8 is faster, and near");
    options.add("EMBEDDING_BATCH_SIZE", settings.batch_size, "Texts that are computed together at most")
        .range(1, static_cast<double>(kBatchSizeMax));
    options
        .add("EMBEDDING_THREADS", settings.threads,
             "Threads that compute; 0: one for each core; more than four for each core are not used")
        .range(0, static_cast<double>(kThreadsMax));
}

}  // namespace genai::embedding
