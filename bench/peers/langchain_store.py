# SPDX-License-Identifier: Apache-2.0
"""What the LangChain peer is made of: its loader, splitter and vector store, over the same model as genai."""
from langchain_community.document_loaders import PyPDFium2Loader
from langchain_community.vectorstores import FAISS
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from minilm import MiniLm

CHUNK_SIZE = 1000
CHUNK_OVERLAP = 200


class MiniLmEmbeddings(Embeddings):
    """LangChain's port over MiniLm."""

    def __init__(self, model_folder):
        self.model = MiniLm(model_folder)

    def embed_documents(self, texts):
        return self.model.embed(texts).tolist()

    def embed_query(self, text):
        return self.model.embed([text])[0].tolist()


def load_pages(files):
    """One LangChain document for each page."""
    return [page for file in files for page in PyPDFium2Loader(str(file)).load()]


def split_pages(pages):
    return RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP).split_documents(pages)


def load_store(folder, embeddings):
    return FAISS.load_local(str(folder), embeddings, allow_dangerous_deserialization=True)
