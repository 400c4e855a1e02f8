#!/usr/bin/env python3
"""What starting the reader of PDFs costs for a file of one page, and its cage of that: startup.py [BUILD] [PEER...]

BUILD (default build/dev) and each PEER are build folders; they take turns. Medians of many starts, in microseconds.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS, STARTS = 5, 60
ARGUMENTS = ["1", "5000", "5", str(1 << 30), "0"]  # as CagedSession gives them
ONE_PAGE = (b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj "
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            b"endobj 4 0 obj<</Length 38>>stream\nBT /F1 10 Tf 72 700 Td (Hello) Tj ET   \nendstream endobj "
            b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj trailer<</Root 1 0 R>>\n")


def start(program, file, null):
    """(wall, processor) time of one run, in microseconds"""
    begin = time.perf_counter()
    actions = [(os.POSIX_SPAWN_DUP2, file, 3), (os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1)]
    _, status, usage = os.wait4(os.posix_spawn(program, [program, *ARGUMENTS], {}, file_actions=actions), 0)
    if status != 0:
        sys.exit(f"{program} ended with the status {status}")
    return (time.perf_counter() - begin) * 1e6, (usage.ru_utime + usage.ru_stime) * 1e6


def cage_cost(trial):
    with tempfile.TemporaryFile() as file:
        file.write(b"%PDF-cost")
        file.flush()
        os.dup2(file.fileno(), 3)
        out = subprocess.run([trial, *ARGUMENTS], stdin=subprocess.DEVNULL, capture_output=True, pass_fds=(3,)).stdout
    return float(out[out.rindex(b"\0") + 1:])


def main():
    builds = sys.argv[1:] or ["build/dev"]
    times = {build: [] for build in builds}
    with tempfile.TemporaryFile() as page, open(os.devnull, "r+b") as null:
        page.write(ONE_PAGE)
        page.flush()
        for _ in range(ROUNDS):
            for build in builds:
                program = os.path.join(build, "libexec/genai/genai-extract")
                times[build] += [start(program, page.fileno(), null.fileno()) for _ in range(STARTS)]
    for build, taken in times.items():
        wall, processor = (statistics.median(column) for column in zip(*taken))
        print(f"{build}: {wall:.0f} us, of processor time {processor:.0f} us")
    trial = os.path.join(builds[0], "trial/genai-cage-trial")
    print(f"of these the cage: {statistics.median(cage_cost(trial) for _ in range(100)):.0f} us of processor time")


if __name__ == "__main__":
    main()
