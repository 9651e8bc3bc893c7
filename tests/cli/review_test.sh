#!/usr/bin/env bash
# usage: review_test.sh XSKSIM. `review` as a reader of docs/review.md runs it, and its exit codes.
set -uo pipefail
xsksim=$1
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"

expect 0 review --question 3
matches out '^3  Won.t a full ring stall for ever\?$'
matches out '^  full-ring-lost +stalled +as expected +sent 357, lost 1, timer fires 0$'
says out "all came out as expected"
cp "$dir/out" "$dir/first"
expect 0 review --question 3 -j 1
cmp -s "$dir/out" "$dir/first" || { echo "-j 1 differs"; failures=$((failures + 1)); }

expect 0 review --question 3 --json
matches out '"scenario": "full-ring-lost"'
matches out '"as_expected": true'
matches out '"timer fires": "0"'

mkdir "$dir/mine"
mine() {  # mine NAME ASKED VERDICT FIGURE
  cat >"$dir/mine/$1.json" <<JSON
{"name": "$1", "question": "Does it pass?", "expect": {"verdict": "$3"}, "end": {"frames": 119},
 "review": {"question": 3, "asked": "$2", "figures": [$4]}}
JSON
}
mine one "For ever?" pass '{"name": "sent", "summary": "on_wire"}'
mine two "For ever?" stalled '{"name": "IRQ_NONE", "count": "vq_interrupt", "where": {"handled": 0}}'
expect 1 review "$dir/mine"
matches out '^  one +pass +as expected +sent 119$'
matches out '^  two +pass +NOT as expected +IRQ_NONE 0$'
says out "two: the verdict is pass, the scenario expects stalled"

mine two "How long?" pass '{"name": "sent", "summary": "on_wire"}'
expect 2 review "$dir/mine"
says err '"For ever?", as one says'
mine two "For ever?" pass '{"name": "sent", "summary": "on_wires"}'
expect 2 review "$dir/mine"
says out "a number of summary.json"
mine two "For ever?" pass '{"name": "sent"}'
expect 2 review "$dir/mine"
says err "either count or summary"
mine two "For ever?" pass '{"name": "sent", "count": "dev_wire", "where": {"colour": 1}}'
expect 2 review "$dir/mine"
says err 'a field of dev_wire'
expect 2 review --question 98
expect 2 review "$dir/nowhere"

[ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
