// SPDX-License-Identifier: GPL-2.0-only
/*
 * The DMA API (kernel/dma): coherent memory, and an IOMMU that maps each page to itself, so that an
 * address is a guest-physical one. The model keeps the list of what is mapped.
 */
#include "kit.h"
#include <linux/dma-mapping.h>

dma_addr_t dma_map_page_attrs(struct device *dev, struct page *page, size_t offset, size_t bytes,
			      enum dma_data_direction direction, unsigned long attributes)
{
	if (!valid_dma_direction(direction))
		xs_bug("dma_map_page_attrs: no direction", __FILE__, __LINE__);
	xs_dma_map(page_to_phys(page) + offset, bytes, direction, __builtin_return_address(0));
	return page_to_phys(page) + offset;
}

void dma_unmap_page_attrs(struct device *dev, dma_addr_t address, size_t bytes,
			  enum dma_data_direction direction, unsigned long attributes)
{
	if (!valid_dma_direction(direction))
		xs_bug("dma_unmap_page_attrs: no direction", __FILE__, __LINE__);
	xs_dma_unmap(address, bytes, direction);
}

void *dma_alloc_attrs(struct device *dev, size_t bytes, dma_addr_t *handle, gfp_t flags,
		      unsigned long attributes)
{
	void *first = xs_alloc_pages(PAGE_ALIGN(bytes), xs_alloc_flags(flags));

	if (!first)
		return NULL;
	*handle = __pa(first);
	xs_dma_map(*handle, bytes, DMA_BIDIRECTIONAL, __builtin_return_address(0));
	return first;
}

void dma_free_attrs(struct device *dev, size_t bytes, void *first, dma_addr_t handle,
		    unsigned long attributes)
{
	xs_dma_unmap(handle, bytes, DMA_BIDIRECTIONAL);
	xs_free_pages(first, PAGE_ALIGN(bytes));
}

size_t dma_max_mapping_size(struct device *dev)
{
	return SIZE_MAX;
}
