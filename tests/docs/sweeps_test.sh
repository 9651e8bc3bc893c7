#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# usage: sweeps_test.sh XSKSIM. results/sweeps is what the shipped sweeps give today (percent-timeout is
# left out, as it takes minutes), and docs/sweeps.md has a section for each and quotes no other figures.
set -uo pipefail
xsksim=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failures=0
complain() { echo "$@"; failures=$((failures + 1)); }

# The command lines that ./dev makes the results with.
while read -r name options; do
  "$xsksim" sweep "$name" --store "$dir/$name" --quiet >/dev/null || complain "$name: exit $?"
  # shellcheck disable=SC2086
  "$xsksim" table "$dir/$name" $options >"$dir/$name.txt"
  # The last lines name the program and the store.
  diff <(sed "s#$dir/##; s#build/sweeps/##; s#\.sqlite##g" "$dir/$name.txt") \
    <(sed "s#\./dev xsksim#xsksim#; s#build/sweeps/##; s#\.sqlite##g" "results/sweeps/$name.txt") ||
    complain "results/sweeps/$name.txt is not what the sweep gives: ./dev sweeps, and look at what changed"
done < <(sed -n '/^quick_sweeps/,/^}/s/^  sweep_results //p' dev)

for sweep in sweeps/*.json; do
  name=$(basename "$sweep" .json)
  grep -q "^## .*$name" docs/sweeps.md || complain "docs/sweeps.md has no section of $name"
  for file in results/sweeps/"$name".txt results/sweeps/"$name".svg; do
    [ -s "$file" ] || complain "$file is missing"
  done
  grep -qF "../results/sweeps/$name.svg" docs/sweeps.md || complain "docs/sweeps.md does not show $name.svg"
done
# What the document quotes stands in the results.
awk '/^<!-- from .* -->$/ {file = $3} /^```text$/ && file {inside = 1; next} /^```$/ {inside = 0; file = ""} inside {print file "\t" $0}' docs/sweeps.md |
  while IFS=$'\t' read -r file line; do
    grep -qF -- "$line" "$file" || { echo "docs/sweeps.md quotes, but $file does not say: $line"; exit 1; }
  done || failures=$((failures + 1))
exit $((failures > 0))
