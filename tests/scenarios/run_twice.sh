#!/usr/bin/env bash
# usage: run_twice.sh XSKSIM SCENARIO: two fresh processes, one of them on SimGrid, the other on the native
# engine with every actor on a stack of its own; the verdict must be the expected one and every result file
# equal to the byte. The first saves its trace: judging that must give the same files, to the byte.
set -euo pipefail
xsksim=$1 scenario=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$xsksim" run "$scenario" --out "$dir/first" --trace "$dir/trace.zst"
"$xsksim" run "$scenario" --out "$dir/strict" --quiet --engine native-strict
"$xsksim" judge "$dir/trace.zst" --out "$dir/judged" >"$dir/judge.txt" ||
  { cat "$dir/judge.txt"; exit 1; }
diff -r "$dir/first"/* "$dir/judged"
# How often stacks were switched is the one thing in which the engines may differ.
find "$dir/first" "$dir/strict" -name summary.json -exec sed -i '/"engine": {/,/}/d' {} +
diff -r "$dir/first" "$dir/strict"
lines=$(find "$dir/first" -name timeline.txt -exec cat {} + | wc -l)
[ "$lines" -gt 3 ] && [ "$lines" -le 200 ] || { echo "timeline has $lines lines"; exit 1; }
