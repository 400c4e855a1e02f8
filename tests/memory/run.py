#!/usr/bin/env python3
"""Takes a long PDF in with the real program and holds its memory to its limits (README.md beside this file).

run.py GENAI [--pages N] [--lines N]; prints what was measured; exit 1 with a line for each limit that was broken.
"""
import argparse
import hashlib
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "hostile"))
from pdf import Pdf, flate  # noqa: E402

SAMPLE = ROOT / "samples" / "letter.pdf"
PEAK_MB = 500
ABOVE_BASE_MIB = 48
LINES, WORDS = 46, 13  # of a page by default: some 3,500 characters, as in an annual report
START_SECONDS, JOB_SECONDS, SETTLE_SECONDS = 60, 1800, 3
VOCABULARY = """revenue interest the of in and loans net income tax assets capital market risk management securities
statement cash flow operating results quarter year ended billion million increase decrease compared with client fair value
credit losses provision deposits liquidity reserve committee shareholders dividend harbour instruments sensor lease""".split()


def make_pdf(pages, lines_of_page):
    draw = random.Random(5)
    pdf = Pdf()
    for number in range(1, pages + 1):
        lines = [f"Section {number // 20 + 1}. Annual report, page {number}"]
        for _ in range(lines_of_page):
            words = [draw.choice(VOCABULARY) if draw.random() < .9 else f"{draw.randrange(100000):,}" for _ in range(WORDS)]
            lines.append(" ".join(words).capitalize() + draw.choice(["", "", "."]))
        content = "".join(f"BT /F1 9 Tf 60 {740 - 14 * row} Td ({line}) Tj ET\n" for row, line in enumerate(lines))
        data, filters = flate(content.encode())
        pdf.page(pdf.stream(data, filters))
    return pdf.finish()


def children_of(pid):
    """The process and all that it has started, by what /proc says of each thread's children."""
    found = [pid]
    for process in found:
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                pass
    return found


def pss_mib(pid):
    total = 0
    for process in children_of(pid):
        try:
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.M)
        except OSError:  # it has ended
            continue
        total += int(found[1]) / 1024 if found else 0
    return total


class Sampler(threading.Thread):
    """Looks at the memory of a process tree until it is stopped or the process ends."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak, self.stopped = pid, 0, threading.Event()
        self.start()

    def run(self):
        while not self.stopped.wait(0.05) and Path(f"/proc/{self.pid}").exists():
            self.peak = max(self.peak, pss_mib(self.pid))

    def end(self):
        self.stopped.set()
        self.join()
        return self.peak


def run_ingest(genai, pdf, env):
    process = subprocess.Popen([genai, "ingest", pdf], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    sampler = Sampler(process.pid)
    output = process.communicate()[0].decode(errors="replace")
    if process.returncode != 0:
        raise SystemExit(f"genai ingest ended with {process.returncode}:\n{output}")
    return sampler.end()


class Client:
    def __init__(self, port):
        self.port = port

    def ask(self, method, target, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, target, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()

    def json(self, *request, **more):
        status, body = self.ask(*request, **more)
        if status >= 300:
            raise SystemExit(f"{request[0]} {request[1]}: {status} {body[:500]!r}")
        return json.loads(body) if body else None


def upload(client, pdf):
    """The document's id; nothing when this server takes no uploads."""
    boundary = "memory-test-boundary"
    head = (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{pdf.name}"\r\n'
            "Content-Type: application/pdf\r\n\r\n")
    status, answer = client.ask("POST", "/documents", head.encode() + pdf.read_bytes() + f"\r\n--{boundary}--\r\n".encode(),
                                {"Content-Type": f"multipart/form-data; boundary={boundary}"})
    if status in (404, 405, 413):
        return None
    if status not in (200, 202):
        raise SystemExit(f"POST /documents: {status} {answer[:500]!r}")
    return json.loads(answer)["documents"][0]["id"]


def wait_until_indexed(client, document):
    end = time.monotonic() + JOB_SECONDS
    while time.monotonic() < end:
        status, body = client.ask("GET", f"/documents/{document}")
        if status == 200 and json.loads(body)["status"] == "indexed":
            return
        time.sleep(0.2)
    raise SystemExit("the upload was not indexed in time")


def wait_until_ready(server, log):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        found = re.search(r"listening .*\bport=(\d+)", log.read_text())
        try:
            if found and Client(int(found[1])).ask("GET", "/readyz")[0] == 200:
                return Client(int(found[1]))
        except OSError:
            pass
        time.sleep(0.05)
    raise SystemExit(f"the server did not become ready:\n{log.read_text()}")


def settled(server, client):
    """What the server holds once a question has made it look at its indexes, and some time has passed."""
    for _ in range(3):
        client.json("POST", "/query?question=What+was+the+net+revenue&retrieve_only=true")
    time.sleep(SETTLE_SECONDS)
    return pss_mib(server.pid)


def run_server(genai, pdf, pages, env, work):
    log = work / "log"
    # A base with something to answer from, so that what answering itself needs is part of it.
    subprocess.run([genai, "ingest", SAMPLE], env=env, check=True, capture_output=True)
    with open(log, "w") as sink:
        server = subprocess.Popen([genai, "serve"], env=env, cwd=work, stdout=sink, stderr=sink)
    try:
        client = wait_until_ready(server, log)
        base = settled(server, client)
        sampler = Sampler(server.pid)
        document, how = upload(client, pdf), "uploaded"
        if document is None:
            how = "ingested beside it"
            subprocess.run([genai, "ingest", pdf], env=env, check=True, capture_output=True)
            document = hashlib.sha256(pdf.read_bytes()).hexdigest()
        wait_until_indexed(client, document)
        for number in range(1, 25):
            status, image = client.ask("GET", f"/documents/{document}/pages/{number % pages + 1}?start=0&end=60")
            if status != 200 or not image.startswith(b"\x89PNG"):
                raise SystemExit(f"page {number} was not drawn: {status} {image[:200]!r}")
        held = settled(server, client)
        peak = sampler.end()
        client.json("DELETE", f"/documents/{document}")
        after = settled(server, client)
        server.send_signal(signal.SIGTERM)
        if server.wait(timeout=60) != 0:
            raise SystemExit(f"the server ended with {server.returncode}:\n{log.read_text()}")
        return how, base, peak, held, after
    finally:
        if server.poll() is None:
            server.kill()
            server.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("genai")
    parser.add_argument("--pages", type=int, default=1600)
    parser.add_argument("--lines", type=int, default=LINES, help="of text on a page")
    arguments = parser.parse_args()
    genai = str(Path(arguments.genai).resolve())
    with tempfile.TemporaryDirectory(prefix="genai-memory-") as folder:
        work = Path(folder)
        pdf = work / "long.pdf"
        pdf.write_bytes(make_pdf(arguments.pages, arguments.lines))
        env = {**os.environ, "PORT": "0", "LOG_FORMAT": "text", "DRAIN_DELAY": "0", "EMBEDDING_PRECISION": "int8"}
        alone = run_ingest(genai, pdf, env | {"DATA_DIR": str(work / "alone")})
        print(f"{arguments.pages} pages, {pdf.stat().st_size >> 10} KiB; PSS of the process tree")
        print(f"genai ingest: peak {alone:.0f} MiB")
        how, base, peak, held, after = run_server(genai, pdf, arguments.pages, env | {"DATA_DIR": str(work / "served")}, work)
        print(f"server, {how}: base {base:.0f} MiB, peak {peak:.0f}, with the document {held:.0f}, deleted {after:.0f}")
    broken = [f"{name}: a peak of {value:.0f} MiB, more than {PEAK_MB} MB"
              for name, value in (("genai ingest", alone), ("the server", peak)) if value * 1.048576 > PEAK_MB]
    if after > base + ABOVE_BASE_MIB:
        broken.append(f"the server is {after - base:.0f} MiB above its base once the document is gone")
    print("\n".join(broken) if broken else "within its limits")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
