# SPDX-License-Identifier: Apache-2.0
"""all-MiniLM-L6-v2 in ONNX Runtime, the peer and the reference of the scripts here, and the texts that they use.

The graph is built from the model's safetensors with the fused operators that ONNX Runtime's own optimiser makes of the
usual export (Attention, SkipLayerNormalization, BiasGelu); no other framework is needed."""
import glob
import json
import os
import struct
import subprocess

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

MICROSOFT = "com.microsoft"
WINDOW = 256


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    return {name: np.frombuffer(data[slice(*entry["data_offsets"])], np.float32).reshape(entry["shape"])
            for name, entry in header.items() if name != "__metadata__" and entry["dtype"] == "F32"}


class Graph:
    """Nodes and constants in the order of the computation."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, array):
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, operator, inputs, domain="", output=None, **attributes):
        output = output or f"node{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output


def build_model(weights, layers=6, heads=12, epsilon=1e-12):
    graph = Graph()
    add, constant = graph.add, graph.constant

    def integers(*values):
        return constant(np.array(values, np.int64))

    def norm(name):
        return [constant(weights[name + ".weight"]), constant(weights[name + ".bias"])]

    # The token type is always 0: its embedding is added to the positions.
    positions = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    words = add("Gather", [constant(weights["embeddings.word_embeddings.weight"]), "ids"])
    length = add("Slice", [add("Shape", ["ids"]), integers(1), integers(2)])
    places = add("Slice", [constant(positions), integers(0), length, integers(0)])
    x = add("LayerNormalization", [add("Add", [words, places]), *norm("embeddings.LayerNorm")], axis=-1, epsilon=epsilon)
    mask = add("Cast", ["mask"], to=TensorProto.INT32)
    for i in range(layers):
        layer = f"encoder.layer.{i}."
        parts = [layer + "attention.self." + part for part in ("query", "key", "value")]
        heads_weight = constant(np.concatenate([weights[part + ".weight"].T for part in parts], 1))
        heads_bias = constant(np.concatenate([weights[part + ".bias"] for part in parts]))
        context = add("Attention", [x, heads_weight, heads_bias, mask], MICROSOFT, num_heads=heads)

        def residual(inputs, skip, linear, normal):
            product = add("MatMul", [inputs, constant(weights[linear + ".weight"].T)])
            return add("SkipLayerNormalization", [product, skip, *norm(normal), constant(weights[linear + ".bias"])],
                       MICROSOFT, epsilon=epsilon)

        x = residual(context, x, layer + "attention.output.dense", layer + "attention.output.LayerNorm")
        hidden = add("MatMul", [x, constant(weights[layer + "intermediate.dense.weight"].T)])
        hidden = add("BiasGelu", [hidden, constant(weights[layer + "intermediate.dense.bias"])], MICROSOFT)
        x = residual(hidden, x, layer + "output.dense", layer + "output.LayerNorm")
    weight = add("Unsqueeze", [add("Cast", ["mask"], to=TensorProto.FLOAT), integers(2)])
    total = add("ReduceSum", [add("Mul", [x, weight]), integers(1)], keepdims=0)
    add("LpNormalization", [total], output="vectors", axis=-1, p=2)  # the mean's divisor falls out here
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "s"]) for name in ("ids", "mask")]
    output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["b", weights["embeddings.LayerNorm.bias"].size])
    made = helper.make_graph(graph.nodes, "minilm", inputs, [output], graph.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8)


class Reference:
    """ids -> vectors, on one thread."""

    def __init__(self, folder):
        self.tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
        self.tokenizer.enable_truncation(WINDOW)  # the file says 128, and pads to it: wrong for this model
        self.tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        model = build_model(read_safetensors(os.path.join(folder, "model.safetensors")))
        self.session = onnxruntime.InferenceSession(model.SerializeToString(), options,
                                                    providers=["CPUExecutionProvider"])

    def ids(self, texts):
        return [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]

    def embed(self, sequences, batch=32):
        """Batches in the order of the sequences, padded to the longest."""
        vectors = []
        for start in range(0, len(sequences), batch):
            some = sequences[start:start + batch]
            ids = np.zeros((len(some), max(map(len, some))), np.int64)
            mask = np.zeros_like(ids)
            for row, sequence in enumerate(some):
                ids[row, :len(sequence)] = sequence
                mask[row, :len(sequence)] = 1
            vectors.append(self.session.run(None, {"ids": ids, "mask": mask})[0])
        return np.concatenate(vectors)


def filing_chunks(folder, characters=1000):
    """Paragraphs of the PDFs' text, put together up to so many characters, in file order."""
    chunks = []
    for path in sorted(glob.glob(os.path.join(folder, "*.pdf"))):
        text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode("utf-8", "replace")
        chunk = ""
        for paragraph in filter(None, (part.strip() for part in text.split("\n\n"))):
            if chunk and len(chunk) + len(paragraph) > characters:
                chunks.append(chunk)
                chunk = ""
            chunk += ("\n" if chunk else "") + paragraph
            while len(chunk) > characters:
                chunks.append(chunk[:characters])
                chunk = chunk[characters:]
        if chunk:
            chunks.append(chunk)
    return chunks


def spread(items, count):
    """`count` of them, evenly from first to last."""
    step = max(1.0, len(items) / count)
    return [items[int(i * step)] for i in range(min(count, len(items)))]


def write_texts(path, texts):
    with open(path, "w") as file:
        for text in texts:
            file.write(json.dumps({"text": text}) + "\n")


class Bench:
    """genai_encoder_bench over one file of texts."""

    def __init__(self, program, model, texts):
        self.command = [program, "--model", model, "--texts", texts]

    def measure(self, what, **options):
        arguments = [f"--{name}={value}" for name, value in options.items()]
        output = subprocess.run(self.command + arguments + [what], capture_output=True, check=True, text=True).stdout
        return json.loads(output)

    def embed(self, path, dimension=384, **options):
        arguments = [f"--{name}={value}" for name, value in options.items()]
        subprocess.run(self.command + arguments + ["embed", path], check=True)
        return np.fromfile(path, np.float32).reshape(-1, dimension)


def kernel_sets():
    with open("/proc/cpuinfo") as file:
        flags = file.read().split("flags", 1)[-1].split("\n", 1)[0].split()
    sets = ["avx512"] if {"avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512_vnni"} <= set(flags) else []
    return sets + (["avx2"] if {"avx2", "fma"} <= set(flags) else []) + ["portable"]
