// SPDX-License-Identifier: Apache-2.0
#include "platform/memory_use.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include <malloc.h>

namespace genai::platform {
namespace {

namespace fs = std::filesystem;

// The second version of cgroups and the first name the same things differently.
struct Names {
    const char* limit;
    const char* used;
    const char* cache;  // a line of memory.stat
};
constexpr Names kVersion2{"memory.max", "memory.current", "inactive_file"};
constexpr Names kVersion1{"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"};

// "No limit" is the word max, or a number beyond every machine.
constexpr std::uint64_t kLimitMax = std::uint64_t{1} << 60;

std::optional<std::uint64_t> to_number(const std::string& text) {
    std::uint64_t number = 0;
    auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<std::uint64_t> read_number(const fs::path& file) {
    std::ifstream stream(file);
    std::string word;
    stream >> word;
    return to_number(word);
}

std::uint64_t read_cache(const fs::path& group, std::string_view name) {
    std::ifstream stream(group / "memory.stat");
    std::string key;
    std::string value;
    while (stream >> key >> value) {
        if (key == name) return to_number(value).value_or(0);
    }
    return 0;
}

std::optional<MemoryUse> use_of(const fs::path& group, const Names& names) {
    auto limit = read_number(group / names.limit);
    auto used = read_number(group / names.used);
    if (!limit || !used || *limit == 0 || *limit >= kLimitMax) return std::nullopt;
    return MemoryUse{*used - std::min(*used, read_cache(group, names.cache)), *limit};
}

// Where this process stands in the hierarchy: the path of "0::/path" (version 2) or of "4:memory:/path" (version 1).
struct Place {
    fs::path root;
    std::string path;
    Names names;
};
std::optional<Place> find_place(const fs::path& proc, const fs::path& cgroups) {
    std::ifstream stream(proc / "self" / "cgroup");
    std::optional<Place> place;
    for (std::string line; std::getline(stream, line);) {
        auto first = line.find(':');
        auto second = line.find(':', first + 1);
        if (first == line.npos || second == line.npos) continue;
        std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
        std::string path = line.substr(second + 1);
        // Where both versions are mounted, memory belongs to the first.
        if (controllers.find(",memory,") != controllers.npos) return Place{cgroups / "memory", path, kVersion1};
        if (controllers == ",,") place = Place{cgroups, path, kVersion2};
    }
    return place;
}

}  // namespace

std::optional<MemoryUse> memory_use(const fs::path& proc, const fs::path& cgroups) {
    auto place = find_place(proc, cgroups);
    if (!place) return std::nullopt;
    std::optional<MemoryUse> tightest;
    // Within a container the path may be the host's; its own group is then mounted at the root.
    std::string path = place->path;
    while (true) {
        auto use = use_of(place->root / fs::path(path).relative_path(), place->names);
        if (use && (!tightest || use->share() > tightest->share())) tightest = use;
        if (path.size() <= 1) break;
        path.resize(path.rfind('/') == path.npos ? 0 : path.rfind('/'));
    }
    return tightest;
}

void return_freed_memory() { ::malloc_trim(0); }

}  // namespace genai::platform
