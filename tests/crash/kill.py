#!/usr/bin/env python3
"""kill -9 at random moments: kill.py BINARY [--kills N] [--seed S] [--index] [--verbose]

Ingests, replaces, deletes, asks, serves and backs up with the real binary and kills it, each time at a random moment of
its usual duration. After each kill the store must be in order (reconcile, and a look past genai), every document that was
acknowledged must be there, and every name must be as it was before the command or as the command makes it. In the end the
store must hold and answer what an undisturbed one does. A failing seed can be run again.

With --index the store has so many chunks that its vectors get an index, now of the one kind and now of the other, and the
building of it is killed too, half of the times in the middle of its file's being written: no file that has its name may be
of no use.
"""
import argparse
import hashlib
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from store import SECONDS_MAX, Broken, Store, check, document, same_as_undisturbed

NAMES = [f"doc{i}.pdf" for i in range(5)]
OPERATIONS = ["ingest", "ingest", "replace", "replace", "delete", "query", "serve", "backup"]
INDEXED_PAGES = 1_050  # FAISS_INDEX_TYPE=ivf and hnsw begin at 1,000 chunks
INDEX_POINTS = ["file.write.before", "file.sync.before", "file.rename.before", "file.rename.after", "index.saved"]


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Run:
    def __init__(self, binary, folder, rng, has_index):
        self.rng = rng
        self.has_index = has_index
        self.in_index_write = 0  # kills
        self.source = folder / "in"
        self.source.mkdir()
        self.folder = folder
        (folder / "data").mkdir()
        self.store = Store(binary, folder / "data")
        self.usual = {}  # seconds that a command takes when nobody kills it
        self.editions = Counter()
        self.serial = 0
        self.resumed = 0  # files that an ingest went on with
        for name in NAMES[:3]:
            self.write(name)
        if has_index:
            (self.source / "large.pdf").write_bytes(document("large", INDEXED_PAGES, "large"))
            self.store.env |= {"FAISS_INDEX_TYPE": "ivf", "INGEST_BATCH_PAGES": "16"}
        self.store.run("ingest", self.source)

    def write(self, name):
        self.editions[name] += 1
        mark = f"{name[:-4]}e{self.editions[name]}"
        (self.source / name).write_bytes(document(mark, self.rng.randint(3, 14), mark))

    def on_disk(self):
        return {path.name: sha256(path.read_bytes()) for path in self.source.iterdir()}

    def command(self, operation, before):
        """The command line, and what it makes of each name when it gets through."""
        after = dict(before)
        if operation == "delete":
            name = self.rng.choice(sorted(set(before) - {"large.pdf"}) or [None])
            if name:
                after.pop(name)
                return ["documents", "delete", "--yes", before[name]], after
        if operation == "query":
            return ["query", "--json", self.question()], after
        if operation == "serve":
            return ["serve", "--port", "0"], after
        if operation == "index":
            kind = "hnsw" if self.store.env["FAISS_INDEX_TYPE"] == "ivf" else "ivf"
            self.store.env["FAISS_INDEX_TYPE"] = kind
            return ["bench", "--recall"], after
        if operation == "backup":
            self.serial += 1
            return ["backup", self.folder / f"backup{self.serial}"], after
        if operation == "replace":
            self.write(self.rng.choice(NAMES))
        return ["ingest", "--json", self.source], self.on_disk()

    def question(self):
        name = self.rng.choice(NAMES)
        return f"What does {name[:-4]}e{max(1, self.editions[name])}p2 cover?"

    def step(self, operation):
        before = self.store.names()
        arguments, after = self.command(operation, before)
        usual = self.usual.get(arguments[0], 1.0)
        begin = time.monotonic()
        point = {}
        if operation == "index" and self.rng.random() < 0.5:
            point = {"GENAI_CRASH_AT": self.rng.choice(INDEX_POINTS)}
        process = self.store.start(*arguments, **point)
        if point:
            process.wait(SECONDS_MAX)
            # One of this kind may be there from before, and nothing to be written.
            died = process.returncode == -signal.SIGKILL
            check(died or process.returncode == 0, f"{point}: {''.join(self.store.output())}")
            self.in_index_write += died
            self.verify(before, after, "", died)
            self.verify_index()
            return died
        killed = False
        try:
            process.wait(self.rng.uniform(0, 1.1) * usual)
            check(process.returncode == 0, f"{arguments} failed:\n{''.join(self.store.output())}")
            self.usual[arguments[0]] = 0.5 * usual + 0.5 * (time.monotonic() - begin)
        except subprocess.TimeoutExpired:
            killed = True
            self.store.kill(process)
            # A command that has never ended in time may just be slow.
            if arguments[0] != "serve":
                self.usual[arguments[0]] = min(usual * 1.05, 20)
        out, _ = self.store.output()
        self.verify(before, after, out if arguments[0] == "ingest" else "", killed)
        if operation == "index":
            self.verify_index()
        return killed

    def verify_index(self):
        self.store.run("query", "--json", self.question(), LOG_LEVEL="info")
        _, log = self.store.output()
        check("left out" not in log, f"an index file is of no use:\n{log}")

    def verify(self, before, after, acknowledged, killed):
        self.store.check_order()
        now = self.store.names()
        for name in set(before) | set(after) | set(now):
            allowed = {before.get(name), after.get(name)} if killed else {after.get(name)}
            check(now.get(name) in allowed, f"{name} is {now.get(name)}, and was to be one of {allowed}")
        lines = acknowledged.split("\n")[:-1]  # what follows the last line break was cut short
        for entry in map(json.loads, lines):
            check(now.get(entry["name"]) == entry["id"], f"{entry['name']} was acknowledged and is lost")
            self.resumed += entry["resumed_at"] > 0

    def finish(self):
        self.store.run("ingest", "--json", "--prune", self.source)
        if self.has_index:
            self.store.run("bench", "--recall")
            self.verify_index()
            self.store.env["FAISS_INDEX_TYPE"] = "flat"  # an index may miss what comparing with every row finds
        questions = [f"What does {name[:-4]}e{self.editions[name]}p{page} cover?"
                     for name in NAMES if self.editions[name] for page in (1, 3)]
        same_as_undisturbed(self.store, self.source, questions)
        report = self.store.check_order()
        check(not report["collections"][0]["unfinished"], "a draft was left behind")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--index", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    kills, survived = Counter(), 0
    with tempfile.TemporaryDirectory(prefix="genai-kill-") as folder:
        try:
            run = Run(options.binary, Path(folder), rng, options.index)
            operations = OPERATIONS + (["index"] * 3 if options.index else [])
            while sum(kills.values()) < options.kills:
                operation = rng.choice(operations)
                if run.step(operation):
                    kills[operation] += 1
                else:
                    survived += 1
                if options.verbose:
                    print(sum(kills.values()), operation, flush=True)
            run.finish()
        except Broken as broken:
            print(f"seed {options.seed}, after {sum(kills.values())} kills: {broken}")
            return 1
    print(f"seed {options.seed}: {sum(kills.values())} kills ({', '.join(f'{k} {v}' for k, v in sorted(kills.items()))}), "
          f"{survived} commands that got through, {run.resumed} files gone on with, {run.in_index_write} deaths in an index's writing; nothing lost, nothing twice, the answers of an undisturbed store")
    return 0


if __name__ == "__main__":
    sys.exit(main())
