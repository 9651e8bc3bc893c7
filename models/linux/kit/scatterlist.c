// SPDX-License-Identifier: GPL-2.0-only
/* Scatterlists (lib/scatterlist.c). */
#include "kit.h"
#include <linux/scatterlist.h>

void sg_init_table(struct scatterlist *list, unsigned int entries)
{
	memset(list, 0, sizeof(*list) * entries);
	sg_init_marker(list, entries);
}

void sg_init_one(struct scatterlist *entry, const void *bytes, unsigned int length)
{
	sg_init_table(entry, 1);
	sg_set_buf(entry, bytes, length);
}

#ifndef XS_HAS_INLINE_SG_NEXT
struct scatterlist *sg_next(struct scatterlist *entry)
{
	if (sg_is_last(entry))
		return NULL;
	entry++;
	return unlikely(sg_is_chain(entry)) ? sg_chain_ptr(entry) : entry;
}
#endif
