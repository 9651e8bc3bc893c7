#!/usr/bin/env bash
# usage: explore_test.sh XSKSIM. A mutant's failure is found from a hunt, written as a scenario that both
# engines run again, told in steps and columns, and filed with the shipped ones.
set -uo pipefail
xsksim=$1
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"
mutant=$(dirname "$xsksim")/../mutants/no-wakeup-clear.so

expect 1 explore hunts/zero-copy --driver "$mutant" --reference v1 --budget 3000 --first --jobs 2 -q \
  --out "$dir/found"
says out "cause of failure in"
says out "     1. "
matches out '^     [A-Z].*(fails|fail,|held up)'
found=$(ls "$dir"/found/*.json | head -1)
[ -n "$found" ] || { echo "no scenario written"; exit 1; }
cp "$found" "$dir/found.json"
cp "${found%.json}.txt" "$dir/found.txt"
says found.json '"found": {'
says found.json '"race": ['
says found.json '"decisive": "'
if [ "$(grep -v '^xsksim run\|^.*/xsksim run' "$dir/found.txt" | wc -L)" -gt 72 ]; then
  echo "found.txt is wider than a mail"; cat "$dir/found.txt"; failures=$((failures + 1))
fi

# It fails again, for that reason: exit 0 is as it expects.
for engine in native simgrid; do
  expect 0 run "$found" --driver "$mutant" --engine "$engine" --quiet
done

# What is not broken has none of it, in so many executions.
expect 0 explore hunts/zero-copy --budget 200 --jobs 1 -q --out "$dir/none" --set /application/completion_ring=32 \
  --set /explore/draws=null

# Filed as a breaker, which the original passes and the mutant does not.
mkdir -p "$dir/scenarios/breakers" "$dir/mutants"
expect 0 explore --adopt "$found" --into "$dir/scenarios"
says out "$dir/scenarios/breakers/"
adopted=$(ls "$dir"/scenarios/breakers/*.json)
cp "$adopted" "$dir/adopted.json"
says adopted.json '"safeguard": "to be said'
says adopted.json '"mutant": "no-wakeup-clear"'
says adopted.json '"race": ['
cp tests/mutants/no-wakeup-clear.patch "$dir/mutants"
expect 0 regress "$dir/scenarios/breakers" --mutants "$dir/mutants"
says out "no-wakeup-clear: "
# Not over what is there; not what no exploration has written.
expect 2 explore --adopt "$found" --into "$dir/scenarios"
says err "a name that is free"
expect 2 explore --adopt scenarios/baseline.json --into "$dir/scenarios"
says err "a scenario that xsksim explore has written"
# A finding keeps its expectation; paths stay what they lead to.
mkdir "$dir/sub"
echo '{"seed": 1}' >"$dir/sub/base.json"
sed 's|^{|{"extends": "base.json",|' "$found" >"$dir/sub/extending.json"
expect 0 explore --adopt "$dir/sub/extending.json" --into "$dir/scenarios" --as finding
cp "$dir/scenarios/findings/extending.json" "$dir/finding.json"
says finding.json '"extends": "../../sub/base.json"'
says finding.json '"verdict": "'
expect 0 run "$dir/scenarios/findings/extending.json" --driver "$mutant" --quiet
expect 2 explore
says err "a scenario to explore"

exit $((failures > 0))
