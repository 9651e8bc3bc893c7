// SPDX-License-Identifier: GPL-2.0-only
/* Sizes, offsets and values as a driver sees them through the shim's headers; abi_test.cpp compares. */
#include <linux/hrtimer.h>
#include <linux/netdevice.h>
#include <linux/virtio_net.h>
#include <linux/virtio_ring.h>
#include <net/xdp_sock_drv.h>
#include <uapi/linux/virtio_config.h>

#define EXPORT __attribute__((visibility("default")))

struct abi_row {
	const char *name;
	unsigned long value;
};

#define SIZE(type) {"sizeof " #type, sizeof(struct type)}
#define OFFSET(type, member) {#type "." #member, offsetof(struct type, member)}
#define VALUE(name) {#name, (unsigned long)(name)}

EXPORT const struct abi_row abi_table[] = {
	OFFSET(sk_buff, data), OFFSET(sk_buff, len), OFFSET(sk_buff, queue_mapping),
	OFFSET(sk_buff, xmit_more), OFFSET(sk_buff, cb), OFFSET(sk_buff, headroom),
	SIZE(sk_buff), SIZE(xdp_desc), OFFSET(xdp_desc, addr), OFFSET(xdp_desc, len),
	OFFSET(xdp_desc, options), SIZE(xsk_buff_pool),
	SIZE(vring_desc), OFFSET(vring_desc, addr), OFFSET(vring_desc, len),
	OFFSET(vring_desc, flags), OFFSET(vring_desc, next),
	OFFSET(vring_avail, flags), OFFSET(vring_avail, idx), OFFSET(vring_avail, ring),
	OFFSET(vring_used, flags), OFFSET(vring_used, idx), OFFSET(vring_used, ring),
	SIZE(vring_used_elem), OFFSET(vring_used_elem, id), OFFSET(vring_used_elem, len),
	SIZE(virtio_net_hdr), SIZE(virtio_net_hdr_mrg_rxbuf),
	VALUE(VRING_DESC_F_NEXT), VALUE(VRING_DESC_F_WRITE), VALUE(VRING_DESC_F_INDIRECT),
	VALUE(VRING_USED_F_NO_NOTIFY), VALUE(VRING_AVAIL_F_NO_INTERRUPT),
	VALUE(VIRTIO_RING_F_INDIRECT_DESC), VALUE(VIRTIO_RING_F_EVENT_IDX),
	VALUE(VIRTIO_F_VERSION_1), VALUE(VIRTIO_NET_F_MRG_RXBUF),
	VALUE(HRTIMER_NORESTART), VALUE(HRTIMER_RESTART),
	VALUE(NETDEV_TX_OK), VALUE(NETDEV_TX_BUSY), VALUE(PAGE_SIZE),
	VALUE(XDP_WAKEUP_TX), VALUE(XDP_RING_NEED_WAKEUP),
	VALUE(MAX_SKB_FRAGS), VALUE(VRING_DESC_ALIGN_SIZE), VALUE(SG_CHAIN | SG_END),
};
EXPORT const size_t abi_rows = sizeof(abi_table) / sizeof(abi_table[0]);

EXPORT int xs_driver_init(void)
{
	return 0;
}
