# SPDX-License-Identifier: Apache-2.0
"""The measures of `genai eval` for the rankings of others, by the same definitions (src/evaluation/README.md)."""
import math
import pathlib

DEPTH = 10  # how deep `genai eval` judges rankings of labelled questions


def stem(name):
    return pathlib.PurePath(name).name.removesuffix(".pdf")


def distinct(items):
    return list(dict.fromkeys(items))


def ndcg(gains, depth, relevant):
    """Gains of 0 and 1; `relevant` is how many items of gain 1 exist."""
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(depth, relevant) + 1))
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:depth], 1)) / ideal


def reciprocal_rank(gains):
    return next((1 / rank for rank, gain in enumerate(gains, 1) if gain), 0.0)


def judge_question(question, ranking):
    """Of one labelled question; `ranking` holds [document, page] of the passages, best first."""
    documents = {stem(name) for name in question["docs"]}
    sources = [(stem(document), page) for document, page in ranking]
    measures = {}
    if question.get("pages"):
        pages = distinct(sources)
        gains = [document in documents and page in question["pages"] for document, page in pages[:DEPTH]]
        for k in (1, 5, 10):
            measures[f"page_recall@{k}"] = float(any(gains[:k]))
    else:
        gains = [document in documents for document in distinct(document for document, _ in sources[:DEPTH])]
    for k in (1, 5, 10):
        measures[f"document_recall@{k}"] = float(any(document in documents for document, _ in sources[:k]))
    measures["documents_found@5"] = len({document for document, _ in sources[:5]} & documents) / len(documents)
    measures["mrr"] = reciprocal_rank(gains)
    return measures


def judge_query(relevant, ranking):
    """Of one query of a retrieval collection; `relevant` are the ids of its texts."""
    gains = [document in relevant for document, _ in ranking]
    return {"ndcg@10": ndcg(gains, 10, len(relevant)), "recall@100": sum(gains[:100]) / len(relevant),
            "mrr": reciprocal_rank(gains)}


def averages(all_measures):
    names = distinct(name for measures in all_measures for name in measures)
    columns = {name: [measures[name] for measures in all_measures if name in measures] for name in names}
    return {name: sum(values) / len(values) for name, values in columns.items()}
