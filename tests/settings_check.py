#!/usr/bin/env python3
"""Fails when a setting of docs/configuration.md has no test in settings.txt, or a test named there does not exist.

Tests are looked for in the sources, of which the build leaves none out, so that this holds in a partial build too."""
import re
import sys
from pathlib import Path


def read_table(file):
    rows = [line.split() for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return {row[0]: row[1:] for row in rows}, len(rows)


def read_tests(source):
    found = set()
    for file in [*source.rglob("*_test.cpp"), *source.rglob("*_contract.hpp")]:
        found.update(f"{suite}.{name}" for suite, name in
                     re.findall(r"\b(?:TYPED_)?TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", file.read_text()))
    return found


def problems(root):
    settings = set(re.findall(r"^\| `(\w+)` \|", (root / "docs/configuration.md").read_text(), re.M))
    table, rows = read_table(root / "tests/settings.txt")
    tests = read_tests(root / "src")
    if rows != len(table):
        yield "a setting has two rows"
    yield from (f"{name} has no row: which test shows that it changes behaviour?" for name in settings - set(table))
    yield from (f"{name} is no setting" for name in set(table) - settings)
    for name, named in table.items():
        if not named:
            yield f"{name} names no test"
        for test in named:
            kind, _, rest = test.partition(".")
            if kind != "commands":
                if test not in tests:
                    yield f"{name}: there is no test {test}"
                continue
            scenario = root / "tests/commands" / f"{rest}.txt"
            text = scenario.read_text() if scenario.exists() else ""
            if name not in text and "--" + name.lower().replace("_", "-") not in text:
                yield f"{name}: tests/commands/{rest}.txt does not use it"


def main():
    found = sorted(problems(Path(sys.argv[1])))
    print("\n".join(found) if found else "every setting has a test")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
