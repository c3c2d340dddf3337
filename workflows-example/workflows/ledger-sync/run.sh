#!/bin/sh
# What the scheduler starts: run.sh BATCH. ENVIRONMENT is dev, test or prod.
# The last door: without a valid release in this environment, or after a kill, nothing runs.
set -eu
: "${ENVIRONMENT:?is not set: dev, test or prod}"
batch=${1:?names no batch file}
cd "$(dirname "$0")"
countersign admit ledger-sync --env "$ENVIRONMENT" --dir . --fresh 5m
exec python3 -B sync.py --apply "$batch"
