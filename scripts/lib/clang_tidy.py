"""Runs clang-tidy over a build's translation units and remembers which were clean.

usage: clang_tidy.py SOURCE_ROOT BUILD_DIR CACHE_DIR JOBS

A unit's result depends on its own text, its headers', its compile command, the configuration and the tool's version.
The hash of all these names a file in CACHE_DIR when the unit was clean, so a repeated run only hashes. Headers come from
Ninja's log of dependencies, so build first. Exit 1 when something was found.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

TIDY = "clang-tidy-16"
KEPT_DAYS = 60
# Third-party headers change only with their package; their paths say enough about them.
OWN_FOLDERS = ("src", "tests", "bench", "fuzz")


def dependencies(build):
    """Object file -> the headers it was compiled with, from Ninja's log."""
    result, current = {}, None
    log = subprocess.run(["ninja", "-C", build, "-t", "deps"], capture_output=True, text=True, check=True).stdout
    for line in log.splitlines():
        if line.startswith("    "):
            current.append(line.strip())
        elif ":" in line:
            current = result.setdefault(line.split(":")[0], [])
    return result


class Units:
    def __init__(self, root, build):
        self.root, self.build = root, build
        self.digests = {}
        version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
        self.common = version + (root / ".clang-tidy").read_bytes()
        self.headers = dependencies(build)
        commands = json.loads((build / "compile_commands.json").read_text())
        self.commands = {pathlib.Path(c["file"]): c for c in commands if self.is_own(pathlib.Path(c["file"]))}

    def is_own(self, path):
        return path.is_relative_to(self.root) and path.relative_to(self.root).parts[0] in OWN_FOLDERS

    def digest(self, path):
        if path not in self.digests:
            own = self.is_own(path) or path.is_relative_to(self.build)
            text = path.read_bytes() if own and path.exists() else b""
            self.digests[path] = hashlib.sha256(text).hexdigest()
        return self.digests[path]

    def key(self, file):
        """The name of the unit's result, the same for two checkouts of the same text; None when it was not built yet."""
        command = self.commands[file]
        words = shlex.split(command["command"])
        headers = self.headers.get(words[words.index("-o") + 1])
        if headers is None:
            return None
        here = str(self.root)
        parts = [str(file).replace(here, ""), command["command"].replace(here, ""), self.digest(file)]
        for header in sorted(headers):
            path = pathlib.Path(os.path.normpath(os.path.join(command["directory"], header)))
            parts.append(f"{str(path).replace(here, '')} {self.digest(path)}")
        return hashlib.sha256(self.common + "\n".join(parts).encode()).hexdigest()


def check(build, file):
    # FAISS's headers name omp.h, which comes with GCC: its folder is looked into last, and an attribute that only GCC
    # gives arguments loses them.
    omp = subprocess.run(["g++", "-print-file-name=include/omp.h"], capture_output=True, text=True).stdout.strip()
    extra = ["--extra-arg=-idirafter", f"--extra-arg={pathlib.Path(omp).parent}",
             "--extra-arg=-D__malloc__(...)=__malloc__"]
    run = subprocess.run([TIDY, "--quiet", "-p", str(build), *extra, str(file)], capture_output=True, text=True)
    # What it writes to the error stream is a count of the warnings it left out, unless it could not run at all.
    return run.returncode == 0, run.stdout + (run.stderr if run.returncode and not run.stdout else "")


def findings(output):
    """The single findings of clang-tidy's output, each with its lines of source."""
    return [block for block in re.split(r"^(?=\S+:\d+:\d+: (?:error|warning):)", output, flags=re.M) if block.strip()]


def forget_old(cache):
    oldest = time.time() - KEPT_DAYS * 86400
    for entry in cache.iterdir():
        if entry.stat().st_mtime < oldest:
            entry.unlink(missing_ok=True)


def main():
    root, build, cache = (pathlib.Path(p).resolve() for p in sys.argv[1:4])
    jobs = int(sys.argv[4])
    cache.mkdir(parents=True, exist_ok=True)
    forget_old(cache)
    units = Units(root, build)
    keys = {file: units.key(file) for file in sorted(units.commands)}
    todo = []
    for file, key in keys.items():
        if key and (cache / key).exists():
            (cache / key).touch()  # still of use
        else:
            todo.append(file)

    failed, told = 0, set()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        checks = {pool.submit(check, build, file): file for file in todo}
        for future in concurrent.futures.as_completed(checks):
            is_clean, output = future.result()
            key = keys[checks[future]]
            if is_clean and key:
                (cache / key).touch()
            elif not is_clean:
                failed += 1
                for finding in findings(output):
                    if finding not in told:  # one in a header is found by all who include it
                        told.add(finding)
                        print(finding.replace(f"{root}/", ""), end="", flush=True)
    print(f"    clang-tidy: {len(keys)} files, {len(todo)} of them checked anew, {failed} with findings")
    sys.exit(1 if failed else 0)


main()
