#!/usr/bin/env bash
# usage: explored.sh XSKSIM. What an exploration writes of the first failure that it finds with a driver which
# does not look at the TX ring again: results/explore.txt. The command that runs its scenario names a file, and
# is left out.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$1" explore hunts/zero-copy --mutant no-re-peek --first --seed 3 --budget 20000 --quiet --out "$dir" >"$dir/report" ||
  [ $? -eq 1 ]
grep -v '^xsksim run ' "$dir"/*.txt
