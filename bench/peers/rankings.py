#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the peers find: dense search, BM25 and their reciprocal rank fusion over the same chunks, best first, as JSON
{"LangChain dense": {question id: [[document, page], ...]}, "BM25": ..., "RRF": ...}.

    rankings.py MODEL_FOLDER VECTOR_CACHE OUT.json pdfs QUESTIONS.jsonl PDF...     LangChain's chunks of PDFs
    rankings.py MODEL_FOLDER VECTOR_CACHE OUT.json corpus FOLDER                   one vector a text; title and text

Embedding takes minutes, so vectors are kept in VECTOR_CACHE by the digest of their texts.
"""
import hashlib
import json
import os
import pathlib
import sys

import bm25s
import faiss
import numpy as np
import Stemmer

from langchain_store import load_pages, split_pages
from minilm import DIMENSION, MiniLm

DEPTH = 100
RRF_CONSTANT = 60


def read_lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_pdfs(questions_file, files):
    """Texts, the place [document, page] of each, and the questions by id."""
    chunks = split_pages(load_pages(files))
    texts = [chunk.page_content for chunk in chunks]
    places = [[os.path.basename(chunk.metadata["source"]), chunk.metadata["page"] + 1] for chunk in chunks]
    return texts, places, {line["id"]: line["question"] for line in read_lines(questions_file)}


def read_corpus(folder):
    records = read_lines(folder / "corpus.jsonl")
    texts = [(record.get("title", "") + " " + record["text"]).strip() for record in records]
    judged = {line.split("\t")[0] for line in (folder / "qrels.tsv").read_text().splitlines()[1:]}
    queries = {line["_id"]: line["text"] for line in read_lines(folder / "queries.jsonl") if line["_id"] in judged}
    return texts, [[record["_id"], 1] for record in records], queries


def embed(model_folder, cache, texts):
    file = cache / (hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32] + ".npy")
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        vectors = MiniLm(model_folder).embed(texts)
        partial = file.with_suffix(f".{os.getpid()}.npy")
        np.save(partial, vectors)
        partial.rename(file)
    return np.load(file)


def rank_dense(model_folder, cache, texts, questions):
    index = faiss.IndexFlatIP(DIMENSION)
    index.add(embed(model_folder, cache, texts))
    return index.search(embed(model_folder, cache, questions), min(DEPTH, len(texts)))[1].tolist()


def rank_bm25(texts, questions):
    stemmer = Stemmer.Stemmer("english")

    def tokens(strings):
        return bm25s.tokenize(strings, stopwords="en", stemmer=stemmer, show_progress=False)

    index = bm25s.BM25(k1=1.5, b=0.75)
    index.index(tokens(texts), show_progress=False)
    return index.retrieve(tokens(questions), k=min(DEPTH, len(texts)), show_progress=False)[0].tolist()


def fuse(*rankings):
    scores = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, 1):
            scores[item] = scores.get(item, 0) + 1 / (RRF_CONSTANT + rank)
    return sorted(scores, key=lambda item: (-scores[item], item))[:DEPTH]


def main(arguments):
    model_folder, cache, out, kind = arguments[0], pathlib.Path(arguments[1]), pathlib.Path(arguments[2]), arguments[3]
    paths = [pathlib.Path(argument) for argument in arguments[4:]]
    texts, places, questions = read_pdfs(paths[0], paths[1:]) if kind == "pdfs" else read_corpus(paths[0])
    dense = rank_dense(model_folder, cache, texts, list(questions.values()))
    keyword = rank_bm25(texts, list(questions.values()))
    systems = {"LangChain dense": dense, "BM25": keyword, "RRF": [fuse(*pair) for pair in zip(dense, keyword)]}
    out.write_text(json.dumps({name: {question: [places[i] for i in ranking]
                                      for question, ranking in zip(questions, rankings)}
                               for name, rankings in systems.items()}))


if __name__ == "__main__":
    if len(sys.argv) < 6 or sys.argv[4] not in ("pdfs", "corpus"):
        sys.exit(__doc__)
    main(sys.argv[1:])
