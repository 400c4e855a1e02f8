// SPDX-License-Identifier: Apache-2.0
// Preloaded into genai by faults.py: lets the calls that change files below GENAI_FAULT_DIR (write, pwrite, fsync,
// fdatasync, ftruncate, rename, unlink, open) fail, run out of space, or kill the process.
//
//   GENAI_FAULT=count           writes the number of such calls to GENAI_FAULT_LOG at the end
//   GENAI_FAULT=fail:K          the K-th call fails with EIO (open: EMFILE)
//   GENAI_FAULT=fail-from:K     so do all after it
//   GENAI_FAULT=full:BYTES      files may grow by so many bytes together, then ENOSPC
//   GENAI_FAULT=crash-before:K  SIGKILL in the place of the K-th call
//   GENAI_FAULT=crash-after:K   SIGKILL when it has returned
// NOLINTBEGIN(readability-identifier-naming): names as C has them
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind { NONE, COUNT, FAIL, FAIL_FROM, FULL, CRASH_BEFORE, CRASH_AFTER };

static enum kind kind;
static long long limit;
static const char* folder;
static size_t folder_length;
static atomic_llong calls;
static atomic_llong grown;

static void* next_of(const char* name) { return dlsym(RTLD_NEXT, name); }
#define NEXT(type, name)          \
    static __typeof__(type) next; \
    if (!next) next = (__typeof__(type))next_of(name)

__attribute__((constructor)) static void set_up(void) {
    static const char* const kNames[] = {"", "count", "fail", "fail-from", "full", "crash-before", "crash-after"};
    const char* text = getenv("GENAI_FAULT");
    folder = getenv("GENAI_FAULT_DIR");
    if (!text || !folder) return;
    folder_length = strlen(folder);
    const size_t length = strcspn(text, ":");
    for (int i = COUNT; i <= CRASH_AFTER; ++i)
        if (strlen(kNames[i]) == length && strncmp(text, kNames[i], length) == 0) kind = (enum kind)i;
    if (text[length] == ':') limit = atoll(text + length + 1);
}

__attribute__((destructor)) static void tear_down(void) {
    const char* log = getenv("GENAI_FAULT_LOG");
    if (kind != COUNT || !log) return;
    FILE* file = fopen(log, "w");
    if (!file) return;
    fprintf(file, "%lld\n", (long long)calls);
    fclose(file);
}

static int is_below(const char* path) {
    return kind != NONE && strncmp(path, folder, folder_length) == 0 &&
           (path[folder_length] == '/' || path[folder_length] == 0);
}

static int is_ours(int descriptor) {
    if (kind == NONE) return 0;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_below(path);
}

// Counts a call; 0 when it must fail. *last is set when the process is to die after it.
static int may_go_on(int* last) {
    const long long number = ++calls;
    *last = kind == CRASH_AFTER && number == limit;
    if (kind == CRASH_BEFORE && number == limit) raise(SIGKILL);
    return !((kind == FAIL && number == limit) || (kind == FAIL_FROM && number >= limit));
}

static void die_if(int last) {
    if (last) raise(SIGKILL);
}

// Whether a file may grow to `end`.
static int has_room(int descriptor, off_t end) {
    struct stat status;
    if (kind != FULL || fstat(descriptor, &status) != 0 || end <= status.st_size) return 1;
    if ((grown += end - status.st_size) <= limit) return 1;
    grown -= end - status.st_size;
    return 0;
}

#define FAIL_WITH(code) \
    do {                \
        errno = (code); \
        return -1;      \
    } while (0)

ssize_t write(int descriptor, const void* bytes, size_t count) {
    NEXT(ssize_t(*)(int, const void*, size_t), "write");
    if (!is_ours(descriptor)) return next(descriptor, bytes, count);
    int last;
    if (!may_go_on(&last)) FAIL_WITH(EIO);
    if (!has_room(descriptor, lseek(descriptor, 0, SEEK_CUR) + (off_t)count)) FAIL_WITH(ENOSPC);
    const ssize_t written = next(descriptor, bytes, count);
    die_if(last);
    return written;
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t count, off64_t offset) {
    NEXT(ssize_t(*)(int, const void*, size_t, off64_t), "pwrite64");
    if (!is_ours(descriptor)) return next(descriptor, bytes, count, offset);
    int last;
    if (!may_go_on(&last)) FAIL_WITH(EIO);
    if (!has_room(descriptor, offset + (off_t)count)) FAIL_WITH(ENOSPC);
    const ssize_t written = next(descriptor, bytes, count, offset);
    die_if(last);
    return written;
}

ssize_t pwrite(int descriptor, const void* bytes, size_t count, off_t offset) {
    return pwrite64(descriptor, bytes, count, offset);
}

int ftruncate64(int descriptor, off64_t length) {
    NEXT(int (*)(int, off64_t), "ftruncate64");
    if (!is_ours(descriptor)) return next(descriptor, length);
    int last;
    if (!may_go_on(&last)) FAIL_WITH(EIO);
    if (!has_room(descriptor, length)) FAIL_WITH(ENOSPC);
    const int done = next(descriptor, length);
    die_if(last);
    return done;
}

int ftruncate(int descriptor, off_t length) { return ftruncate64(descriptor, length); }

#define SYNC(name)                                              \
    int name(int descriptor) {                                  \
        NEXT(int (*)(int), #name);                              \
        if (!is_ours(descriptor)) return next(descriptor);      \
        int last;                                               \
        if (!may_go_on(&last)) FAIL_WITH(EIO);                  \
        const int done = next(descriptor);                      \
        die_if(last);                                           \
        return done;                                            \
    }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char* from, const char* to) {
    NEXT(int (*)(const char*, const char*), "rename");
    if (!is_below(to)) return next(from, to);
    int last;
    if (!may_go_on(&last)) FAIL_WITH(EIO);
    const int done = next(from, to);
    die_if(last);
    return done;
}

int unlink(const char* path) {
    NEXT(int (*)(const char*), "unlink");
    if (!is_below(path)) return next(path);
    int last;
    if (!may_go_on(&last)) FAIL_WITH(EIO);
    const int done = next(path);
    die_if(last);
    return done;
}

#define OPEN(name)                                                                  \
    int name(const char* path, int flags, ...) {                                    \
        NEXT(int (*)(const char*, int, ...), #name);                                \
        va_list arguments;                                                          \
        va_start(arguments, flags);                                                 \
        const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0; \
        va_end(arguments);                                                          \
        if (!is_below(path)) return next(path, flags, mode);                        \
        int last;                                                                   \
        if (!may_go_on(&last)) FAIL_WITH(EMFILE);                                   \
        const int done = next(path, flags, mode);                                   \
        die_if(last);                                                               \
        return done;                                                                \
    }
OPEN(open)
OPEN(open64)
// NOLINTEND(readability-identifier-naming)
