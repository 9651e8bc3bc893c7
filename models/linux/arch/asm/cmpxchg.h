/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: ours (arch/x86/include/asm/cmpxchg.h). The compiler's atomic builtins: under
 * -fsanitize=thread each is a call into the hooks (models/shim/hooks/atomic_hooks.cpp).
 */
#ifndef _ASM_CMPXCHG_H
#define _ASM_CMPXCHG_H

#define arch_xchg(place, value) __atomic_exchange_n(place, value, __ATOMIC_SEQ_CST)

#define arch_try_cmpxchg(place, old, new)                                                   \
	__atomic_compare_exchange_n(place, old, (typeof(*(place)))(new), false, __ATOMIC_SEQ_CST, \
				    __ATOMIC_SEQ_CST)

#define arch_cmpxchg(place, old, new)                            \
	({                                                       \
		typeof(*(place)) xs_old = (typeof(*(place)))(old); \
		arch_try_cmpxchg(place, &xs_old, new);           \
		xs_old;                                          \
	})

#define arch_cmpxchg64(place, old, new) arch_cmpxchg(place, old, new)
#define arch_cmpxchg_local(place, old, new) arch_cmpxchg(place, old, new)
#define arch_cmpxchg64_local(place, old, new) arch_cmpxchg(place, old, new)
#define arch_sync_cmpxchg(place, old, new) arch_cmpxchg(place, old, new)

#endif
