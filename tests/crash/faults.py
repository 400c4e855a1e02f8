#!/usr/bin/env python3
"""Calls that fail, a disk that is full, a death at any system call: faults.py BINARY FAULTS_LIBRARY [--every N]

Over one ingest that adds, replaces and resumes: for each k the k-th call that changes a file of the store fails (once; from
then on), or the process dies before or after it; and the disk is full after so many bytes. Each time genai must end by
itself with success or an error that says why, the documents that were there must still be there and answer, and the same
ingest without the fault must end where an undisturbed one ends. --every N tries each N-th k only; 1 tries all.
"""
import argparse
import shutil
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

from store import SECONDS_MAX, Broken, Store, check, document

FULL_STEPS = 12  # sizes of the disk that are tried, at --every 1 five times as many


class Sweep:
    def __init__(self, binary, library, folder):
        self.binary, self.library, self.folder = binary, Path(library).resolve(), folder
        self.template, self.work = folder / "template", folder / "work"
        self.source = self.work / "in"
        self.source.mkdir(parents=True)
        (self.work / "data").mkdir()
        store = Store(binary, self.work / "data")
        (self.source / "kept.pdf").write_bytes(document("kept", 3, "kept"))
        (self.source / "old.pdf").write_bytes(document("old", 3, "old"))
        store.run("ingest", self.source)
        (self.source / "old.pdf").write_bytes(document("new", 5, "new"))
        (self.source / "resumed.pdf").write_bytes(document("resumed", 6, "resumed"))
        store.start("ingest", self.source, GENAI_CRASH_AT="ingest.batch.written:2").wait(SECONDS_MAX)
        self.before = store.names()
        shutil.copytree(self.work, self.template)
        store = self.open()
        store.run("ingest", self.source)
        self.after, self.chunks = store.names(), store.live_chunks()
        self.outcomes = Counter()

    def open(self):
        shutil.rmtree(self.work)
        shutil.copytree(self.template, self.work)
        return Store(self.binary, self.work / "data")

    def faulty(self, store, fault):
        return store.start("ingest", self.source, LD_PRELOAD=str(self.library), GENAI_FAULT=fault,
                           GENAI_FAULT_DIR=str(store.folder), GENAI_FAULT_LOG=str(self.folder / "count"))

    def count(self):
        self.faulty(self.open(), "count").wait(SECONDS_MAX)
        return int((self.folder / "count").read_text())

    def growth(self):
        """The bytes that the ingest adds, at most."""
        low, high = 0, 1 << 26
        while high - low > 4096:
            middle = (low + high) // 2
            process = self.faulty(self.open(), f"full:{middle}")
            process.wait(SECONDS_MAX)
            low, high = (low, middle) if process.returncode == 0 else (middle, high)
        return high

    def try_fault(self, fault):
        store = self.open()
        process = self.faulty(store, fault)
        process.wait(SECONDS_MAX)
        code = process.returncode
        out, err = store.output()
        expected = (0, 1, -signal.SIGKILL) if fault.startswith("crash") else (0, 1)
        check(code in expected, f"{fault}: ended with {code}\n{out}{err}")
        check(code != 1 or err.strip(), f"{fault}: failed without a word")
        if fault.startswith("full") and code == 1:
            # SQLite does not always tell a full disk from a broken one; then we ask.
            said = any(words in err for words in ("disk is full", "No space left", "is it full?"))
            check(said, f"{fault}: does not say that the disk is full\n{err}")
        self.outcomes[f"{fault.split(':')[0]} {'succeeded' if code == 0 else 'refused' if code == 1 else 'died'}"] += 1
        store.check_order()
        now = store.names()
        for name in set(self.before) | set(self.after):
            check(now.get(name) in (self.before.get(name), self.after.get(name)), f"{fault}: {name} is neither old nor new")
        if code == 0:
            check(now == self.after, f"{fault}: claimed success and is not done")
        store.run("ingest", self.source)
        check(store.names() == self.after and store.live_chunks() == self.chunks, f"{fault}: does not recover")
        store.check_order()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("library")
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="genai-faults-") as folder:
        try:
            sweep = Sweep(options.binary, options.library, Path(folder))
            calls = sweep.count()
            check(calls > 20, f"only {calls} calls were seen: is the library loaded?")
            for offset, mode in enumerate(("fail", "fail-from", "crash-before", "crash-after")):
                for k in range(1 + offset, calls + 1, options.every):
                    sweep.try_fault(f"{mode}:{k}")
            growth = sweep.growth()
            steps = FULL_STEPS * 5 if options.every == 1 else FULL_STEPS // 4
            for step in range(steps):
                sweep.try_fault(f"full:{growth * step // steps}")
        except Broken as broken:
            print(broken)
            return 1
    print(f"{calls} calls, {sum(sweep.outcomes.values())} faults: "
          + ", ".join(f"{k} {v}" for k, v in sorted(sweep.outcomes.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
