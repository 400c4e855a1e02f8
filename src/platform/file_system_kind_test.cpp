// SPDX-License-Identifier: Apache-2.0
#include "platform/file_system_kind.hpp"

#include <gtest/gtest.h>

namespace genai::platform {
namespace {

constexpr std::string_view kMounts =
    "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n"
    "30 22 0:40 / /mnt/share rw,relatime shared:2 - nfs4 server:/export rw,vers=4.2\n"
    "31 22 0:41 / /mnt/with\\040space rw - fuse.sshfs host:/ rw\n"
    "32 30 0:42 / /mnt/share/local rw shared:3 master:1 - tmpfs tmpfs rw\n"
    "33 22 0:43 / /mnt/twice rw - ext4 /dev/vdb rw\n"
    "34 22 0:44 / /mnt/twice rw - cifs //server/share rw\n"
    "a line that makes no sense\n";

TEST(MountType, IsThatOfTheDeepestMount) {
    EXPECT_EQ(mount_type(kMounts, "/home/data"), "ext4");
    EXPECT_EQ(mount_type(kMounts, "/mnt/share"), "nfs4");
    EXPECT_EQ(mount_type(kMounts, "/mnt/share/data"), "nfs4");
    EXPECT_EQ(mount_type(kMounts, "/mnt/share/local/data"), "tmpfs");
    EXPECT_EQ(mount_type(kMounts, "/mnt/shared"), "ext4");
    EXPECT_EQ(mount_type(kMounts, "/mnt/with space/data"), "fuse.sshfs");
}

TEST(MountType, IsThatOfTheLastMountAtAPlace) { EXPECT_EQ(mount_type(kMounts, "/mnt/twice/data"), "cifs"); }

TEST(MountType, IsEmptyWithoutMounts) {
    EXPECT_EQ(mount_type("", "/data"), "");
    EXPECT_EQ(mount_type("\\\n - \n1 2 3 4 /\n", "/data"), "");
}

TEST(NetworkFileSystem, IsTold) {
    for (const char* type : {"nfs", "nfs4", "cifs", "smb3", "ceph", "fuse.sshfs", "fuse.s3fs", "9p"})
        EXPECT_TRUE(is_network_type(type)) << type;
    for (const char* type : {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fuseblk", "fuse.fuse-overlayfs", ""})
        EXPECT_FALSE(is_network_type(type)) << type;
}

TEST(NetworkFileSystem, AFolderThatDoesNotExistIsNone) {
    EXPECT_EQ(find_network_file_system("/does/not/exist"), std::nullopt);
}

}  // namespace
}  // namespace genai::platform
