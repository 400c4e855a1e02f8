# shellcheck shell=bash
# The packages of the distribution (Debian 12), and their installation.
# shellcheck disable=SC2034  # the lists are for whoever sources this file

# What building and running genai needs.
build_packages=(
  g++ cmake ninja-build             # compiler and build
  ccache mold                       # a second build in seconds, a link in a second
  ca-certificates git
  python3                           # generators, the include check
  unzip                             # wheels are zip archives
  libboost1.81-dev                  # Beast and Asio: the HTTP server (headers)
  libboost-json1.81-dev             # JSON
  libboost-url1.81-dev              # query strings
  libssl-dev                        # SHA-256, TLS
  libcli11-dev                      # the command line
  libspdlog-dev libfmt-dev          # logs, formatting
  libexpected-dev                   # tl::expected under Result<T>
  prometheus-cpp-dev                # the metrics page
  libsqlite3-dev                    # the embedded truth
  libopenblas-serial-dev            # matrix products for FAISS; the flavour that starts no threads of its own
  libstemmer-dev libutf8proc-dev    # word stems and Unicode for the keyword index
  zlib1g-dev                        # compressed chunk texts
  libpng-dev                        # images of pages, made where pages are read
  libexpat1-dev libminizip-dev      # Office files: XML in ZIP archives
  libgumbo-dev                      # web pages
  libmd4c-dev libmd4c-html0-dev     # Markdown
  libuchardet-dev                   # the encoding of text files
  libseccomp-dev                    # the system calls that the reader of hostile files may make
)

# What only the tests, the benchmarks and the lint need.
test_packages=(
  libgtest-dev libgmock-dev         # tests
  libbenchmark-dev                  # benchmarks
  clang-format-16 clang-tidy-16     # the lint
  shellcheck                        # the lint of these scripts
)

missing_packages() {
  local name
  for name in "$@"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || echo "$name"
  done
}

# install_packages NAME...: installs those that are missing; asks nothing.
install_packages() {
  if ! command -v apt-get >/dev/null; then
    fail "this system has no apt-get: scripts/setup installs packages on Debian 12 only" \
      "install the equivalents of: $*" "then run it again with GENAI_SKIP_PACKAGES=1"
  fi
  local missing
  mapfile -t missing < <(missing_packages "$@")
  if ((${#missing[@]} == 0)); then
    step_done "all there"
    return
  fi

  note "missing: ${missing[*]}"
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "packages are missing and there is neither root nor sudo; as root, run:" \
      "apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
    apt-get -y -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
  mkdir -p "$GENAI_CACHE/logs"
  local log=$GENAI_CACHE/logs/packages.log
  # One source of many may be down without being needed here: what counts is whether the packages can be had.
  run_logged "$log" "${apt[@]}" update || note "apt-get update failed; going on with the lists that are there"
  run_logged "$log" "${apt[@]}" install --no-install-recommends "${missing[@]}" ||
    fail "could not install: ${missing[*]}" "is the network up, and are the sources in /etc/apt right?" \
      "then run $0 again"
  step_done "installed ${#missing[@]}"
}
