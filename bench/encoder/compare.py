#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Speed of the packed encoder beside ONNX Runtime, measured in turns in one run. README.md has the command."""
import argparse
import os
import statistics
import tempfile
import time

import reference

PRECISIONS = ("fp32", "int16", "int8")
QUERY_TOKENS = 28


def cpu_time(work, repeats=1):
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def show(title, unit, peer, ours, better):
    """A line for each configuration: the medians, and the median of the ratios within the rounds."""
    def number(value):
        return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"

    print(f"\n{title} (ONNX Runtime: {number(statistics.median(peer))} {unit})")
    for name, values in ours.items():
        ratios = [better(mine, theirs) for mine, theirs in zip(values, peer)]
        print(f"  {name:16} {number(statistics.median(values)):>8} {unit}   ratio {statistics.median(ratios):.2f}"
              f"   ({min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)} rounds)")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", help="the program genai_encoder_bench")
    parser.add_argument("model", help="folder with model.safetensors, tokenizer.json and vocab.txt")
    parser.add_argument("pdfs", help="folder of PDFs whose text is embedded")
    parser.add_argument("--texts", type=int, default=192)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kernels", nargs="+", default=reference.kernel_sets())
    arguments = parser.parse_args()

    texts = reference.spread(reference.filing_chunks(arguments.pdfs), arguments.texts)
    peer = reference.Reference(arguments.model)
    ids = peer.ids(texts)
    tokens = sum(map(len, ids))
    lengths = sorted(map(len, ids))
    print(f"{len(texts)} chunks, {tokens} tokens; lengths {lengths[0]}, median {lengths[len(ids) // 2]}, {lengths[-1]}")
    query = [next(sequence for sequence in ids if len(sequence) >= QUERY_TOKENS)[:QUERY_TOKENS]]

    configurations = [(kernels, precision) for kernels in arguments.kernels for precision in PRECISIONS]
    speed = {f"{kernels} {precision}": [] for kernels, precision in configurations}
    latency = {name: [] for name in speed}
    peer_speed, peer_latency, scaling, efficiency = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "texts.jsonl")
        long_first = sorted(texts, key=len, reverse=True)  # the query is cut from the first text
        reference.write_texts(path, long_first)
        bench = reference.Bench(arguments.bench, arguments.model, path)
        for _ in range(arguments.rounds):
            peer_speed.append(tokens / cpu_time(lambda: peer.embed(ids)))
            peer_latency.append(1e3 * cpu_time(lambda: peer.embed(query), 50))
            for kernels, precision in configurations:
                chosen = {"kernels": kernels, "precision": precision}
                name = f"{kernels} {precision}"
                speed[name].append(bench.measure("throughput", rounds=1, **chosen)["tokens_per_cpu_s"])
                latency[name].append(bench.measure("query", tokens=QUERY_TOKENS, queries=50, **chosen)["cpu_ms"])
            one, two = (bench.measure("throughput", rounds=3, threads=threads) for threads in (1, 2))
            scaling.append(two["tokens_per_s"] / one["tokens_per_s"])
            efficiency.append(two["tokens_per_cpu_s"] / one["tokens_per_cpu_s"])
        share = bench.measure("throughput", precision="int8")["tokenise_share"]
        together = bench.measure("together", threads=2, tokens=QUERY_TOKENS)

    show("Tokens per CPU second, against padded batches of 32 in file order", "tokens", peer_speed, speed,
         lambda mine, theirs: mine / theirs)
    show(f"A query of {QUERY_TOKENS} tokens on one thread, CPU time", "ms", peer_latency, latency,
         lambda mine, theirs: mine / theirs)
    print(f"\nTwo threads against one: {statistics.median(scaling):.2f} x by the clock (best {max(scaling):.2f}), "
          f"{statistics.median(efficiency):.2f} x a CPU second's tokens")
    print(f"Tokenising: {100 * share:.2f} % of embedding with int8")
    print("On two threads: " + ", ".join(f"{key[:-3].replace('_', ' ')} {value:.2f} ms"
                                         for key, value in together.items() if key.endswith("_ms")))


main()
