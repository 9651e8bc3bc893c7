/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: custom (include/linux/bottom_half.h, 5.11). */
#ifndef _LINUX_BH_H
#define _LINUX_BH_H

#include <linux/compiler.h>

static __always_inline void local_bh_disable(void)
{
	xs_bh_disable();
}

static __always_inline void local_bh_enable(void)
{
	xs_bh_enable();
}

#endif
