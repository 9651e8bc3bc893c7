/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: gap (include/net/net_failover.h, 5.11): a standby device is not modelled. */
#ifndef _NET_FAILOVER_H
#define _NET_FAILOVER_H

#include <linux/netdevice.h>

struct failover;

XS_GAP_FUNCTION(struct failover *, net_failover_create, struct net_device *standby)
XS_GAP_FUNCTION(void, net_failover_destroy, struct failover *failover)

#endif
