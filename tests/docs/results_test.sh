#!/usr/bin/env bash
# usage: results_test.sh XSKSIM. results/ is what the shipped scenarios give today.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$1" run scenarios/*.json --out "$dir" --quiet
"$1" regress >"$dir/breakers.txt"
"$1" findings >"$dir/findings.txt"
"$1" review >"$dir/review.txt"
"$1" calibration >"$dir/calibration.txt"
tests/docs/explored.sh "$1" >"$dir/explore.txt"
# results/sweeps and results/linux-*.txt have tests of their own. results/hunt* has seconds in it, which differ from
# run to run.
diff -r --exclude=sweeps --exclude='hunt*' --exclude='linux-*.txt' "$dir" results || { echo "run ./dev results and look at what changed"; exit 1; }
