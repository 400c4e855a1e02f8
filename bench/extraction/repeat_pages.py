#!/usr/bin/env python3
"""repeat_pages.py FOLDER PAGES OUT.pdf: one file of so many pages, from the folder's PDFs over and over.

Each round copies pages, contents and fonts as objects of their own, so that nothing is shared between the rounds and a
reader that keeps all it has seen grows with the pages. Needs pikepdf.
"""
import sys
from pathlib import Path

import pikepdf


def main():
    sources = sorted(Path(sys.argv[1]).glob("*.pdf"))
    pages, target = int(sys.argv[2]), sys.argv[3]
    out = pikepdf.new()
    opened = []  # a copied page needs its source until the file is written
    while len(out.pages) < pages:
        for source in sources:
            document = pikepdf.open(source)
            opened.append(document)
            for page in document.pages:
                if len(out.pages) < pages:
                    out.pages.append(page)
    out.save(target)


if __name__ == "__main__":
    main()
