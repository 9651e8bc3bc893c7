#!/usr/bin/env bash
# usage: review_page_test.sh. docs/review.md shows every experiment and every measured line as
# results/review.txt has it, each question under its own heading; and every review scenario is one of them.
set -euo pipefail
missing=0
while IFS= read -r line; do
  grep -qxF -- "$line" docs/review.md && continue
  echo "not in docs/review.md: $line"
  missing=1
done < <(grep -v -e '^$' -e ' experiments; ' results/review.txt)
while IFS= read -r number; do
  grep -q "^## $number\. " docs/review.md || { echo "docs/review.md has no section $number"; missing=1; }
done < <(grep -oE '^[0-9]+  ' results/review.txt | tr -d ' ' | sort -u)
for file in scenarios/review/*.json; do
  name=$(basename "$file" .json)
  grep -q "^  $name " results/review.txt || { echo "$name is not in results/review.txt"; missing=1; }
done
# Names that the text uses for experiments exist.
while IFS= read -r name; do
  [ -f "scenarios/review/$name.json" ] || { echo "docs/review.md names $name, which does not exist"; missing=1; }
done < <(grep -oE '`(napi-tx|broken-already|full-ring|late|split|delayed-callback|once|bits|busy)-[a-z0-9-]+`' docs/review.md | tr -d '`' | sort -u)
[ "$missing" -eq 0 ] || { echo "run ./dev results"; exit 1; }
