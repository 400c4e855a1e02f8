#!/usr/bin/env bash
# Measures extraction:
#   pages per second of one core (processor time of the child, layout included) over the PDFs of a folder, and
#   what a file of 2,000 pages needs in memory beyond one of 20 pages, child and parent together.
# Usage: bench/extraction/run.sh FOLDER [BUILD]     BUILD: a build folder (default build/dev)
# The long file is made with pikepdf (pip install pikepdf), with $PYTHON (default python3).
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=${1:?usage: bench/extraction/run.sh FOLDER [BUILD]}
build=${2:-build/dev}
bench=$build/bench/extraction/genai_extraction_bench
child=$build/libexec/genai/genai-extract
[[ -x $bench && -x $child ]] || { echo "build the target genai_extraction_bench in $build first" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

shopt -s nullglob
files=("$folder"/*.pdf)
((${#files[@]} > 0)) || { echo "no PDFs in $folder" >&2; exit 2; }
echo "all ${#files[@]} files:"
"$bench" "$child" "${files[@]}"

for pages in 20 2000; do
  "${PYTHON:-python3}" bench/extraction/repeat_pages.py "$folder" "$pages" "$work/$pages.pdf"
  echo "one file of $pages pages:"
  "$bench" "$child" "$work/$pages.pdf"
done
