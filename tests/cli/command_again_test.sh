#!/usr/bin/env bash
# usage: command_again_test.sh XSKSIM. The command that a failing run prints shows the same run.
set -euo pipefail
xsksim=$1
run=(run lost-interrupt-no-timer --set /expect/verdict=fail --set '/question="again?"' --seed 5)
first=$(XSKSIM_COMMAND=$xsksim "$xsksim" "${run[@]}" --timeline) && { echo "did not fail"; exit 1; }
again=$(printf '%s\n' "$first" | sed -n 's/^  again: //p')
[ -n "$again" ] || { echo "no command printed"; exit 1; }
second=$(XSKSIM_COMMAND=$xsksim bash -c "$again") && { echo "did not fail again"; exit 1; }
diff <(printf '%s\n' "$first") <(printf '%s\n' "$second")
