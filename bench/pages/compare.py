#!/usr/bin/env python3
"""What does a page's image cost, from the request to its last byte, beside poppler's pdftoppm -png?

compare.py PDFS [--genai PATH] [--pages N] [--rounds N] [--dpi N]

Takes the PDFs of a folder into a store of its own and serves it. Then both draw the same N pages in turns, one at a time:
genai answers GET /documents/{id}/pages/{n}?highlight= over HTTP, with the page's first chunk marked, nothing cached;
pdftoppm (apt: poppler-utils), when it is there, is started for the page and writes the PNG to a pipe, unmarked. Of each page
the best of the rounds counts; processor time is that of all processes over all rounds, and what the ratio is of, for wall time
on a machine that does other things says little.
"""
import argparse
import http.client
import json
import os
import random
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def connect(port):
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)


def ask(connection, target):
    connection.request("GET", target)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"GET {target}: {answer.status} {body[:300]!r}")
    return body


def start(genai, env, log):
    with open(log, "w") as sink:
        server = subprocess.Popen([genai, "serve"], env=env, stdout=sink, stderr=sink)
    for _ in range(600):
        found = re.search(r"listening .*\bport=(\d+)", log.read_text())
        if found and "ready" in log.read_text():
            return server, int(found[1])
        time.sleep(0.1)
    raise SystemExit(f"the server did not become ready:\n{log.read_text()}")


def choose_pages(connection, folder, count):
    """(file, document, page, chunk) of pages that have chunks, from all the files."""
    documents = json.loads(ask(connection, "/documents?limit=1000"))["documents"]
    pages = []
    for document in documents:
        chunks = json.loads(ask(connection, f"/documents/{document['id']}/chunks?limit=1000"))["chunks"]
        first = {}
        for chunk in chunks:
            first.setdefault(chunk["page"], chunk["chunk_id"])
        pages += [(folder / document["name"], document["id"], page, chunk) for page, chunk in first.items()]
    return random.Random(1).sample(pages, min(count, len(pages)))


def time_genai(connection, page, dpi, salt):
    _, document, number, chunk = page
    # Each round asks for another pixel of width, so that no image is known already. US Letter is 8.5 inches wide.
    target = f"/documents/{document}/pages/{number}?highlight={chunk}&width={round(8.5 * dpi) + salt}"
    begin = time.perf_counter()
    image = ask(connection, target)
    return time.perf_counter() - begin, len(image)


def time_pdftoppm(program, page, dpi):
    file, _, number, _ = page
    begin = time.perf_counter()
    image = subprocess.run([program, "-png", "-r", str(dpi), "-f", str(number), "-l", str(number), file],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    return time.perf_counter() - begin, len(image)


def server_cpu_s(pid):
    """Of the server and of the children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def children_cpu_s():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def row(name, measured, cpu_ms, base):
    times = sorted(time * 1000 for time, _ in measured)
    print(f"| {name:22} | {cpu_ms:6.1f} | {base / cpu_ms:5.2f} | {statistics.median(times):6.1f} | "
          f"{times[int(len(times) * .95)]:6.1f} | {statistics.mean(size for _, size in measured) / 1024:6.0f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdfs", type=Path)
    parser.add_argument("--genai", default=str(ROOT / "build/release/genai"))
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dpi", type=int, default=120)
    arguments = parser.parse_args()
    genai = str(Path(arguments.genai).resolve())
    peer = shutil.which("pdftoppm")
    with tempfile.TemporaryDirectory(prefix="genai-pages-") as folder:
        env = {**os.environ, "DATA_DIR": folder + "/data", "PORT": "0", "LOG_FORMAT": "text", "DRAIN_DELAY": "0"}
        if subprocess.run([genai, "ingest", arguments.pdfs], env=env, capture_output=True).returncode not in (0, 1):
            raise SystemExit("genai ingest failed")
        server, port = start(genai, env, Path(folder) / "log")
        try:
            connection = connect(port)
            pages = choose_pages(connection, arguments.pdfs, arguments.pages)
            ours, theirs, our_cpu, their_cpu = [], [], 0, 0
            rounds = range(arguments.rounds)
            for page in pages:
                before = server_cpu_s(server.pid)
                ours.append(min(time_genai(connection, page, arguments.dpi, salt) for salt in rounds))
                our_cpu += server_cpu_s(server.pid) - before
                if peer:
                    before = children_cpu_s()
                    theirs.append(min(time_pdftoppm(peer, page, arguments.dpi) for _ in rounds))
                    their_cpu += children_cpu_s() - before
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
    print(f"{len(pages)} pages at {arguments.dpi} dpi, best of {arguments.rounds} rounds, milliseconds")
    drawn = len(pages) * arguments.rounds / 1000
    print("|                        | CPU ms | ratio |    p50 |    p95 | KiB/page |")
    if theirs:
        row("pdftoppm -png", theirs, their_cpu / drawn, their_cpu / drawn)
    else:
        print("pdftoppm is not installed: no ratio (apt install poppler-utils)")
    row("genai, with a passage", ours, our_cpu / drawn, their_cpu / drawn if theirs else float("nan"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
