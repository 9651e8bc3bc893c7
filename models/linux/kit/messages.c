// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages (kernel/printk, net/core/dev.c): nobody reads a log, so they are dropped. What is no
 * message but a complaint, WARN with words of its own, is a finding.
 */
#include "kit.h"
#include <linux/device.h>
#include <linux/dev_printk.h>

#define DROPPED(declaration) \
	declaration          \
	{                    \
	}

DROPPED(void netdev_printk(const char *level, const struct net_device *dev, const char *format, ...))
DROPPED(void netdev_err(const struct net_device *dev, const char *format, ...))
DROPPED(void netdev_warn(const struct net_device *dev, const char *format, ...))
DROPPED(void netdev_info(const struct net_device *dev, const char *format, ...))
DROPPED(void _dev_err(const struct device *dev, const char *format, ...))
DROPPED(void _dev_warn(const struct device *dev, const char *format, ...))
DROPPED(void _dev_info(const struct device *dev, const char *format, ...))
DROPPED(void dump_stack(void))

int _printk(const char *format, ...)
{
	return 0;
}

/* Up to 5.14. */
int (printk)(const char *format, ...)
{
	return 0;
}

/* As often as one likes: the messages go nowhere. */
int net_ratelimit(void)
{
	return 1;
}

void warn_slowpath_fmt(const char *file, int line, unsigned int taint, const char *format, ...)
{
	xs_warn(format ? format : "WARN", file, line);
}

/* Names of queues and of the device, for a log. */
int sprintf(char *text, const char *format, ...)
{
	text[0] = 0;
	return 0;
}

int snprintf(char *text, size_t bytes, const char *format, ...)
{
	if (bytes)
		text[0] = 0;
	return 0;
}

/* The address of the interface and a hash key: any bytes, the same in each run. */
void get_random_bytes(void *bytes, size_t count)
{
	memset(bytes, 0x42, count);
}
