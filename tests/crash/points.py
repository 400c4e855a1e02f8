#!/usr/bin/env python3
"""Dies at every named crash point: points.py BINARY [--all]

The binary names its points (`genai crash-points`). For each one the command that passes it is killed there, on a copy of
the same store; afterwards the store must be in order, each name must be as it was or as it was to be, and the same
command again must end where an undisturbed one ends. A point that no command passes is a failure. With --all not only
the first time that a point is passed is tried, but every time.
"""
import argparse
import shutil
import signal
import sys
import tempfile
from http.client import HTTPException
from pathlib import Path

from store import SECONDS_MAX, Broken, Store, check, document

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "jobs"))
import server as serving  # noqa: E402

TIMES_MAX = 200
LARGE_PAGES = 1_010  # FAISS_INDEX_TYPE=hnsw begins at 1,000 chunks


class Scene:
    """A store before a command, and the same after it."""

    def __init__(self, name, template, command, **settings):
        self.name, self.template, self.command, self.settings = name, template, command, settings

    def open(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.template, folder, symlinks=True)
        store = Store(self.binary, folder / "data")
        store.env |= self.settings
        return store

    def prepare(self, binary, work):
        self.binary, self.work = binary, work
        store = self.open(work)
        self.before = store.state()
        self.run(store)
        self.after, self.chunks = store.state(), store.live_chunks()

    def run(self, store):
        store.run(*self.command)

    def dies(self, store, point, times):
        """Whether it passes the point so often."""
        process = store.start(*self.command, GENAI_CRASH_AT=f"{point}:{times}")
        process.wait(SECONDS_MAX)
        check(process.returncode in (0, -signal.SIGKILL), f"{self.name}: {''.join(store.output())}")
        return process.returncode != 0

    def crash(self, point, times):
        """False when the point is not passed so often."""
        store = self.open(self.work)
        if not self.dies(store, point, times):
            return False
        self.check_order(store)
        now = store.state()
        for name in set(self.before) | set(self.after) | set(now):
            check(now.get(name) in (self.before.get(name), self.after.get(name)),
                  f"{self.name}: {name} is neither as before nor as after")
        self.check_again(store)
        store.check_order()
        check(store.state() == self.after, f"{self.name}: the same command again ends elsewhere")
        check(store.live_chunks() == self.chunks, f"{self.name}: the same command again ends with other chunks")
        return True

    def check_order(self, store):
        store.check_order()

    def check_again(self, store):
        # A deletion that was committed has nothing left to delete.
        gone = self.command[1] == "delete" and store.state() == self.after
        store.run(*self.command, code=1 if gone else 0)


class RepairScene(Scene):
    """What is to be repaired is not in order before."""

    def check_order(self, store):
        store.live_chunks()


class UploadScene(Scene):
    """A server takes an upload and runs its job; `command` is the name and the bytes."""

    def open_server(self, store, **settings):
        settings = {"REQUEST_TIMEOUT": "60s", "GENAI_CRASH_AT": "", **settings}
        return serving.Server(self.binary, store.folder.parent, **settings)

    def run(self, store):
        with self.open_server(store) as server:
            job = server.upload_one(*self.command)["job_id"]
            if job:
                check(server.end_of(job)["state"] == "done", f"{self.name}: its job fails")
            server.stop()

    def dies(self, store, point, times):
        server = self.open_server(store, GENAI_CRASH_AT=f"{point}:{times}")
        try:
            with server.start():
                server.end_of(server.upload_one(*self.command)["job_id"])
                server.stop()
        except (OSError, HTTPException, serving.Broken):
            check(server.process.wait(SECONDS_MAX) == -signal.SIGKILL, f"{self.name}: {server.log.read_text()}")
            return True
        return False

    def check_again(self, store):
        with self.open_server(store) as server:  # goes on with the job, where one was taken down
            serving.until(lambda: not [job for job in server.ask("GET", "/jobs")[1]["jobs"] if not job["ended_at"]],
                          "no job is left")
            server.stop()
        self.run(store)
        names = [entry.name for entry in (store.folder / "blobs").iterdir() if not entry.name.startswith(".incoming-")]
        check(names == [serving.sha256(self.command[1])], f"{self.name}: the uploads are {names}")


class BackupScene(Scene):
    def check_again(self, store):
        copy = Store(self.binary, self.work / "copy" / "data")
        copy.folder.mkdir(parents=True)
        whole = (self.work / "backup2" / "MANIFEST").exists()
        copy.run("restore", self.work / "backup2", code=0 if whole else 1)
        if whole:
            check(copy.state() == self.after, "the backup holds something else")
        else:
            super().check_again(store)


class IndexScene(Scene):
    def check_again(self, store):
        super().check_again(store)
        store.run("query", "--json", "What does largep7 cover?", LOG_LEVEL="info")
        log = store.output()[1]
        check("vector index loaded" in log and "left out" not in log, f"{self.name}: no index is loaded\n{log}")


def scenes(binary, folder):
    """Six commands and an upload on one template, one on the same with a damaged upload, and one on a store that is large enough for an index of its vectors: two documents,
    one of them replaced in the folder, a copy, a new and a gone file, garbage, a stale draft by a run that died after its
    flip, a backup of an earlier state, facts and a second collection."""
    template, work = folder / "template", folder / "work"
    source = work / "in"
    source.mkdir(parents=True)
    (work / "data").mkdir()
    store = Store(binary, work / "data")
    for name in ("a", "b", "c"):
        (source / f"{name}.pdf").write_bytes(document(name, 4, name))
    store.run("ingest", source)
    store.run("ingest", "--collection", "other", source / "c.pdf")
    store.run("documents", "set", "b.pdf", "title=B", "period=2023")
    store.run("backup", work / "backup")
    (source / "b.pdf").write_bytes(document("b2", 3, "b2"))
    store.start("ingest", source, GENAI_CRASH_AT="ingest.flip.after").wait(SECONDS_MAX)
    (source / "a.pdf").write_bytes(document("a2", 5, "a2"))
    (source / "c.pdf").unlink()
    (source / "copy.pdf").write_bytes((source / "b.pdf").read_bytes())
    (source / "d.pdf").write_bytes(document("d", 4, "d"))
    shutil.copytree(work, template)
    names = store.state()
    return [
        Scene("ingest --prune", template, ["ingest", "--prune", source]),
        Scene("delete", template, ["documents", "delete", "--yes", names["default/b.pdf"][0]]),
        Scene("set", template, ["documents", "set", names["default/b.pdf"][0], "organisation=ACME", "period="]),
        Scene("collections delete", template, ["collections", "delete", "--yes", "other"]),
        BackupScene("backup", template, ["backup", work / "backup2"]),
        Scene("restore", template, ["restore", "--overwrite", work / "backup"]),
        UploadScene("blob upload", template, ["b.pdf", document("up", 3, "up")]),
        RepairScene("blob repair", damaged_upload(template, folder), ["reconcile", "--repair"]),
        IndexScene("index", large(binary, folder), ["bench", "--recall"], FAISS_INDEX_TYPE="hnsw"),
    ], work


def damaged_upload(template, folder):
    """The folder of the same store with an upload that is not what its name says."""
    damaged = folder / "damaged"
    shutil.copytree(template, damaged)
    (damaged / "data" / "blobs").mkdir(exist_ok=True)
    (damaged / "data" / "blobs" / serving.sha256(b"as it came")).write_bytes(b"as it is")
    return damaged


def large(binary, folder):
    """The folder of a store with some more chunks than an index begins at."""
    template = folder / "large"
    (template / "data").mkdir(parents=True)
    (folder / "large.pdf").write_bytes(document("large", LARGE_PAGES, "large"))
    Store(binary, template / "data").run("ingest", folder / "large.pdf", INGEST_BATCH_PAGES="48")
    return template


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    crashes = 0
    with tempfile.TemporaryDirectory(prefix="genai-points-") as folder:
        try:
            todo, work = scenes(options.binary, Path(folder))
            for scene in todo:
                scene.prepare(options.binary, work)
            points = Store(options.binary, work / "data").run("crash-points").split()
            for point in points:
                # The scene that is likely to pass the point comes first.
                passed = 0
                for scene in sorted(todo, key=lambda scene: scene.name.split()[0] != point.split(".")[0]):
                    times = 1
                    while times <= TIMES_MAX and scene.crash(point, times):
                        passed, crashes, times = passed + 1, crashes + 1, times + 1
                        if not options.all:
                            break
                    if passed and not options.all:
                        break
                check(passed, f"no command passes {point}")
        except (Broken, serving.Broken) as broken:
            print(broken)
            return 1
    print(f"{len(points)} of {len(points)} crash points passed, {crashes} crashes: each left the old state or the new one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
