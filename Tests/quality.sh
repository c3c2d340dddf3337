#!/usr/bin/env bash
# How many planted secrets are found, and what is taken for one: by countersign, and by kingfisher and detect-secrets where they are
# installed (pip install kingfisher-bin detect-secrets). Tests/Quality/plant.py says what is planted.
#
#   Tests/quality.sh                           in the definitions of workflows-example/ and templates/
#   Tests/quality.sh DEFINITIONS               in those below another directory
#   Tests/quality.sh --countersign FILE        another build of the program; .build/release/countersign if it does not say one
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$here/../.build/release/countersign definitions=()
while (($# > 0)); do
  case $1 in
    --countersign) program=${2:?"--countersign needs a file"} && shift 2 ;;
    -*) echo "quality.sh: there is no option '$1'" >&2 && exit 64 ;;
    *) definitions+=("$(realpath "$1")") && shift ;;
  esac
done
[[ -x $program ]] || { echo "quality.sh: $program is no program: swift build -c release, or --countersign" >&2 && exit 66; }
program=$(cd "$(dirname "$program")" && pwd)/$(basename "$program")
((${#definitions[@]} > 0)) || definitions=("$here/../workflows-example" "$here/../templates")

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 "$here/Quality/plant.py" "${definitions[@]}" "$scratch/planted" >&2
mkdir "$scratch/repository" "$scratch/home"
cp -r "$scratch/planted/cases" "$scratch/planted/untouched" "$scratch/repository"
cd "$scratch/repository"
export HOME=$scratch/home GIT_CONFIG_NOSYSTEM=1
git init -q
git add .
git -c user.name=quality -c user.email=quality@acme.example -c commit.gpgsign=false commit -qm planted

# A tool's name, then the command.
runs=()
measure() {
  local name=$1 start end status=0
  shift
  start=$(date +%s%N)
  "$@" >"$scratch/$name.json" 2>"$scratch/$name.err" || status=$?
  end=$(date +%s%N)
  # kingfisher ends with 200 and more where it found something, countersign with 1.
  if ((status > 1 && status < 200)); then
    cat "$scratch/$name.err" >&2
    echo "quality.sh: $name ended with $status" >&2
    exit "$status"
  fi
  runs+=("$name" "$(((end - start) / 1000000))" "$scratch/$name.json")
}

measure countersign "$program" scan --format json
if command -v kingfisher >/dev/null; then
  measure kingfisher kingfisher scan . -n --no-update-check --no-dedup --git-history none --format json
fi
if command -v detect-secrets >/dev/null; then
  measure detect-secrets detect-secrets scan
fi
PYTHONDONTWRITEBYTECODE=1 python3 "$here/Quality/compare.py" "$scratch/planted" "${runs[@]}"
