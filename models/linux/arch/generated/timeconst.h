/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: constants. What kernel/time/timeconst.bc computes for HZ 250: jiffies to milliseconds are
 * times 4, the others are the nearest fixed-point factors.
 */
#ifndef KERNEL_TIMECONST_H
#define KERNEL_TIMECONST_H

#include <linux/param.h>
#include <linux/types.h>

#if HZ != 250
#error "these are the constants of HZ 250"
#endif

/* 4 ms a jiffy */
#define HZ_TO_MSEC_NUM 4
#define HZ_TO_MSEC_DEN 1
#define HZ_TO_MSEC_MUL32 (1ULL << 31)
#define HZ_TO_MSEC_ADJ32 0ULL
#define HZ_TO_MSEC_SHR32 29
#define MSEC_TO_HZ_NUM 1
#define MSEC_TO_HZ_DEN 4
#define MSEC_TO_HZ_MUL32 (1ULL << 31)
#define MSEC_TO_HZ_ADJ32 (3ULL << 31)
#define MSEC_TO_HZ_SHR32 33

/* 4,000 us */
#define HZ_TO_USEC_NUM 4000
#define HZ_TO_USEC_DEN 1
#define HZ_TO_USEC_MUL32 (4000ULL << 20)
#define HZ_TO_USEC_ADJ32 0ULL
#define HZ_TO_USEC_SHR32 20
#define USEC_TO_HZ_NUM 1
#define USEC_TO_HZ_DEN 4000
#define USEC_TO_HZ_MUL32 ((1ULL << 43) / 4000 + 1)
#define USEC_TO_HZ_ADJ32 ((1ULL << 43) / 4000 * 3999)
#define USEC_TO_HZ_SHR32 43

/* 4,000,000 ns */
#define HZ_TO_NSEC_NUM 4000000
#define HZ_TO_NSEC_DEN 1
#define NSEC_TO_HZ_NUM 1
#define NSEC_TO_HZ_DEN 4000000

#endif
