#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds all-MiniLM-L6-v2 as an ONNX graph in fp32 from its safetensors, without PyTorch.

    build_minilm_onnx.py MODEL_FOLDER OUT_FOLDER

The graph uses the fused operators that ONNX Runtime's own optimiser makes of the usual export (Attention,
SkipLayerNormalization, BiasGelu), so that the peer is as fast as that engine gets. It ends in the mean over the tokens
and the L2 norm, as sentence-transformers defines the model, and is checked on the example of the model's card.
"""
import json
import pathlib
import shutil
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from minilm import MiniLm

CONTRIB = "com.microsoft"
EXAMPLE = ["That is a happy person", "That is a happy dog", "That is a very happy person", "Today is a sunny day"]
EXAMPLE_COSINES = [0.695, 0.943, 0.257]  # of the first sentence to the others, by the model's card


def load_safetensors(path):
    """The tensors of a file: 8 bytes of header size, a JSON header, then the values."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    types = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
    tensors = {}
    for name, entry in json.loads(data[8:8 + size]).items():
        if name == "__metadata__":
            continue
        begin, end = (8 + size + offset for offset in entry["data_offsets"])
        tensors[name] = np.frombuffer(data[begin:end], types[entry["dtype"]]).reshape(entry["shape"])
    return tensors


class GraphBuilder:
    """Collects nodes and constants; each method returns the name of what it added."""

    def __init__(self):
        self.nodes = []
        self.constants = []

    def constant(self, name, values):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def integers(self, name, *values):
        return self.constant(name, np.array(values, np.int64))

    def node(self, operator, inputs, output, domain="", **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output


def add_embeddings(graph, weights, epsilon):
    prefix = "embeddings."
    # The token type is always 0, so its row is folded into the positions.
    positions = weights[prefix + "position_embeddings.weight"] + weights[prefix + "token_type_embeddings.weight"][0]
    words = graph.constant("words", weights[prefix + "word_embeddings.weight"])
    graph.node("Gather", [words, "input_ids"], "word_rows")
    graph.node("Shape", ["input_ids"], "shape")
    graph.node("Slice", ["shape", graph.integers("one", 1), graph.integers("two", 2)], "length")
    graph.node("Slice", [graph.constant("positions", positions), graph.integers("zero", 0), "length",
                         graph.integers("rows", 0)], "position_rows")
    graph.node("Add", ["word_rows", "position_rows"], "summed")
    gain = graph.constant("embedding_gain", weights[prefix + "LayerNorm.weight"])
    bias = graph.constant("embedding_bias", weights[prefix + "LayerNorm.bias"])
    return graph.node("LayerNormalization", ["summed", gain, bias], "embedded", axis=-1, epsilon=epsilon)


def add_layer(graph, weights, index, hidden, heads, epsilon):
    prefix = f"encoder.layer.{index}."

    def matrix(name, tensor):
        return graph.constant(f"{name}_{index}", weights[prefix + tensor].T)

    def vector(name, tensor):
        return graph.constant(f"{name}_{index}", weights[prefix + tensor])

    def add_and_normalise(name, summand, residual, module):
        inputs = [summand, residual, vector(name + "_gain", module + ".LayerNorm.weight"),
                  vector(name + "_shift", module + ".LayerNorm.bias"), vector(name + "_bias", module + ".dense.bias")]
        return graph.node("SkipLayerNormalization", inputs, f"{name}_{index}", CONTRIB, epsilon=epsilon)

    parts = [f"{prefix}attention.self.{part}." for part in ("query", "key", "value")]
    qkv = graph.constant(f"qkv_{index}", np.concatenate([weights[part + "weight"].T for part in parts], 1))
    qkv_bias = graph.constant(f"qkv_bias_{index}", np.concatenate([weights[part + "bias"] for part in parts]))
    attended = graph.node("Attention", [hidden, qkv, qkv_bias, "mask32"], f"attended_{index}", CONTRIB, num_heads=heads)
    projected = graph.node("MatMul", [attended, matrix("projection", "attention.output.dense.weight")],
                           f"projected_{index}")
    middle = add_and_normalise("middle", projected, hidden, "attention.output")
    widened = graph.node("MatMul", [middle, matrix("wide", "intermediate.dense.weight")], f"widened_{index}")
    activated = graph.node("BiasGelu", [widened, vector("wide_bias", "intermediate.dense.bias")], f"activated_{index}",
                           CONTRIB)
    narrowed = graph.node("MatMul", [activated, matrix("narrow", "output.dense.weight")], f"narrowed_{index}")
    return add_and_normalise("layer", narrowed, middle, "output")


def add_pooling(graph, hidden):
    graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    graph.node("Unsqueeze", ["mask", graph.integers("last", 2)], "mask_column")
    graph.node("Mul", [hidden, "mask_column"], "masked")
    graph.node("ReduceSum", ["masked", "one"], "sum", keepdims=0)
    # The divisor of the mean cancels in the norm.
    return graph.node("LpNormalization", ["sum"], "embedding", axis=-1, p=2)


def build(model_folder, out_folder):
    weights = load_safetensors(model_folder / "model.safetensors")
    config = json.loads((model_folder / "config.json").read_text())
    graph = GraphBuilder()
    hidden = add_embeddings(graph, weights, config["layer_norm_eps"])
    graph.node("Cast", ["attention_mask"], "mask32", to=TensorProto.INT32)
    for index in range(config["num_hidden_layers"]):
        hidden = add_layer(graph, weights, index, hidden, config["num_attention_heads"], config["layer_norm_eps"])
    output = add_pooling(graph, hidden)

    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
              for name in ("input_ids", "attention_mask")]
    outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["texts", config["hidden_size"]])]
    model = helper.make_model(helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", inputs, outputs, graph.constants),
                              opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)],
                              ir_version=8)
    out_folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, out_folder / "model.onnx")
    shutil.copy(model_folder / "tokenizer.json", out_folder)


def check(out_folder):
    vectors = MiniLm(out_folder).embed(EXAMPLE)
    cosines = vectors[1:] @ vectors[0]
    if np.abs(cosines - EXAMPLE_COSINES).max() > 0.001:
        sys.exit(f"the graph is wrong: cosines {cosines}, the model's card has {EXAMPLE_COSINES}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = map(pathlib.Path, sys.argv[1:])
    build(source, target)
    check(target)
