# SPDX-License-Identifier: GPL-2.0-only
# Sourced by the batch scripts beside it, from the top of the checkout: one shard of a job array, the
# place in the array. It stops before its time limit and, if something is left, puts itself back into the
# queue. The script makes xsksim's call with "${options[@]}" between begin_shard and end_shard.
me=${SLURM_JOB_NAME:-shard}
xsksim=${XSKSIM:-build/bin/xsksim}
margin_seconds=${XSKSIM_MARGIN_SECONDS:-60}
requeues_max=${XSKSIM_REQUEUES_MAX:-20}

say() { echo "$me: $*"; }
refuse() { say "$@" >&2; exit 2; }

begin_shard() {  # begin_shard OUT_DIR: sets store, report and options
  # A part of an array would count as a whole one.
  local first=${SLURM_ARRAY_TASK_MIN:-} last=${SLURM_ARRAY_TASK_MAX:-} count=${SLURM_ARRAY_TASK_COUNT:-}
  [ -n "$first" ] || refuse "not an array: wanted sbatch --array=1-N"
  ((first <= 1 && last - first + 1 == count)) ||
    refuse "array of $count tasks from $first to $last: wanted all of 1-N; tasks that are done end at once"
  command -v "$xsksim" >/dev/null ||
    refuse "no program $xsksim in $PWD: submit from the top of the checkout, or set XSKSIM to its path"
  mkdir -p -- "$1" || exit 2
  task=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
  store=$1/shard-$SLURM_ARRAY_TASK_ID-of-$count.sqlite
  report=${store%.sqlite}.json
  options=(--store "$store" --shard auto --jobs "${SLURM_CPUS_PER_TASK:-1}" --resume)
  end_before_limit
  # scancel and preemption send SIGTERM to xsksim too: wait for its clean end, and then do not go on.
  stopped=
  trap 'stopped=yes' TERM
}

end_before_limit() {
  local ends_at deadline_seconds
  ends_at=$(SLURM_TIME_FORMAT=%s squeue --noheader --job "$task" --format %e)
  [[ $ends_at =~ ^[0-9]+$ ]] || return 0
  deadline_seconds=$((ends_at - $(date +%s) - margin_seconds))
  [ "$deadline_seconds" -gt 0 ] ||
    refuse "the time limit leaves nothing beside a margin of $margin_seconds s: wanted a longer sbatch --time"
  options+=(--deadline "${deadline_seconds}s")
}

end_shard() {  # end_shard CODE: 0 for a complete shard, 3 for one that is not, or xsksim's
  local restarts=${SLURM_RESTART_COUNT:-0}
  if [ "$1" -eq 0 ]; then
    say "shard complete: $store"
  elif [ "$1" -ne 3 ]; then
    say "xsksim ended with $1; to go on: scontrol requeue $task"
  elif [ -n "$stopped" ]; then
    say "stopped with runs left; to go on: submit the same array again"
  elif [ "$restarts" -ge "$requeues_max" ]; then
    say "runs left after $restarts requeues; to go on: submit the same array again"
  else
    say "runs left: requeue $((restarts + 1)) of at most $requeues_max"
    scontrol requeue "$task"
  fi
  exit "$1"
}
