#!/usr/bin/env bash
# usage: produced_test.sh XSKSIM PROGRAM... Every code (models/codes/*.def) is produced by a shipped
# scenario or by a test: runs all scenarios, and the test programs, which write down what they see
# (tests/support/seen_codes.hpp).
set -euo pipefail
xsksim=$1
shift
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
find scenarios -name '*.json' -print0 | xargs -0 "$xsksim" run --quiet --out "$dir/runs"
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
missing=$(comm -23 "$dir/codes" "$dir/produced")
[ -z "$missing" ] || { echo "no scenario and no test produces:"; echo "$missing"; exit 1; }
