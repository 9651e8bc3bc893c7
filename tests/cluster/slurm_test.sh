#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# usage: slurm_test.sh XSKSIM. tools/slurm/sweep.sbatch on a Slurm of one node that lives in a scratch
# folder, beside whatever Slurm the machine has: a killed task, a requeue, a merge.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
xsksim=$(realpath "$1")
PATH=$PATH:/usr/sbin:/sbin
. tests/cluster/small_sweep.sh
. tests/cluster/one_node_slurm.sh
trap 'stop_slurm; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM HUP

needs munged slurmctld slurmd sbatch pgrep setpriv
[ "$(id -u)" -eq 0 ] || did_not_run "slurmd needs root"

start_slurm

submit() {  # submit ARRAY OUT_DIR: prints the job's number
  sbatch --parsable --array="$1" --time=2 --output="$dir/task-%A_%a.log" \
    tools/slurm/sweep.sbatch "$sweep" "$2"
}
states() { squeue --noheader --array --states=all --job "$1" --format %T | sort -u; }
is() { [ "$(states "$1")" = "$2" ]; }
completed() {
  local states; states=$(states "$1")
  [[ $states != *FAILED* ]] || fail "a task of $1 failed"
  [ "$states" = COMPLETED ]
}

out="$dir/a folder" store="$dir/a folder/shard-2-of-4.sqlite"
export XSKSIM=$xsksim
job=$(submit 1-4 "$out") || fail "sbatch"

# Shard 2 is killed in the act.
find_shard_2() {
  local id shell
  id=$(squeue --noheader --states=running --job "${job}_2" --format %A) && [ -n "$id" ] || return
  shell=$(scontrol listpids "$id" 2>/dev/null | awk '$4 == "0" {print $1}')
  [ -n "$shell" ] && process=$(pgrep -P "$shell" -f ' sweep ')
}
some_runs() { runs=$(runs_in "$store"); [ "$runs" -ge 2 ]; }
wait_for "the process of shard 2" find_shard_2
wait_for "runs in the store of shard 2" some_runs
kill -KILL "$process" || fail "shard 2 had ended before it was killed"
wait_for "the killed task to fail" is "${job}_2" FAILED
kept=$(runs_in "$store")
[ "$kept" -ge "$runs" ] || fail "$runs runs in the store before kill -9, $kept after"

scontrol requeue "${job}_2" || fail "scontrol requeue"

# A task that never finishes goes back into the queue, but not for ever.
printf '#!/bin/sh\necho "called: $*"\nexit 3\n' >"$dir/unfinished"
chmod +x "$dir/unfinished"
endless=$(XSKSIM=$dir/unfinished XSKSIM_REQUEUES_MAX=1 submit 1 "$dir/endless") || fail "sbatch"

wait_for "all shards, the killed one too" completed "$job"
[ "$(runs_in "$store")" -gt "$kept" ] || fail "shard 2 was complete before it was killed"
merges_to_one_process "$out"/shard-*-of-4.sqlite

wait_for "the last requeue" is "$endless" FAILED
calls=$(grep -cE '^called: sweep .* --shard auto .* --deadline ([1-9]|[1-5][0-9]|60)s$' "$dir/task-${endless}_1.log")
[ "$calls" -eq 2 ] || fail "wanted 2 calls with what is left of 2 minutes as deadline, got $calls"

# An exploration, which goes on until its budget is used up.
explored="$dir/explored" hunt=(hunts/zero-copy --budget 12w)
job=$(sbatch --parsable --array=1-2 --time=2 --output="$dir/task-%A_%a.log" tools/slurm/explore.sbatch \
  "$explored" "${hunt[@]}") || fail "sbatch"
wait_for "both shards of an exploration" completed "$job"
grep -q '"complete": true' "$explored/shard-1-of-2.json" || fail "no report of shard 1"
explores_as_one_process "$explored"/shard-*-of-2.sqlite -- "${hunt[@]}"

# A part of an array would be taken for a whole.
part=$(submit 3 "$out") || fail "sbatch"
wait_for "a part of an array to be refused" is "$part" FAILED
grep -q 'wanted all of 1-N' "$dir/task-${part}_3.log" || fail "no reason for the refusal"
