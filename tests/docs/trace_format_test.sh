#!/usr/bin/env bash
# usage: trace_format_test.sh XSKSIM: each example of docs/trace-format.md prints what stands below it,
# and the rows of a trace are as `xsksim schema --trace` says.
set -euo pipefail
xsksim=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# NUMBER-run, NUMBER-sh or NUMBER-py, NUMBER-wanted for each example.
awk -v dir="$dir" '
  /^<!-- run: .* -->$/ { ++n; line = $0; sub(/^<!-- run: /, "", line); sub(/ -->$/, "", line)
                         print line >(dir "/" n "-run"); next }
  /^```(sh|python|text)$/ && n { kind = $0 == "```text" ? "wanted" : substr($0, 4); inside = 1; next }
  /^```$/ { inside = 0; next }
  inside { print >(dir "/" n "-" kind) }
' docs/trace-format.md
# The one that Debian's pandas belongs to, where another comes first.
python=python3
"$python" -c 'import pandas' 2>/dev/null || python=/usr/bin/python3
examples=$(ls "$dir" | grep -c -- -run)
[ "$examples" -ge 3 ] || { echo "found $examples examples in docs/trace-format.md"; exit 1; }
for run in "$dir"/*-run; do
  number=${run%-run}
  [ -f "$number-wanted" ] || { echo "an example without output: $(cat "$run")"; exit 1; }
  read -ra words <"$run"
  if [ -f "$number-python" ]; then read_it=("$python" "$number-python"); else read_it=(bash "$number-sh"); fi
  "$xsksim" "${words[@]:1}" 2>"$dir/report" | "${read_it[@]}" >"$dir/got" || [ "${PIPESTATUS[0]}" -eq 1 ]
  diff "$number-wanted" "$dir/got" || { echo "not as docs/trace-format.md says"; exit 1; }
done
echo "$examples examples say what they print"
