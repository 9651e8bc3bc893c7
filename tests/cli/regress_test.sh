#!/usr/bin/env bash
# usage: regress_test.sh XSKSIM. The command that a driver author runs against a new version: what it
# prints, and that it fails for a survivor, an idle scenario and a driver without the safeguard.
set -uo pipefail
xsksim=$1
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"

mkdir "$dir/breakers" "$dir/mutants"
cp tests/mutants/no-re-peek.patch "$dir/mutants"
# The shipped re-peek with one kill: MUTANT, and a REASON.
breaker() {
  { sed '/"kills"/,$d' scenarios/breakers/re-peek.json
    echo "\"kills\": [{\"mutant\": \"$1\", \"verdict\": \"stalled\", \"because\": [\"$2\"]}]}}"
  } >"$dir/breakers/re-peek.json"
}
reason="looks at need_wakeup only when it submits"
breaker no-re-peek "$reason"

expect 0 regress "$dir/breakers" --mutants "$dir/mutants" --junit "$dir/junit.xml"
says out "the re-peek after need_wakeup is set"
says out "no-re-peek: stalled"
says out "every mutant dies"
says junit.xml '<testsuite name="xsksim regress" tests="2" failures="0">'
says junit.xml '<testcase classname="re-peek" name="kills no-re-peek"/>'

# A driver that lacks the safeguard.
expect 0 driver build --base v1 tests/mutants/no-re-peek.patch -o "$dir/worse.so"
expect 1 regress "$dir/breakers" --mutants "$dir/mutants" --driver "$dir/worse.so" --junit "$dir/junit.xml"
says out "worse.so"
says out "stalled (!)"
says junit.xml '<failure message="the verdict is stalled, the scenario expects pass'

# A mutant that changes nothing survives.
echo '{"safeguard": "none is gone", "set": {"/model/napi_missed": true}}' >"$dir/mutants/idle.json"
breaker idle "$reason"
expect 1 regress "$dir/breakers" --mutants "$dir/mutants" --json
says out '"right": false'
says out "the verdict is pass, the scenario expects stalled"

# A mutant that dies, but of something else than the scenario tells.
breaker no-re-peek "looks at the moon"
expect 1 regress "$dir/breakers" --mutants "$dir/mutants"
says out "SURVIVES"
says out "looks at the moon"

breaker no-such "$reason"
expect 2 regress "$dir/breakers" --mutants "$dir/mutants"
says err "/breaker/kills/0/mutant"
rm "$dir/breakers/re-peek.json"
expect 1 regress "$dir/breakers" --mutants "$dir/mutants"
says out "no scenario with a breaker section"
expect 2 regress "$dir/nowhere"
expect 2 regress --mutants "$dir/breakers"

exit $((failures > 0))
