// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace genai::damage {

// The files of a store by their path in it, each in memory: a case is made and written within milliseconds.
using Files = std::map<std::string, std::string>;
using Random = std::mt19937_64;

// What was done to which file, for people.
struct Damage {
    std::string file;
    std::string what;
};

// Where the files of a store stand.
inline constexpr const char* kDatabase = "data/genai.sqlite";
inline constexpr const char* kLog = "data/genai.sqlite-wal";
inline constexpr const char* kSharedMemory = "data/genai.sqlite-shm";

// Damages one of the files as disks, transfers and people do. `earlier` are the same files as they were before, for
// pages that a disk has failed to write.
Damage damage_one(Files& files, const Files& earlier, Random& random);

// The lengths of the log up to each of its commits: to which an intact part of it may be cut.
std::vector<std::size_t> commit_ends(const std::string& log);

}  // namespace genai::damage
