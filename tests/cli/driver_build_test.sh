#!/usr/bin/env bash
# usage: driver_build_test.sh XSKSIM. Patches, mails and C files become drivers, or are refused at the
# user's own line. What the mail in ../shared/seed adds to this is in driver_build_mail_test.sh.
set -uo pipefail
xsksim=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failures=0
fail() { echo "$*"; failures=$((failures + 1)); }

build() {  # build CODE ARGS...: stdin is handed on; keeps output in $dir/out and $dir/err
  local want=$1; shift
  rm -f "$dir/my.so"
  "$xsksim" driver build "$@" -o "$dir/my.so" >"$dir/out" 2>"$dir/err"
  local got=$?
  [ "$got" -eq "$want" ] || { fail "driver build $*: exit $got, wanted $want"; cat "$dir/out" "$dir/err"; }
  [ "$want" -eq 0 ] || [ ! -e "$dir/my.so" ] || fail "driver build $*: something was written"
}
says() {  # says FILE TEXT
  grep -qF -- "$2" "$dir/$1" || { fail "$1 does not say: $2"; cat "$dir/$1"; }
}
at() {  # at FILE TEXT: the first line that holds it, as FILE:LINE
  echo "$1:$(grep -nm1 -F -- "$2" "$dir/$1" | cut -d: -f1)"
}
finds() {  # finds PLACE: a run of the driver ends with a finding that names it
  run >"$dir/run"
  grep -qF "$1" "$dir/run" || { fail "no finding names $1"; head -40 "$dir/run"; }
}
# A run of kernel UDP alone, which the base can do; prints its report.
run() {
  "$xsksim" run kernel-udp-beside --set /application/enabled=false --set /end/frames=null \
    --set /end/time_ns=2000000 --driver "$dir/my.so" --timeline
}

# A change of our own: the transmit interrupt is worth a warning, and a parameter counts.
cat >"$dir/first.patch" <<'PATCH'
From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001
From: A Developer <a@example.org>
Date: Mon, 4 Jan 2021 10:00:00 +0000
Subject: [PATCH net-next 1/2] virtio-net: warn about every transmit
 interrupt

Nobody wants this.
---
 drivers/net/virtio_net.c | 5 +++++
 1 file changed, 5 insertions(+)

diff --git a/drivers/net/virtio_net.c b/drivers/net/virtio_net.c
index 1111111..2222222 100644
--- a/drivers/net/virtio_net.c
+++ b/drivers/net/virtio_net.c
@@ -20,6 +20,9 @@
 static int napi_weight = NAPI_POLL_WEIGHT;
 module_param(napi_weight, int, 0444);
 
+static int shout = 1 + 2;
+module_param(shout, int, 0644);
+
 static bool csum = true, gso = true, napi_tx = true;
 module_param(csum, bool, 0444);
 module_param(gso, bool, 0444);
@@ -300,6 +303,8 @@ static void skb_xmit_done(struct virtqueue *vq)
 	struct virtnet_info *vi = vq->vdev->priv;
 	struct napi_struct *napi = &vi->sq[vq2txq(vq)].napi;
 
+	WARN_ON(shout);
+
 	/* Suppress further interrupts. */
 	virtqueue_disable_cb(vq);
 
-- 
2.30.0

PATCH
# The second builds on the first.
cat >"$dir/second.patch" <<'PATCH'
From 2222222222222222222222222222222222222222 Mon Sep 17 00:00:00 2001
From: A Developer <a@example.org>
Subject: [PATCH net-next 2/2] virtio-net: shout less

---
diff --git a/drivers/net/virtio_net.c b/drivers/net/virtio_net.c
--- a/drivers/net/virtio_net.c
+++ b/drivers/net/virtio_net.c
@@ -303,7 +303,7 @@ static void skb_xmit_done(struct virtqueue *vq)
 	struct virtnet_info *vi = vq->vdev->priv;
 	struct napi_struct *napi = &vi->sq[vq2txq(vq)].napi;
 
-	WARN_ON(shout);
+	WARN_ON(shout > 3);
 
 	/* Suppress further interrupts. */
 	virtqueue_disable_cb(vq);
-- 
2.30.0

PATCH

# A mail of git format-patch.
build 0 "$dir/first.patch"
says out "virtio-net: warn about every transmit interrupt"
says out "$(at first.patch "@@ -20"): hunk +3 -0 -> models/drivers/base/virtio_net.c"
says out "part of skb_xmit_done"
says out "--driver"
finds "$(at first.patch "+	WARN_ON")"
strings -a "$dir/my.so" >"$dir/strings"
grep -A1 '"shout"' "$dir/strings" | grep -qF '"default": 3' || fail "the manifest lacks the parameter"
build 0 "$dir/first.patch" --json
says out '"problems": []'
[ "$(grep -c '"what": "hunk' "$dir/out")" -eq 2 ] || fail "--json does not tell two hunks"

# Two mails in one mbox, and as two inputs.
cat "$dir/first.patch" "$dir/second.patch" >"$dir/both.mbox"
build 0 "$dir/both.mbox"
says out "$(at both.mbox "@@ -303"): hunk +1 -1"
run >"$dir/run"
grep -q "WARN" "$dir/run" && fail "the second patch had no effect"
build 0 "$dir/first.patch" "$dir/second.patch"
build 2 "$dir/second.patch"
says err "$(at second.patch "@@ -303"): the hunk has no place in the base"
says err "$(at second.patch "-	WARN_ON"): not there: -	WARN_ON(shout);"

# A plain diff from standard input, and the same as a reply that quotes it twice over.
sed -n '/^--- a/,/^-- $/p' "$dir/first.patch" | sed '$d' >"$dir/plain.diff"
build 0 - <"$dir/plain.diff"
says out "<stdin>:3: hunk"
line=$(at plain.diff "+	WARN_ON")
finds "<stdin>:${line#*:}"
{ echo "On Monday, somebody wrote:"; sed -e 's/^/> > /' -e 's/[ \t]*$//' "$dir/plain.diff"; } |
  sed 's/^> > +static int shout/> What for?\n\nIndeed.\n&/' >"$dir/reply.txt"
build 0 "$dir/reply.txt"
finds "$(at reply.txt "+	WARN_ON")"

# A C file whose function takes the place of the base's.
cat >"$dir/mine.c" <<'C'
#include <linux/bug.h>

static int mine_called;

static void mine(struct virtqueue *vq)
{
	mine_called++;
	WARN_ON(mine_called == 2);
}

static void skb_xmit_done(struct virtqueue *vq)
{
	struct virtnet_info *vi = vq->vdev->priv;

	mine(vq);
	virtqueue_disable_cb(vq);
	virtqueue_napi_schedule(&vi->sq[vq2txq(vq)].napi, vq);
}

/* The base calls it from elsewhere and announces it without "static". */
static void free_old_xmit_skbs(struct send_queue *sq, bool in_napi)
{
	unsigned int packets = 0, bytes = 0;

	__free_old_xmit_ptr(sq, in_napi, true, &packets, &bytes);
}
C
build 0 "$dir/mine.c"
says out "$(at mine.c "static void skb_xmit_done"): skb_xmit_done"
says out "$(at mine.c "static void mine"): function mine -> new"
finds "$(at mine.c WARN_ON)"

# All of v1's code as one C file on the bare base is v1.
grep -v 'VIRTNET_XSK_QUEUE_H\|^#endif' models/drivers/v1/virtnet_xsk_queue.h >"$dir/all.c"
cat models/drivers/v1/virtio_net_xsk.c >>"$dir/all.c"
build 0 "$dir/all.c"
"$xsksim" run lost-interrupt-no-timer lost-interrupt-timer --driver "$dir/my.so" |
  grep -v 'again:' | sed 's/all.c:[0-9]*/PLACE/' >"$dir/run"
"$xsksim" run lost-interrupt-no-timer lost-interrupt-timer |
  grep -v 'again:' | sed 's/virtio_net_xsk.c:[0-9]*/PLACE/' | diff - "$dir/run" ||
  fail "v1 as a C file is not v1"

# A change to a shipped driver, in the project's own tree.
cat >"$dir/mutant.patch" <<'PATCH'
--- a/models/drivers/v1/virtio_net_xsk.c
+++ b/models/drivers/v1/virtio_net_xsk.c
@@ -1,6 +1,5 @@
 	sq->xsk.wait_slot = true;
 
-	if (xsk_check_timeout) {
+	if (0) {
 		hrtimer_start(&sq->xsk.timer, ns_to_ktime(xsk_check_timeout * 1000),
 			      HRTIMER_MODE_REL_PINNED);
 
PATCH
sed -i 's/^@@ .*/@@ -1,6 +1,6 @@/' "$dir/mutant.patch"
build 0 --base v1 "$dir/mutant.patch"
says out "models/drivers/v1/virtio_net_xsk.c"
"$xsksim" run lost-interrupt-timer --driver "$dir/my.so" >"$dir/run" && fail "without its timer v1 recovers"
grep -q stalled "$dir/run" || fail "without its timer v1 does not stall"
build 2 --base v99 "$dir/mutant.patch"
says err "v99"

# What cannot be used is refused at its line.
head -n 31 "$dir/first.patch" >"$dir/cut.patch"
build 2 "$dir/cut.patch"
says err "$(at cut.patch "@@ -300"): the hunk ends early"
head -c 4096 "$xsksim" >"$dir/binary.patch"
build 2 "$dir/binary.patch"
says err "binary.patch: wanted a patch or C text, got binary data"
build 2 - <"$dir/binary.patch"
build 2 "$dir/absent.patch"
says err "absent.patch: cannot be read"
echo "Thanks, applied." >"$dir/thanks.txt"
build 2 "$dir/thanks.txt"
says err "found no hunk"
sed 's/virtio_net/e1000/' "$dir/plain.diff" >"$dir/other.patch"
build 2 "$dir/other.patch"
says err "other.patch:1: a patch of drivers/net/e1000.c, which is no file of the base"

# Two hunks that want the same place.
sed 's/shout/cry/g; s/1 + 2/4/' "$dir/first.patch" | sed -n '/^@@ -300/,/^-- $/p' | sed '$d' >"$dir/again"
cat "$dir/plain.diff" "$dir/again" >"$dir/conflict.patch"
build 2 "$dir/conflict.patch"
says err "conflict.patch:22: the hunk conflicts with that of"
sed 's/WARN_ON(shout > 3)/WARN_ON(shout > 4)/' "$dir/second.patch" >"$dir/third.patch"
build 2 "$dir/both.mbox" "$dir/third.patch"
says err "$(at third.patch "@@ -303"): the hunk has no place"

# A place that could be one of two.
cat >"$dir/twice.patch" <<'PATCH'
--- a/drivers/net/virtio_net.c
+++ b/drivers/net/virtio_net.c
@@ -1,2 +1,3 @@
 		u64_stats_update_begin(&sq->stats.syncp);
+		barrier();
PATCH
sed -i 's/^@@ .*/@@ -1,1 +1,2 @@/' "$dir/twice.patch"
build 2 "$dir/twice.patch"
says err "twice.patch:3: the hunk has 4 places that fit equally well"
says err "in start_xmit"

# Two definitions, an unknown kernel call, a compiler's error and warning.
{ cat "$dir/mine.c"; printf 'static void skb_xmit_done(struct virtqueue *vq)\n{\n}\n'; } >"$dir/double.c"
build 2 "$dir/double.c"
says err "double.c:$(grep -n skb_xmit_done "$dir/double.c" | tail -1 | cut -d: -f1): skb_xmit_done is defined twice"
says err "$(at double.c "static void skb_xmit_done"): the other definition"
cp "$dir/mine.c" "$dir/again.c"
build 2 "$dir/mine.c" "$dir/again.c"
says err "is defined twice"
says err "mine.c:"
cat >"$dir/static.c" <<'C'
static int virtnet_xsk_wakeup(struct net_device *dev, u32 qid, u32 flag)
{
	return 0;
}
C
build 2 --base v1 "$dir/static.c"
says err "static.c:1: virtnet_xsk_wakeup is static, but this base calls it from another file"
sed 's/^static //' "$dir/static.c" >"$dir/extern.c"
build 0 --base v1 "$dir/extern.c"
sed '$d' "$dir/static.c" | sed 's/^static //' >"$dir/open.c"
build 2 --base v1 "$dir/open.c"
says err "open.c:1: from here on the base no longer compiles; is a brace or a comment left open"
build 2 "$dir"
says err "is a folder; wanted a patch, a mail or a C file"
sed 's/mine_called++;/kthread_run(0);/' "$dir/mine.c" >"$dir/unknown.c"
build 2 "$dir/unknown.c"
says err "$(at unknown.c kthread_run): the shim lacks kthread_run(), or nothing declares it"
sed -e 's/mine_called++;/extern void kthread_stop(void); kthread_stop();/' "$dir/mine.c" >"$dir/undefined.c"
build 2 "$dir/undefined.c"
says err "$(at undefined.c kthread_stop): the shim lacks kthread_stop, or nothing defines it"
sed 's/WARN_ON(shout)/WARN_ON(shuot)/' "$dir/first.patch" >"$dir/typo.patch"
build 2 "$dir/typo.patch"
says err "$(at typo.patch shuot): 'shuot' undeclared"
sed 's/mine_called++;/int unused; mine_called++;/' "$dir/mine.c" >"$dir/warned.c"
build 0 "$dir/warned.c"
says out "$(at warned.c unused): unused variable 'unused'"
printf 'int nothing_of_the_base(void)\n{\n\treturn 0;\n}\n' >"$dir/nothing.c"
build 2 "$dir/nothing.c"
says err "nothing.c: none of its functions is one of the base's"

[ "$failures" -eq 0 ] || { echo "$failures failures"; exit 1; }
