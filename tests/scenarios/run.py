#!/usr/bin/env python3
"""Runs the scenarios, text files of requests and expected answers, against the real program.

Usage: run.py BINARY [SCENARIO.http...]

Ingests samples/ into a store of its own, serves it on a free port, runs every exchange of every file in order (see
README.md for their form), then stops the server with SIGTERM and expects it to end cleanly.
"""
import hashlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent / "samples"
START_SECONDS = 60


class Exchange:
    """A request and the subset of its answer that is expected."""

    def __init__(self, where, request, answer):
        self.where = where
        head, self.body = split_message(request)
        self.method, self.target = head[0].split(" ", 1)
        self.headers = dict(line.split(": ", 1) for line in head[1:])
        head, self.expected_body = split_message(answer)
        self.status = int(head[0])
        self.expected_headers = dict(line.split(": ", 1) for line in head[1:])


def split_message(lines):
    """(the lines before the first empty one, what follows as one text)"""
    gap = lines.index("") if "" in lines else len(lines)
    return lines[:gap], "\n".join(lines[gap + 1:])


def read_scenario(path):
    exchanges, request, answer, where = [], [], [], ""
    for number, line in enumerate([*path.read_text().splitlines(), "> "], 1):
        if line.startswith("<"):
            answer.append(line[1:].strip())
        elif line.startswith(">"):
            if answer or not request:
                if request:
                    exchanges.append(Exchange(where, request, answer))
                request, answer, where = [], [], f"{path.name}:{number}"
            request.append(line[1:].strip())
        elif line.strip() and not line.startswith("#"):
            raise SystemExit(f"{path.name}:{number}: a line begins with one of > < #")
    return exchanges


def fill(text):
    """${sha256:letter.pdf} is the id of a sample."""
    return re.sub(r"\$\{sha256:([^}]+)\}",
                  lambda match: hashlib.sha256((SAMPLES / match[1]).read_bytes()).hexdigest(), text)


def differences(expected, actual, path="body"):
    """What of `expected` is not in `actual`: members of objects, the first elements of arrays, "re:..." as a pattern."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, value in expected.items():
            if key not in actual:
                yield f"{path}.{key} is missing"
            else:
                yield from differences(value, actual[key], f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(actual) < len(expected) or (not expected and actual):
            yield f"{path} has {len(actual)} elements, expected {len(expected)}"
        for i, (value, found) in enumerate(zip(expected, actual)):
            yield from differences(value, found, f"{path}[{i}]")
    elif isinstance(expected, str) and expected.startswith("re:"):
        text = actual if isinstance(actual, str) else json.dumps(actual)
        if not re.search(expected[3:], text):
            yield f"{path} is {text!r}, which {expected[3:]!r} does not match"
    elif expected != actual or type(expected) is not type(actual):
        yield f"{path} is {actual!r}, expected {expected!r}"


def check(exchange, port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(exchange.method, fill(exchange.target), fill(exchange.body).encode(),
                       {name: fill(value) for name, value in exchange.headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")  # images too: what is no text becomes U+FFFD
    if answer.status != exchange.status:
        yield f"status {answer.status}, expected {exchange.status}: {text[:300]}"
        return
    for name, value in exchange.expected_headers.items():
        yield from differences(fill(value), answer.headers.get(name) or "", name)
    expected = fill(exchange.expected_body)
    if not expected:
        return
    if expected.startswith("re:"):
        yield from differences(expected, text)
    else:
        yield from differences(json.loads(expected), json.loads(text))


def ready_port(server, log):
    """The port that the server's log names, once /readyz says that it is ready."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        found = re.search(r"listening .*\bport=(\d+)", Path(log).read_text())
        if found:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=5)
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return int(found[1])
            except OSError:
                pass
        time.sleep(0.05)
    raise SystemExit(f"the server did not become ready:\n{Path(log).read_text()}")


def run(binary, files):
    failures, count = [], 0
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATA_DIR": folder + "/data", "PORT": "0", "LOG_FORMAT": "text",
                       "DRAIN_DELAY": "0"}
        ingest = subprocess.run([binary, "ingest", str(SAMPLES)], cwd=folder, env=environment, capture_output=True, text=True)
        if ingest.returncode not in (0, 1):  # 1: samples/ holds files that cannot be read
            raise SystemExit(f"genai ingest ended with {ingest.returncode}:\n{ingest.stdout}{ingest.stderr}")
        log = folder + "/log"
        with open(log, "w") as sink:
            server = subprocess.Popen([binary, "serve"], cwd=folder, env=environment, stdout=sink, stderr=sink)
        try:
            port = ready_port(server, log)
            for path in files:
                for exchange in read_scenario(path):
                    count += 1
                    failures += [f"{exchange.where}: {exchange.method} {exchange.target}: {problem}"
                                 for problem in check(exchange, port)]
            server.send_signal(signal.SIGTERM)
            if server.wait(timeout=30) != 0:
                failures.append(f"after SIGTERM the server ended with {server.returncode}:\n{Path(log).read_text()}")
        finally:
            if server.poll() is None:
                server.kill()
                server.wait()
    print("\n".join(failures) if failures else f"scenarios: {count} exchanges as expected")
    return 1 if failures else 0


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    files = [Path(name) for name in sys.argv[2:]] or sorted(HERE.glob("*.http"))
    return run(str(Path(sys.argv[1]).resolve()), files)


if __name__ == "__main__":
    sys.exit(main())
