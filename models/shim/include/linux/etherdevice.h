/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: duplicate (include/linux/etherdevice.h, 5.11): the header that says what a frame is. */
#ifndef _LINUX_ETHERDEVICE_H
#define _LINUX_ETHERDEVICE_H

#include <linux/netdevice.h>
#include <uapi/linux/if_ether.h>

#endif
