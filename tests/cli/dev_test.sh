#!/usr/bin/env bash
# usage: dev_test.sh XSKSIM. `./dev test NAME [FILTER]` runs one test of this build, and refuses what it
# does not know.
set -uo pipefail
export XSKSIM_BUILD_DIR
XSKSIM_BUILD_DIR=$(realpath "$(dirname "$1")/..")
xsksim=./dev
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"

expect 0 test unit_memory
says out "All tests passed"
all=$(grep -c 'test cases' "$dir/out")
[ "$all" -eq 1 ] || { echo "not one program's summary:"; cat "$dir/out"; failures=$((failures + 1)); }
expect 0 test unit_memory quarantine
matches out "in [1-9][0-9]* test cases?"
expect 2 test unit_memory "no such case"
says out "No test cases matched '*no such case*'"

expect 0 test docs/excerpts_test
says out "100% tests passed, 0 tests failed out of 1"
expect 0 test scenario/mixed
matches out "100% tests passed, 0 tests failed out of [1-9][0-9]"

expect 2 test unit_memroy
says err 'no test "unit_memroy"; there is'
for name in unit_memory rules random scenario/NAME.json cli/compare_test; do says err "$name"; done
expect 2 test memory
says err "unit_memory"
grep -q unit_kernel "$dir/err" && { echo "names more than is like it"; failures=$((failures + 1)); }
expect 2 test docs/excerpts_test filter
says err "it takes no FILTER"
expect 2 test unit_memory one two
says err "one FILTER"

[ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
