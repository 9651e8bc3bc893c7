/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: ours (arch/x86/include/asm/bug.h). BUG and WARN are findings, with the kernel's words. */
#ifndef _ASM_BUG_H
#define _ASM_BUG_H

#include <linux/compiler.h>

#ifndef __ASSEMBLY__
void xs_warn(const char *text, const char *file, int line);
void xs_bug(const char *text, const char *file, int line) __attribute__((noreturn));

#define HAVE_ARCH_BUG
#define BUG() xs_bug("BUG", __FILE__, __LINE__)

#define HAVE_ARCH_BUG_ON
#define BUG_ON(condition)                                                       \
	do {                                                                    \
		if (unlikely(condition))                                        \
			xs_bug("BUG_ON(" #condition ")", __FILE__, __LINE__);   \
	} while (0)

#define HAVE_ARCH_WARN_ON
#define WARN_ON(condition)                                                      \
	({                                                                      \
		const int xs_warned = !!(condition);                            \
		if (unlikely(xs_warned))                                        \
			xs_warn("WARN_ON(" #condition ")", __FILE__, __LINE__); \
		unlikely(xs_warned);                                            \
	})
#endif

#include <asm-generic/bug.h>

#endif
