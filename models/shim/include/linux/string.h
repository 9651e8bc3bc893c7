/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/string.h, 5.11). A call in the driver's source is one hypercall of the
 * function it stands in; those that the compiler adds for structures go through models/shim/c/memory.c.
 */
#ifndef _LINUX_STRING_H
#define _LINUX_STRING_H

#include <linux/compiler.h>

void *memset(void *destination, int byte, size_t bytes);
void *memcpy(void *destination, const void *source, size_t bytes);
void *memmove(void *destination, const void *source, size_t bytes);
int memcmp(const void *one, const void *other, size_t bytes);

#define memset(destination, byte, bytes) xs_memset(destination, byte, bytes)
#define memcpy(destination, source, bytes) xs_memcpy(destination, source, bytes)
#define memmove(destination, source, bytes) xs_memmove(destination, source, bytes)
#define memcmp(one, other, bytes) xs_memcmp(one, other, bytes)

#endif
