# SPDX-License-Identifier: Apache-2.0
"""What the stress tests share: a genai that serves samples/, and an HTTP client of a few lines on asyncio's streams."""
import asyncio
import contextlib
import json
import os
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FEW = ("letter.pdf", "product-manual.pdf")
MANY = (*FEW, "annual-report-2025.pdf")
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 40
QUESTIONS = ["How long does the warranty last?", "What was the capital expenditure of Mooring and Berthing in 2024?",
             "How much goodwill was on the balance sheet at 31 December 2025?", "What is the notice period?"]


def folder():
    return tempfile.TemporaryDirectory(prefix="genai-stress-")


class Serving:
    """A genai with some of samples/ in a store of its own, for the length of a `with`."""

    def __init__(self, binary, samples, **settings):
        self.binary = str(Path(binary).resolve())
        self.samples = samples
        self.settings = {"PORT": "0", "LOG_FORMAT": "json", "DRAIN_DELAY": "0", **settings}
        self.port = None

    def __enter__(self):
        self._folder = folder()
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        self.environment = environment = {**kept, "DATA_DIR": self._folder.name + "/data", **self.settings}
        files = [str(SAMPLES / name) for name in self.samples]
        subprocess.run([self.binary, "ingest", *files], cwd=self._folder.name, env=environment, check=True,
                       capture_output=True)
        self._log = Path(self._folder.name) / "log"
        with open(self._log, "w") as sink:
            self.process = subprocess.Popen([self.binary, "serve"], cwd=self._folder.name, env=environment,
                                            stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
        try:
            self._wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self._folder.cleanup()

    def stop(self):
        """Ends it with SIGTERM; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS_MAX)

    def logged(self, message):
        """The log's events with this message."""
        events = []
        for line in self._log.read_text().splitlines():
            with contextlib.suppress(ValueError):
                event = json.loads(line)
                if event.get("message") == message:
                    events.append(event)
        return events

    def tail(self):
        """The end of its log."""
        return self._log.read_text()[-3000:]

    def resident_mib(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def _wait_until_ready(self):
        end = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < end and self.process.poll() is None:
            listening = self.logged("listening")
            if listening and self.logged("ready"):
                self.port = listening[0]["port"]
                return
            time.sleep(0.05)
        raise SystemExit(f"the server did not become ready:\n{self._log.read_text()}")


class Answer:
    def __init__(self, status, headers, seconds):
        self.status, self.headers, self.seconds = status, headers, seconds


class Client:
    """A keep-alive connection that asks one question after the other."""

    def __init__(self, port):
        self.port = port
        self._reader = self._writer = None
        self._asked = 0

    async def ask(self):
        """One question; raises OSError or EOFError when the connection breaks."""
        body = json.dumps({"question": QUESTIONS[self._asked % len(QUESTIONS)]}).encode()
        self._asked += 1
        begin = time.perf_counter()
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._writer.write(b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                           b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        head = await self._reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:] if line)}
        await self._reader.readexactly(int(headers.get("content-length", 0)))
        answer = Answer(int(lines[0].split()[1]), headers, time.perf_counter() - begin)
        if headers.get("connection") == "close":
            self.close()
        return answer

    def close(self):
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


async def ask_closed_loop(port, connections, seconds, pause=0):
    """So many clients, each with its next question once it has the answer to the last; all answers."""
    end = time.monotonic() + seconds
    answers = []

    async def ask_on_and_on():
        client = Client(port)
        while time.monotonic() < end:
            answers.append(await client.ask())
            await asyncio.sleep(pause)
        client.close()

    await asyncio.gather(*(ask_on_and_on() for _ in range(connections)))
    return answers


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0
