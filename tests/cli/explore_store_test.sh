#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# usage: explore_store_test.sh XSKSIM [KILLS]. An exploration with a store, as a user runs it: any number of
# jobs, shards and interruptions come to the same content, a kill (kill -9) loses nothing that was written
# and doubles nothing; what does not belong together is refused. KILLS: 5, or 60 where XSKSIM_LONG is set
# (`./dev soak`). The moments of kills differ from run to run, the content must not.
set -uo pipefail
xsksim=$1
kills=${2:-${XSKSIM_LONG:+60}}
kills=${kills:-5}
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"

# v1 has a defect that a few of these workloads meet, so that stores have failures to keep.
hunt=(explore hunts/zero-copy --no-scenarios -q)
budget=(--budget 60w)
digest() { "$xsksim" export "$1" --digest; }
same_as_whole() {
  [ "$(digest "$1")" = "$whole" ] && return
  echo "$1 differs from one process' store"; failures=$((failures + 1))
}
rows() { python3 -c 'import sqlite3, sys; print(*(r[0] for r in sqlite3.connect(sys.argv[1]).execute(sys.argv[2])), sep="\n")' "$1" "$2"; }
expect 1 "${hunt[@]}" "${budget[@]}" --jobs 1 --store "$dir/one"
whole=$(digest "$dir/one")
[ -n "$whole" ] || { echo "no digest"; exit 1; }
says out "of 60 workloads"
says out "covered: "
says out "Chao 1984"
if [ "$(wc -L <"$dir/out")" -gt 80 ]; then echo "wider than 80"; cat "$dir/out"; failures=$((failures + 1)); fi
report() { grep -v ' a second)$' "$dir/out"; }
report >"$dir/report"

for jobs in 2 4; do
  expect 1 "${hunt[@]}" "${budget[@]}" --jobs $jobs --store "$dir/jobs$jobs"
  same_as_whole "$dir/jobs$jobs"
done
# With a budget of executions, too.
for jobs in 1 3; do expect 1 "${hunt[@]}" --budget 850 --jobs $jobs --store "$dir/executions$jobs"; done
[ "$(digest "$dir/executions1")" = "$(digest "$dir/executions3")" ] || { echo "850 executions differ"; failures=$((failures + 1)); }

# Shards in any order; the report of their merged store is that of one process.
for i in 3 1 2; do
  "$xsksim" "${hunt[@]}" "${budget[@]}" --store "$dir/part$i" --shard $i/3 >/dev/null 2>&1 || [ $? -eq 1 ] ||
    { echo "shard $i failed"; failures=$((failures + 1)); }
done
expect 3 merge "$dir/part1" "$dir/part3" -o "$dir/two-thirds"
says out "missing"
expect 0 merge "$dir"/part? -o "$dir/merged"
says out "60 workloads"
says out "complete"
same_as_whole "$dir/merged"
expect 1 "${hunt[@]}" "${budget[@]}" --store "$dir/merged" --resume
report | cmp - "$dir/report" || { echo "the report of the merged store differs"; failures=$((failures + 1)); }
same_as_whole "$dir/merged"
# What is missing between them is made.
expect 1 "${hunt[@]}" "${budget[@]}" --store "$dir/two-thirds" --resume
same_as_whole "$dir/two-thirds"
expect 2 merge "$dir/part1" "$dir/merged" -o "$dir/twice"
says err "is in another of the stores, too"

# A deadline and Ctrl-C end it cleanly, say so and how to go on.
long=("${hunt[@]}" --jobs 1 --store "$dir/long")
"$xsksim" "${long[@]}" "${budget[@]}" --deadline 0s >"$dir/out" 2>"$dir/err"
[ $? -eq 3 ] || { echo "deadline: wanted exit 3"; failures=$((failures + 1)); }
says out "not finished: the deadline came"
says out "--resume"
has_some() { [ "$(rows "$dir/long" 'SELECT count(*) > 1 FROM workload' 2>/dev/null)" = 1 ]; }
"$xsksim" "${long[@]}" --budget 100000w --resume >"$dir/out" 2>&1 &
for i in $(seq 100); do has_some && break; sleep 0.1; done
kill -INT $!; wait $!
code=$?
[ $code -eq 3 ] || [ $code -eq 1 ] || { echo "interrupted: exit $code"; cat "$dir/out"; failures=$((failures + 1)); }
says out "not finished: interrupted"
has_some || { echo "an interruption lost everything"; failures=$((failures + 1)); }

# Killed again and again.
budget=(--budget $((kills * 100))w)
expect 1 "${hunt[@]}" "${budget[@]}" --jobs 2 --store "$dir/unkilled"
report >"$dir/report"
before=0
has_more() { [ "$(rows "$dir/killed" "SELECT count(*) > $before FROM workload" 2>/dev/null)" = 1 ]; }
for i in $(seq "$kills"); do
  "$xsksim" "${hunt[@]}" "${budget[@]}" --jobs 2 --store "$dir/killed" --resume >/dev/null 2>&1 &
  victim=$!
  # Some time after it has kept something, however slow the machine is.
  for j in $(seq 100); do has_more && break; sleep 0.05; done
  sleep "0.$(printf %03d $((RANDOM % 200)))"
  kill -9 $victim 2>/dev/null
  wait $victim 2>/dev/null
  [ -s "$dir/killed" ] || continue
  now=$(rows "$dir/killed" 'SELECT count(*) FROM workload' 2>/dev/null)
  [ "${now:-0}" -ge $before ] || { echo "a kill lost workloads: $before, then $now"; failures=$((failures + 1)); }
  before=${now:-0}
done
echo "$kills kills: $before of $((kills * 100)) workloads were made meanwhile"
[ "$before" -gt 0 ] || { echo "the kills came before anything was kept: nothing was tested"; failures=$((failures + 1)); }
[ "$before" -lt $((kills * 100)) ] || { echo "it was complete before the last kill"; failures=$((failures + 1)); }
expect 1 "${hunt[@]}" "${budget[@]}" --store "$dir/killed" --resume
report | cmp - "$dir/report" || { echo "the report after kills differs"; failures=$((failures + 1)); }
[ "$(digest "$dir/killed")" = "$(digest "$dir/unkilled")" ] || { echo "contents differ after kills"; failures=$((failures + 1)); }

# What does not belong together, and what cannot be read.
expect 2 "${hunt[@]}" "${budget[@]}" --store "$dir/one"
says err "exists; go on with it by --resume"
expect 2 "${hunt[@]}" "${budget[@]}" --store "$dir/one" --resume --seed 2
says err "it is of another exploration: its seed is 1, not 2"
expect 2 explore hunts/with-udp --budget 1w --store "$dir/one" --resume
says err "its scenario is zero-copy, not with-udp"
expect 2 "${hunt[@]}" --resume
says err "--resume: wanted the store to go on with by --store"
expect 2 "${hunt[@]}" --shard 4/3
says err "--shard: wanted i/n with 1 <= i <= n"
expect 2 "${hunt[@]}" --deadline soon
says err "--deadline: wanted a time such as 90s"
expect 2 "${hunt[@]}" --budget many
says err "--budget: wanted a number of executions, of workloads such as 250w"
echo "a text that is long enough to be taken for a database at first" >"$dir/text"
expect 2 "${hunt[@]}" --store "$dir/text" --resume
says err "wanted a store that \`xsksim explore\` wrote"

# Where nothing fails it says how sure that is.
expect 0 explore hunts/zero-copy --set /explore/draws=null --budget 20w -q
says out "no failure in 20 workloads"
exit $((failures > 0))
