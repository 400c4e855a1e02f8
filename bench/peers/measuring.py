# SPDX-License-Identifier: Apache-2.0
"""What the comparisons share: where the peers are, and the CPU time of processes. Standard library only.

Everything is compared by CPU time, user and system, and by the minimum of several rounds in which the systems take
turns: wall time says little on a machine that does other things too.
"""
import contextlib
import dataclasses
import http.client
import os
import pathlib
import platform
import re
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = pathlib.Path(__file__).resolve().parent
START_SECONDS_MAX = 120


def genai_cache():
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(os.environ.get("GENAI_CACHE") or pathlib.Path(base) / "genai")


def peer_python():
    python = genai_cache() / "peers" / "venv" / "bin" / "python"
    if not (genai_cache() / "peers" / "stamp").exists():
        sys.exit(f"the peers are not in {genai_cache() / 'peers'}: run bench/peers/setup")
    return str(python)


def peer_model():
    return str(genai_cache() / "peers" / "model")


def add_genai_option(parser):
    parser.add_argument("--genai", type=pathlib.Path, default=ROOT / "build" / "release" / "genai",
                        help="the binary to measure [build/release/genai]")


def require_genai(path):
    if not os.access(path, os.X_OK):
        sys.exit(f"{path} is not there: build it with cmake --preset release && cmake --build --preset release")
    return str(path.resolve())


def genai_environment(data_dir, **settings):
    """An environment in which genai keeps everything under data_dir and nothing of the caller's settings counts."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "DATA_DIR": str(data_dir), "LOG_LEVEL": "warning", **settings}


def peer_environment():
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclasses.dataclass
class Finished:
    cpu_seconds: float  # of the process and the children it waited for
    output: str


def run_to_end(command, environment, folder=None):
    """Runs a command; ends this program with the command's messages when it fails."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as messages:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=messages)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        messages.seek(0)
        if process.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{messages.read()[-4000:]}")
        return Finished(usage.ru_utime + usage.ru_stime, output.read())


class Server:
    """A server of ours for the length of a `with`: started on a free port, ready when the block begins."""

    def __init__(self, make_command, environment, folder=None):
        self.port = free_port()
        self._command = make_command(self.port)
        self._environment = environment
        self._folder = folder
        self._messages = None
        self._process = None

    def __enter__(self):
        self._messages = tempfile.TemporaryFile("w+")
        self._process = subprocess.Popen(self._command, env=self._environment, cwd=self._folder,
                                         stdin=subprocess.DEVNULL, stdout=self._messages, stderr=self._messages)
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._messages.seek(0)
                messages = self._messages.read()[-4000:]
                self.__exit__()
                sys.exit(f"{' '.join(map(str, self._command))}\ndid not become ready:\n{messages}")
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()
        self._messages.close()

    def _is_ready(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        return False

    def cpu_seconds(self):
        """User and system time of the process so far, by the kernel's own clock of it: /proc counts in 10 ms."""
        # As clock_getcpuclockid(3) makes it, which Python does not have.
        return time.clock_gettime(~self._process.pid << 3 | 2)

    def resident_mib(self):
        status = pathlib.Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def machine():
    """One line that says on what was measured."""
    cpu = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"^model name\s*:\s*(.*)$", cpu, re.MULTILINE)
    flags = re.search(r"^flags\s*:(.*)$", cpu, re.MULTILINE)
    known = ("avx2", "avx512f", "avx512_vnni", "avx_vnni")
    has = [name for name in known if flags and name in flags.group(1).split()]
    load = os.getloadavg()[0]
    return (f"{model.group(1) if model else platform.machine()}, {os.cpu_count()} cores, {' '.join(has) or 'no AVX2'}; "
            f"load {load:.1f} while measuring")


def pdfs_in(folder):
    files = sorted(folder.glob("*.pdf"))
    if not files:
        sys.exit(f"there are no PDFs in {folder}")
    return [file.resolve() for file in files]


def print_table(rows):
    """Rows of strings: the first is the header; all columns but the first are aligned right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths))]
        print("  ".join(cells).rstrip())
