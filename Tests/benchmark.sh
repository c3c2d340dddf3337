#!/usr/bin/env bash
# Makes repositories of known sizes and prints what commands take on them, beside git and others. docs/performance.md has the table.
#
#   Tests/benchmark.sh                      everything: about ten minutes, and 3 GB below .build/benchmark
#   Tests/benchmark.sh --quick              the figures that have targets: about two minutes
#   Tests/benchmark.sh --smoke              whether it works, on a debug build
#   Tests/benchmark.sh --countersign FILE   another build of the program
#
# Repositories that were made once are used again; remove .build/benchmark to have them made anew.
set -euo pipefail
cd "$(dirname "$0")/.."
export COUNTERSIGN_BENCHMARK=1

if [[ " $* " == *" --smoke "* ]]; then
  swift build --product benchmark
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  .build/debug/benchmark "$@" --scratch "$scratch"
else
  swift build -c release --static-swift-stdlib --product countersign
  swift build -c release --static-swift-stdlib --product benchmark
  mkdir -p .build/benchmark
  .build/release/benchmark "$@" --scratch "$PWD/.build/benchmark"
fi
