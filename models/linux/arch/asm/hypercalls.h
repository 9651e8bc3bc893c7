/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: ours. The waist (models/shim/hypercalls/hypercalls.h) with the tree's own types. */
#ifndef _ASM_HYPERCALLS_H
#define _ASM_HYPERCALLS_H

#ifndef __ASSEMBLY__
#include <linux/stddef.h>
#include <linux/types.h>
#define XSKSIM_TYPES_KNOWN
#include <xsksim/hypercalls.h>
#endif

#endif
