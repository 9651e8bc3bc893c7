#!/usr/bin/env bash
# The explorer against drivers that are known to be broken: for each mutant of tests/mutants, the hunts one
# after another until one of them finds a failure that the original has not, or the budget of each is used up.
# A failure counts where the original passes the same execution, and where in the failure's neighbourhood the
# mutant's failures outnumber the original's beyond chance (sim/explore/own_failure.hpp).
# One line a mutant; the last line says how many were found.
# usage: hunt.sh PROGRAM EXECUTIONS [MUTANT...]      (executions: of each hunt; all mutants where none is named)
set -euo pipefail
program=$1 executions=$2
shift 2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
hunts=(zero-copy lost-interrupts with-udp datagrams with-rx rebind down-up life scarce-memory two-queues)
mutants=("$@")
[ ${#mutants[@]} -gt 0 ] ||
  mapfile -t mutants < <(find tests/mutants -type f | sed 's|.*/||; s|\.[a-z]*$||' | LC_ALL=C sort -u)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
signatures() { sed -n 's/^  [0-9]*\. \(.*\)/\1/p'; }
# "HUNT EXECUTION SIGNATURE" of the first failure, or nothing.
first_failure() {
  local mutant=$1 hunt text status
  for hunt in "${hunts[@]}"; do
    status=0
    text=$("$program" explore "hunts/$hunt" --mutant "$mutant" --first --no-scenarios --quiet \
      --budget "$executions") || status=$?
    [ "$status" -le 1 ] || { echo "hunt: $mutant: exit code $status" >&2; exit "$status"; }
    [ "$status" -eq 1 ] || continue
    signatures <<<"$text" >"$scratch/signature"
    sed -n "s/.*first in execution \([0-9]*\)/\1/p" <<<"$text" >"$scratch/execution"
    printf '%s %s %s\n' "$hunt" "$(head -1 "$scratch/execution")" "$(head -1 "$scratch/signature")"
    return
  done
}

found=0 false_alarms=0
printf '%-32s %-10s %9s  %s\n' mutant hunt execution "what fails"
for mutant in "${mutants[@]}"; do
  read -r hunt execution signature < <(first_failure "$mutant") || hunt=""
  if [ -n "$hunt" ]; then
    found=$((found + 1))
    printf '%-32s %-10s %9s  %s\n' "$mutant" "$hunt" "$execution" "$signature"
  else
    printf '%-32s %-10s %9s  %s\n' "$mutant" - - "nothing in $executions executions of each hunt"
  fi
done
# Changes that change nothing but when and where points are passed have no failure of their own.
for patch in tests/hunt/neutral/*.patch; do
  name=$(basename "$patch" .patch)
  "$program" driver build --quiet --base v1 "$patch" -o "$scratch/$name.so"
  for hunt in "${hunts[@]}"; do
    "$program" explore "hunts/$hunt" --driver "$scratch/$name.so" --reference v1 --no-scenarios --quiet \
      --budget "$executions" >"$scratch/neutral" || { echo "neutral/$name:"; cat "$scratch/neutral"; false_alarms=1; }
  done
done

printf '%d of %d mutants found, %s executions of each hunt at most\n' "$found" "${#mutants[@]}" "$executions"
[ "$false_alarms" -eq 0 ]
