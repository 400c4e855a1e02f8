#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Damaged stores: damage.py BINARY DAMAGE_PROGRAM [--cases N] [--seed S] [--jobs J] [--verbose]

Makes a store of samples/ with the real binary, once closed in order and once as kill -9 leaves it, with a log full of
commits, and has DAMAGE_PROGRAM (main.cpp) damage its files and read what comes of it: a quarter of the cases each for the
closed store, the killed one, and the files of an ivf and an hnsw index. Some of the cases are given to the real binary,
too, which must end by itself: with what it says of the undamaged store, or with 1 and a reason.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "crash"))

from store import SECONDS_MAX, Broken, Store, check, document  # noqa: E402

SAMPLES = ("annual-report-2025.pdf", "letter.pdf", "product-manual.pdf", "scan.pdf", "damaged.pdf", "encrypted.pdf")
QUESTIONS = ["How much goodwill was on the balance sheet at 31 December 2025?", "How long does the warranty last?",
             "What does newp2 cover?", "What does lastp1 cover?", "Who laid the zebra's carpet?"]
BINARY_ONE_IN = 50  # of the cases, for the real binary as well
INDEXED_PAGES = 270  # an index is not trained on fewer than 256 chunks
KINDS = (("closed", ()), ("killed", ()), ("indexed", ("--index", "ivf")), ("indexed", ("--index", "hnsw")))
MEMORY = "/dev/shm"  # where a case costs milliseconds


class Stores:
    """The folders `closed`, `killed`, `earlier` and `indexed`, each with data/genai.sqlite."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        source = folder / "in"
        source.mkdir()
        for name in SAMPLES:
            shutil.copy(ROOT / "samples" / name, source)
        (source / "replaced.pdf").write_bytes(document("old", 6, "old"))
        (source / "deleted.pdf").write_bytes(document("gone", 4, "gone"))
        (folder / "work" / "data").mkdir(parents=True)
        store = Store(binary, folder / "work" / "data")
        store.run("ingest", source, code=1)  # two of the samples cannot be read
        self.keep("earlier")
        (source / "replaced.pdf").write_bytes(document("new", 5, "new"))
        store.run("ingest", source, code=1)
        gone = store.names()["deleted.pdf"]
        store.run("documents", "delete", "--yes", gone)
        (source / "deleted.pdf").unlink()
        self.keep("closed")
        # Dies with everything committed and nothing taken over from the log into the file.
        (source / "replaced.pdf").write_bytes(document("newer", 3, "newer"))
        (source / "late.pdf").write_bytes(document("last", 3, "last"))
        process = store.start("ingest", source, INGEST_WORKERS="1", GENAI_CRASH_AT="ingest.finish.after:2")
        process.wait(SECONDS_MAX)
        check((store.folder / "genai.sqlite-wal").exists(), "the killed store has no log")
        self.keep("killed")
        shutil.rmtree(store.folder)
        store.folder.mkdir()
        (folder / "many.pdf").write_bytes(document("many", INDEXED_PAGES, "many"))
        store.run("ingest", folder / "many.pdf", folder / "in" / "letter.pdf", INGEST_BATCH_PAGES="48")
        self.keep("indexed")

    def keep(self, name):
        shutil.copytree(self.folder / "work" / "data", self.folder / name / "data")

    def arguments(self, name):
        questions = [word for question in QUESTIONS for word in ("--question", question)]
        return [str(self.folder / name), "--earlier", str(self.folder / "earlier"), *questions]


def run_harness(program, arguments):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


class RealBinary:
    """What the commands say of a store, compared with what they say of the undamaged one."""

    COMMANDS = (("documents", "list", "--json"), ("query", "--json", QUESTIONS[0]), ("query", "--json", QUESTIONS[2]),
                ("reconcile", "--json"))

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder

    def look(self, template):
        """{command: (exit code, what it printed, what it complained of)}; commands must not wait for each other."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(template / "data", self.folder / "data")
        store = Store(self.binary, self.folder / "data")
        seen = {}
        for command in self.COMMANDS:
            process = store.start(*command)
            process.wait(SECONDS_MAX)
            out, err = store.output()
            if command[0] == "query" and process.returncode == 0:
                answer = json.loads(out)
                out = json.dumps([answer["answer"], answer["citations"], answer["sources"]])
            seen[command] = (process.returncode, out, err)
        return seen

    def judge(self, seen, states, what):
        for command, (code, out, err) in seen.items():
            check(code in (0, 1), f"{what}: {' '.join(command)} ended with {code}\n{err}")
            check(code != 1 or err.strip() or out.strip(), f"{what}: {' '.join(command)} failed without a word")
        for state in states:
            if all(code != 0 or out == state[command][1] for command, (code, out, _) in seen.items()):
                return "refused" if any(code for code, _, _ in seen.values()) else "the same"
        raise Broken(f"{what}: the binary believed it: {seen}")


def real_cases(options, stores, folder):
    """Every BINARY_ONE_IN-th case of the closed store."""
    counts = {"refused": 0, "the same": 0}
    binary = RealBinary(options.binary, folder / "real")
    undamaged = [binary.look(folder / "closed")]
    for number in range(0, options.cases // len(KINDS), BINARY_ONE_IN // len(KINDS)):
        case = folder / "case"
        arguments = [*stores.arguments("closed"), "--seed", options.seed, "--first", number, "--keep", case]
        code, what, err = run_harness(options.program, arguments)
        check(code == 0, f"case {number} was not made: {err}")
        if (case / "data").exists():
            counts[binary.judge(binary.look(case), undamaged, f"case {number}, {what.strip()}")] += 1
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("program")
    parser.add_argument("--cases", type=int, default=160)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    failed = False
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="genai-damage-", dir=memory) as folder:
        os.environ["TMPDIR"] = folder
        folder = Path(folder)
        try:
            stores = Stores(options.binary, folder)
            each = options.cases // len(KINDS) // options.jobs
            runs = []
            for name, extra in KINDS:
                for job in range(options.jobs):
                    arguments = [*stores.arguments(name), *extra, "--seed", options.seed, "--first", job * each,
                                 "--cases", each, *(["--verbose"] if options.verbose else [])]
                    runs.append((" ".join((name, *extra)), arguments))
            with ThreadPoolExecutor(options.jobs) as pool:
                done = pool.map(lambda run: run_harness(options.program, run[1]), runs)
                for (name, _), (code, out, err) in zip(runs, done):
                    print(f"== {name}, {each} cases, seed {options.seed}\n{out}{err}", flush=True)
                    failed |= code != 0
            print("the real binary:", real_cases(options, stores, folder))
        except Broken as broken:
            print(broken)
            return 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
