# SPDX-License-Identifier: Apache-2.0
"""Writes the sample documents: python generate.py [folder], samples/ unless told otherwise."""
import sys
from pathlib import Path

import reports
import unreadable


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2] / "samples")
    folder.mkdir(parents=True, exist_ok=True)
    for make in (reports.annual_report, reports.product_manual, reports.letter, unreadable.scan, unreadable.encrypted,
                 unreadable.damaged):
        make(folder)


if __name__ == "__main__":
    main()
