// SPDX-License-Identifier: GPL-2.0-only
/* Slab (mm/slub.c), bytes (lib/string.c). */
#include "kit.h"
#include <linux/mm.h>
#include <linux/device.h>

#undef memset
#undef memcpy
#undef memmove
#undef memcmp

void *memset(void *to, int value, size_t bytes)
{
	return xs_memset(to, value, bytes);
}

void *memcpy(void *to, const void *from, size_t bytes)
{
	return xs_memcpy(to, from, bytes);
}

void *memmove(void *to, const void *from, size_t bytes)
{
	return xs_memmove(to, from, bytes);
}

int memcmp(const void *one, const void *other, size_t bytes)
{
	return xs_memcmp(one, other, bytes);
}

void *xs_get(size_t bytes, gfp_t flags)
{
	return xs_alloc(bytes, xs_alloc_flags(flags));
}

static void *get_copy(const void *from, size_t bytes, gfp_t flags)
{
	void *copy = xs_get(bytes, flags);

	return copy ? xs_memcpy(copy, from, bytes) : NULL;
}

/* Allocation profiling (6.10) gave each a name with _noprof, and made the old one a macro. */
void *(__kmalloc)(size_t bytes, gfp_t flags)
{
	return xs_get(bytes, flags);
}

void *__kmalloc_noprof(size_t bytes, gfp_t flags)
{
	return xs_get(bytes, flags);
}

void *__kmalloc_cache_noprof(struct kmem_cache *cache, gfp_t flags, size_t bytes)
{
	return xs_get(bytes, flags);
}

void *(kmemdup)(const void *from, size_t bytes, gfp_t flags)
{
	return get_copy(from, bytes, flags);
}

void *kmemdup_noprof(const void *from, size_t bytes, gfp_t flags)
{
	return get_copy(from, bytes, flags);
}

#ifdef XS_HAS_KMEM_BUCKETS
#ifdef XS_HAS_KVMALLOC_ALIGN
void *__kvmalloc_node_noprof(DECL_BUCKET_PARAMS(bytes, buckets), unsigned long align, gfp_t flags, int node)
#else
void *__kvmalloc_node_noprof(DECL_BUCKET_PARAMS(bytes, buckets), gfp_t flags, int node)
#endif
{
	return xs_get(bytes, flags);
}
kmem_buckets kmalloc_caches[NR_KMALLOC_TYPES];
#endif

/* What goes with the device at the latest (drivers/base/devres.c): there is one device. */
struct managed {
	struct managed *next;
	u8 object[] __aligned(16);
};
static struct managed *all_managed;

void *devm_kmalloc(struct device *dev, size_t bytes, gfp_t flags)
{
	struct managed *made = xs_get(sizeof(*made) + bytes, flags);

	if (!made)
		return NULL;
	made->next = all_managed;
	all_managed = made;
	return made->object;
}

void devm_kfree(struct device *dev, const void *object)
{
	struct managed **place = &all_managed, *found;

	while (*place && (*place)->object != object)
		place = &(*place)->next;
	found = *place;
	if (!found)
		xs_bug("devm_kfree of what is not the device's", __FILE__, __LINE__);
	*place = found->next;
	xs_free(found);
}

void xs_free_managed(void)
{
	while (all_managed)
		devm_kfree(NULL, all_managed->object);
}

void kfree(const void *object)
{
	xs_free(object);
}

void kvfree(const void *object)
{
	xs_free(object);
}
