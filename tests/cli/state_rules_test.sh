#!/usr/bin/env bash
# usage: state_rules_test.sh XSKSIM. The rules of the state bits, as the check state_bits has them, are
# broken by drivers that lack a line; v1 keeps them, but for one way of waiting.
set -uo pipefail
xsksim=$1
. "$(dirname "${BASH_SOURCE[0]}")/expectations.sh"

# breaks MUTANT SCENARIO WORDS: what the mutant is told of.
breaks() {
  expect 0 driver build --quiet --base v1 "$dir/$1.patch" -o "$dir/$1.so"
  expect 0 run "$2" --quiet
  "$xsksim" run "$2" --driver "$dir/$1.so" --json >"$dir/out" 2>"$dir/err" </dev/null
  says out "\"check\":\"state_bits\""
  says out "$3"
}
cp tests/mutants/{raced-no-repoll,no-wakeup-clear}.patch "$dir"
breaks raced-no-repoll breakers/re-peek "WAKEUP of pair 0 is set, so every wake-up returns at once"
breaks no-wakeup-clear breakers/wakeup-bit "need_wakeup asks for a wake-up while WAKEUP is set"
cat >"$dir/timer-bit-kept.patch" <<'PATCH'
The timer's callback leaves TIMER set.

--- a/models/drivers/v1/virtio_net_xsk.c
+++ b/models/drivers/v1/virtio_net_xsk.c
@@ -155,5 +155,3 @@
 	sq = container_of(timer, struct send_queue, xsk.timer);
 
-	clear_bit(VIRTNET_STATE_XSK_TIMER, &sq->xsk.state);
-
 	virtqueue_napi_schedule(&sq->napi, sq->vq);
PATCH
breaks timer-bit-kept breakers/timer "TIMER is set, but the timer is not queued"

# What v1 itself breaks, and without the rule the end is the same: a stall is told as a stall.
expect 0 run review/looks-lost-kernel-packets --json
says out '"verdict":"stalled"'
says out '"check":"state_bits"'

[ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
