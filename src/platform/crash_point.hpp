// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace genai::platform {

// The places where a process can be made to die, so that tests can show that it leaves the old state or the new one.
// `genai crash-points` prints them; GENAI_CRASH_AT=NAME kills at the first time that NAME is reached, NAME:3 at the
// third.
inline constexpr std::array kCrashPoints{
    std::string_view("file.write.before"),  // write_file_atomically
    std::string_view("file.sync.before"),
    std::string_view("file.rename.before"),
    std::string_view("file.rename.after"),
    std::string_view("store.begin.after"),  // every transaction that writes
    std::string_view("store.commit.before"),
    std::string_view("store.commit.after"),
    std::string_view("chunks.batch.pages_put"),
    std::string_view("chunks.batch.chunks_put"),
    std::string_view("chunks.batch.draft_put"),
    std::string_view("chunks.erase.draft_erased"),
    std::string_view("chunks.erase.rows_erased"),
    std::string_view("chunks.finish.draft_erased"),
    std::string_view("catalog.flip.document_put"),
    std::string_view("catalog.flip.name_put"),
    std::string_view("catalog.flip.version_renewed"),
    std::string_view("catalog.add_name.name_put"),
    std::string_view("catalog.remove_name.name_erased"),
    std::string_view("catalog.remove_documents.erased"),
    std::string_view("catalog.remove_collection.erased"),
    std::string_view("catalog.set_facts.facts_put"),
    std::string_view("ingest.garbage.before"),
    std::string_view("ingest.garbage.after"),
    std::string_view("ingest.batch.embedded"),
    std::string_view("ingest.batch.written"),
    std::string_view("ingest.flip.before"),
    std::string_view("ingest.flip.after"),
    std::string_view("ingest.finish.after"),
    std::string_view("blob.sync.before"),  // an upload's bytes
    std::string_view("blob.rename.before"),
    std::string_view("blob.rename.after"),
    std::string_view("blob.finish.after"),
    std::string_view("blob.remove.before"),
    std::string_view("blob.remove.after"),
    std::string_view("index.saved"),  // the older file of the vectors' index is still there
    std::string_view("backup.copied"),
    std::string_view("backup.checked"),
    std::string_view("backup.published"),
    std::string_view("restore.copied"),
    std::string_view("restore.old_closed"),
    std::string_view("restore.published"),
};

// One of kCrashPoints; another name does not compile.
class CrashPoint {
public:
    consteval CrashPoint(const char* name) : name_(name) {  // NOLINT(google-explicit-constructor)
        if (std::find(kCrashPoints.begin(), kCrashPoints.end(), name_) == kCrashPoints.end()) throw "no such point";
    }
    std::string_view name() const { return name_; }

private:
    std::string_view name_;
};

// Ends the process as kill -9 does when the environment asks for it; in a build that ships, does nothing.
void reach(CrashPoint point);

// Whether reach() does anything in this build.
bool has_crash_points();

}  // namespace genai::platform
