#!/usr/bin/env bash
# usage: compare_test.sh XSKSIM. `compare` and `driver list|show` as a user meets them.
set -uo pipefail
xsksim=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failures=0

expect() {  # expect CODE ARGS...: runs, keeps output in $dir/out and $dir/err
  local want=$1; shift
  "$xsksim" "$@" >"$dir/out" 2>"$dir/err" </dev/null
  local got=$?
  [ "$got" -eq "$want" ] && return
  echo "xsksim $*: exit $got, wanted $want"; cat "$dir/out" "$dir/err"
  failures=$((failures + 1))
}
says() {  # says FILE PATTERN
  grep -qE -- "$2" "$dir/$1" && return
  echo "$1 does not say: $2"; cat "$dir/$1"
  failures=$((failures + 1))
}

# A stall is a row. The scenario's expectation is its own driver's.
expect 0 compare lost-interrupt-timer --drivers v1,v2,v3,landed --set /end/frames=3000
says out '^lost-interrupt-timer +v1 +pass +yes '
says out '^lost-interrupt-timer +v2 +stalled +- '
says out '^lost-interrupt-timer +v3 +pass +- '
says out '^lost-interrupt-timer +landed +pass +- '
[ "$(wc -l <"$dir/out")" -eq 5 ] || { echo "not a row each:"; cat "$dir/out"; failures=$((failures + 1)); }
cp "$dir/out" "$dir/first"

# Rows come in the order asked for, however many run at once.
expect 0 compare lost-interrupt-timer --drivers v1,v2,v3,landed --set /end/frames=3000 -j 1
cmp -s "$dir/out" "$dir/first" || { echo "-j 1 differs"; failures=$((failures + 1)); }
expect 0 compare percent-40 baseline --drivers v3,v1 --set /end/frames=300 --csv
says out '^scenario,driver,verdict,'
[ "$(cut -d, -f1,2 "$dir/out" | tr '\n' ' ')" = "scenario,driver percent-40,v3 percent-40,v1 baseline,v3 baseline,v1 " ] ||
  { echo "order of rows:"; cat "$dir/out"; failures=$((failures + 1)); }

# What a driver does not have is left out, and said.
expect 0 compare lost-interrupt-no-timer --drivers v1,v2 --set /end/frames=3000
says out 'left out where the driver has none: /driver/parameters/xsk_check_timeout for v2 '
expect 0 compare lost-interrupt-no-timer --drivers v2 --set /end/frames=3000 --json
says out '"left_out": \[$'
says out '"as_expected": null'
says out '"cpu_ns_per_packet": [0-9]'
# What none has is a slip.
expect 2 compare baseline --drivers v1,v2 --set /driver/parameters/xsk_budgte=1
says err 'xsk_budgte'
expect 2 compare baseline --drivers v1,v99
says err 'v99'
expect 2 compare baseline
expect 2 compare --drivers v1
expect 2 compare baselne --drivers v1
expect 2 compare baseline --drivers v1 --json --csv
expect 2 compare baseline --drivers v1 --seed -1
expect 3 compare baseline --drivers v1,v2 --set /bounds/dispatches=1000
says out '^baseline +v2 +inconclusive'

expect 0 driver list
says out '^v1 +virtio-net'
says out '^landed +virtio-net'
expect 0 driver list --json
says out '"name": "v3"'
expect 0 driver show v1
says out 'xsk_check_timeout = 100 \(us\)'
says out 'Off with xsk_check_timeout=0'
expect 0 driver show landed
says out 'VRING_DISABLE_CB_MOVES_USED_EVENT'
expect 0 driver show v3 --json
says out '"name": "xsk_kick_thr"'
expect 2 driver show v99
says err 'v99'
expect 2 driver show "$dir/none.so"
says err 'no such file'
expect 2 driver

[ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
