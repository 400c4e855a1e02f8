#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Clients that send their headers or their bodies byte by byte, or hardly read their answers, beside normal ones.

    tests/stress/slow_clients.py GENAI [--clients 400] [--seconds 60] [--short]

Measures four normal clients alone, then beside the slow ones, a third of each kind, who come back as soon as they are cut
off. Long form: the normal clients' p99 is at most twice that of quiet times, and each kind is cut off within its time-out.
--short, for the test suite: seconds, shorter time-outs, and the bounds of what would be broken.
"""
import argparse
import asyncio
import contextlib
import http.client
import json
import socket
import sys
import time

import serving

NORMAL_CLIENTS = 4
PAUSE_SECONDS = 0.05
KINDS = ("header", "body", "read")
# Time-out of the kind and some: HEADER_TIMEOUT; the grace of a body; that of an answer and its size at 16 KiB/s.
LIFE_SECONDS_MAX = {"header": 10 + 3, "body": 5 + 3, "read": 20 + 15}


class Attack:
    def __init__(self, port, target):
        self.port, self.target = port, target
        self.lives = {kind: [] for kind in KINDS}  # seconds until each was cut off
        self.held = {kind: 0 for kind in KINDS}

    async def run(self, clients):
        await asyncio.gather(*(self._come_back(KINDS[i % len(KINDS)], i) for i in range(clients)))

    async def _come_back(self, kind, number):
        await asyncio.sleep(number % 50 * 0.02)
        while True:
            begin = time.monotonic()
            self.held[kind] += 1
            try:
                await getattr(self, "_" + kind)()
            except (OSError, EOFError):
                pass
            finally:
                self.held[kind] -= 1
            self.lives[kind].append(time.monotonic() - begin)

    async def _send_slowly(self, begin, piece, pause):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        with contextlib.closing(writer):
            writer.write(begin)
            while not reader.at_eof():
                writer.write(piece)
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(reader.read(4096), pause)

    async def _header(self):
        await self._send_slowly(b"POST /query HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", b"a", 0.5)

    async def _body(self):
        await self._send_slowly(b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n", b" " * 50,
                                0.5)

    async def _read(self):
        slow = socket.socket()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        slow.setblocking(False)
        loop = asyncio.get_running_loop()
        with slow:
            await loop.sock_connect(slow, ("127.0.0.1", self.port))
            asking = f"GET {self.target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
            await loop.sock_sendall(slow, asking * 50)
            while await loop.sock_recv(slow, 50):
                await asyncio.sleep(0.5)


def large_target(port):
    """The path of the largest answer there is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/documents")
    documents = json.load(connection.getresponse())["documents"]
    largest = max(documents, key=lambda document: document["chunks"])
    return f"/documents/{largest['id']}/chunks?limit=1000"


async def measure(port, arguments):
    await serving.ask_closed_loop(port, NORMAL_CLIENTS, 0.5)
    quiet = await serving.ask_closed_loop(port, NORMAL_CLIENTS, arguments.seconds, PAUSE_SECONDS)
    attack = Attack(port, large_target(port))
    attacking = asyncio.create_task(attack.run(arguments.clients))
    await asyncio.sleep(1.2)  # until all of them are there
    beside = await serving.ask_closed_loop(port, NORMAL_CLIENTS, arguments.seconds, PAUSE_SECONDS)
    held = dict(attack.held)
    attacking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await attacking
    return quiet, beside, attack, held


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("genai")
    parser.add_argument("--clients", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--short", action="store_true")
    arguments = parser.parse_args()
    arguments.clients = arguments.clients or (90 if arguments.short else 400)
    arguments.seconds = arguments.seconds or (2 if arguments.short else 60)
    settings = {"HEADER_TIMEOUT": "1"} if arguments.short else {}

    samples = serving.FEW if arguments.short else serving.MANY
    with serving.Serving(arguments.genai, samples, **settings) as server:
        quiet, beside, attack, held = asyncio.run(measure(server.port, arguments))
        resident = server.resident_mib()
        code = server.stop()

    missed = [] if code == 0 else [f"after SIGTERM the server ended with {code}"]
    for name, answers in (("alone", quiet), ("beside slow clients", beside)):
        seconds = [answer.seconds for answer in answers]
        print(f"normal clients {name}: {len(answers)} answers, p50 {serving.quantile(seconds, 0.5) * 1000:.1f} ms, "
              f"p99 {serving.quantile(seconds, 0.99) * 1000:.1f} ms")
        if any(answer.status != 200 for answer in answers):
            missed.append(f"a normal client {name} was refused")
    ratio = (serving.quantile([answer.seconds for answer in beside], 0.99) /
             serving.quantile([answer.seconds for answer in quiet], 0.99))
    print(f"p99 ratio {ratio:.2f}; resident {resident:.0f} MiB")
    for kind in KINDS:
        lives = attack.lives[kind]
        print(f"{kind:6}: {held[kind]} at the end, {len(lives)} cut off, after {serving.quantile(lives, 0.5):.1f} s "
              f"(median), {max(lives, default=0):.1f} s at most")
        if lives and max(lives) > LIFE_SECONDS_MAX[kind]:
            missed.append(f"a client of the kind {kind} was kept too long")
        if not lives and (kind == "header" or not arguments.short):
            missed.append(f"no client of the kind {kind} was cut off")
    if not arguments.short and ratio > 2:
        missed.append("the normal clients had to wait for the slow ones")
    for what in missed:
        print(f"MISSED: {what}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
