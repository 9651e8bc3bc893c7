#!/usr/bin/env bash
# usage: sweep_view_test.sh XSKSIM. `table`, `export`, `plot` and `report` as a user meets them.
set -uo pipefail
xsksim=$1
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"

check() {  # check WHAT COMMAND...
  local what=$1; shift
  "$@" >/dev/null 2>&1 && return
  echo "$what: not so: $*"; failures=$((failures + 1))
}

# Without its timer the driver stalls when each interrupt is lost.
cat >"$dir/tiny.json" <<TEXT
{"name": "tiny", "question": "Does the timer's period matter?", "base": "$PWD/scenarios/lost-interrupt-timer.json",
 "set": {"/end/frames": 300, "/faults": [{"what": "interrupt_lost", "probability": 0, "optional": true}]},
 "seeds": 2,
 "axes": [
  {"name": "percent", "at": "/driver/parameters/xsk_num_percent", "unit": "%", "values": [20, 60]},
  {"name": "timeout", "at": "/driver/parameters/xsk_check_timeout", "unit": "us", "values": [0, 50, 200]},
  {"name": "loss", "at": "/faults/0/probability", "values": [0, 1]}]}
TEXT
store=$dir/tiny.sqlite
expect 0 sweep "$dir/tiny.json" --store "$store" -q

expect 0 table "$store"
says out "tiny: Does the timer's period matter?"
matches out '^loss 1$'
matches out '^ +timeout \(us\)$'
matches out '^  percent \(%\) +0 +50 +200$'
matches out '^ +20  stalled  pass +pass$'
matches out '^ +60  stalled  pass +pass$'
matches out '^24 runs: 20 pass, 4 stalled$'
# The command that repeats the cell does so.
again=$(sed -n 's/^  xsksim run //p' "$dir/out")
eval "set -- $again"
"$xsksim" run "$@" --json >"$dir/out" 2>"$dir/err" </dev/null
matches out '"verdict":"stalled"'
grep -q $'\x1b' "$dir/out" && { echo "colour without a terminal"; failures=$((failures + 1)); }

expect 0 table "$store" --rows loss --columns percent --where timeout=0 --show kicks
matches out '^timeout 0 us$'
matches out '^ +loss +20 +60$'
expect 0 table "$store" --where loss=1 --csv
matches out '^percent,timeout=0,timeout=50,timeout=200$'
matches out '^20,stalled,pass,pass$'

expect 0 export "$store" --csv -o "$dir/runs.csv"
check "a row a run" test "$(wc -l <"$dir/runs.csv")" -eq 25
check "heading" grep -q '^run,point,seed,percent,timeout,loss,verdict,good,reason,codes,sustained_packets_per_second,' "$dir/runs.csv"
check "a stalled run" grep -q '^2,1,1,20,0,1,stalled,0,' "$dir/runs.csv"
expect 0 export "$store" --json
matches out '^\{"run":2,"point":1,"seed":1,"percent":20,"timeout":0,"loss":1,"verdict":"stalled","good":false,'
expect 0 export "$store" --digest
matches out '^[0-9a-f]{16}$'
cp "$dir/out" "$dir/digest"
expect 0 sweep "$dir/tiny.json" --store "$dir/again.sqlite" -q -j 1
expect 0 export "$dir/again.sqlite" --digest
check "equal sweeps, equal digests" cmp "$dir/out" "$dir/digest"

if command -v gnuplot >/dev/null; then
  expect 0 plot "$store" -o "$dir/a.svg"
  for label in "Does the timer" "percent (%)" "timeout (us)" "loss 0" "loss 1" ">100<"; do
    check "label $label" grep -qF -- "$label" "$dir/a.svg"
  done
  expect 0 plot "$dir/again.sqlite" -o "$dir/b.svg"
  check "equal stores, equal pictures" cmp "$dir/a.svg" "$dir/b.svg"
  expect 0 plot "$store" -o "$dir/a.png" --where loss=1 --show packets_per_second
  expect 0 plot "$dir/again.sqlite" -o "$dir/b.png" --where loss=1 --show packets_per_second
  check "PNG" test "$(head -c 8 "$dir/a.png" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a
  check "equal stores, equal PNGs" cmp "$dir/a.png" "$dir/b.png"
  expect 0 plot "$store" -o "$dir/line.svg" --where loss=1 --where timeout=50 --show packets_per_second
  check "spread" grep -q 'least to most of the runs' "$dir/line.svg"
fi
PATH=/nonexistent expect 2 plot "$store" -o "$dir/none.svg"
says err 'gnuplot-nox'
check "nothing left behind" test ! -e "$dir/none.svg" -a ! -e "$dir/none.svg.partial"

# Built without the page where Node.js was missing.
"$xsksim" report "$store" -o "$dir/page.html" >"$dir/out" 2>"$dir/err"
case $? in
  0)
    check "data in the page" grep -q '"format":"xsksim-report-1","name":"tiny"' "$dir/page.html"
    check "no placeholder left" test "$(grep -c 'XSKSIM-DATA\*/</script>' "$dir/page.html")" -eq 0
    check "explanations" grep -q '"explanations":{$' "$dir/page.html" ;;
  2) says err 'built without the page of the report' ;;
  *) echo "report: exit"; cat "$dir/err"; failures=$((failures + 1)) ;;
esac

expect 2 table "$store" --rows percnt
says err '--rows: wanted an axis of'
says err 'did you mean "percent"?'
expect 2 table "$store" --show kick
says err 'did you mean "kicks"?'
expect 2 table "$store" --where timeout=51
says err 'wanted a value of timeout, got "51"'
expect 2 table "$store" --rows loss --columns loss
says err 'another axis than --rows'
expect 2 table "$dir/tiny.json"
says err 'tiny.json'
expect 2 table "$dir/missing.sqlite"
says err 'missing.sqlite'
check "reading makes no file" test ! -e "$dir/missing.sqlite"
expect 2 export "$store"
expect 2 export "$store" --csv --json
expect 2 export "$store" --csv -o "$dir/no/such/folder.csv"
says err 'cannot be written'
expect 2 plot "$store" -o "$dir/a.pdf"
says err 'a file that ends in .svg or .png, got'
expect 2 plot "$store"
expect 2 report "$store"

[ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
