#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What an upload of 90 MiB costs the questions beside it: latency.py BINARY"""
import multiprocessing
import statistics
import sys
import tempfile
import time
from pathlib import Path

from server import Server, form, noise, pages

MIB = 1 << 20


def ask(server, stop):
    """The milliseconds of questions, one after the other until `stop` says so."""
    took = []
    while not stop(took):
        begin = time.perf_counter()
        server.finds("alphap2")
        took.append((time.perf_counter() - begin) * 1000)
    return sorted(took)


def show(what, took):
    print(f"{what}: {len(took)} questions, p50 {statistics.median(took):.1f} ms, p99 {took[int(len(took) * .99)]:.1f} ms, "
          f"max {took[-1]:.1f} ms")


def main():
    with tempfile.TemporaryDirectory(prefix="genai-latency-") as folder, Server(sys.argv[1], Path(folder)) as server:
        server.end_of(server.upload_one("a.pdf", pages("alpha", 3))["job_id"])
        show("alone", ask(server, lambda took: len(took) == 200))
        data = noise(90 * MIB)
        # A process of its own: the interpreter's lock is not to be measured.
        uploads = multiprocessing.Process(target=upload, args=(server, data))
        uploads.start()
        show("beside uploads", ask(server, lambda _: not uploads.is_alive()))
        print(f"peak of the server {peak(server)} MiB")


def upload(server, data):
    bodies = [form({f"{i}.bin": data[i:]}) for i in range(3)]
    for body, content_type in bodies:
        begin = time.perf_counter()
        status, _ = server.ask("POST", "/documents", body, {"Content-Type": content_type})
        print(f"an upload of 90 MiB: {status}, {time.perf_counter() - begin:.2f} s", flush=True)


def peak(server):
    text = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0]) >> 10


if __name__ == "__main__":
    sys.exit(main())
