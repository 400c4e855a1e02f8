#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Ingest, pages per CPU-second from PDF to saved store: genai against LangChain, by turns in one run.

    bench/ingest/compare.py PDF_FOLDER [--files 4] [--rounds 3] [--precisions int16,int8] [--genai PATH]

LangChain reads with PyPDFium2Loader, splits with RecursiveCharacterTextSplitter 1000/200, embeds with the same model by
ONNX Runtime (fp32, one thread, batches of 32 sorted by length) and saves a FAISS index. genai ingests the same files
into a fresh DATA_DIR. CPU time is user and system of the process and its children. Of the peer only the work counts,
without the start of Python and its imports; of genai everything does.

The two cut different chunks, and so embed different numbers of tokens: both are printed. Needs bench/peers/setup.
"""
import argparse
import dataclasses
import json
import pathlib
import sys
import tempfile
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "peers"))
import measuring  # noqa: E402

SPECIAL_TOKENS = 2  # [CLS] and [SEP] around each text
CHUNKS_PER_REQUEST = 100


@dataclasses.dataclass
class Run:
    pages: int
    chunks: int
    tokens: int
    cpu_seconds: float
    process_seconds: float  # with start-up


def run_langchain(files, folder):
    script = measuring.PEERS / "langchain_ingest.py"
    command = [measuring.peer_python(), str(script), measuring.peer_model(), str(folder / "store"), *map(str, files)]
    finished = measuring.run_to_end(command, measuring.peer_environment())
    outcome = json.loads(finished.output)
    work = sum(seconds for stage, seconds in outcome["stages"].items() if stage != "import")
    return Run(outcome["pages"], outcome["chunks"], outcome["tokens"], work, finished.cpu_seconds)


def count_tokens(genai, environment, folder):
    """Tokens that genai embedded, by its own account of each chunk."""
    with measuring.Server(lambda port: [genai, "serve", "--port", str(port)], environment, folder) as server:
        def get(path):
            with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=60) as reply:
                return json.load(reply)

        tokens = 0
        documents = get("/documents?limit=100")["documents"]
        for document in documents:
            for offset in range(0, document["chunks"], CHUNKS_PER_REQUEST):
                path = f"/documents/{document['id']}/chunks?offset={offset}&limit={CHUNKS_PER_REQUEST}"
                tokens += sum(chunk["tokens"] + SPECIAL_TOKENS for chunk in get(path)["chunks"])
        return tokens


def run_genai(genai, precision, files, folder, known_tokens):
    environment = measuring.genai_environment(folder / "data", EMBEDDING_PRECISION=precision)
    finished = measuring.run_to_end([genai, "ingest", "--json", *map(str, files)], environment, folder)
    reports = [json.loads(line) for line in finished.output.splitlines()]
    unread = [report["name"] for report in reports if report["status"] != "indexed"]
    if unread:
        sys.exit(f"genai did not index {', '.join(unread)}: the comparison needs files that both can read")
    tokens = known_tokens or count_tokens(genai, environment, folder)
    return Run(sum(report["pages"] for report in reports), sum(report["chunks"] for report in reports), tokens,
               finished.cpu_seconds, finished.cpu_seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, metavar="PDF_FOLDER")
    parser.add_argument("--files", type=int, default=4, help="how many of the PDFs, by name; 0: all [4]")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--precisions", default="int16,int8")
    measuring.add_genai_option(parser)
    arguments = parser.parse_args()
    genai = measuring.require_genai(arguments.genai)
    files = measuring.pdfs_in(arguments.folder)[:arguments.files or None]
    precisions = arguments.precisions.split(",")

    best = {}
    for round_number in range(1, arguments.rounds + 1):
        for system in ["LangChain", *precisions]:
            with tempfile.TemporaryDirectory(prefix="genai-bench-") as name:
                folder = pathlib.Path(name)
                if system == "LangChain":
                    run = run_langchain(files, folder)
                else:
                    run = run_genai(genai, system, files, folder, best[system].tokens if system in best else None)
            print(f"round {round_number}: {system} {run.cpu_seconds:.1f} CPU-s", file=sys.stderr, flush=True)
            if system not in best or run.cpu_seconds < best[system].cpu_seconds:
                best[system] = run

    print(f"{len(files)} files, the best of {arguments.rounds} rounds; {measuring.machine()}\n")
    peer = best["LangChain"]
    rows = [["", "pages", "chunks", "tokens", "CPU-s", "pages/CPU-s", "tokens/CPU-s", "ratio", "ratio with start-up"]]
    for system, run in best.items():
        rows.append([system if system == "LangChain" else f"genai {system}", str(run.pages), str(run.chunks),
                     str(run.tokens), f"{run.cpu_seconds:.1f}", f"{run.pages / run.cpu_seconds:.2f}",
                     f"{run.tokens / run.cpu_seconds:.0f}", f"{peer.cpu_seconds / run.cpu_seconds:.2f}",
                     f"{peer.process_seconds / run.process_seconds:.2f}"])
    measuring.print_table(rows)


if __name__ == "__main__":
    main()
