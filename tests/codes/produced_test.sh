#!/usr/bin/env bash
# usage: produced_test.sh XSKSIM PROGRAM... Each code (models/codes/*.def) is produced by a shipped
# scenario or by a test, but for those of not_yet.txt: runs all scenarios, and the test programs, which write down what they see
# (tests/support/seen_codes.hpp).
set -euo pipefail
xsksim=$1
shift
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
find scenarios -name '*.json' -print0 | xargs -0 "$xsksim" run --engine native --quiet --out "$dir/runs"
find "$dir/runs" -name verdict.json -print0 | xargs -0 jq -r \
  '(.violations[].code), (.explanation // empty | .codes[], .waiting_codes[], .wakers[].codes[])' \
  >"$dir/seen"
for program; do
  XSKSIM_SEEN_CODES="$dir/seen" "$program" >"$dir/log" || { cat "$dir/log"; exit 1; }
done
# Meanings are wrapped: their further lines begin with blanks.
"$xsksim" list --codes | sed -n 's/^\([a-z]*\.[a-z0-9_]*\) .*/\1/p' | sort >"$dir/codes"
[ "$(wc -l <"$dir/codes")" -gt 200 ] || { echo "xsksim list --codes has only these"; cat "$dir/codes"; exit 1; }
sort -u "$dir/seen" >"$dir/produced"
# tests/codes/not_yet.txt: those that nobody produces yet. The list only gets shorter.
comm -23 "$dir/codes" "$dir/produced" | diff tests/codes/not_yet.txt - ||
  { echo "< produced by now: strike it; > produced by no scenario and no test"; exit 1; }
