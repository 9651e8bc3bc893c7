/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: duplicate (include/uapi/linux/if_ether.h, 5.11). */
#ifndef _UAPI_LINUX_IF_ETHER_H
#define _UAPI_LINUX_IF_ETHER_H

#define ETH_ALEN 6
#define ETH_HLEN 14
#define ETH_DATA_LEN 1500
#define ETH_FRAME_LEN 1514
#define VLAN_HLEN 4

#endif
