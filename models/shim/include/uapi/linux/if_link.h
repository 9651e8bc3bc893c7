/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: narrowed (include/uapi/linux/if_link.h): those counters that a driver here keeps. */
#ifndef _UAPI_LINUX_IF_LINK_H
#define _UAPI_LINUX_IF_LINK_H

#include <linux/types.h>

struct rtnl_link_stats64 {
	u64 rx_packets;
	u64 tx_packets;
	u64 rx_bytes;
	u64 tx_bytes;
	u64 rx_dropped;
	u64 tx_dropped;
	u64 rx_length_errors;
	u64 tx_fifo_errors;
};

#endif
