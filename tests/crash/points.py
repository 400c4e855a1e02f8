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
from pathlib import Path

from store import SECONDS_MAX, Broken, Store, check, document

TIMES_MAX = 200


class Scene:
    """A store before a command, and the same after it."""

    def __init__(self, name, template, command):
        self.name, self.template, self.command = name, template, command

    def open(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.template, folder, symlinks=True)
        return Store(self.binary, folder / "data")

    def prepare(self, binary, work):
        self.binary, self.work = binary, work
        store = self.open(work)
        self.before = store.state()
        store.run(*self.command)
        self.after, self.chunks = store.state(), store.live_chunks()

    def crash(self, point, times):
        """False when the point is not passed so often."""
        store = self.open(self.work)
        process = store.start(*self.command, GENAI_CRASH_AT=f"{point}:{times}")
        process.wait(SECONDS_MAX)
        if process.returncode != -signal.SIGKILL:
            check(process.returncode == 0, f"{self.name}: {''.join(store.output())}")
            return False
        store.check_order()
        now = store.state()
        for name in set(self.before) | set(self.after) | set(now):
            check(now.get(name) in (self.before.get(name), self.after.get(name)),
                  f"{self.name}: {name} is neither as before nor as after")
        self.check_again(store)
        store.check_order()
        check(store.state() == self.after, f"{self.name}: the same command again ends elsewhere")
        check(store.live_chunks() == self.chunks, f"{self.name}: the same command again ends with other chunks")
        return True

    def check_again(self, store):
        # A deletion that was committed has nothing left to delete.
        gone = self.command[1] == "delete" and store.state() == self.after
        store.run(*self.command, code=1 if gone else 0)


class BackupScene(Scene):
    def check_again(self, store):
        copy = Store(self.binary, self.work / "copy" / "data")
        copy.folder.mkdir(parents=True)
        whole = (self.work / "backup2" / "MANIFEST").exists()
        copy.run("restore", self.work / "backup2", code=0 if whole else 1)
        if whole:
            check(copy.names() == self.after, "the backup holds something else")
        else:
            super().check_again(store)


def scenes(binary, folder):
    """Six commands on one template: two documents, one of them replaced in the folder, a copy, a new and a gone file,
    garbage, a stale draft by a run that died after its flip, a backup of an earlier state, facts and a second collection."""
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
    ], work


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
        except Broken as broken:
            print(broken)
            return 1
    print(f"{len(points)} of {len(points)} crash points passed, {crashes} crashes: each left the old state or the new one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
