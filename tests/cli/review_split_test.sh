#!/usr/bin/env bash
# usage: review_split_test.sh XSKSIM. tests/review/without-timer.patch, the workaround taken out, does what
# xsk_check_timeout=0 does: the same figures to the last digit.
set -uo pipefail
xsksim=$1
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"

expect 0 driver build --quiet --base v1 tests/review/without-timer.patch -o "$dir/without-timer.so"
same() {  # same SCENARIO: an experiment whose timer is off
  expect 0 run "review/$1" --out "$dir/switched-off" --quiet
  expect 0 run "review/$1" --out "$dir/taken-out" --quiet --driver "$dir/without-timer.so" \
    --set /driver/parameters/xsk_check_timeout=null
  # The driver's own name, and what initialising a timer costs the simulator, not the guest.
  for folder in switched-off taken-out; do
    sed -i '/"engine": {/,/}/d; /"events":/d; /"accesses":/d' "$dir/$folder/$1/summary.json"
  done
  diff "$dir/switched-off/$1/summary.json" "$dir/taken-out/$1/summary.json" && return
  failures=$((failures + 1))
}
for scenario in split-healthy split-bursts split-kernel-packets full-ring-lost full-ring-no-loss \
  full-ring-lost-rx late; do
  same "$scenario"
done

# With the timer on the figures are others.
expect 0 run review/split-healthy --out "$dir/on" --quiet --set /driver/parameters/xsk_check_timeout=100 \
  --set '/expect/reached=[]'
sed -i '/"engine": {/,/}/d; /"events":/d; /"accesses":/d' "$dir/on/split-healthy/summary.json"
if diff -q "$dir/on/split-healthy/summary.json" "$dir/switched-off/split-healthy/summary.json" >"$dir/diff"; then
  echo "the timer makes no difference: this test compares nothing"
  failures=$((failures + 1))
fi

[ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
