#!/usr/bin/env python3
"""Has the real `genai ingest` read hostile files, and holds it to its promises (README.md beside this file).

run.py GENAI [--bombs cheap|all|none] [--mutants N] [--seed S]; exit 1 with a line for each broken promise.
"""
import argparse
import collections
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import bombs
import documents
import mutate

ROOT = Path(__file__).resolve().parents[2]
STATES = {"indexed", "partial", "no_text", "encrypted", "damaged", "over_limit", "timed_out", "out_of_memory"}
PAGE_CPU_S, STALL_S, DEATHS = 2, 10, 4
CHUNK_S = 0.5  # what a chunk may take to embed and store on a machine that does other things
PASSWORD = "lantern-wharf-2025"  # of samples/encrypted.pdf, so that its mutants are decrypted
SEED_BYTES = 8 << 10  # bombs that are smaller are mutated too: small files with rare structures
GROWTH_MIB = 32
MUTANTS_FOR_GROWTH = 1000  # fewer say nothing about the parent's memory


def seeds():
    found = {path.name: path.read_bytes()
             for folder in ("samples", "src/extraction/testdata") for path in sorted((ROOT / folder).glob("*.pdf"))}
    for name, make in bombs.BOMBS.items():
        if name not in bombs.SLOW and len(data := make()) < SEED_BYTES:
            found[name] = data
    return found


def write_bombs(folder, which):
    """{file name: what it is}"""
    written = {}
    for name, make in bombs.BOMBS.items():
        if which == "all" or (which == "cheap" and name not in bombs.SLOW):
            (folder / f"{name}.pdf").write_bytes(make())
            written[f"{name}.pdf"] = name
    for name, make in documents.BOMBS.items():
        if which == "all" or (which == "cheap" and name not in documents.SLOW):
            (folder / name).write_bytes(make())
            written[name] = name
    return written


def write_mutants(folder, count, seed):
    written = {}
    originals = seeds() if count else {}
    for number in range(seed, seed + count):
        what, data = mutate.mutant(originals, number)
        (folder / f"mutant-{number:06}.pdf").write_bytes(data)
        written[f"mutant-{number:06}.pdf"] = what
        what, data = mutate.mutant(documents.GOOD, number)
        name = f"mutant-{number:06}{Path(what.split(':')[0]).suffix}"
        (folder / name).write_bytes(data)
        written[name] = what
    return written


class Memory(threading.Thread):
    """Samples what a process holds in memory, in MiB, until it ends."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.status, self.samples = Path(f"/proc/{pid}/status"), []

    def run(self):
        while True:
            try:
                found = re.search(r"VmRSS:\s+(\d+)", self.status.read_text())
            except OSError:
                return
            if not found:
                return
            self.samples.append(int(found.group(1)) / 1024)
            time.sleep(0.05)

    def peak(self, begin, end):
        part = self.samples[int(len(self.samples) * begin):max(1, int(len(self.samples) * end))]
        return max(part, default=0)


def ingest(genai, store, paths, env):
    command = [genai, "ingest", "--json", "--data-dir", store, "--password-file", store / "passwords", *paths]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, text=True,
                               errors="replace")
    memory = Memory(process.pid)
    memory.start()
    errors = []
    reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
    reader.start()
    reports = [json.loads(line) for line in process.stdout]
    process.wait()
    reader.join()
    return process.returncode, reports, errors[0], memory


def broken_promises(code, reports, written, memory):
    if code not in (0, 1):
        yield f"genai ingest ended with {code}, after {len(reports)} of {len(written)} files"
    by_name = collections.Counter(report["name"] for report in reports)
    for name in written:
        if by_name[name] != 1:
            yield f"{name}: reported {by_name[name]} times"
    for report in reports:
        where = f"{report['name']} ({written.get(report['name'])})"
        if report["status"] not in STATES or report["outcome"] not in ("indexed", "named"):
            yield f"{where}: {report['outcome']}, {report['status']}"
        if (report["status"] == "indexed") == bool(report["reason"]):
            yield f"{where}: {report['status']} with the reason '{report['reason']}'"
        if "sandbox_violation" in report["reason"]:
            yield f"{where}: {report['reason']}"
        budget = DEATHS * (PAGE_CPU_S + 1 + STALL_S) + report["chunks"] * CHUNK_S
        if report["ms"] > budget * 1000:
            yield f"{where}: took {report['ms'] / 1000:.0f} s, more than {budget:.0f}"
    growth = memory.peak(0.75, 1) - memory.peak(0.25, 0.5)
    if len(reports) >= MUTANTS_FOR_GROWTH and growth > GROWTH_MIB:
        yield f"the parent has grown by {growth:.0f} MiB from its second quarter to its last"


class Drawn:
    """What came of asking a server for the first page of every document of a store, as an image."""

    def __init__(self, genai, store, env, work):
        self.broken, self.outcomes, self.slowest = [], collections.Counter(), (0, "")
        log = Path(work) / "serve.log"
        with open(log, "w") as sink:
            server = subprocess.Popen([genai, "serve"], stdout=sink, stderr=sink,
                                      env=env | {"DATA_DIR": str(store), "PORT": "0", "LOG_FORMAT": "text"})
        try:
            port = None
            while port is None and server.poll() is None:
                found = re.search(r"listening .*\bport=(\d+)", log.read_text())
                port = int(found[1]) if found else time.sleep(0.05)
            self.ask_for_all(http.client.HTTPConnection("127.0.0.1", port, timeout=120))
            if server.poll() is not None:
                self.broken.append(f"the server ended with {server.returncode}")
        except (OSError, http.client.HTTPException) as error:
            self.broken.append(f"the server does not answer: {error}\n{log.read_text()[-2000:]}")
        finally:
            server.kill()
            server.wait()

    def ask_for_all(self, connection):
        offset, total = 0, 1
        while offset < total:
            connection.request("GET", f"/documents?offset={offset}&limit=500")
            page = json.loads(connection.getresponse().read())
            offset, total = offset + 500, page["total"]
            for document in page["documents"]:
                self.ask(connection, document)

    def ask(self, connection, document):
        begin = time.monotonic()
        connection.request("GET", f"/documents/{document['id']}/pages/1?width=400")
        answer = connection.getresponse()
        body = answer.read()
        took = time.monotonic() - begin
        self.slowest = max(self.slowest, (took, document["name"]))
        where = f"{document['name']} drawn"
        if answer.status == 200:
            self.outcomes["drawn"] += 1
            if not body.startswith(b"\x89PNG\r\n\x1a\n") or not body.endswith(b"IEND\xaeB`\x82"):
                self.broken.append(f"{where}: what came is no PNG file")
        else:
            detail = json.loads(body)["detail"]
            self.outcomes[f"{answer.status} {kind_of(detail.split(': ', 1)[-1])}"] += 1
            if answer.status not in (409, 422) or "sandbox_violation" in detail:
                self.broken.append(f"{where}: {answer.status} {detail}")
        if took > PAGE_CPU_S + 1 + STALL_S:
            self.broken.append(f"{where}: took {took:.0f} s")

    def print(self):
        print("first pages as images: " + "; ".join(f"{count} {what}" for what, count in self.outcomes.most_common()))
        print(f"slowest: {self.slowest[1]} {self.slowest[0]:.1f} s\n")


def kind_of(reason):
    """A reason without the numbers and names that make it the file's own."""
    return re.sub(r"\d+", "N", re.sub(r"^pages? [^:]*: ", "", reason.split(";")[0]))[:80]


def print_table(title, reports, memory, seconds):
    groups = collections.defaultdict(list)
    for report in reports:
        groups[report["status"], kind_of(report["reason"])].append(report)
    print(f"{'state':14} {'files':>6} {'slowest':>8}  reason")
    for (state, reason), group in sorted(groups.items(), key=lambda item: (item[0][0], -len(item[1]))):
        slowest = max(group, key=lambda report: report["ms"])
        print(f"{state:14} {len(group):6} {slowest['ms'] / 1000:6.2f} s  {reason or '-'}")
    print(f"{title} in {seconds:.0f} s; the parent's memory, peak of each quarter: "
          + ", ".join(f"{memory.peak(quarter / 4, (quarter + 1) / 4):.0f}" for quarter in range(4)) + " MiB")
    print("slowest: " + "; ".join(f"{report['name']} {report['ms'] / 1000:.1f} s"
                                  for report in sorted(reports, key=lambda report: -report["ms"])[:5]) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("genai")
    parser.add_argument("--bombs", choices=("cheap", "all", "none"), default="cheap")
    parser.add_argument("--mutants", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    env = {key: value for key, value in os.environ.items() if not key.startswith("GENAI")} | {
        "EXTRACT_PAGE_CPU_S": str(PAGE_CPU_S), "EXTRACT_STALL_S": str(STALL_S), "EMBEDDING_PRECISION": "int8"}
    with tempfile.TemporaryDirectory(prefix="genai-hostile-") as work:
        store, folders = Path(work) / "store", [Path(work) / "bombs", Path(work) / "mutants"]
        for path in (store, *folders):
            path.mkdir()
        (store / "passwords").write_text(PASSWORD + "\n")
        written = [write_bombs(folders[0], arguments.bombs),
                   write_mutants(folders[1], arguments.mutants, arguments.seed)]
        good = ingest(arguments.genai, store, [ROOT / "samples/letter.pdf"], env)[0]
        broken = []
        for folder, files in zip(folders, written):
            if not files:
                continue
            begin = time.monotonic()
            code, reports, errors, memory = ingest(arguments.genai, store, [folder], env)
            print_table(f"{len(files)} {folder.name}", reports, memory, time.monotonic() - begin)
            broken += broken_promises(code, reports, files, memory)
            if broken:
                broken.append(errors[-2000:])
        drawn = Drawn(arguments.genai, store, env, work)
        drawn.print()
        broken += drawn.broken
        asked = subprocess.run([arguments.genai, "query", "--json", "--data-dir", store, "What is the notice period?"],
                               env=env, capture_output=True, text=True)
        if good != 0 or asked.returncode != 0 or not json.loads(asked.stdout)["sources"]:
            broken.append(f"the store does not answer afterwards: {asked.stdout}{asked.stderr}")
        if broken:
            print("\n".join(["broken promises:", *broken[:50]]))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
