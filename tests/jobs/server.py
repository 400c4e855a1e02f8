# SPDX-License-Identifier: Apache-2.0
"""What the tests of jobs share: a genai server on a folder, uploads and questions by http.client, and small PDFs."""
import hashlib
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "crash"))
from store import document  # noqa: E402

SECONDS_MAX = 120


class Broken(Exception):
    """An expectation that does not hold, in words."""


def check(condition, what):
    if not condition:
        raise Broken(what)


def until(condition, what, seconds=SECONDS_MAX):
    """What `condition` gives once it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise Broken(f"not within {seconds} s: {what}")


def form(files, **fields):
    """(body, content type)"""
    boundary = "boundary-of-the-tests"
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields.items()]
    for name, data in files.items():
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
                     "Content-Type: application/pdf\r\n\r\n".encode() + data + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class Server:
    """genai serve on `folder`; start() and stop() as often as a test likes."""

    def __init__(self, binary, folder, **settings):
        self.binary, self.folder = str(Path(binary).resolve()), Path(folder)
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        self.env = {**kept, "DATA_DIR": str(self.folder / "data"), "PORT": "0", "LOG_FORMAT": "text", "DRAIN_DELAY": "0",
                    "INGEST_BATCH_PAGES": "2", "INGEST_FREE_SHARE_MIN": "0", "INGEST_FREE_BYTES_MIN": "0", **settings}
        self.process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def start(self, **settings):
        self.log = self.folder / f"log-{time.monotonic_ns()}"
        with open(self.log, "w") as sink:
            self.process = subprocess.Popen([self.binary, "serve"], cwd=self.folder, env={**self.env, **settings},
                                            stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
        found = until(lambda: re.search(r"listening .*\bport=(\d+)", self.log.read_text()), "the server listens")
        self.port = int(found[1])
        until(lambda: self.ask("GET", "/readyz")[0] == 200, "the server is ready")
        return self

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        code = self.process.wait(SECONDS_MAX)
        check(how == signal.SIGKILL or code == 0, f"the server ended with {code}:\n{self.log.read_text()}")

    def genai(self, *arguments, code=0):
        done = subprocess.run([self.binary, *arguments], cwd=self.folder, env=self.env, capture_output=True, text=True,
                              timeout=SECONDS_MAX)
        check(done.returncode == code,
              f"genai {' '.join(arguments)} ended with {done.returncode}, not {code}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def ask(self, method, target, body=None, headers=None):
        """(status, the body as JSON, or as text)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_MAX)
        connection.request(method, target, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        try:
            return answer.status, json.loads(text)
        except ValueError:
            return answer.status, text

    def upload(self, files, target="/documents", **fields):
        body, content_type = form(files, **fields)
        return self.ask("POST", target, body, {"Content-Type": content_type})

    def job(self, job_id):
        return self.ask("GET", f"/jobs/{job_id}")[1]

    def upload_one(self, name, data, **fields):
        """The document's row of the answer."""
        status, answer = self.upload({name: data}, **fields)
        check(status in (200, 202), f"the upload of {name} got {status}: {answer}")
        return answer["documents"][0]

    def end_of(self, job_id):
        return until(lambda: (job := self.job(job_id))["ended_at"] and job, f"job {job_id} ends")

    def open_events(self, job_id):
        """The answer, of which nothing but its head is read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_MAX)
        connection.request("GET", f"/jobs/{job_id}/events")
        return connection.getresponse()

    def events(self, job_id):
        """[(name, data)] to the end of the stream"""
        answer = self.open_events(job_id)
        check(answer.getheader("Content-Type") == "text/event-stream", "the events are a stream")
        text = answer.read().decode()
        return [(found[1], json.loads(found[2])) for found in re.finditer(r"event: (\w+)\ndata: (.*)\n\n", text)]

    def finds(self, word):
        status, answer = self.ask("POST", "/query", json.dumps({"question": word, "retrieve_only": True}))
        check(status == 200, f"a question got {status}: {answer}")
        return any(word in source["text"] for source in answer["sources"])


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def pages(mark, count):
    return document(mark, count, mark)


def noise(size, seed=1):
    return random.Random(seed).randbytes(size)
