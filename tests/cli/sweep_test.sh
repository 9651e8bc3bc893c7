#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# usage: sweep_test.sh XSKSIM. A sweep as a user runs it: any number of jobs, shards and interruptions
# come to the same content; a run that breaks its worker is a row; bad input.
set -uo pipefail
xsksim=$1
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"

# Without a bound of its own a stall would be watched for a second, in which the application asks in vain.
sweep=$dir/small.json
cat >"$sweep" <<JSON
{
  "name": "small", "question": "Is it always the same?", "base": "$(realpath --relative-to "$dir" scenarios/baseline.json)",
  "set": {"/end/frames": 1500, "/bounds/progress_ns": 20000000, "/faults": [{"what": "interrupt_lost", "probability": 0, "optional": true}]},
  "axes": [
    {"name": "percent", "at": "/driver/parameters/xsk_num_percent", "values": [0, 5, 80, 150]},
    {"name": "timeout", "at": "/driver/parameters/xsk_check_timeout", "values": [-1, 0, 100]},
    {"name": "loss", "at": "/faults/0/probability", "values": [0, 0.1]}
  ],
  "seeds": 3, "histograms": true
}
JSON
digest() { "$xsksim" export "$1" --digest; }
same_as_whole() {
  [ "$(digest "$1")" = "$whole" ] && return
  echo "$1 differs from one process' store"; failures=$((failures + 1))
}

expect 0 sweep "$sweep" --dry-run
says out "24 points, 72 runs"
expect 0 sweep "$sweep" --store "$dir/one.sqlite" --jobs 1
says out "72 runs made now, 72 in all"
says out "stalled"
whole=$(digest "$dir/one.sqlite")
expect 2 sweep "$sweep" --store "$dir/one.sqlite"
says err "exists; go on with it by --resume"
expect 0 sweep "$sweep" --store "$dir/one.sqlite" --resume --json
says out '"made": 0'
same_as_whole "$dir/one.sqlite"
expect 0 sweep "$sweep" --store "$dir/four.sqlite" --jobs 4 --quiet
same_as_whole "$dir/four.sqlite"

for i in 3 1 2; do expect 0 sweep "$sweep" --store "$dir/part$i" --shard $i/3; done
expect 3 merge "$dir/part1" "$dir/part3" -o "$dir/two-thirds"
says out "24 runs missing"
expect 0 merge "$dir"/part? -o "$dir/merged"
says out "72 runs, complete"
same_as_whole "$dir/merged"

# A deadline and Ctrl-C end it cleanly and say how to go on.
long=(sweep "$sweep" --store "$dir/long" --jobs 1)
expect 3 "${long[@]}" --deadline 0s
says out "the deadline came"
says out "--resume"
"$xsksim" "${long[@]}" --resume >"$dir/out" 2>&1 &
sleep 0.4; kill -INT $!; wait $!
code=$?
[ $code -eq 3 ] || [ $code -eq 0 ] || { echo "interrupted: exit $code"; cat "$dir/out"; failures=$((failures + 1)); }
expect 0 "${long[@]}" --resume
same_as_whole "$dir/long"

# What a worker dies of is a row with its reason.
sed 's/"seeds": 3.*/"seeds": 1/; s/"values": \[-1, 0, 100\]/"values": [0]/; s/1500/100000000/; s/"small"/"slow"/; s/\[0, 5, 80, 150\]/[80]/; s/\[0, 0.1\]/[0]/' "$sweep" >"$dir/slow.json"
expect 0 sweep "$dir/slow.json" --store "$dir/slow" --run-seconds 1
says out "1 out of time"
"$xsksim" sweep "$dir/slow.json" --store "$dir/killed" >"$dir/out" 2>&1 &
for try in 1 2 3; do
  for i in $(seq 50); do
    worker=$(pgrep -P $! | head -1); [ -n "$worker" ] && [ "$worker" != "${last:-}" ] && break
    sleep 0.05
  done
  sleep 0.1; kill -9 "$worker"; last=$worker
done
wait $!
code=$?
[ $code -eq 4 ] || { echo "killed workers: exit $code"; failures=$((failures + 1)); }
says out "1 crashed"

expect 2 sweep "$dir/absent.json"
says err "wanted a sweep file"
expect 2 sweep "$sweep" --shard 4/3
says err "--shard: wanted i/n with 1 <= i <= n"
expect 2 sweep "$sweep" --deadline soon
says err "--deadline: wanted a time such as 90s"
sed 's/"loss"/"kicks"/' "$sweep" >"$dir/bad.json"
expect 2 sweep "$dir/bad.json"
says err "bad.json:7: /axes/2/name: wanted a name that is no verdict or figure"
# A store that cannot grow stops it, and what was written stays.
(trap '' XFSZ; ulimit -f 200; exec "$xsksim" sweep "$sweep" --store "$dir/full" --quiet) >"$dir/out" 2>"$dir/err"
code=$?
[ $code -eq 3 ] || { echo "a store that cannot grow: exit $code"; cat "$dir/err"; failures=$((failures + 1)); }
says err "what was written before is kept"
expect 0 sweep "$sweep" --store "$dir/full" --resume --quiet
same_as_whole "$dir/full"
exit $((failures > 0))
