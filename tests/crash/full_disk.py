#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A full disk beside a running server: full_disk.py BINARY [--sizes N]

DATA_DIR is on a tmpfs of its own (mounting it takes root). While `genai serve` answers, a ballast file leaves so many bytes
free, from none to what an ingest needs, and `genai ingest` adds and replaces documents. It must end by itself, with success
or with 1 and words that say that the disk is full; meanwhile every answer of the server must be that of the documents as
they were or as they are to be, and a deletion may be refused but not half done. Once the ballast is gone the same ingest
must get through and the server must answer from it, without being started again.
"""
import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

from store import SECONDS_MAX, Broken, Store, check, document

DISK_BYTES = 24 << 20
STEP_BYTES = 64 << 10  # between two sizes that are tried
FULL = ("disk is full", "No space left", "is it full?", "free some space", "free space")
REQUEST_SECONDS_MAX = 30


class Disk:
    """A small file system of its own, for the length of a `with`."""

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        self.folder.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", self.folder],
                              capture_output=True, text=True)
        check(done.returncode == 0, f"cannot mount a tmpfs (run this as root, with CAP_SYS_ADMIN): {done.stderr}")
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.folder], check=True)

    @property
    def free(self):
        status = os.statvfs(self.folder)
        return status.f_bavail * status.f_frsize

    def leave(self, free_bytes):
        """Fills all but so many bytes."""
        self.clear()
        with open(self.folder / "ballast", "wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, max(1, self.free - free_bytes))

    def clear(self):
        (self.folder / "ballast").unlink(missing_ok=True)


class Server:
    """A running `genai serve`, asked by a thread all the time."""

    def __init__(self, store, log):
        self.store = store
        self.log = log
        self.wrong = []
        self.asked = Counter()
        self.allowed = {}  # question: the answers that are right now

    def __enter__(self):
        with open(self.log, "wb") as sink:
            env = self.store.env | {"PORT": "0", "LOG_FORMAT": "json", "DRAIN_DELAY": "0", "REQUEST_TIMEOUT": "30"}
            self.process = subprocess.Popen([str(self.store.binary), "serve"], cwd=self.log.parent, env=env,
                                            stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
        end = time.monotonic() + SECONDS_MAX
        while time.monotonic() < end and self.process.poll() is None:
            text = self.log.read_text()
            listening = re.search(r'"message":"listening".*?"port":(\d+)', text)
            if listening and '"message":"ready"' in text:
                self.port = int(listening[1])
                return self
            time.sleep(0.05)
        raise Broken(f"the server did not become ready:\n{self.log.read_text()}")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def request(self, method, path, body=None):
        """The status and the JSON body."""
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=REQUEST_SECONDS_MAX) as response:
                text = response.read()
                return response.status, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def answer(self, question):
        status, body = self.request("POST", "/query", {"question": question})
        check(status == 200, f"{question}: {status} {body}")
        return json.dumps([body["answer"], [[c["document_id"], c["page"], c["quote"]] for c in body["citations"]]])

    def keep_asking(self, stop):
        while not stop.is_set():
            for question, allowed in list(self.allowed.items()):
                try:
                    given = self.answer(question)
                    self.asked[question] += 1
                    if given not in allowed:
                        self.wrong.append(f"{question}: {given}, and not one of {allowed}")
                except (Broken, OSError, ValueError) as error:
                    self.wrong.append(f"{question}: {error}")


class Test:
    def __init__(self, binary, disk, folder):
        self.disk = disk
        (disk.folder / "data").mkdir()
        self.store = Store(binary, disk.folder / "data")
        self.store.env["FAISS_PERSIST_DIR"] = str(folder / "indexes")
        self.source = folder / "in"
        self.source.mkdir()
        self.folder = folder
        (self.source / "kept.pdf").write_bytes(document("kept", 4, "kept"))
        self.write("old")
        self.ingest(0)
        self.outcomes = Counter()

    def write(self, mark):
        (self.source / "replaced.pdf").write_bytes(document(mark, 12, mark))

    def ingest(self, *codes):
        # Its output must not need the full disk.
        done = subprocess.run([self.store.binary, "ingest", self.source], cwd=self.folder, env=self.store.env,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS_MAX)
        check(done.returncode in codes, f"ingest ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def learn(self, server, marks):
        """The right answers: {question: {edition of the replaced document: answer}}, the edition "-" for those that are
        right while the other document is deleted."""
        answers = {question: {} for question in self.questions(marks)}
        for mark in marks:
            self.write(mark)
            self.ingest(0)
            for question in answers:
                answers[question][mark] = server.answer(question)
            server.request("DELETE", f"/documents/{self.find(server)}")
            for question in answers:
                answers[question][mark + "-"] = server.answer(question)
            self.ingest(0)
        return answers

    @staticmethod
    def find(server):
        """The id of the document that is deleted now and then; None when it is."""
        listed = server.request("GET", "/documents")[1]["documents"]
        return next((d["id"] for d in listed if d["name"] == "kept.pdf"), None)

    @staticmethod
    def questions(marks):
        return [f"What does {mark}p{page} cover?" for mark in ("kept", *marks) for page in (2, 3)]

    def try_size(self, server, answers, mark, free):
        """Replaces the other edition by `mark` with so many bytes free."""
        server.allowed = {question: set(known.values()) for question, known in answers.items()}
        stop = threading.Event()
        asking = threading.Thread(target=server.keep_asking, args=(stop,))
        self.disk.leave(free)
        asking.start()
        try:
            self.write(mark)
            done = self.ingest(0, 1)
            check(done.returncode == 0 or any(words in done.stderr for words in FULL),
                  f"{free} bytes free: does not say that the disk is full\n{done.stdout}{done.stderr}")
            self.outcomes["ingest " + ("got through" if done.returncode == 0 else "refused")] += 1
            self.delete_while_full(server)
            self.disk.clear()
            self.ingest(0)
        finally:
            stop.set()
            asking.join()
        check(not server.wrong, "\n".join(server.wrong[:3]))
        for question, known in answers.items():
            check(server.answer(question) == known[mark], f"{free} bytes free, then room: {question} is not up to date")

    def delete_while_full(self, server):
        status, body = server.request("DELETE", f"/documents/{self.find(server)}")
        there = self.find(server) is not None
        check(status in (200, 204, 503, 507), f"a deletion on a full disk: {status} {body}")
        check(there == (status >= 500), f"a deletion answered {status}, and the document is {'there' if there else 'gone'}")
        self.outcomes["deletion " + ("refused" if there else "got through")] += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--sizes", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="genai-full-") as folder:
        folder = Path(folder)
        try:
            with Disk(folder / "disk") as disk:
                test = Test(options.binary, disk, folder)
                with Server(test.store, folder / "log") as server:
                    answers = test.learn(server, ("old", "new"))
                    marks = ["old", "new"]
                    for step in range(options.sizes):
                        size = STEP_BYTES * step * max(1, 30 // options.sizes)
                        test.try_size(server, answers, marks[0], size)
                        marks.reverse()
                    server.process.send_signal(signal.SIGTERM)
                    check(server.process.wait(SECONDS_MAX) == 0, f"the server did not end in order:\n{server.log.read_text()}")
                test.store.run("reconcile")
        except Broken as broken:
            print(broken)
            return 1
    print(f"{options.sizes} sizes: " + ", ".join(f"{k} {v}" for k, v in sorted(test.outcomes.items()))
          + f"; {sum(server.asked.values())} answers meanwhile, all right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
