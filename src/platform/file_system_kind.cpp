// SPDX-License-Identifier: Apache-2.0
#include "platform/file_system_kind.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace genai::platform {

namespace {

constexpr std::array<std::string_view, 27> kNetworkTypes{
    "nfs",       "nfs4",        "cifs",        "smb3",         "smbfs",         "ceph",         "afs",
    "coda",      "ncpfs",       "9p",          "lustre",       "gpfs",          "beegfs",       "ocfs2",
    "gfs2",      "orangefs",    "fuse.sshfs",  "fuse.s3fs",    "fuse.rclone",   "fuse.gcsfuse", "fuse.glusterfs",
    "fuse.ceph", "fuse.cephfs", "fuse.davfs2", "fuse.juicefs", "fuse.mount-s3", "fuse.goofys"};

// mountinfo writes white space and backslashes in paths as \ooo.
std::string unescape(std::string_view field) {
    std::string path;
    for (std::size_t i = 0; i < field.size(); ++i) {
        const bool is_escape = field[i] == '\\' && i + 3 < field.size() &&
                               std::all_of(&field[i + 1], &field[i] + 4, [](char c) { return c >= '0' && c <= '7'; });
        if (!is_escape) {
            path += field[i];
            continue;
        }
        path += static_cast<char>((field[i + 1] - '0') * 64 + (field[i + 2] - '0') * 8 + (field[i + 3] - '0'));
        i += 3;
    }
    return path;
}

bool is_below(std::string_view path, std::string_view folder) {
    if (folder == "/") return true;
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

}  // namespace

bool is_network_type(std::string_view type) {
    return std::find(kNetworkTypes.begin(), kNetworkTypes.end(), type) != kNetworkTypes.end();
}

std::string mount_type(std::string_view mountinfo, std::string_view path) {
    // "36 35 98:0 /root /mount/point rw,noatime master:1 - ext3 /dev/root rw": the fifth field, and the one after "-".
    std::string best;
    std::size_t length = 0;
    std::istringstream lines{std::string(mountinfo)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string field, point;
        for (int i = 0; i < 5 && fields >> field; ++i) point = field;
        while (fields >> field && field != "-") {
        }
        if (!(fields >> field)) continue;
        point = unescape(point);
        // A later mount hides an earlier one at the same place.
        if (!is_below(path, point) || point.size() < length) continue;
        length = point.size();
        best = field;
    }
    return best;
}

std::optional<std::string> find_network_file_system(const std::filesystem::path& folder) {
    std::error_code error;
    const std::filesystem::path real = std::filesystem::canonical(folder, error);
    if (error) return std::nullopt;
    std::ifstream file("/proc/self/mountinfo");
    std::ostringstream text;
    text << file.rdbuf();
    const std::string type = mount_type(text.str(), real.string());
    if (!is_network_type(type)) return std::nullopt;
    return type;
}

}  // namespace genai::platform
