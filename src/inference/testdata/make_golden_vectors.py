#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Vectors of the model by its definition, in double precision, for encoder_test.cpp.

  pip install tokenizers==0.23.3 numpy==2.4.6
  make_golden_vectors.py MODEL_FOLDER > golden_vectors.jsonl     (model.safetensors, config.json, tokenizer.json)

A line: {"name": ..., "ids": [...], "vector": [384 numbers]}; the ids are with [CLS] and [SEP]. The forward pass below is
plain numpy, written from the definition of BERT and sharing nothing with the encoder.
"""
import json
import math
import os
import struct
import sys

import numpy as np
from tokenizers import Tokenizer

FILING = ("Net revenues of $17,739 million increased 17% compared with the prior year quarter, and the provision for "
          "credit losses was $135 million, primarily related to portfolio growth in corporate loans. ")
TEXTS = {
    "one token": "revenue",
    "a question": "What was the provision for credit losses in the first quarter of 2025?",
    "a number": "$17,739",
    "a paragraph": FILING,
    "French": "Le chiffre d'affaires a progressé de sept pour cent au deuxième trimestre.",
    "Chinese": "本季度净收入增长了百分之七。",
    "Arabic": "ارتفعت الإيرادات بنسبة سبعة في المئة",
    "Korean": "분기 순이익이 증가했다",
    "Hindi": "तिमाही आय में वृद्धि हुई",
    "unknown words": "\U0001F600 \U0001F601 \U00013000",
    "a table row": "Total | 1,234 | (567) | 8.9% | 12,345 | $ (1) | -- | n/a | 0.00",
    "upper case": "TOTAL ASSETS UNDER MANAGEMENT",
}


def load(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    return {name: np.frombuffer(data[slice(*entry["data_offsets"])], np.float32).reshape(entry["shape"]).astype(np.float64)
            for name, entry in header.items() if name != "__metadata__" and entry["dtype"] == "F32"}


def forward(weights, config, ids):
    def linear(x, name):
        return x @ weights[name + ".weight"].T + weights[name + ".bias"]

    def norm(x, name):
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred ** 2).mean(-1, keepdims=True) + config["layer_norm_eps"])
        return scaled * weights[name + ".weight"] + weights[name + ".bias"]

    heads = config["num_attention_heads"]
    x = (weights["embeddings.word_embeddings.weight"][ids] + weights["embeddings.position_embeddings.weight"][:len(ids)]
         + weights["embeddings.token_type_embeddings.weight"][0])
    x = norm(x, "embeddings.LayerNorm")
    for i in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{i}."
        q, k, v = (linear(x, layer + "attention.self." + part).reshape(len(ids), heads, -1).transpose(1, 0, 2)
                   for part in ("query", "key", "value"))
        scores = q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1])
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        context = (scores / scores.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(len(ids), -1)
        x = norm(x + linear(context, layer + "attention.output.dense"), layer + "attention.output.LayerNorm")
        hidden = linear(x, layer + "intermediate.dense")
        hidden = hidden * 0.5 * (1 + np.vectorize(math.erf)(hidden / math.sqrt(2)))
        x = norm(x + linear(hidden, layer + "output.dense"), layer + "output.LayerNorm")
    pooled = x.mean(0)
    return pooled / np.linalg.norm(pooled)


def main():
    folder = sys.argv[1]
    weights = load(os.path.join(folder, "model.safetensors"))
    with open(os.path.join(folder, "config.json")) as file:
        config = json.load(file)
    tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    cases = {name: tokenizer.encode(text).ids for name, text in TEXTS.items()}
    filing = tokenizer.encode(FILING * 12).ids
    for length in (3, 33, 128, 255, 256):
        cases[f"{length} tokens"] = filing[:length - 1] + filing[-1:]
    for name, ids in cases.items():
        vector = [round(float(value), 6) for value in forward(weights, config, ids)]
        print(json.dumps({"name": name, "ids": ids, "vector": vector}))


main()
