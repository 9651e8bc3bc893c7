// SPDX-License-Identifier: GPL-2.0-only
/*
 * The base driver, with a transmit poll that makes a mistake of the tester's choice when the ring
 * has 512 entries. For tests of what becomes of the run, and of the other runs of a batch.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/spinlock.h>

#include "virtnet.h"

static int mistake;
module_param(mistake, int, 0444);

__attribute__((__visibility__("default")))
const char xs_driver_manifest[] = "{\"name\": \"faulty\", \"per_packet_header\": false}";

static int (*volatile nowhere)(void);
static volatile int nothing;

static int fall(int depth)
{
	return depth < 0 ? 0 : fall(depth + 1) + 1;
}

static void overwrite_frames(void)
{
	void *volatile *frame = __builtin_frame_address(0);
	int i;

	for (i = 0; i < 64; i++)
		frame[i] = (void *)0x4141414141414141;
}

static DEFINE_SPINLOCK(lock_a);
static DEFINE_SPINLOCK(lock_b);

static void nest_both_ways(void)
{
	spin_lock(&lock_a);
	spin_lock(&lock_b);
	spin_unlock(&lock_b);
	spin_unlock(&lock_a);
	spin_lock(&lock_b);
	spin_lock(&lock_a);
	spin_unlock(&lock_a);
	spin_unlock(&lock_b);
}

static void free_twice(void)
{
	void *object = kmalloc(24, GFP_ATOMIC);

	kfree(object);
	kfree(object);
}

static enum hrtimer_restart tick(struct hrtimer *timer)
{
	return HRTIMER_NORESTART;
}

static void free_queued_timer(void)
{
	struct hrtimer *timer = kmalloc(sizeof(*timer), GFP_ATOMIC);

	hrtimer_init(timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED);
	timer->function = tick;
	hrtimer_start(timer, ns_to_ktime(1000000), HRTIMER_MODE_REL_PINNED);
	kfree(timer);
}

/* What a device that is taken away, or a suspend, brings to light. */
static void err_of_life(void)
{
	switch (mistake) {
	case 8:
		nest_both_ways();
		break;
	case 9:
		kfree(kmalloc(24, GFP_KERNEL));
		break;
	case 10:
		kmalloc(24, GFP_ATOMIC);
		break;
	case 11:
		free_twice();
		break;
	case 12:
		free_queued_timer();
		break;
	}
}

static void err(void)
{
	err_of_life();
	switch (mistake) {
	case 1:
		nothing = 5 / nothing;
		break;
	case 2:
		nowhere();
		break;
	case 3:
		nothing = fall(0);
		break;
	case 4:
		for (;;)
			nothing++;
	case 5:
		overwrite_frames();
		break;
	case 6:
		spin_lock((spinlock_t *)&nothing);
		break;
	case 7:
		for (;;)
			;
	}
}

int virtnet_poll_tx(struct napi_struct *napi, int budget)
{
	struct send_queue *sq = container_of(napi, struct send_queue, napi);
	struct virtnet_info *vi = sq->vq->vdev->priv;
	struct netdev_queue *txq = netdev_get_tx_queue(vi->dev, vq2txq(sq->vq));

	__netif_tx_lock(txq, raw_smp_processor_id());
	free_old_xmit_skbs(sq, true);
	__netif_tx_unlock(txq);
	if (virtqueue_get_vring_size(sq->vq) == 512)
		err();
	virtqueue_napi_complete(napi, sq->vq, 0);
	if (sq->vq->num_free >= 2 + MAX_SKB_FRAGS)
		netif_tx_wake_queue(txq);
	return 0;
}
