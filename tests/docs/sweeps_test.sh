#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# usage: sweeps_test.sh XSKSIM. results/sweeps is what the shipped sweeps give today, and docs/sweeps.md
# has a section for each and quotes no other figures. Of sweeps that take long some rows are made; the
# whole of all but percent-timeout, which takes minutes, where XSKSIM_LONG is set (`./dev soak`).
set -uo pipefail
xsksim=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failures=0
complain() { echo "$@"; failures=$((failures + 1)); }

# Of the axis that a table's rows are: values of the grid. What is not named here is quick.
declare -A some_rows=(
  [stall-map]='timeout [0, 100]'
  [interrupt-rate]='interrupts [1000, 100000]'
  [budget-load]='budget [0, 8, 64]'
  [completion-queue]='completions [1, 64]'
  [loss-tolerance]='timeout [50, 1000]'
)
[ -z "${XSKSIM_LONG:-}" ] || some_rows=()

with_some_rows() {  # with_some_rows SWEEP AXIS VALUES: the sweep with these rows alone
  jq --arg axis "$2" --argjson values "$3" --arg top "$(realpath --relative-to "$dir" .)" '
    .base |= sub("^\\.\\."; $top) |
    (.axes[] | select(.name == $axis)) |= (del(.from, .to, .count, .step, .scale) | .values = $values)
  ' "sweeps/$1.json"
}
# The rows and headers of a table, each behind the table's heading and without its columns' widths.
rows() { awk '/^$/ {next} !/^ / {heading = $0} /^ / && !/xsksim run/ {gsub(/  +/, "|"); print heading $0}' "$1" | sort -u; }

# The command lines that ./dev makes the results with.
while read -r name options; do
  made=$name
  if [ -n "${some_rows[$name]:-}" ]; then
    read -r axis values <<<"${some_rows[$name]}"
    made=$dir/$name.json
    with_some_rows "$name" "$axis" "$values" >"$made"
  fi
  "$xsksim" sweep "$made" --store "$dir/$name" --quiet >/dev/null || complain "$name: exit $?"
  # shellcheck disable=SC2086
  "$xsksim" table "$dir/$name" $options >"$dir/$name.txt"
  changed="results/sweeps/$name.txt is not what the sweep gives: ./dev sweeps, and look at what changed"
  if [ "$made" != "$name" ]; then
    rows "$dir/$name.txt" >"$dir/rows"
    [ "$(wc -l <"$dir/rows")" -ge 4 ] || complain "$name: no rows to compare"
    comm -23 "$dir/rows" <(rows "results/sweeps/$name.txt") >"$dir/others"
    [ ! -s "$dir/others" ] || { cat "$dir/others"; complain "$changed"; }
    continue
  fi
  # The last lines name the program and the store.
  diff <(sed "s#$dir/##; s#build/sweeps/##; s#\.sqlite##g" "$dir/$name.txt") \
    <(sed "s#\./dev xsksim#xsksim#; s#build/sweeps/##; s#\.sqlite##g" "results/sweeps/$name.txt") ||
    complain "$changed"
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
