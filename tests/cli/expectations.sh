# Sourced by the tests of command lines, with $xsksim set: a scratch folder, what a command must do, and
# the count of failures that the test ends with.
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failures=0

expect() {  # expect CODE ARGS...: runs, keeps output in $dir/out and $dir/err
  local want=$1; shift
  "$xsksim" "$@" >"$dir/out" 2>"$dir/err" </dev/null
  local got=$?
  [ "$got" -eq "$want" ] && return
  echo "xsksim $*: exit $got, wanted $want"; cat "$dir/out" "$dir/err"
  failures=$((failures + 1))
}
says() {  # says FILE TEXT
  grep -qF -- "$2" "$dir/$1" && return
  echo "$1 does not say: $2"; cat "$dir/$1"
  failures=$((failures + 1))
}
matches() {  # matches FILE PATTERN
  grep -qE -- "$2" "$dir/$1" && return
  echo "$1 does not match: $2"; cat "$dir/$1"
  failures=$((failures + 1))
}
