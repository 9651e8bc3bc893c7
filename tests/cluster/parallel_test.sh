#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# usage: parallel_test.sh XSKSIM. The GNU parallel command of docs/cluster.md, on this machine.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
xsksim=$(realpath "$1")
. tests/cluster/small_sweep.sh
trap 'rm -rf "$dir"' EXIT
needs parallel

out="$dir/a folder" hosts=: shards=4
mkdir "$out"
command=$(awk '/^parallel /,/^```/' docs/cluster.md | grep -v '^```')
[ -n "$command" ] || fail "no parallel command in docs/cluster.md"
run_shards() {
  eval "${command//build\/bin\/xsksim/"$xsksim"}" >"$dir/parallel.log" 2>&1 || fail "parallel: exit $?"
}

run_shards
merges_to_one_process "$out"/shard-*-of-4.sqlite

# Again, with one shard lost: the others are taken as they are.
rm "$out/shard-2-of-4.sqlite"
cp "$out/shard-1-of-4.sqlite" "$dir/before.sqlite"
run_shards
cmp "$dir/before.sqlite" "$out/shard-1-of-4.sqlite" || fail "a complete shard was written again"
merges_to_one_process "$out"/shard-*-of-4.sqlite
