/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Switches of the base, of virtio_net.c: what kernels after 5.11 do otherwise on the paths that are
 * modelled. All are off unless a variant's driver.json names them in "base_switches", which makes
 * them 1 for all its files. VRING_x of the virtqueue (vring_virtqueue.h) are switched in the same way.
 */
#ifndef VIRTNET_LATER_H
#define VIRTNET_LATER_H

/*
 * 5.14, "virtio_net: disable cb aggressively" (a7766ef18b33), and 6.2 (d71ebe8114b4): start_xmit and
 * RX NAPI hold callbacks off while they reap the transmit queue, arm a delayed one after it, and reap
 * again if that was too late.
 */
#ifndef BASE_REAPING_HOLDS_CALLBACKS
#define BASE_REAPING_HOLDS_CALLBACKS 0
#endif

/* 5.14, "virtio_net: move txq wakeups under tx q lock" (22bc63c58e87), for RX NAPI. */
#ifndef BASE_WAKE_UNDER_TX_LOCK
#define BASE_WAKE_UNDER_TX_LOCK 0
#endif

/*
 * 6.2, "virtio-net: correctly enable callback during start_xmit" (d71ebe8114b4): whoever stops a full
 * queue arms a delayed callback with NAPI as well, and schedules NAPI if that was too late.
 */
#ifndef BASE_FULL_ARMS_CALLBACK
#define BASE_FULL_ARMS_CALLBACK 0
#endif

/*
 * 6.3, "virtio_net: add checking sq is full inside xdp xmit" (cd1c604aa1d8): XDP that shares a queue with
 * the stack stops it when the stack's largest packet might not fit any more.
 */
#ifndef BASE_XDP_CHECKS_FULL
#define BASE_XDP_CHECKS_FULL 0
#endif

#endif
