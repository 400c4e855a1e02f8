#!/usr/bin/env python3
"""Holds the #includes under src/ to the floor table in ARCHITECTURE.md.

A file may include its own folder and the folders of lower floors; an adapter's header (any header of a port's folder
that is neither the port nor named in the table) only its own folder and app/.
Usage: include_check.py [REPOSITORY]; exit 1 with one line for each forbidden edge.
"""
import re
import sys
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s+"([a-z_]+)/([^"]+)"', re.M)
# `| 3 | vectors | vector_store.hpp | ... |`; the third cell names the headers that other folders may include.
ROW = re.compile(r"^\|\s*(\d+)\s*\|\s*`?([a-z_]+)/?`?\s*\|\s*([^|]*)\|", re.M)


def floor_table(text):
    """{folder: (floor, headers that others may include, or None for all)}"""
    table = {}
    for floor, folder, headers in ROW.findall(text):
        names = set(re.findall(r"[a-z_0-9]+\.hpp", headers))
        table[folder] = (int(floor), names or None)
    return table


def problems(root):
    table = floor_table((root / "ARCHITECTURE.md").read_text())
    if len(table) < 5:
        yield "ARCHITECTURE.md: no floor table found"
        return
    for folder in sorted(p.name for p in (root / "src").iterdir() if p.is_dir()):
        if folder not in table:
            yield f"src/{folder}: not in the floor table"
    for folder in table:
        if not (root / "src" / folder).is_dir():
            yield f"ARCHITECTURE.md: src/{folder} does not exist"
    for path in sorted([*root.glob("src/**/*.cpp"), *root.glob("src/**/*.hpp")]):
        own = path.relative_to(root / "src").parts[0]
        for target, header in INCLUDE.findall(path.read_text()):
            where = f"{path.relative_to(root)} includes {target}/{header}"
            if target == own or own not in table:
                continue
            if target not in table:
                yield f"{where}: no such folder on a floor"
                continue
            (own_floor, _), (floor, public) = table[own], table[target]
            if floor >= own_floor:
                yield f"{where}: floor {own_floor} may not include floor {floor}"
            elif public is not None and header not in public and own != "app" and not path.name.endswith("_test.cpp"):
                yield f"{where}: an adapter's header is for its own folder and app/"


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = list(problems(root))
    print("\n".join(found) if found else "includes: every edge goes down")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
