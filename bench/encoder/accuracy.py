#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cosine of the packed encoder's vectors to ONNX Runtime's fp32, over chunks of PDFs and edge cases; exits 1 where one is
under the bound. README.md has the command."""
import argparse
import os
import sys
import tempfile

import numpy as np

import reference

BOUNDS = {"fp32": 0.99999, "int16": 0.99999, "int8": 0.99}
EDGE_CASES = ["", "a", "revenue", "[CLS]", "word " * 254, "word " * 400, "x" * 5000, "1 2 3 " * 200, "$" * 300,
              "Le chiffre d'affaires", "本季度净收入增长了百分之七。", "ارتفعت الإيرادات", "분기 순이익", "तिमाही आय", "😀" * 60]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", help="the program genai_encoder_bench")
    parser.add_argument("model", help="folder with model.safetensors, tokenizer.json and vocab.txt")
    parser.add_argument("pdfs", help="folder of PDFs whose text is embedded")
    parser.add_argument("--texts", type=int, default=600)
    arguments = parser.parse_args()

    chunks = reference.spread(reference.filing_chunks(arguments.pdfs), arguments.texts)
    texts = chunks + EDGE_CASES
    peer = reference.Reference(arguments.model)
    expected = peer.embed(peer.ids(texts), batch=1).astype(np.float64)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "texts.jsonl")
        reference.write_texts(path, texts)
        bench = reference.Bench(arguments.bench, arguments.model, path)
        print(f"cosine to ONNX Runtime fp32: {len(chunks)} chunks, {len(EDGE_CASES)} edge cases")
        for kernels in reference.kernel_sets():
            for precision, bound in BOUNDS.items():
                vectors = bench.embed(os.path.join(folder, "vectors"), kernels=kernels, precision=precision)
                vectors = vectors.astype(np.float64)
                cosines = (vectors * expected).sum(1) / np.linalg.norm(vectors, axis=1) / np.linalg.norm(expected, axis=1)
                real, edge = cosines[:len(chunks)], cosines[len(chunks):]
                verdict = "" if cosines.min() >= bound else f"   UNDER {bound}"
                failed |= bool(verdict)
                print(f"  {kernels:9} {precision:6} chunks min {real.min():.7f} mean {real.mean():.7f}"
                      f"   edge cases min {edge.min():.7f}{verdict}")
    sys.exit(failed)


main()
