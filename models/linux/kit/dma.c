// SPDX-License-Identifier: GPL-2.0-only
/* The DMA API (kernel/dma): no IOMMU, coherent memory, so that an address is a guest-physical one. */
#include "kit.h"
#include <linux/dma-mapping.h>

dma_addr_t dma_map_page_attrs(struct device *dev, struct page *page, size_t offset, size_t bytes,
			      enum dma_data_direction direction, unsigned long attributes)
{
	return page_to_phys(page) + offset;
}

/* Coherent: nothing is to be written back, and the model keeps no list of mappings. */
void dma_unmap_page_attrs(struct device *dev, dma_addr_t address, size_t bytes,
			  enum dma_data_direction direction, unsigned long attributes)
{
}

void *dma_alloc_attrs(struct device *dev, size_t bytes, dma_addr_t *handle, gfp_t flags,
		      unsigned long attributes)
{
	void *first = xs_alloc_pages(PAGE_ALIGN(bytes), xs_alloc_flags(flags));

	if (first)
		*handle = __pa(first);
	return first;
}

void dma_free_attrs(struct device *dev, size_t bytes, void *first, dma_addr_t handle,
		    unsigned long attributes)
{
	xs_free_pages(first, PAGE_ALIGN(bytes));
}

size_t dma_max_mapping_size(struct device *dev)
{
	return SIZE_MAX;
}
