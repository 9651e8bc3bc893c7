/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: duplicate (include/linux/u64_stats_sync.h on 64 bits, 5.11): the sequence counter exists on
 * 32-bit machines only, so the struct is empty and the calls do nothing.
 */
#ifndef _LINUX_U64_STATS_SYNC_H
#define _LINUX_U64_STATS_SYNC_H

#include <linux/compiler.h>

struct u64_stats_sync {
};

static __always_inline void u64_stats_init(struct u64_stats_sync *syncp)
{
}

static __always_inline void u64_stats_update_begin(struct u64_stats_sync *syncp)
{
}

static __always_inline void u64_stats_update_end(struct u64_stats_sync *syncp)
{
}

static __always_inline unsigned int u64_stats_fetch_begin_irq(const struct u64_stats_sync *syncp)
{
	return 0;
}

static __always_inline bool u64_stats_fetch_retry_irq(const struct u64_stats_sync *syncp, unsigned int start)
{
	return false;
}

#endif
