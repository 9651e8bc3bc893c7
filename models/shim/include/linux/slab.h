/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/slab.h, 5.11). Objects live in guest memory; freed ones are poisoned.
 * Zero bytes give a pointer that is not NULL and must not be touched (the model's ZERO_SIZE_PTR).
 */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/compiler.h>
#include <linux/gfp.h>

static __always_inline void *kmalloc(size_t bytes, gfp_t flags)
{
	return xs_alloc(bytes, (flags & __GFP_ZERO ? XS_ALLOC_ZERO : 0) |
				(flags & GFP_ATOMIC ? XS_ALLOC_ATOMIC : 0));
}

static __always_inline void *kzalloc(size_t bytes, gfp_t flags)
{
	return kmalloc(bytes, flags | __GFP_ZERO);
}

static __always_inline void *kmalloc_array(size_t n, size_t bytes, gfp_t flags)
{
	size_t total;

	if (__builtin_mul_overflow(n, bytes, &total))
		return NULL;
	return kmalloc(total, flags);
}

static __always_inline void *kcalloc(size_t n, size_t bytes, gfp_t flags)
{
	return kmalloc_array(n, bytes, flags | __GFP_ZERO);
}

static __always_inline void kfree(const void *object)
{
	xs_free(object);
}

#define kvcalloc kcalloc
#define kvfree kfree

#endif
