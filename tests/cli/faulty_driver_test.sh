#!/usr/bin/env bash
# usage: faulty_driver_test.sh XSKSIM. A driver's mistakes, alone and in a batch: exit 1, a finding
# with function and line, a whole report, to the byte the same on the native engine (how far a recursion
# comes is a matter of the stack); the runs beside it are as if nothing had happened.
set -uo pipefail
xsksim=$1
driver=$(dirname "$xsksim")/../test_drivers/faulty.so
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"
fail() { echo "$1"; cat "$dir/out" "$dir/err"; failures=$((failures + 1)); }

for size in 256 512 1024; do
  cat >"$dir/ring-$size.json" <<JSON
{"name": "ring-$size", "question": "Does the kernel's own path work?", "expect": {"verdict": "pass"},
 "end": {"time_ns": 3000000}, "bounds": {"steps_per_call": 100000}, "device": {"ring_size": $size},
 "driver": {"name": "base"}, "application": {"enabled": false}, "udp": [{"rate_pps": 100000}]}
JSON
done

told=("" "division by zero, or a quotient that does not fit in err (faulty.c:" \
  "jump through a NULL function pointer in err (faulty.c:" \
  "stack overflow in fall (faulty.c:" \
  "driver call did not end within 100000 steps, in err (faulty.c:" \
  "general protection fault: an address that no memory can have, or a privileged instruction in overwrite_frames (faulty.c:" \
  "held, taken in err faulty.c:" \
  "endless loop without a step in err (faulty.c:")
for mistake in 1 2 3 4 5 6 7; do
  with=(--driver "$driver" --set "/driver/parameters/mistake=$mistake")

  "$xsksim" run "$dir/ring-512.json" "${with[@]}" --verify --out "$dir/out-$mistake" \
    >"$dir/out" 2>"$dir/err"
  got=$?
  [ "$got" -eq 1 ] || fail "mistake $mistake alone: exit $got, wanted 1"
  grep -qF -- "${told[$mistake]}" "$dir/out" || fail "mistake $mistake: not told: ${told[$mistake]}"
  for file in verdict.json summary.json timeline.txt; do
    [ -s "$dir/out-$mistake/ring-512/$file" ] || fail "mistake $mistake: no $file"
  done

  "$xsksim" run "$dir/ring-512.json" "${with[@]}" --verify --engine native --out "$dir/native-$mistake" \
    >"$dir/out" 2>"$dir/err"
  diff -r "$dir/out-$mistake" "$dir/native-$mistake" >"$dir/out" ||
    fail "mistake $mistake: another run on the native engine"

  "$xsksim" run "$dir"/ring-*.json "${with[@]}" --json >"$dir/out" 2>"$dir/err"
  got=$?
  [ "$got" -eq 1 ] || fail "mistake $mistake in a batch: exit $got, wanted 1"
  [ "$(grep -o '"verdict":"pass"' "$dir/out" | wc -l)" -eq 2 ] || fail "mistake $mistake: not 2 passes"
  [ "$(grep -o '"verdict":"fail"' "$dir/out" | wc -l)" -eq 1 ] || fail "mistake $mistake: not 1 fail"
done
"$xsksim" run "$dir"/ring-*.json --driver "$driver" >"$dir/out" 2>"$dir/err" ||
  fail "without a mistake it does not pass"

# What is not the driver's is a fault of the simulator that names the signal.
"$xsksim" run baseline --set /end/frames=1000000000 >"$dir/out" 2>"$dir/err" &
sleep 1
kill -SEGV $!
wait $!
got=$?
[ "$got" -eq 4 ] || fail "a signal from outside: exit $got, wanted 4"
grep -qF "simulator fault: Segmentation fault" "$dir/err" || fail "the signal is not named"

[ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
