/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a send queue keeps for AF_XDP zero copy: nothing in the base. A variant has a header of this
 * name in its own folder, which the compiler finds first.
 */
#ifndef VIRTNET_XSK_QUEUE_H
#define VIRTNET_XSK_QUEUE_H

struct virtnet_xsk_queue {
};

#endif
