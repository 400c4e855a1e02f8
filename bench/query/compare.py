#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Retrieve-only POST /query, server CPU per request: genai against FastAPI with LangChain, by turns in one run.

    bench/query/compare.py PDF_FOLDER QUESTIONS.jsonl [--files 4] [--rounds 5] [--connections 1,8] [--genai PATH]

Both servers hold the same PDFs, stay up side by side and are asked the same questions in the same order, each once a
round, over as many keep-alive connections as --connections says, each waiting for its answer (a closed loop). CPU time
is user and system of the server's process. The peer answers by dense search; genai by dense search and keywords, fused.
Needs bench/peers/setup.
"""
import argparse
import concurrent.futures
import contextlib
import dataclasses
import http.client
import json
import pathlib
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "peers"))
import measuring  # noqa: E402

SOURCES = 5


@dataclasses.dataclass
class Round:
    cpu_ms: float  # of the server, a request
    latencies_ms: list
    cached: int    # answers that came from a cache


def genai_request(question):
    body = json.dumps({"question": question, "top_k": SOURCES, "retrieve_only": True})
    return "/query", body, {"Content-Type": "application/json"}


def langchain_request(question):
    return "/query?" + urllib.parse.urlencode({"question": question, "k": SOURCES}), "", {}


def ask_all(port, requests):
    """Asks one after the other over one connection; the latencies in ms, and how many answers were cached ones."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    latencies, cached = [], 0
    for path, body, headers in requests:
        begin = time.perf_counter()
        connection.request("POST", path, body, headers)
        reply = connection.getresponse()
        text = reply.read()
        latencies.append((time.perf_counter() - begin) * 1000)
        answer = json.loads(text)
        if reply.status != 200 or len(answer["sources"]) != SOURCES:
            sys.exit(f"{path}: {reply.status}, {text[:300]!r}: an answer with {SOURCES} sources was expected")
        cached += answer.get("cache", "miss") != "miss"
    connection.close()
    return latencies, cached


def measure(server, requests, connections):
    before = server.cpu_seconds()
    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        done = list(pool.map(lambda share: ask_all(server.port, share),
                             [requests[i::connections] for i in range(connections)]))
    cpu = server.cpu_seconds() - before
    latencies = [latency for latencies, _ in done for latency in latencies]
    return Round(cpu / len(requests) * 1000, latencies, sum(cached for _, cached in done))


def fill_stores(genai, files, folder):
    environment = measuring.genai_environment(folder / "data")
    measuring.run_to_end([genai, "ingest", *map(str, files)], environment, folder)
    measuring.run_to_end([measuring.peer_python(), str(measuring.PEERS / "langchain_ingest.py"), measuring.peer_model(),
                          str(folder / "store"), *map(str, files)], measuring.peer_environment())


def make_servers(genai, folder, precisions):
    """Name -> (server, requests of a question)."""
    python, script = measuring.peer_python(), str(measuring.PEERS / "langchain_server.py")
    servers = {"LangChain": (measuring.Server(
        lambda port: [python, script, measuring.peer_model(), str(folder / "store"), str(port)],
        measuring.peer_environment()), langchain_request)}
    for precision in precisions:
        # The vectors of the store are int16's for both: only the question is embedded here.
        environment = measuring.genai_environment(folder / "data", EMBEDDING_PRECISION=precision, DRAIN_DELAY="0")
        servers[f"genai {precision}"] = (measuring.Server(
            lambda port: [genai, "serve", "--port", str(port)], environment, folder), genai_request)
    return servers


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, metavar="PDF_FOLDER")
    parser.add_argument("questions", type=pathlib.Path, metavar="QUESTIONS.jsonl")
    parser.add_argument("--files", type=int, default=4, help="how many of the PDFs, by name; 0: all [4]")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", default="1,8")
    parser.add_argument("--precisions", default="int16,int8")
    measuring.add_genai_option(parser)
    arguments = parser.parse_args()
    genai = measuring.require_genai(arguments.genai)
    files = measuring.pdfs_in(arguments.folder)[:arguments.files or None]
    questions = [json.loads(line)["question"] for line in arguments.questions.read_text().splitlines() if line.strip()]

    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="genai-bench-")))
        fill_stores(genai, files, folder)
        servers = make_servers(genai, folder, arguments.precisions.split(","))
        for server, _ in servers.values():
            stack.enter_context(server)
        for server, make_request in servers.values():
            measure(server, [make_request(question) for question in questions], 1)  # warms caches and allocators

        rows = [["", "connections", "CPU ms/request", "ratio", "p50 ms", "p99 ms", "resident MiB"]]
        for connections in map(int, arguments.connections.split(",")):
            rounds = {name: [] for name in servers}
            for _ in range(arguments.rounds):
                for name, (server, make_request) in servers.items():
                    requests = [make_request(question) for question in questions]
                    rounds[name].append(measure(server, requests, connections))
            peer = min(done.cpu_ms for done in rounds["LangChain"])
            for name, (server, _) in servers.items():
                if any(done.cached for done in rounds[name]):
                    sys.exit(f"{name} answered from a cache: this comparison is about answers that are found anew")
                cpu = min(done.cpu_ms for done in rounds[name])
                latencies = sorted(min((done.latencies_ms for done in rounds[name]), key=sum))
                rows.append([name, str(connections), f"{cpu:.2f}", f"{peer / cpu:.2f}",
                             f"{latencies[len(latencies) // 2]:.1f}", f"{latencies[len(latencies) * 99 // 100]:.1f}",
                             f"{server.resident_mib():.0f}"])
    print(f"{len(files)} files, {len(questions)} questions a round, the best of {arguments.rounds} rounds; "
          f"{measuring.machine()}\n")
    measuring.print_table(rows)


if __name__ == "__main__":
    main()
