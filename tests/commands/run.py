#!/usr/bin/env python3
"""Runs one scenario (README.md beside this file) against the real binary: run.py BINARY SCENARIO."""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

COMMAND_SECONDS = 120
READY_SECONDS = 60
STOP_SECONDS = 10


class Failure(Exception):
    """An expectation that did not hold, in words."""


def is_subset(expected, actual):
    if expected == "...":
        return True
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(k in actual and is_subset(v, actual[k]) for k, v in expected.items())
    if isinstance(expected, list):
        return isinstance(actual, list) and all(any(is_subset(e, a) for a in actual) for e in expected)
    return expected == actual and isinstance(expected, bool) == isinstance(actual, bool)


def expect(condition, what, seen):
    if not condition:
        raise Failure(f"{what}\n--- but saw:\n{seen}")


class Scenario:
    def __init__(self, binary, path, folder):
        self.binary, self.path, self.folder = binary, path, folder
        known = (path.parents[2] / ".env.example").read_text()
        settings = set(re.findall(r"^#(\w+)=", known, re.M))
        self.env = {k: v for k, v in os.environ.items() if k not in settings}
        self.env["PATH"] = f"{binary.parent}:{self.env.get('PATH', '/usr/bin:/bin')}"
        self.env["SAMPLES"] = str(path.parents[2] / "samples")
        self.server = None
        self.port = None
        self.check_end = None  # what must hold of the step before, once its expectations are read
        self.stdout = self.stderr = ""
        self.code = self.status = None

    # Steps.

    def run_command(self, text):
        done = subprocess.run(["bash", "-c", text], cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=COMMAND_SECONDS)
        self.stdout, self.stderr = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        self.code, self.check_end = done.returncode, "exit"

    def start_server(self, arguments):
        log = open(self.folder / "serve.log", "wb")
        command = [str(self.binary), "serve", "--port", "0", *arguments.split()]
        self.server = subprocess.Popen(command, cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=log)
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end and self.server.poll() is None:
            found = re.search(r"port[\"=: ]+(\d+)", self.server_log())
            if found:
                self.port = int(found.group(1))
                self.request("GET", "/readyz", None)
                if self.status == 200:
                    self.check_end = None
                    return
            time.sleep(0.05)
        raise Failure(f"the server did not get ready:\n{self.server_log()}")

    def server_log(self):
        return (self.folder / "serve.log").read_text(errors="replace")

    def request(self, method, target, body):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{target}", method=method,
                                         data=body.encode() if body is not None else None,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=COMMAND_SECONDS) as response:
                self.status, self.stdout = response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            self.status, self.stdout = error.code, error.read().decode()
        except urllib.error.URLError as error:
            self.status, self.stdout = None, str(error)
        self.check_end = "status"

    def stop_server(self, name):
        self.server.send_signal(getattr(signal, f"SIG{name}"))
        try:
            self.code = self.server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            raise Failure(f"the server did not stop within {STOP_SECONDS} s:\n{self.server_log()}") from None
        self.stdout, self.stderr, self.server, self.check_end = "", self.server_log(), None, "exit"

    # Expectations.

    def end_step(self):
        if self.check_end == "exit":
            expect(self.code == 0, "expected exit code 0", f"{self.code}\n{self.stdout}{self.stderr}")
        if self.check_end == "status":
            expect(self.status == 200, "expected status 200", f"{self.status} {self.stdout}")
        self.check_end = None

    def check(self, key, value):
        if key == "exit":
            self.check_end = None
            expect(self.code == int(value), f"expected exit code {value}", f"{self.code}\n{self.stdout}{self.stderr}")
        elif key == "status":
            self.check_end = None
            expect(self.status == int(value), f"expected status {value}", f"{self.status} {self.stdout}")
        elif key in ("stdout", "body has"):
            expect(value in self.stdout, f"expected in the output: {value}", self.stdout)
        elif key == "stderr":
            expect(value in self.stderr, f"expected in standard error: {value}", self.stderr)
        elif key == "no stdout":
            expect(value not in self.stdout, f"not expected in the output: {value}", self.stdout)
        elif key == "stdout is":
            expect(self.stdout.rstrip("\n") == value, f"expected the output to be: {value}", self.stdout)
        elif key == "json":
            expect(is_subset(json.loads(value), json.loads(self.stdout)), f"expected JSON with {value}", self.stdout)
        elif key == "json line":
            lines = [json.loads(line) for line in self.stdout.splitlines()]
            expect(any(is_subset(json.loads(value), line) for line in lines), f"expected a line with {value}",
                   self.stdout)
        else:
            raise Failure(f"unknown line: {key}: {value}")

    # The file.

    def run(self):
        lines = self.path.read_text().splitlines()
        at = 0
        while at < len(lines):
            self.line = at + 1
            line = lines[at]
            at += 1
            block = []
            while line.startswith("file ") and at < len(lines) and lines[at].startswith("    "):
                block.append(lines[at][4:])
                at += 1
            body = None
            if re.match(r"(GET|POST|PATCH|DELETE) ", line) and at < len(lines) and lines[at].startswith("body: "):
                body = lines[at][len("body: "):]
                at += 1
            self.step(line, block, body)
        self.end_step()

    def step(self, line, block, body):
        expectation = re.match(r"(exit|status|stdout is|no stdout|stdout|stderr|json line|json|body has): (.*)$", line)
        if not line.strip() or line.startswith("#"):
            return
        if expectation:
            self.check(*expectation.groups())
            return
        self.end_step()
        word, _, rest = line.partition(" ")
        if word == "$":
            self.run_command(rest)
        elif word == "env":
            name, _, value = rest.partition("=")
            self.env[name] = value
        elif word == "file":
            (self.folder / rest).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / rest).write_text("\n".join(block) + "\n")
        elif word == "serve":
            self.start_server(rest)
        elif word in ("GET", "POST", "PATCH", "DELETE"):
            self.request(word, rest, body)
        elif word == "stop":
            self.stop_server(rest)
        else:
            raise Failure(f"unknown line: {line}")


def main():
    binary, path = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory(prefix="genai-scenario-") as folder:
        scenario = Scenario(binary, path, Path(folder))
        try:
            scenario.run()
        except (Failure, subprocess.TimeoutExpired, json.JSONDecodeError) as failure:
            print(f"{path.name}:{scenario.line}: {failure}")
            return 1
        finally:
            if scenario.server is not None:
                scenario.server.kill()
                scenario.server.wait()
    print(f"{path.name}: passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
