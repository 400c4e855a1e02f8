# SPDX-License-Identifier: Apache-2.0
"""all-MiniLM-L6-v2 by ONNX Runtime, as the peers use it."""
import pathlib

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

DIMENSION = 384
TOKENS_MAX = 256  # the model's window; longer texts are cut, as sentence-transformers does
BATCH = 32


class MiniLm:
    """Texts to unit vectors in one thread. `tokens` and `padded_tokens` count what was embedded so far."""

    def __init__(self, folder):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        # Spinning threads would turn the neighbours' noise into CPU time of ours.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        folder = pathlib.Path(folder)
        self._session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # The file truncates and pads to 128, which is not what the model was published with.
        self._tokenizer.enable_truncation(TOKENS_MAX)
        self._tokenizer.no_padding()
        self.tokens = 0
        self.padded_tokens = 0

    def embed(self, texts):
        """float32 [len(texts), 384]. Batches of 32 in order of length, as sentence-transformers makes them."""
        vectors = np.zeros((len(texts), DIMENSION), np.float32)
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda i: -len(ids[i]))
        for begin in range(0, len(order), BATCH):
            batch = order[begin:begin + BATCH]
            shape = (len(batch), len(ids[batch[0]]))
            tokens, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
            for row, i in enumerate(batch):
                tokens[row, :len(ids[i])] = ids[i]
                mask[row, :len(ids[i])] = 1
            vectors[batch] = self._session.run(None, {"input_ids": tokens, "attention_mask": mask})[0]
            self.tokens += int(mask.sum())
            self.padded_tokens += mask.size
        return vectors
