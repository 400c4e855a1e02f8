#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""nDCG@10 of plain vector search over a retrieval collection, with each precision. README.md has the command."""
import argparse
import collections
import json
import math
import os
import tempfile

import numpy as np

import reference

DEPTH = 10


def read_lines(path):
    with open(path) as file:
        return [json.loads(line) for line in file]


def read_judgements(path):
    judged = collections.defaultdict(dict)
    with open(path) as file:
        next(file)
        for line in file:
            query, document, score = line.split("\t")
            judged[query][document] = int(score)
    return judged


def ndcg(ranking, judged):
    gain = sum(judged.get(document, 0) / math.log2(place + 2) for place, document in enumerate(ranking[:DEPTH]))
    best = sorted(judged.values(), reverse=True)[:DEPTH]
    return gain / sum(score / math.log2(place + 2) for place, score in enumerate(best))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", help="the program genai_encoder_bench")
    parser.add_argument("model", help="folder with model.safetensors and vocab.txt")
    parser.add_argument("collection", help="folder with corpus.jsonl, queries.jsonl and qrels.tsv")
    parser.add_argument("--kernels", default=reference.kernel_sets()[0])
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    corpus = read_lines(os.path.join(arguments.collection, "corpus.jsonl"))
    judged = read_judgements(os.path.join(arguments.collection, "qrels.tsv"))
    queries = [query for query in read_lines(os.path.join(arguments.collection, "queries.jsonl")) if query["_id"] in judged]
    texts = [f"{document['title']} {document['text']}" for document in corpus] + [query["text"] for query in queries]
    names = [document["_id"] for document in corpus]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "texts.jsonl")
        reference.write_texts(path, texts)
        bench = reference.Bench(arguments.bench, arguments.model, path)
        exact = None
        for precision in ("fp32", "int16", "int8"):
            vectors = bench.embed(os.path.join(folder, "vectors"), precision=precision, kernels=arguments.kernels,
                                  threads=arguments.threads)
            scores = vectors[len(corpus):] @ vectors[:len(corpus)].T
            rankings = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
            mean = np.mean([ndcg([names[i] for i in ranking], judged[query["_id"]])
                            for ranking, query in zip(rankings, queries)])
            exact = mean if exact is None else exact
            print(f"{precision:6} nDCG@{DEPTH} {mean:.4f}  ({mean - exact:+.4f} to fp32, {len(queries)} queries)", flush=True)


main()
