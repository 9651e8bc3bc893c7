#!/usr/bin/env bash
# usage: readme_commands_test.sh XSKSIM. Runs each `./dev xsksim` line of the documents' shell blocks
# once, as a reader would; a command that names a scenario which is expected to stall still exits with 0.
set -euo pipefail
xsksim=$1
lines=$(awk '/^```sh$/ {inside = 1; next} /^```/ {inside = 0} inside' README.md CONTRIBUTING.md docs/*.md |
  grep '^\./dev xsksim ' | awk '!seen[$0]++')
# A store that an earlier build has left is refused, and rightly so: those that the documents name go.
grep -o -- '--store build/[^ ]*' <<<"$lines" | cut -d' ' -f2 | sort -u | xargs -r rm -f
# Where Debian's kernel sources cannot be had, what is shown with them does not run.
if ! tools/kernel-tree 6.1 >/dev/null; then
  echo "did not run: $(grep -c 'linux-6\.1' <<<"$lines") commands with a kernel's tree"
  lines=$(grep -v 'linux-6\.1' <<<"$lines")
fi
count=0
while IFS= read -r line; do
  echo "\$ $line"
  bash -c "${line/.\/dev xsksim/\"$xsksim\"}" >/dev/null
  count=$((count + 1))
done <<<"$lines"
[ "$count" -ge 4 ] || { echo "only $count commands found"; exit 1; }
# Other commands of the README exist in ./dev.
for command in demo test; do
  grep -q "^./dev $command\$" README.md && grep -q "^  $command)" dev
done
