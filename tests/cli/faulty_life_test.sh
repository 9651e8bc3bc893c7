#!/usr/bin/env bash
# usage: faulty_life_test.sh XSKSIM. What a driver does wrong with memory, timers and locks is a finding
# with its stack; a device that is taken away brings to light what was never freed.
set -uo pipefail
xsksim=$1
driver=$(dirname "$xsksim")/../test_drivers/faulty.so
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"
fail() { echo "$1"; cat "$dir/out" "$dir/err"; failures=$((failures + 1)); }

cat >"$dir/life.json" <<JSON
{"name": "life", "question": "Is all given back when the device goes?", "expect": {"verdict": "pass"},
 "end": {"time_ns": 60000000}, "device": {"ring_size": 512},
 "driver": {"name": "base"}, "application": {"enabled": false}, "udp": [{"rate_pps": 100000}],
 "steps": [{"at_ns": 2000000, "do": "device_remove"}]}
JSON

told=([8]="lock order: &lock_a is taken while &lock_b is held, and elsewhere the other way round" \
  [9]="sleeping in atomic context: kmalloc" \
  [10]="memory of 24 bytes, allocated in err_of_life faulty.c:" \
  [11]="kfree of memory that is freed already" \
  [12]="memory is freed in which an hrtimer is queued")
where=([8]=nest_both_ways [9]=err_of_life [10]="" [11]=free_twice [12]=free_queued_timer)
for mistake in "${!told[@]}"; do
  "$xsksim" run "$dir/life.json" --driver "$driver" --set "/driver/parameters/mistake=$mistake" \
    --verify --out "$dir/out-$mistake" >"$dir/out" 2>"$dir/err"
  got=$?
  [ "$got" -eq 1 ] || fail "mistake $mistake: exit $got, wanted 1"
  tr -s ' \n' '  ' <"$dir/out" | grep -qF -- "${told[$mistake]}" ||
    fail "mistake $mistake: not told: ${told[$mistake]}"
  grep -qF -- "${where[$mistake]} faulty.c:" "$dir/out" ||
    fail "mistake $mistake: no stack with ${where[$mistake]}"
done
"$xsksim" run "$dir/life.json" --driver "$driver" >"$dir/out" 2>"$dir/err" ||
  fail "without a mistake it does not pass"

[ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
