#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads PDFs into a FAISS store the way LangChain's documentation does, and prints what it was as JSON.

    langchain_ingest.py MODEL_FOLDER STORE_FOLDER PDF...
"""
import json
import sys
import time

from langchain_community.vectorstores import FAISS

from langchain_store import MiniLmEmbeddings, load_pages, split_pages


def ingest(model_folder, store_folder, files):
    stages = {}

    def timed(stage, work):
        begin = time.process_time()
        result = work()
        stages[stage] = time.process_time() - begin
        return result

    embeddings = timed("load_model", lambda: MiniLmEmbeddings(model_folder))
    pages = timed("read", lambda: load_pages(files))
    chunks = timed("split", lambda: split_pages(pages))
    store = timed("embed", lambda: FAISS.from_documents(chunks, embeddings))
    timed("save", lambda: store.save_local(store_folder))
    return {"pages": len(pages), "chunks": len(chunks), "tokens": embeddings.model.tokens,
            "padded_tokens": embeddings.model.padded_tokens, "stages": stages}


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    start_up = time.process_time()  # imports, as a fresh process pays for them
    outcome = ingest(sys.argv[1], sys.argv[2], sys.argv[3:])
    outcome["stages"]["import"] = start_up
    print(json.dumps(outcome))
