# SPDX-License-Identifier: GPL-2.0-only
# Sourced by the tests of shards, with $xsksim set: a scratch folder, a sweep of seconds, and what shards of
# sweeps and explorations must come to.
sweep=tests/cluster/small-sweep.json
dir=$(mktemp -d)

did_not_run() { echo "did not run: $*"; exit 77; }

needs() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || did_not_run "$program is not installed"
  done
}

fail() {
  echo "failed: $*"
  tail -n 25 "$dir"/*.log
  exit 1
}

runs_in() { "$xsksim" export "$1" --csv 2>"$dir/export.log" | tail -n +2 | wc -l; }

merges_to_one_process() {  # merges_to_one_process STORE...
  local merged=$dir/merged.sqlite one=$dir/one.sqlite
  "$xsksim" merge "$@" -o "$merged" || fail "merge: exit $?"
  [ -e "$one" ] || timeout 60 "$xsksim" sweep "$sweep" --store "$one" --jobs 1 >"$dir/one.log" ||
    fail "one process: exit $?"
  local digests
  digests=$("$xsksim" export "$merged" --digest && "$xsksim" export "$one" --digest) || fail "export --digest"
  [ "$(sort -u <<<"$digests" | wc -l)" -eq 1 ] || fail "digests of merged and of one process differ: $digests"
  rm "$merged"
}

explores_as_one_process() {  # explores_as_one_process STORE... -- SCENARIO OPTIONS...
  local stores=() merged=$dir/merged-exploration.sqlite one=$dir/one-exploration.sqlite digests
  while [ "$1" != -- ]; do stores+=("$1"); shift; done
  shift
  "$xsksim" merge "${stores[@]}" -o "$merged" >"$dir/merge.log" || fail "merge: exit $?"
  timeout 60 "$xsksim" explore "$@" --store "$one" --jobs 1 --no-scenarios >"$dir/one.log" 2>&1 || [ $? -eq 1 ] ||
    fail "one process: exit $?"
  digests=$("$xsksim" export "$merged" --digest && "$xsksim" export "$one" --digest) || fail "export --digest"
  [ "$(sort -u <<<"$digests" | wc -l)" -eq 1 ] || fail "digests of merged and of one process differ: $digests"
}
