#!/usr/bin/env bash
# usage: findings_test.sh. The table of docs/findings.md says of each driver what results/findings.txt
# says, for each scenario below scenarios/findings, and each of them has its section.
set -euo pipefail
measured=$(sed '/^$/,$d' results/findings.txt | tail -n +2 | sed 's/  */ /g; s/ $//' | sort)
# | # | defect | where | weight | [name](...) | v1 | v2 | v3 | landed |
told=$(grep '^| [0-9]' docs/findings.md |
  awk -F ' [|] ' '{name = $5; sub(/^\[/, "", name); sub(/\].*/, "", name); sub(/ [|]$/, "", $9)
                   print name, $6, $7, $8, $9}' | sort)
diff <(echo "$measured") <(echo "$told") || { echo "docs/findings.md is not what results/ say"; exit 1; }
for scenario in scenarios/findings/*.json; do
  name=$(basename "$scenario" .json)
  grep -q "^$name " results/findings.txt || { echo "$name: not in results/findings.txt"; exit 1; }
  grep -q "^### [0-9]*\. $name\$" docs/findings.md || { echo "$name: no section in docs/findings.md"; exit 1; }
done
