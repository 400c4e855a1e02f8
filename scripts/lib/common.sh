# shellcheck shell=bash
# What every script shares: where things are, and how progress and failure are told.

GENAI_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
GENAI_CACHE=${GENAI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/genai}
# CMake reads the same variable, so it has to be exported even when it was only a default.
export GENAI_ROOT GENAI_CACHE
# Paths inside the checkout count as relative, so that the compiler cache serves a second checkout too.
export CCACHE_BASEDIR=$GENAI_ROOT CCACHE_NOHASHDIR=1

# A step is one line when it begins and one when it ends, with its seconds: a log of an unattended run reads as a table.
step_started=0
step() {
  step_started=$SECONDS
  printf '==> %s\n' "$*"
}
step_done() {
  printf '    %s (%d s)\n' "${*:-done}" "$((SECONDS - step_started))"
}

note() { printf '    %s\n' "$*"; }

# fail WHAT [ADVICE...]: ends the script; the status says that the reason has been told.
told=99
fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '       %s\n' "$line" >&2; done
  exit $told
}

# A command that nobody expected to fail must not end a script in silence.
on_error() {
  local status=$?
  ((status == told)) || echo "error: $0: $BASH_COMMAND ended with $status (${BASH_SOURCE[1]}:${BASH_LINENO[0]})" >&2
  exit $told
}
set -E
trap on_error ERR

# run_logged LOG COMMAND...: the output goes to LOG; when the command fails, the log's end is shown.
run_logged() {
  local log=$1
  shift
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    printf '       (the whole log: %s)\n' "$log" >&2
    return 1
  fi
}

# As many compilers at once as there are cores, but no more than one for each 1.5 GiB of memory: the heaviest
# translation units need about that much, and a machine that swaps builds slower than one that waits.
build_jobs() {
  local cores memory_kib by_memory
  cores=$(nproc)
  memory_kib=$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo)
  by_memory=$((memory_kib / 1572864))
  ((by_memory < 1)) && by_memory=1
  echo $((cores < by_memory ? cores : by_memory))
}
