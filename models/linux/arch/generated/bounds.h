/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: constants, of what kernel/bounds.c counts: widths of fields of struct page that nobody reads here. */
#define NR_PAGEFLAGS 32
#define MAX_NR_ZONES 4
#define NR_CPUS_BITS 6
#define SPINLOCK_SIZE 4
#define LRU_GEN_WIDTH 0
#define __LRU_REFS_WIDTH 0
