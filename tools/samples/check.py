# SPDX-License-Identifier: Apache-2.0
"""Checks the sample documents: python check.py [folder]. The readable ones hold the answers where questions.jsonl says,
scan.pdf has no text, encrypted.pdf wants its password, damaged.pdf cannot be opened."""
import json
import re
import sys
from pathlib import Path

import pypdfium2

from unreadable import PASSWORD

SAMPLES = Path(__file__).parents[2] / "samples"


def pages(path, password=None):
    document = pypdfium2.PdfDocument(path, password=password)
    return [page.get_textpage().get_text_range() for page in document]


def refusal(path):
    try:
        pages(path)
    except pypdfium2.PdfiumError as error:
        return str(error)
    return "none"


def words(text):
    return re.findall(r"[\w.,%&±/]*[\w%&]", text.replace("’", "'"))


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else SAMPLES)
    assert "".join(pages(folder / "scan.pdf")) == ""
    assert "password" in refusal(folder / "encrypted.pdf").lower()
    assert "WB-2" in pages(folder / "encrypted.pdf", PASSWORD)[0]
    assert "format" in refusal(folder / "damaged.pdf").lower()
    texts = {name: pages(folder / name) for name in ("annual-report-2025.pdf", "product-manual.pdf", "letter.pdf")}
    lines = (SAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    for question in map(json.loads, lines):
        if question["answer"] is None:
            assert not question["docs"] and not question["pages"], question["id"]
            continue
        answer = set(words(question["answer"])) - {"million", "cents"}
        for number in question["pages"]:
            missing = answer - set(words(texts[question["docs"][0]][number - 1]))
            assert not missing, (question["id"], number, missing)
    print(f"{len(lines)} questions, {sum(map(len, texts.values()))} pages: as labelled")


if __name__ == "__main__":
    main()
