/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: ours (arch/x86/include/asm/atomic.h). Loads and stores of the counter are marked accesses,
 * everything else is one of the compiler's atomic builtins, which the hooks see.
 */
#ifndef _ASM_ATOMIC_H
#define _ASM_ATOMIC_H

#include <linux/types.h>
#include <asm/barrier.h>
#include <asm/cmpxchg.h>

#define ATOMIC64_INIT(value) { (value) }

#define XS_ATOMIC_READ_AND_SET(prefix, type, value_type)                                    \
	static __always_inline value_type arch_##prefix##_read(const type *v)               \
	{                                                                                   \
		return *(const volatile value_type *)&v->counter;                           \
	}                                                                                   \
	static __always_inline void arch_##prefix##_set(type *v, value_type value)          \
	{                                                                                   \
		*(volatile value_type *)&v->counter = value;                                \
	}

/* Without a result, with the old one, with (where the kernel has that) the new one. */
#define XS_ATOMIC_UPDATE(prefix, type, value_type, name)                                    \
	static __always_inline void arch_##prefix##_##name(value_type i, type *v)           \
	{                                                                                   \
		__atomic_fetch_##name(&v->counter, i, __ATOMIC_SEQ_CST);                    \
	}                                                                                   \
	static __always_inline value_type arch_##prefix##_fetch_##name(value_type i, type *v) \
	{                                                                                   \
		return __atomic_fetch_##name(&v->counter, i, __ATOMIC_SEQ_CST);             \
	}

#define XS_ATOMIC_RETURN(prefix, type, value_type, name)                                    \
	static __always_inline value_type arch_##prefix##_##name##_return(value_type i, type *v) \
	{                                                                                   \
		return __atomic_##name##_fetch(&v->counter, i, __ATOMIC_SEQ_CST);           \
	}

#define XS_ATOMIC_EXCHANGE(prefix, type, value_type)                                        \
	static __always_inline value_type arch_##prefix##_xchg(type *v, value_type new)     \
	{                                                                                   \
		return arch_xchg(&v->counter, new);                                         \
	}                                                                                   \
	static __always_inline value_type arch_##prefix##_cmpxchg(type *v, value_type old, value_type new) \
	{                                                                                   \
		return arch_cmpxchg(&v->counter, old, new);                                 \
	}

#define XS_ATOMIC(prefix, type, value_type)                \
	XS_ATOMIC_READ_AND_SET(prefix, type, value_type)   \
	XS_ATOMIC_UPDATE(prefix, type, value_type, add)    \
	XS_ATOMIC_UPDATE(prefix, type, value_type, sub)    \
	XS_ATOMIC_UPDATE(prefix, type, value_type, and)    \
	XS_ATOMIC_UPDATE(prefix, type, value_type, or)     \
	XS_ATOMIC_UPDATE(prefix, type, value_type, xor)    \
	XS_ATOMIC_RETURN(prefix, type, value_type, add)    \
	XS_ATOMIC_RETURN(prefix, type, value_type, sub)    \
	XS_ATOMIC_EXCHANGE(prefix, type, value_type)

XS_ATOMIC(atomic, atomic_t, int)
XS_ATOMIC(atomic64, atomic64_t, s64)

/* The kernel's fallbacks make the rest; a name that is a macro is one that there is. */
#define arch_atomic_read arch_atomic_read
#define arch_atomic_set arch_atomic_set
#define arch_atomic_add arch_atomic_add
#define arch_atomic_sub arch_atomic_sub
#define arch_atomic_and arch_atomic_and
#define arch_atomic_or arch_atomic_or
#define arch_atomic_xor arch_atomic_xor
#define arch_atomic_fetch_add arch_atomic_fetch_add
#define arch_atomic_fetch_sub arch_atomic_fetch_sub
#define arch_atomic_fetch_and arch_atomic_fetch_and
#define arch_atomic_fetch_or arch_atomic_fetch_or
#define arch_atomic_fetch_xor arch_atomic_fetch_xor
#define arch_atomic_add_return arch_atomic_add_return
#define arch_atomic_sub_return arch_atomic_sub_return
#define arch_atomic_xchg arch_atomic_xchg
#define arch_atomic_cmpxchg arch_atomic_cmpxchg
#define arch_atomic64_read arch_atomic64_read
#define arch_atomic64_set arch_atomic64_set
#define arch_atomic64_add arch_atomic64_add
#define arch_atomic64_sub arch_atomic64_sub
#define arch_atomic64_and arch_atomic64_and
#define arch_atomic64_or arch_atomic64_or
#define arch_atomic64_xor arch_atomic64_xor
#define arch_atomic64_fetch_add arch_atomic64_fetch_add
#define arch_atomic64_fetch_sub arch_atomic64_fetch_sub
#define arch_atomic64_fetch_and arch_atomic64_fetch_and
#define arch_atomic64_fetch_or arch_atomic64_fetch_or
#define arch_atomic64_fetch_xor arch_atomic64_fetch_xor
#define arch_atomic64_add_return arch_atomic64_add_return
#define arch_atomic64_sub_return arch_atomic64_sub_return
#define arch_atomic64_xchg arch_atomic64_xchg
#define arch_atomic64_cmpxchg arch_atomic64_cmpxchg

/* Before 5.13 an arch includes the fallbacks itself. */
#if __has_include(<linux/atomic-arch-fallback.h>)
#define ARCH_ATOMIC
#include <linux/atomic-arch-fallback.h>
#include <asm-generic/atomic-instrumented.h>
#endif

#endif
