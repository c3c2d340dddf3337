#!/usr/bin/env bash
# Runs all tests: installs what is needed, checks the form of the code, builds, and tests.
#
#   Tests/run.sh                         everything
#   Tests/run.sh --filter GatesTests     what `swift test` takes, passed on
set -euo pipefail
cd "$(dirname "$0")/.."

bash .ci/setup
swift format lint --strict --recursive Sources Tests Package.swift
swift build --build-tests
scratch=$(mktemp -d "$(bash Tests/scratch.sh)/countersign-tests-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch
# What failed is told again at the end, before the closing line: thousands of lines later nobody would find it.
swift test --skip-build "$@" 2>&1 | tee .build/tests.txt || {
  grep -a '✘' .build/tests.txt | cut -c 1-600
  exit 1
}
