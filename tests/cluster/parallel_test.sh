#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# usage: parallel_test.sh XSKSIM. The GNU parallel commands of docs/cluster.md, on this machine.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
xsksim=$(realpath "$1")
. tests/cluster/small_sweep.sh
trap 'rm -rf "$dir"' EXIT
needs parallel

out="$dir/a folder" hosts=: shards=4
mkdir "$out"
run_shards() {  # run_shards SUBCOMMAND
  local command
  command=$(awk '/^parallel /,/^```/' docs/cluster.md |
    awk -v RS='```\n' -v call="xsksim $1 " 'index($0, call)')
  [ -n "$command" ] || fail "no parallel command for xsksim $1 in docs/cluster.md"
  command=${command//80000w/24w}  # seconds of it
  eval "${command//build\/bin\/xsksim/"$xsksim"}" >"$dir/parallel.log" 2>&1 || fail "parallel: exit $?"
}

run_shards sweep
merges_to_one_process "$out"/shard-*-of-4.sqlite

# Again, with one shard lost: the others are taken as they are.
rm "$out/shard-2-of-4.sqlite"
cp "$out/shard-1-of-4.sqlite" "$dir/before.sqlite"
run_shards sweep
cmp "$dir/before.sqlite" "$out/shard-1-of-4.sqlite" || fail "a complete shard was written again"
merges_to_one_process "$out"/shard-*-of-4.sqlite

out=$dir/explored
mkdir "$out"
run_shards explore
explores_as_one_process "$out"/shard-*-of-4.sqlite -- hunts/life --budget 24w
