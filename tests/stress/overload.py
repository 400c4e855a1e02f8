#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""More questions than the server can answer: what it still answers, how fast it refuses the rest, and how it recovers.

    tests/stress/overload.py GENAI [--times 3] [--seconds 60] [--short]

Measures the peak with clients that wait for their answers, then sends questions at a multiple of that rate whatever comes
back, then at half the peak. Long form: goodput >= 90 % of the peak, 99 % of refusals within 50 ms, normal again within
5 s. --short, for the test suite on a machine that does other things too: seconds, and the bounds of what would be broken.
The load runs on the same machine and takes its share of it.
"""
import argparse
import asyncio
import collections
import sys
import time

import serving

PEAK_CONNECTIONS = 16
CONNECTIONS_MAX = 1500


class OpenLoop:
    """Questions at a rate, each on a connection that is free or on a new one."""

    def __init__(self, port):
        self.port = port
        self.answers = []  # (when, Answer)
        self.failures = collections.Counter()
        self._free = []
        self._open = 0

    async def run(self, rate, seconds):
        begin = time.monotonic()
        tasks = set()
        sent = 0
        while (now := time.monotonic() - begin) < seconds:
            while sent < now * rate:
                sent += 1
                task = asyncio.create_task(self._ask(begin))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
            await asyncio.sleep(0.002)
        await asyncio.gather(*list(tasks))
        return sent

    async def _ask(self, begin):
        if not self._free and self._open >= CONNECTIONS_MAX:
            self.failures["no connection free"] += 1
            return
        client = self._free.pop() if self._free else serving.Client(self.port)
        self._open += 1
        try:
            answer = await client.ask()
            self.answers.append((time.monotonic() - begin, answer))
            self._free.append(client)
        except (OSError, EOFError) as error:
            self.failures[type(error).__name__] += 1
        finally:
            self._open -= 1

    def close(self):
        for client in self._free:
            client.close()


async def measure(port, arguments):
    await serving.ask_closed_loop(port, 4, 0.5)  # warms caches and allocators
    answers = await serving.ask_closed_loop(port, PEAK_CONNECTIONS, arguments.peak_seconds)
    peak = len(answers) / arguments.peak_seconds
    over = OpenLoop(port)
    sent = await over.run(arguments.times * peak, arguments.seconds)
    over.close()
    after = OpenLoop(port)
    await after.run(peak / 2, arguments.after_seconds)
    after.close()
    return peak, sent, over, after


def figures_of(peak, sent, over, after, seconds):
    good = [answer for _, answer in over.answers if answer.status == 200]
    lasted = max([seconds] + [when for when, _ in over.answers])  # the last ones come after the last was asked
    refused = [answer for _, answer in over.answers if answer.status == 503]
    late = [when for when, answer in after.answers if answer.status != 200]
    return {
        "peak, answers/s": peak,
        "offered, questions/s": sent / seconds,
        "goodput, answers/s": len(good) / lasted,
        "goodput of peak": len(good) / lasted / peak,
        "answer p50, ms": serving.quantile([a.seconds for a in good], 0.5) * 1000,
        "answer p99, ms": serving.quantile([a.seconds for a in good], 0.99) * 1000,
        "refused": len(refused),
        "refusal p50, ms": serving.quantile([a.seconds for a in refused], 0.5) * 1000,
        "refusal p99, ms": serving.quantile([a.seconds for a in refused], 0.99) * 1000,
        "without Retry-After": sum("retry-after" not in a.headers for a in refused),
        "other statuses": sum(a.status not in (200, 503) for _, a in over.answers + after.answers),
        "connections that broke": sum((over.failures + after.failures).values()),
        "normal again after, s": max(late, default=0.0),
    }


def check(figures, short):
    """What of the demands is missed, in words."""
    if figures["without Retry-After"]:
        yield "refusals without Retry-After"
    if figures["other statuses"] or figures["connections that broke"]:
        yield "something other than an answer or a refusal"
    if not figures["refused"]:
        yield "nothing was refused: this was no overload"
    if figures["goodput of peak"] < (0.3 if short else 0.9):
        yield "the goodput fell"
    if figures["refusal p99, ms"] > (1500 if short else 50):
        yield "refusals were late"
    if figures["normal again after, s"] > (1.8 if short else 5):
        yield "it went on refusing when the load had gone"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("genai")
    parser.add_argument("--times", type=float, default=3)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--short", action="store_true")
    arguments = parser.parse_args()
    arguments.seconds = arguments.seconds or (1.5 if arguments.short else 60)
    arguments.peak_seconds = 1.5 if arguments.short else 15
    arguments.after_seconds = 2 if arguments.short else 10

    with serving.Serving(arguments.genai, serving.FEW if arguments.short else serving.MANY) as server:
        peak, sent, over, after = asyncio.run(measure(server.port, arguments))
        resident = server.resident_mib()
        code = server.stop()
        own = [event["ms"] for event in server.logged("request") if event["status"] == 503]
    figures = figures_of(peak, sent, over, after, arguments.seconds)
    figures["refusal p99 by the server's clock, ms"] = serving.quantile(own, 0.99)
    figures["resident, MiB"] = resident
    for name, value in figures.items():
        print(f"{name:40} {value:10.2f}" if isinstance(value, float) else f"{name:40} {value:10}")
    missed = list(check(figures, arguments.short))
    if code != 0:
        missed.append(f"after SIGTERM the server ended with {code}")
    for what in missed:
        print(f"MISSED: {what}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
