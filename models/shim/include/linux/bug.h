/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/asm-generic/bug.h, 5.11). A failed BUG_ON ends the run, a WARN_ON is a
 * finding and the code goes on; both carry the condition's text as the driver wrote it.
 */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/compiler.h>

#define BUG() xs_bug("BUG", __FILE__, __LINE__)
#define BUG_ON(condition)                                                      \
	do {                                                                   \
		if (unlikely(condition))                                       \
			xs_bug("BUG_ON(" #condition ")", __FILE__, __LINE__);  \
	} while (0)

#define WARN_ON(condition)                                                     \
	({                                                                     \
		bool __warned = !!(condition);                                 \
		if (unlikely(__warned))                                        \
			xs_warn("WARN_ON(" #condition ")", __FILE__, __LINE__); \
		unlikely(__warned);                                            \
	})

#define WARN_ON_ONCE(condition)                                                \
	({                                                                     \
		static bool __already_done;                                    \
		bool __warned = !!(condition);                                 \
		if (unlikely(__warned && !__already_done)) {                   \
			__already_done = true;                                 \
			xs_warn("WARN_ON_ONCE(" #condition ")", __FILE__, __LINE__); \
		}                                                              \
		unlikely(__warned);                                            \
	})

#define BUILD_BUG_ON(condition) _Static_assert(!(condition), #condition)

/* A function that the shim names but does not have: loud, and the run ends as inconclusive. */
#define XS_GAP_FUNCTION(type, name, ...)                                       \
	static __always_inline type name(__VA_ARGS__)                          \
	{                                                                      \
		xs_gap(#name);                                                 \
	}

#endif
