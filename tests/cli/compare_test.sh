#!/usr/bin/env bash
# usage: compare_test.sh XSKSIM. `compare` and `driver list|show` as a user meets them.
set -uo pipefail
xsksim=$1
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"

# A stall is a row. The scenario's expectation is its own driver's.
expect 0 compare lost-interrupt-timer --drivers v1,v2,v3,landed --set /end/frames=3000
matches out '^lost-interrupt-timer +v1 +pass +yes '
matches out '^lost-interrupt-timer +v2 +stalled +- '
matches out '^lost-interrupt-timer +v3 +pass +- '
matches out '^lost-interrupt-timer +landed +pass +- '
[ "$(wc -l <"$dir/out")" -eq 5 ] || { echo "not a row each:"; cat "$dir/out"; failures=$((failures + 1)); }
cp "$dir/out" "$dir/first"

# Rows come in the order asked for, however many run at once.
expect 0 compare lost-interrupt-timer --drivers v1,v2,v3,landed --set /end/frames=3000 -j 1
cmp -s "$dir/out" "$dir/first" || { echo "-j 1 differs"; failures=$((failures + 1)); }
expect 0 compare percent-40 baseline --drivers v3,v1 --set /end/frames=300 --csv
matches out '^scenario,driver,verdict,'
[ "$(cut -d, -f1,2 "$dir/out" | tr '\n' ' ')" = "scenario,driver percent-40,v3 percent-40,v1 baseline,v3 baseline,v1 " ] ||
  { echo "order of rows:"; cat "$dir/out"; failures=$((failures + 1)); }

# What a driver does not have is left out, and said.
expect 0 compare lost-interrupt-no-timer --drivers v1,v2 --set /end/frames=3000
matches out 'left out where the driver has none: /driver/parameters/xsk_check_timeout for v2 '
expect 0 compare lost-interrupt-no-timer --drivers v2 --set /end/frames=3000 --json
matches out '"left_out": \[$'
matches out '"as_expected": null'
matches out '"cpu_ns_per_packet": [0-9]'
# What none has is a slip.
expect 2 compare baseline --drivers v1,v2 --set /driver/parameters/xsk_budgte=1
matches err 'xsk_budgte'
expect 2 compare baseline --drivers v1,v99
matches err 'v99'
expect 2 compare baseline
expect 2 compare --drivers v1
expect 2 compare baselne --drivers v1
expect 2 compare baseline --drivers v1 --json --csv
expect 2 compare baseline --drivers v1 --seed -1
expect 3 compare baseline --drivers v1,v2 --set /bounds/dispatches=1000
matches out '^baseline +v2 +inconclusive'

expect 0 driver list
matches out '^v1 +virtio-net'
matches out '^landed +virtio-net'
expect 0 driver list --json
matches out '"name": "v3"'
expect 0 driver show v1
matches out 'xsk_check_timeout = 100 \(us\)'
matches out 'Off with xsk_check_timeout=0'
expect 0 driver show landed
matches out 'VRING_DISABLE_CB_MOVES_USED_EVENT'
expect 0 driver show v3 --json
matches out '"name": "xsk_kick_thr"'
expect 2 driver show v99
matches err 'v99'
expect 2 driver show "$dir/none.so"
matches err 'no such file'
expect 2 driver

[ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
