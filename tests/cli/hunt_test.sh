#!/usr/bin/env bash
# usage: hunt_test.sh XSKSIM. The short form of ./dev hunt: mutants are found from the hunts alone, a driver that
# does the same as the original is not, and results/hunt.txt is what its picture shows.
set -uo pipefail
xsksim=$1
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"

hunt() { tests/hunt/hunt.py "$xsksim" "$@" >"$dir/out" 2>"$dir/err"; }
says() { grep -qE -- "$1" "$dir/out" || { echo "not said: $1"; cat "$dir/out" "$dir/err"; failures=$((failures + 1)); }; }

# One each of the ring, the kernel's queue, the administrator's steps and the device.
four="--no-counterexamples complete-and-repoll no-stop-callback no-grace-period device-signal-last-only"
hunt --store "$dir/kept" $four
says '^complete-and-repoll +1/1 .* zero-copy +fail napi\.rescheduled_and_repolled$'
says '^no-stop-callback +1/1 .* datagrams '
says '^4 of 4 mutants found within 60 s by more than half of the seeds'
# What is kept is not made again, seconds and all; nor taken for what has other bounds.
cp "$dir/out" "$dir/first"
hunt --store "$dir/kept" $four
cmp "$dir/out" "$dir/first" || failures=$((failures + 1))
[ "$(wc -l <"$dir/kept")" = 4 ] || { echo "kept: $(cat "$dir/kept")"; failures=$((failures + 1)); }
hunt --store "$dir/kept" --seconds 5 complete-and-repoll
grep -q 'a line of portfolio, 60' "$dir/err" || { cat "$dir/err"; failures=$((failures + 1)); }
# What takes longer than it may is not found.
hunt --seconds 0 complete-and-repoll
says '^complete-and-repoll +0/1$'
says '^0 of 1 mutants found'

hunt --neutral 24
says '^0 false alarms$'

# What goes wrong where the ring's indices wrap shows in a world that has aged, and in no young one.
"$xsksim" driver build tests/hunt/aged/index-behind-after-wrap.patch --base v1 -o "$dir/wraps.so" >/dev/null
explore() { "$xsksim" explore "$@" --driver "$dir/wraps.so" --reference v1 --first --no-scenarios --quiet --jobs 1 >"$dir/out"; }
explore hunts/aged --budget 16
says '^  1\. stalled stall\.not_reaped'
explore hunts/zero-copy --budget 500
says '^zero-copy: 0 causes'

if command -v gnuplot >/dev/null; then
  tests/hunt/picture.py results/hunt.txt >"$dir/hunt.svg"
  cmp "$dir/hunt.svg" results/hunt.svg || failures=$((failures + 1))
fi

exit $((failures > 0))
