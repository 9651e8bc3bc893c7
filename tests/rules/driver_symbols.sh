#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The world of a driver object is closed: what it calls is a hypercall of models/shim/hypercalls/hypercalls.h,
# an access hook, or gcc's unwinding. Anything else (a libc function, above all) would be out of the
# simulator's sight. Usage: driver_symbols.sh HYPERCALLS_HEADER OBJECT...
set -eu

header=$1
shift
[ $# -gt 0 ] && [ -e "$1" ] || { echo "no driver objects"; exit 1; }

hypercalls=$(mktemp)
trap 'rm -f "$hypercalls"' EXIT
grep -o 'xs_[a-z0-9_]*(' "$header" | tr -d '(' | sort -u > "$hypercalls"

status=0
complain() { echo "$1"; status=1; }

for object; do
	for symbol in $(nm -D --undefined-only "$object" | awk '{print $NF}'); do
		case $symbol in
		__tsan_* | _Unwind_Resume | __gcc_personality_v0) ;;
		xs_*) grep -qx "$symbol" "$hypercalls" ||
			complain "$object: calls $symbol, which $header does not declare" ;;
		*) complain "$object: calls $symbol, which is no hypercall" ;;
		esac
	done
	for symbol in $(nm -D --defined-only "$object" | awk '{print $NF}'); do
		case $symbol in
		xs_driver_init | xs_driver_exit | xs_driver_params) ;;
		__start_xs_params | __stop_xs_params) ;; # the linker's, of the parameters' section
		*) complain "$object: exports $symbol" ;;
		esac
	done
done
exit $status
