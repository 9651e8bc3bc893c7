#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# usage: sweep_kill_test.sh XSKSIM [KILLS]. A sweep that is killed (kill -9) again and again, at random
# moments, loses no run that was in its store and makes none twice; in the end the content is that of a
# sweep that nobody killed. The moments differ from run to run, the result must not. KILLS: 60, or 200
# where XSKSIM_LONG is set (`./dev soak`).
set -uo pipefail
xsksim=$1
kills=${2:-${XSKSIM_LONG:+200}}
kills=${kills:-60}
points=$((kills * 15))
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"

# A run takes about 15 ms of this machine, so that a life makes some, and all lives not all.
begun=$(date +%s%N)
"$xsksim" run scenarios/baseline.json --set /end/frames=200000 --engine native --quiet >/dev/null
frames=$((200000 * 15000000 / ($(date +%s%N) - begun)))
[ $frames -ge 1000 ] || frames=1000

# As many points as kills take: each life makes some.
cat >"$dir/sweep.json" <<JSON
{
  "name": "killed", "question": "?", "base": "$(realpath --relative-to "$dir" scenarios/baseline.json)",
  "set": {"/end/frames": $frames},
  "axes": [{"name": "timeout", "at": "/driver/parameters/xsk_check_timeout", "from": 1, "to": $points, "step": 1}]
}
JSON
runs() { "$xsksim" export "$dir/killed.sqlite" --csv 2>/dev/null | tail -n +2 | cut -d, -f1; }

# How long a life lasts beyond 60 ms, at most: longer where the machine is too slow to make a run in it.
span=100
before=0 progressed=0 doubled=0 lost=0
for i in $(seq "$kills"); do
  "$xsksim" sweep "$dir/sweep.json" --store "$dir/killed.sqlite" --resume --quiet >/dev/null 2>&1 &
  victim=$!
  life=$((RANDOM % span + 60))
  sleep "$((life / 1000)).$(printf %03d $((life % 1000)))"
  # Now and then it is a worker that is lost, too.
  [ $((i % 5)) -ne 0 ] || pkill -9 -P $victim
  kill -9 $victim 2>/dev/null
  wait $victim 2>/dev/null
  [ $((i % 5)) -eq 0 ] || continue
  runs >"$dir/now"
  doubled=$((doubled + $(sort "$dir/now" | uniq -d | wc -l)))
  now=$(wc -l <"$dir/now")
  [ "$now" -ge "$before" ] || lost=$((lost + 1))
  if [ "$now" -eq "$before" ]; then span=$((span * 2)); else progressed=$((progressed + 1)) span=100; fi
  if [ -e "$dir/earlier" ]; then
    lost=$((lost + $(comm -23 <(sort "$dir/earlier") <(sort "$dir/now") | wc -l)))
  fi
  cp "$dir/now" "$dir/earlier"; before=$now
done
echo "$kills kills: $before of $points runs were made meanwhile; $lost lost, $doubled doubled"
[ $((lost + doubled)) -eq 0 ] || failures=$((failures + 1))
[ $progressed -ge 2 ] || { echo "the kills came before any run was made: nothing was tested"; failures=$((failures + 1)); }
[ "$before" -lt $points ] || { echo "it was complete before the last kill"; failures=$((failures + 1)); }

expect 0 sweep "$dir/sweep.json" --store "$dir/killed.sqlite" --resume --quiet
expect 0 sweep "$dir/sweep.json" --store "$dir/whole.sqlite" --quiet
killed=$("$xsksim" export "$dir/killed.sqlite" --digest)
whole=$("$xsksim" export "$dir/whole.sqlite" --digest)
[ -n "$whole" ] && [ "$killed" = "$whole" ] || { echo "contents differ: $killed, $whole"; failures=$((failures + 1)); }
exit $((failures > 0))
