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
swift test --skip-build "$@"
