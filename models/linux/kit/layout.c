// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the other side of the seam takes for granted of a tree: sizes, offsets and numbers that the models
 * read in memory, or are given. A tree in which one differs is refused when its driver is built, at the
 * line that says which. Each names who relies on it.
 */
#include "kit.h"
#include <linux/bpf.h>
#include <linux/dma-direction.h>
#include <linux/if_xdp.h>
#include <linux/irqreturn.h>
#include <linux/virtio_config.h>
#include <linux/virtio_net.h>
#include <linux/virtio_ring.h>

#define XS_SAME(what, value) _Static_assert((what) == (value), #what " is not " #value)

/* models/memory/guest_memory.hpp: page_bytes */
XS_SAME(PAGE_SIZE, 4096);

/* models/split_ring_layout.hpp */
XS_SAME(sizeof(struct vring_desc), 16);
XS_SAME(offsetof(struct vring_desc, len), 8);
XS_SAME(offsetof(struct vring_desc, flags), 12);
XS_SAME(offsetof(struct vring_desc, next), 14);
XS_SAME(sizeof(struct vring_used_elem), 8);
XS_SAME(offsetof(struct vring_avail, idx), 2);
XS_SAME(offsetof(struct vring_avail, ring), 4);
XS_SAME(offsetof(struct vring_used, idx), 2);
XS_SAME(offsetof(struct vring_used, ring), 4);
XS_SAME(VRING_DESC_F_NEXT, 1);
XS_SAME(VRING_DESC_F_WRITE, 2);
XS_SAME(VRING_DESC_F_INDIRECT, 4);
XS_SAME(VRING_AVAIL_F_NO_INTERRUPT, 1);
XS_SAME(VRING_USED_F_NO_NOTIFY, 1);

/* models/packed_ring_layout.hpp */
XS_SAME(sizeof(struct vring_packed_desc), 16);
XS_SAME(offsetof(struct vring_packed_desc, len), 8);
XS_SAME(offsetof(struct vring_packed_desc, id), 12);
XS_SAME(offsetof(struct vring_packed_desc, flags), 14);
XS_SAME(sizeof(struct vring_packed_desc_event), 4);
XS_SAME(VRING_PACKED_DESC_F_AVAIL, 7);
XS_SAME(VRING_PACKED_DESC_F_USED, 15);
XS_SAME(VRING_PACKED_EVENT_FLAG_DISABLE, 1);
XS_SAME(VRING_PACKED_EVENT_FLAG_DESC, 2);

/* models/virtio_features.hpp */
XS_SAME(VIRTIO_NET_F_MRG_RXBUF, 15);
XS_SAME(VIRTIO_NET_F_CTRL_VQ, 17);
XS_SAME(VIRTIO_NET_F_MQ, 22);
XS_SAME(VIRTIO_RING_F_INDIRECT_DESC, 28);
XS_SAME(VIRTIO_RING_F_EVENT_IDX, 29);
XS_SAME(VIRTIO_F_VERSION_1, 32);
XS_SAME(VIRTIO_F_ACCESS_PLATFORM, 33);
XS_SAME(VIRTIO_F_RING_PACKED, 34);

/* models/virtio/net/receive_queue.cpp: the header before each frame */
XS_SAME(sizeof(struct virtio_net_hdr_mrg_rxbuf), 12);
XS_SAME(offsetof(struct virtio_net_hdr_mrg_rxbuf, num_buffers), 10);

/* models/kernel/dma_mappings.hpp */
XS_SAME(DMA_BIDIRECTIONAL, 0);
XS_SAME(DMA_TO_DEVICE, 1);
XS_SAME(DMA_FROM_DEVICE, 2);

/* models/kernel: what a driver's functions return, and are given */
XS_SAME(NETDEV_TX_OK, 0);
XS_SAME(NETDEV_TX_BUSY, 0x10);
XS_SAME(IRQ_HANDLED, 1);
XS_SAME(XDP_WAKEUP_TX, 2);
XS_SAME(XDP_DROP, 1);
XS_SAME(XDP_PASS, 2);
XS_SAME(XDP_TX, 3);

/* models/kernel/napi.hpp: the weight is read where the driver keeps it */
XS_SAME(sizeof(((struct napi_struct *)NULL)->weight), sizeof(int));
