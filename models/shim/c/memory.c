// SPDX-License-Identifier: GPL-2.0-only
/*
 * memset and its kin under their plain names, for the calls that the compiler makes by itself. They
 * are hidden in the driver object, so that none of its calls ever reaches libc, where no hook looks.
 */
#include <linux/string.h>

#undef memset
#undef memcpy
#undef memmove
#undef memcmp

void *memset(void *destination, int byte, size_t bytes)
{
	return xs_memset(destination, byte, bytes);
}

void *memcpy(void *destination, const void *source, size_t bytes)
{
	return xs_memcpy(destination, source, bytes);
}

void *memmove(void *destination, const void *source, size_t bytes)
{
	return xs_memmove(destination, source, bytes);
}

int memcmp(const void *one, const void *other, size_t bytes)
{
	return xs_memcmp(one, other, bytes);
}
