#!/usr/bin/env bash
# usage: exit_codes_test.sh XSKSIM. Exit codes, and what is (not) written, as a user meets them.
set -uo pipefail
xsksim=$1
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"

expect 0 --help
says out "Examples:"
expect 0 run --help
says out "Examples:"
expect 2
expect 2 run
expect 2 fly
expect 2 run baseline --engine sideways
expect 2 run baseline --seeds 9..1
says err "A..B"
expect 2 run baseline --set device/ring_size=512
says err "/json/pointer=value"
expect 2 run baseline --seeds 1..2 --trace "$dir/t"
expect 2 run baselne
says err "baseline"

expect 0 run baseline --set /end/frames=500
expect 1 run baseline --set /end/frames=500 --set /expect/verdict=stalled
says out "unexpected:"
says out "again: xsksim run"
expect 3 run baseline --set /bounds/dispatches=1000
says out "/bounds/dispatches"
expect 2 run baseline --set /device/ring_size=300 --out "$dir/none"
says err "/device/ring_size"
[ -e "$dir/none" ] && { echo "bad input wrote results"; failures=$((failures + 1)); }
expect 2 run baseline --set /driver/parameters/xsk_budgte=1
says err "xsk_budget"
expect 2 run baseline --set /driver/name=v99
says err "v99"

# Several problems of a file at once, each with its place.
printf '{\n  "name": "x",\n  "qestion": "?",\n  "device": {"ring_size": "big"},\n  "expect": {"verdict": "pass"},\n  "end": {"frames": 1}\n}\n' >"$dir/bad.json"
expect 2 run "$dir/bad.json"
says err "bad.json:3: /qestion"
says err "question"
says err "bad.json:4: /device/ring_size"

# One that is bad among several costs one row, not the batch.
expect 2 run baseline "$dir/bad.json" --set /end/frames=300 --json
says out '"verdict"'

expect 0 run baseline --set /end/frames=300 --trace "$dir/run.trace"
expect 0 judge "$dir/run.trace"
says out "baseline: pass"
head -c 3000 "$dir/run.trace" >"$dir/cut.trace"
expect 2 judge "$dir/cut.trace"
expect 2 judge "$dir/absent.trace"
expect 0 run baseline --set /end/frames=300 --verify --quiet
[ -s "$dir/out" ] && { echo "--quiet printed:"; cat "$dir/out"; failures=$((failures + 1)); }
expect 0 list
says out "lost-interrupt-no-timer"
expect 0 schema
says out "additionalProperties"

[ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
