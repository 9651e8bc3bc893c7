#!/usr/bin/env bash
# usage: explore_own_test.sh XSKSIM. A driver that passes other points at other times than the one it was made
# from, and does the same, has no failure of its own, however often both fail.
set -uo pipefail
xsksim=$1
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"
"$xsksim" driver build --quiet --base v1 tests/hunt/neutral/looks-at-timer.patch -o "$dir/neutral.so" || exit 1

# A rebind fails often enough in v1: alone, the driver has that failure.
expect 1 explore hunts/rebind --driver "$dir/neutral.so" --budget 600 --no-scenarios -q
expect 0 explore hunts/rebind --driver "$dir/neutral.so" --reference v1 --budget 600 --no-scenarios -q
matches out '^  [0-9]+ executions? failed in a way that is excepted, or with the reference'

# Told alike, at times and places of its own: the original comes to both in the same workloads, under other schedules.
expect 0 explore hunts/lost-interrupts --driver "$dir/neutral.so" --reference v1 --budget 230w --no-scenarios -q
expect 0 explore hunts/rebind --driver "$dir/neutral.so" --reference v1 --budget 203w --no-scenarios -q

# Held at the 229th barrier of get_buf, which the original does not come to, it failed where that did not.
"$xsksim" driver build --quiet --base v1 tests/hunt/neutral/get-buf-barriers.patch -o "$dir/barriers.so" || exit 1
expect 0 explore hunts/rebind --driver "$dir/barriers.so" --reference v1 --budget 2000 --no-scenarios -q

# What is drawn for a parameter that the driver does not have is left out.
expect 0 explore hunts/datagrams --driver base --budget 300 --no-scenarios -q
matches out ' in 3[0-9][0-9] executions of '

# What the user sets stays as it is, though the hunt draws it.
expect 0 explore hunts/zero-copy --budget 300 --set /application/completion_ring=64 --no-scenarios -q

exit $((failures > 0))
