#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Everything at once, and the invariants that must hold all along: mixed.py GENAI [--seconds N] [--clients 32] [--seed S]

Clients ask, upload, replace, delete, follow jobs, read pages and listings, each as fast as it is answered. Every document
has words of its own, so that an answer shows what it came from. It is a failure when

- an answer cites a document whose deletion or replacement had been acknowledged before the question was sent;
- a document whose job is done is not cited by the next question for its own word, or is not listed;
- an answer has another shape than is documented, or a quote is not on the page that it names;
- a status is none of those that are documented for the request; 503, 507 and 429 need Retry-After;
- in the end other documents are there than were uploaded and not deleted, `genai reconcile` finds anything, the server
  does not end with 0 on SIGTERM, or a sanitizer has reported something.

--documents command: they come by `genai ingest` from a folder rather than by POST /documents.
"""
import argparse
import asyncio
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import serving

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "crash"))
from store import document  # noqa: E402

REQUEST_SECONDS_MAX = 120  # a sanitized build on a busy machine; the server's own limit is REQUEST_TIMEOUT
JOB_SECONDS_MAX = 300
RETRY_SECONDS_MAX = 2
NAMES_PER_WRITER = 3
ANNOUNCED = (429, 503, 507)  # refusals that say when to come again
# Of 32 clients; the rest ask questions.
ROLES = {"writer": 8, "lister": 3, "reader": 4, "prober": 1}


class Wrong(Exception):
    pass


def check(condition, what):
    if not condition:
        raise Wrong(what)


class Http:
    """One keep-alive connection."""

    def __init__(self, port, tally):
        self.port, self.tally = port, tally
        self.writer = None

    async def send(self, method, path, body=b"", kind="application/json"):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
                          f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        content = await self.reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection") == "close":
            self.close()
        return int(head[0].split()[1]), headers, content

    async def ask(self, method, path, body=b"", kind="application/json", allowed=(200,)):
        """The status and the body; waits and comes again after a refusal that was announced."""
        while True:
            try:
                status, headers, content = await asyncio.wait_for(self.send(method, path, body, kind),
                                                                  REQUEST_SECONDS_MAX)
            except (OSError, EOFError, asyncio.TimeoutError) as error:
                self.close()
                raise Wrong(f"{method} {path}: {error!r}") from error
            self.tally[f"{method} {path.split('?')[0].split('/')[1]} {status}"] += 1
            if status in ANNOUNCED and status not in allowed:
                check(headers.get("retry-after", "").isdigit(), f"{method} {path}: {status} without Retry-After")
                await asyncio.sleep(min(int(headers["retry-after"]), RETRY_SECONDS_MAX))
                continue
            check(status in allowed, f"{method} {path}: {status} {content[:400]!r}")
            return status, content

    def close(self):
        if self.writer is not None:
            self.writer.close()
        self.writer = None


class Edition:
    """One state of a document's bytes, with a mark that stands in no other."""

    def __init__(self, mark, pages):
        self.mark, self.pages = mark, pages
        self.bytes = document(mark, pages, mark)
        self.id = hashlib.sha256(self.bytes).hexdigest()

    def question(self, page):
        return f"What does {self.mark}p{page} cover?"


class World:
    """What the clients know together."""

    def __init__(self, options, server, folder):
        self.options, self.port, self.folder = options, server.port, folder
        self.binary, self.env = server.binary, server.environment
        self.rng = random.Random(options.seed)
        self.tally = Counter()
        self.done = Counter()
        self.gone = {}      # document id: when its end was acknowledged
        self.live = {}      # name: edition
        self.editions = []  # that were ever live
        self.serial = 0
        self.failures = []
        self.command = asyncio.Lock()  # `genai ingest` refuses to run twice

    def new_edition(self):
        self.serial += 1
        edition = Edition(f"m{self.options.seed}x{self.serial}", self.rng.randint(1, 4))
        return edition

    def judge(self, answer, sent, question):
        """An answer to a question that was sent at that time."""
        check(isinstance(answer["answer"], str) and isinstance(answer["citations"], list)
              and isinstance(answer["sources"], list), f"{question}: not the shape of an answer")
        ids = {one["document_id"] for one in answer["citations"] + answer["sources"]}
        for one in ids:
            check(self.gone.get(one, sent) >= sent, f"{question}: cites {one}, which had gone before it was asked")
        for one in answer["citations"]:
            check(one["quote"] and one["page"] >= 1, f"{question}: a citation of nothing")
        return ids


class Client:
    def __init__(self, world):
        self.world = world
        self.http = Http(world.port, world.tally)

    async def query(self, question):
        sent = time.monotonic()
        _, content = await self.http.ask("POST", "/query", json.dumps({"question": question}).encode())
        answer = json.loads(content)
        return answer, self.world.judge(answer, sent, question)


class Asker(Client):
    async def step(self):
        editions = self.world.editions[-60:]
        if editions and self.world.rng.random() < 0.8:
            edition = self.world.rng.choice(editions)
            await self.query(edition.question(self.world.rng.randint(1, edition.pages)))
        else:
            await self.query(self.world.rng.choice(serving.QUESTIONS))


class Reader(Client):
    """Reads what answers cite: the quote must be on the page, while the document is there."""

    async def step(self):
        if not self.world.live:
            return await asyncio.sleep(0.05)
        edition = self.world.rng.choice(list(self.world.live.values()))
        answer, _ = await self.query(edition.question(1))
        for one in answer["citations"]:
            path = f"/documents/{one['document_id']}/pages/{one['page']}/text"
            status, content = await self.http.ask("GET", path, allowed=(200, 404))
            if status == 404:
                check(one["document_id"] not in {e.id for e in self.world.live.values()}, f"{path}: 404 for a live one")
            else:
                check(one["quote"] in content.decode(), f"{path}: the quote is not on it: {one['quote']}")


class Lister(Client):
    async def step(self):
        sent = time.monotonic()
        before = {edition.id for edition in self.world.live.values()}
        _, content = await self.http.ask("GET", "/documents?limit=1000")
        ids = {entry["id"] for entry in json.loads(content)["documents"]}
        for one in before - ids:
            check(one in self.world.gone, f"GET /documents: {one} is not listed and was not deleted")
        for one in ids:
            check(self.world.gone.get(one, sent) >= sent, f"GET /documents: {one} had gone before")
        one = self.world.rng.choice(sorted(ids))
        await self.http.ask("GET", f"/documents/{one}", allowed=(200, 404))
        await self.http.ask("GET", f"/documents/{one}/chunks?limit=5", allowed=(200, 404))
        await asyncio.sleep(0.02)  # or listings are all that there is time for


class Prober(Client):
    async def step(self):
        for path, allowed in (("/readyz", (200, 503)), ("/livez", (200,)), ("/metrics", (200,))):
            await self.http.ask("GET", path, allowed=allowed)
        await asyncio.sleep(0.2)


class Writer(Client):
    """Owns some names: uploads, replaces and deletes them, and looks at what came of it."""

    def __init__(self, world, number):
        super().__init__(world)
        self.names = [f"w{number}-{i}.pdf" for i in range(NAMES_PER_WRITER)]

    async def step(self):
        name = self.world.rng.choice(self.names)
        if name in self.world.live and self.world.rng.random() < 0.35:
            await self.delete(name)
        else:
            await self.put(name)

    async def put(self, name):
        edition = self.world.new_edition()
        earlier = self.world.live.get(name)
        # From here on it may be gone or there, and nobody may tell.
        self.world.live.pop(name, None)
        await (self.upload if self.world.options.documents == "http" else self.ingest)(name, edition)
        now = time.monotonic()
        if earlier is not None:
            self.world.gone[earlier.id] = now
        self.world.live[name] = edition
        self.world.editions.append(edition)
        self.world.done["replaced" if earlier else "added"] += 1
        _, ids = await self.query(edition.question(edition.pages))
        check(edition.id in ids, f"{name}: its job is done, and a question for its own word does not find it")
        if earlier is not None:
            await self.check_gone(earlier)

    async def upload(self, name, edition):
        boundary = "mixed-7d1c"
        body = (f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
                "Content-Type: application/pdf\r\n\r\n").encode() + edition.bytes + f"\r\n--{boundary}--\r\n".encode()
        _, content = await self.http.ask("POST", "/documents", body, f"multipart/form-data; boundary={boundary}",
                                         allowed=(202,))
        entry = json.loads(content)["documents"][0]
        check(entry["id"] == edition.id and entry["name"] == name, f"POST /documents: {content!r}")
        end = time.monotonic() + JOB_SECONDS_MAX
        while True:
            _, content = await self.http.ask("GET", f"/jobs/{entry['job_id']}")
            job = json.loads(content)
            if job["state"] not in ("queued", "running", "waiting"):
                break
            check(time.monotonic() < end, f"the job of {name} does not end: {job}")
            await asyncio.sleep(0.05)
        check(job["state"] == "done", f"the job of {name}: {job}")

    async def ingest(self, name, edition):
        (self.world.folder / name).write_bytes(edition.bytes)
        async with self.world.command:
            process = await asyncio.create_subprocess_exec(
                self.world.binary, "ingest", str(self.world.folder / name), cwd=self.world.folder.parent,
                env=self.world.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            out, _ = await process.communicate()
        check(process.returncode == 0, f"genai ingest {name} ended with {process.returncode}: {out.decode()}")

    async def delete(self, name):
        edition = self.world.live.pop(name)
        await self.http.ask("DELETE", f"/documents/{edition.id}", allowed=(200, 204))
        self.world.gone[edition.id] = time.monotonic()
        self.world.done["deleted"] += 1
        await self.check_gone(edition)

    async def check_gone(self, edition):
        await self.http.ask("GET", f"/documents/{edition.id}", allowed=(404,))
        await self.query(edition.question(1))  # judged like every answer


async def run_client(client, world, end):
    while time.monotonic() < end and not world.failures:
        try:
            await client.step()
            world.done[type(client).__name__.lower()] += 1
        except Wrong as wrong:
            world.failures.append(str(wrong))
    client.http.close()


async def run_all(world):
    options = world.options
    roles = {role: max(1, count * options.clients // 32) for role, count in ROLES.items()}
    kinds = {"lister": Lister, "reader": Reader, "prober": Prober}
    clients = [Writer(world, number) for number in range(roles.pop("writer"))]
    clients += [kinds[role](world) for role, count in roles.items() for _ in range(count)]
    clients += [Asker(world) for _ in range(options.clients - len(clients))]
    end = time.monotonic() + options.seconds
    await asyncio.gather(*(run_client(client, world, end) for client in clients))
    if not world.failures:
        last = Http(world.port, world.tally)
        _, content = await last.ask("GET", "/documents?limit=1000")
        names = {entry["name"]: entry["id"] for entry in json.loads(content)["documents"]}
        expected = {name: edition.id for name, edition in world.live.items()}
        found = {name: one for name, one in names.items() if name.startswith("w")}
        if found != expected:
            world.failures.append(f"in the end there are {sorted(found)}, and not {sorted(expected)}")
        last.close()


def sanitizer_settings(binary, folder):
    """Reports go to files, and do not end the process: all of them are wanted."""
    log = f"log_path={folder}/report"
    # OpenMP's barriers are unknown to ThreadSanitizer: FAISS has one thread then, and searches run side by side as before.
    threads = {"OMP_NUM_THREADS": "1"} if "/tsan/" in str(Path(binary).resolve()) else {}
    return threads | {"ASAN_OPTIONS": f"{log}:detect_leaks=0:halt_on_error=0", "UBSAN_OPTIONS": f"{log}:print_stacktrace=1",
            "TSAN_OPTIONS": f"{log}:halt_on_error=0:exitcode=66:" + os.environ.get("TSAN_OPTIONS", "")}


def finish(server, world, reports):
    """What is wrong in the end."""
    failures = list(world.failures)
    code = server.stop()
    if code != 0:
        failures.append(f"the server ended with {code} on SIGTERM:\n{server.tail()}")
    checked = subprocess.run([server.binary, "reconcile"], env=server.environment, cwd=world.folder.parent,
                             capture_output=True, text=True)
    if checked.returncode != 0:
        failures.append(f"reconcile: {checked.stdout}{checked.stderr}")
    for report in sorted(reports.glob("report*")):
        failures.append(f"{report.name}:\n{report.read_text()[:6000]}")
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", choices=("http", "command"), default="http")
    parser.add_argument("--short", action="store_true", help="20 seconds, for the test suite")
    options = parser.parse_args()
    if options.short:
        options.seconds = 20
    with serving.folder() as folder:
        folder = Path(folder)
        (folder / "in").mkdir()
        reports = folder / "reports"
        reports.mkdir()
        settings = sanitizer_settings(options.binary, reports) | {"QUERY_WAIT_MAX": "10s", "QUERY_QUEUE_MAX": "100"}
        with serving.Serving(options.binary, serving.FEW, **settings) as server:
            world = World(options, server, folder / "in")
            asyncio.run(run_all(world))
            failures = finish(server, world, reports)
    print(f"seed {options.seed}, {options.clients} clients, {options.seconds:.0f} s: "
          + ", ".join(f"{k} {v}" for k, v in sorted(world.done.items())))
    print("  " + ", ".join(f"{k}: {v}" for k, v in sorted(world.tally.items())))
    for failure in failures:
        print("FAILED", failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
