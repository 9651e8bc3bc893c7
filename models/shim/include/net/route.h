/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: stub (include/net/route.h, 5.11): drivers include it for dst_release, which none here calls. */
#ifndef _ROUTE_H
#define _ROUTE_H

#endif
