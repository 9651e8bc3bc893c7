/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: stub (include/linux/printk.h, 5.11). Nothing is printed: what a kernel log would tell is in
 * the trace. The arguments are still checked against the format.
 */
#ifndef _LINUX_PRINTK_H
#define _LINUX_PRINTK_H

#include <linux/compiler.h>

static inline __attribute__((__format__(__printf__, 1, 2))) int xs_check_format(const char *format, ...)
{
	return 0;
}

#define no_printk(fmt, ...)                                                    \
	do {                                                                   \
		if (0)                                                         \
			xs_check_format(fmt, ##__VA_ARGS__);                   \
	} while (0)

#define pr_debug(fmt, ...) no_printk(fmt, ##__VA_ARGS__)
#define pr_info(fmt, ...) no_printk(fmt, ##__VA_ARGS__)
#define pr_warn(fmt, ...) no_printk(fmt, ##__VA_ARGS__)
#define pr_err(fmt, ...) no_printk(fmt, ##__VA_ARGS__)
#define net_ratelimit() 1

#endif
