#!/usr/bin/env bash
# How fast a history is searched for secrets: all of it, again, and by kingfisher where that is installed (pip install kingfisher-bin).
#
#   Tests/secrets.sh REPOSITORY          three times each; COUNTERSIGN names the program, .build/release/countersign if it does not
set -euo pipefail
repository=${1:?"Tests/secrets.sh REPOSITORY"}
program=${COUNTERSIGN:-$(dirname "$0")/../.build/release/countersign}
program=$(realpath "$program")

# What it is called, then the command; what it says is one line.
measure() {
  local name=$1 start end
  shift
  for _ in 1 2 3; do
    start=$(date +%s%N)
    # 1: there are secrets.
    "$@" >"$scratch/out" 2>&1 || (($? == 1)) || [[ $1 == kingfisher ]] || { cat "$scratch/out" >&2 && exit 1; }
    end=$(date +%s%N)
    echo "$name: $(((end - start) / 1000000)) ms, load $(cut -d' ' -f1 /proc/loadavg), $(tail -n 1 "$scratch/out" | cut -c1-110)"
  done
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$repository"
git cat-file --batch-all-objects --batch-check='%(objecttype) %(objectsize)' |
  awk '{ n[$1]++; b[$1] += $2 } END { for (k in n) print k ": " n[k] ", " b[k] " bytes" }' | sort
measure 'all objects' "$program" scan --history --anew
measure 'again' "$program" scan --history
if command -v kingfisher >/dev/null; then
  measure 'kingfisher' kingfisher scan . -n --no-update-check
fi
