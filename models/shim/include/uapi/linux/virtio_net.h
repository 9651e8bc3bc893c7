/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: duplicate (include/uapi/linux/virtio_net.h, 5.11; virtio 1.1 §5.1; what is in use). */
#ifndef _UAPI_LINUX_VIRTIO_NET_H
#define _UAPI_LINUX_VIRTIO_NET_H

#include <linux/types.h>
#include <uapi/linux/if_ether.h>

#define VIRTIO_NET_F_CSUM 0
#define VIRTIO_NET_F_GUEST_CSUM 1
#define VIRTIO_NET_F_MTU 3
#define VIRTIO_NET_F_MAC 5
#define VIRTIO_NET_F_HOST_TSO4 11
#define VIRTIO_NET_F_HOST_TSO6 12
#define VIRTIO_NET_F_MRG_RXBUF 15
#define VIRTIO_NET_F_STATUS 16
#define VIRTIO_NET_F_CTRL_VQ 17
#define VIRTIO_NET_F_MQ 22

#define VIRTIO_NET_CTRL_MQ_VQ_PAIRS_MIN 1
#define VIRTIO_NET_CTRL_MQ_VQ_PAIRS_MAX 0x8000

struct virtio_net_config {
	__u8 mac[ETH_ALEN];
	__le16 status;
	__le16 max_virtqueue_pairs;
	__le16 mtu;
};

struct virtio_net_hdr {
	__u8 flags;
	__u8 gso_type;
	__le16 hdr_len;
	__le16 gso_size;
	__le16 csum_start;
	__le16 csum_offset;
};

struct virtio_net_hdr_mrg_rxbuf {
	struct virtio_net_hdr hdr;
	__le16 num_buffers;
};

_Static_assert(sizeof(struct virtio_net_hdr) == 10, "as the specification says");
_Static_assert(sizeof(struct virtio_net_hdr_mrg_rxbuf) == 12, "as the specification says");

#endif
