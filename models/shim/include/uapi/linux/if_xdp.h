/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: duplicate (include/uapi/linux/if_xdp.h, 5.11; what a driver sees of it). */
#ifndef _UAPI_LINUX_IF_XDP_H
#define _UAPI_LINUX_IF_XDP_H

#include <linux/types.h>

#define XDP_SHARED_UMEM (1 << 0)
#define XDP_COPY (1 << 1)
#define XDP_ZEROCOPY (1 << 2)
#define XDP_USE_NEED_WAKEUP (1 << 3)

#define XDP_RING_NEED_WAKEUP (1 << 0)

#define XDP_WAKEUP_RX (1 << 0)
#define XDP_WAKEUP_TX (1 << 1)

struct xdp_desc {
	__u64 addr;
	__u32 len;
	__u32 options;
};

#endif
