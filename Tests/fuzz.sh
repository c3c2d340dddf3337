#!/usr/bin/env bash
# Feeds every decoder of outside bytes with what libFuzzer makes of the seeds. docs/fuzzing.md says what has to hold.
#
#   Tests/fuzz.sh                            every target, 10 seconds each, as many at once as there are processors
#   Tests/fuzz.sh json yaml --seconds 600    two of them, longer
#   Tests/fuzz.sh --scratch DIR              goes on with the corpora in DIR and keeps them there
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=10 scratch='' targets=()
while (($# > 0)); do
  case $1 in
    --seconds) seconds=${2:?"--seconds needs a number"} && shift 2 ;;
    --scratch) scratch=${2:?"--scratch needs a directory"} && shift 2 ;;
    *) targets+=("$1") && shift ;;
  esac
done
if ((${#targets[@]} == 0)); then
  for seeds in Tests/Fuzzing/Seeds/*/; do targets+=("$(basename "$seeds")"); done
fi
for target in "${targets[@]}"; do
  [[ -d Tests/Fuzzing/Seeds/$target ]] || { echo "fuzz.sh: there is no target '$target'" >&2 && exit 64; }
done

# A build of its own: everything in it is instrumented. One program holds all targets, so that one is linked.
COUNTERSIGN_FUZZ=build swift build --sanitize fuzzer --scratch-path .build/fuzz --product fuzz
program=.build/fuzz/debug/fuzz

kept=$scratch
scratch=${scratch:-$(mktemp -d)}
mkdir -p "$scratch"

# One target: its name, then one line of what came of it.
run() {
  local target=$1 place=$2/$1 seeds=Tests/Fuzzing/Seeds/$1 words=Tests/Fuzzing/Dictionaries/$1.dict
  local options=(-max_total_time="$3" -max_len=8192 -rss_limit_mb=512 -timeout=5 -print_final_stats=1)
  mkdir -p "$place/corpus"
  [[ ! -f $words ]] || options+=(-dict="$words")
  if COUNTERSIGN_FUZZ=$target "$program" "${options[@]}" -artifact_prefix="$place/" "$place/corpus" "$seeds" \
    >"$place/log" 2>&1; then
    local count
    count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$place/log")
    # A run without an input proves nothing.
    ((${count:-0} > 0)) && echo "$target: $count inputs, nothing found" && return
  fi
  echo "$target: FOUND"
  grep -a -E -m 3 'Precondition failed|Fatal error|ERROR: libFuzzer' "$place/log" || tail -n 5 "$place/log"
  for input in "$place"/*-*; do
    echo "  to reproduce: COUNTERSIGN_FUZZ=$target $program $input"
  done
  return 1
}
export -f run
export program SWIFT_BACKTRACE=enable=no

if printf '%s\n' "${targets[@]}" | xargs -P "$(getconf _NPROCESSORS_ONLN)" -I '{}' bash -c 'run "$@"' run '{}' "$scratch" "$seconds"; then
  [[ -n $kept ]] || rm -rf "$scratch"
else
  echo "fuzz.sh: something was found; inputs, logs and corpora are kept in $scratch" >&2
  exit 1
fi
