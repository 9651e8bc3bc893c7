#!/usr/bin/env bash
# usage: excerpts_test.sh. Each ```text block that follows `<!-- from FILE -->` consists of lines of
# that file, in that order.
set -euo pipefail
checked=0
check() {  # check FILE BLOCK
  local rest line
  rest=$(cat "$1")
  while IFS= read -r line; do
    case "$rest" in
      *"$line"*) rest=${rest#*"$line"} ;;
      *) echo "not in $1 (or not in this order): $line"; exit 1 ;;
    esac
  done <<<"$2"
  checked=$((checked + 1))
}
for document in README.md docs/*.md; do
  file='' block='' inside=''
  while IFS= read -r line; do
    case "$line" in
      '<!-- from '*' -->') file=${line#<!-- from }; file=${file% -->} ;;
      '```text') [ -n "$file" ] && inside=1 ;;
      '```') [ -n "$inside" ] && { check "$file" "${block%$'\n'}"; file='' block='' inside=''; } ;;
      *) [ -n "$inside" ] && block+=$line$'\n' ;;
    esac
  done <"$document"
done
[ "$checked" -ge 2 ] || { echo "only $checked excerpts found"; exit 1; }
