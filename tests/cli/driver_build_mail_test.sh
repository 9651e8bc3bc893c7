#!/usr/bin/env bash
# usage: driver_build_mail_test.sh XSKSIM. The mail of ../shared/seed in, in every form it could come
# in. The mail is no part of the project; where it is absent this says so and exits with 77.
set -uo pipefail
xsksim=$1
mail=
for above in .. ../.. ../../..; do
  [ -n "$mail" ] || mail=$(ls "$above"/shared/seed/*.txt 2>/dev/null | head -1)
done
[ -n "$mail" ] || { echo "not run: there is no mail in ../shared/seed"; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failures=0
fail() { echo "$*"; failures=$((failures + 1)); }

build() {  # build CODE FILE: keeps output in $dir/out and $dir/err
  "$xsksim" driver build "$2" -o "$dir/my.so" >"$dir/out" 2>"$dir/err"
  local got=$?
  [ "$got" -eq "$1" ] || { fail "driver build $2: exit $got, wanted $1"; cat "$dir/out" "$dir/err"; }
}
functions() { sed -n '/^functions:/,/^$/p' "$dir/out" | sed -e 's/^  [^ ]*: //' -e 's/, the rest.*//'; }

cp "$mail" "$dir/mail.txt"
build 0 "$dir/mail.txt"
functions >"$dir/functions"
grep -qx virtnet_xsk_run "$dir/functions" || fail "virtnet_xsk_run is not from the mail"
"$xsksim" run lost-interrupt-no-timer --driver "$dir/my.so" --timeline >"$dir/run" || fail "no stall"
"$xsksim" run lost-interrupt-timer --driver "$dir/my.so" >/dev/null || fail "no recovery"

# As git format-patch would have written it: no quote marks, no reviewer, context lines marked.
{
  echo "From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001"
  sed -n '1s/^Re: /Subject: /p' "$mail"
  echo
  sed -n '/^>/s/^> \{0,1\}//p' "$mail" | awk '
    /^@@ /  { split($2, a, ","); split($3, b, ","); old = a[2]; new = b[2]; print; next }
    old > 0 || new > 0 {
      mark = substr($0, 1, 1)
      if (mark != "+") old--
      if (mark != "-") new--
      print (mark == "+" || mark == "-") ? $0 : " " $0
      next
    }
    { print }'
} >"$dir/clean.patch"
build 0 "$dir/clean.patch"
functions | diff "$dir/functions" - || fail "the clean patch gives other functions"

# Quoted once more.
sed 's/^/> /' "$mail" >"$dir/deep.txt"
build 0 "$dir/deep.txt"
functions | diff "$dir/functions" - || fail "the mail quoted twice gives other functions"

# Cut off in the middle of its largest hunk.
head -n 400 "$mail" >"$dir/cut.txt"
build 2 "$dir/cut.txt"
grep -q "cut.txt:253: the hunk ends early" "$dir/err" || { fail "not told where it was cut"; cat "$dir/err"; }

[ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
