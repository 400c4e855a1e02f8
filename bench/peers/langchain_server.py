#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""POST /query?question= over a LangChain FAISS store, by FastAPI and uvicorn; sources without an answer.

    langchain_server.py MODEL_FOLDER STORE_FOLDER PORT

The store is loaded once and the route is `async`, which is the cheapest of the usual ways in CPU time.
"""
import os
import sys

import fastapi
import uvicorn

from langchain_store import MiniLmEmbeddings, load_store


def make_app(model_folder, store_folder):
    app = fastapi.FastAPI()
    store = load_store(store_folder, MiniLmEmbeddings(model_folder))

    @app.get("/healthz")
    async def health():
        return {"status": "ok"}

    @app.post("/query")
    async def query(question: str, k: int = 5):
        hits = store.similarity_search_with_score(question, k=k)
        return {"answer": None,
                "sources": [{"document": os.path.basename(hit.metadata["source"]), "page": hit.metadata["page"] + 1,
                             "score": float(score), "text": hit.page_content} for hit, score in hits]}

    return app


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    uvicorn.run(make_app(sys.argv[1], sys.argv[2]), host="127.0.0.1", port=int(sys.argv[3]), log_level="warning",
                access_log=False)
