#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Retrieval quality, genai beside its peers over the same files, with the same embedding model.

    bench/retrieval/run.py pages PDF_FOLDER [--questions bench/questions/morgan_stanley.jsonl]
    bench/retrieval/run.py documents PDF_FOLDER [--questions PDF_FOLDER/questions.jsonl]
    bench/retrieval/run.py corpus FOLDER            corpus.jsonl, queries.jsonl, qrels.tsv (BEIR's layout)

The store of `pages` and `documents` holds the PDFs that the questions name. genai is measured by its own `genai eval`:
each leg alone, and the hybrid search that users get. The peers are LangChain's chunks (PyPDFium2Loader, 1000/200) found
by dense search, by BM25 (bm25s) and by reciprocal rank fusion of both. Needs bench/peers/setup; the peers' vectors are
kept in $GENAI_CACHE/peers/vectors, since making them takes minutes.
"""
import argparse
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "peers"))
import measures  # noqa: E402
import measuring  # noqa: E402

ROWS = {
    "pages": ["page_recall@1", "page_recall@5", "page_recall@10", "mrr"],
    "documents": ["document_recall@1", "document_recall@5", "document_recall@10", "documents_found@5"],
    "corpus": ["ndcg@10", "recall@100", "mrr"],
}
QUESTIONS = {"pages": measuring.ROOT / "bench" / "questions" / "morgan_stanley.jsonl"}


def read_lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def named_files(folder, questions):
    names = sorted({name for question in questions for name in question["docs"]})
    files = [(folder / name).resolve() for name in names]
    missing = [file.name for file in files if not file.exists()]
    if missing:
        sys.exit(f"{folder} lacks {', '.join(missing)}, which the questions name")
    return files


def read_qrels(folder):
    relevant = {}
    for line in (folder / "qrels.tsv").read_text().splitlines()[1:]:
        query, text, gain = line.split("\t")
        if float(gain) > 0:
            relevant.setdefault(query, set()).add(text)
    return relevant


def rank_by_peers(folder, *arguments):
    out = folder / "rankings.json"
    vectors = measuring.genai_cache() / "peers" / "vectors"
    measuring.run_to_end([measuring.peer_python(), str(measuring.PEERS / "rankings.py"), measuring.peer_model(),
                          str(vectors), str(out), *map(str, arguments)], measuring.peer_environment())
    return json.loads(out.read_text())


def evaluate_genai(genai, environment, folder, *arguments):
    output = measuring.run_to_end([genai, "eval", "--json", *map(str, arguments)], environment, folder).output
    print(f"genai: {output.strip()}", file=sys.stderr, flush=True)  # the peers may take minutes more
    return {f"genai {leg}": measured for leg, measured in json.loads(output)["legs"].items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=ROWS)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--questions", type=pathlib.Path)
    parser.add_argument("--precision", default="int16", help="EMBEDDING_PRECISION of genai [int16]")
    parser.add_argument("--no-peers", action="store_true", help="genai alone")
    measuring.add_genai_option(parser)
    arguments = parser.parse_args()
    genai = measuring.require_genai(arguments.genai)
    folder = arguments.folder.resolve()

    with tempfile.TemporaryDirectory(prefix="genai-bench-") as name:
        scratch = pathlib.Path(name)
        environment = measuring.genai_environment(scratch / "data", EMBEDDING_PRECISION=arguments.precision)
        if arguments.what == "corpus":
            relevant = read_qrels(folder)
            count = len(relevant)
            ours = evaluate_genai(genai, environment, scratch, "--corpus", folder)
            rankings = {} if arguments.no_peers else rank_by_peers(scratch, "corpus", folder)
            peers = {system: measures.averages([measures.judge_query(relevant[query], ranking)
                                                for query, ranking in found.items() if query in relevant])
                     for system, found in rankings.items()}
        else:
            file = (arguments.questions or QUESTIONS.get(arguments.what, folder / "questions.jsonl")).resolve()
            questions = read_lines(file)
            count = len(questions)
            pdfs = named_files(folder, questions)
            measuring.run_to_end([genai, "ingest", *map(str, pdfs)], environment, scratch)
            ours = evaluate_genai(genai, environment, scratch, file)
            rankings = {} if arguments.no_peers else rank_by_peers(scratch, "pdfs", file, *pdfs)
            peers = {system: measures.averages([measures.judge_question(question, found[question["id"]])
                                                for question in questions])
                     for system, found in rankings.items()}

    print(f"{arguments.what} of {folder.name}, {count} questions, genai with {arguments.precision}\n")
    systems = {**peers, **ours}
    measuring.print_table([["", *systems]] + [[row, *(f"{systems[system][row]:.3f}" for system in systems)]
                                              for row in ROWS[arguments.what]])


if __name__ == "__main__":
    main()
