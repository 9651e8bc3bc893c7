/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/module.h, include/linux/init.h, 5.11): xs_driver_init() and
 * xs_driver_exit() call what module_init and module_exit name. The descriptive macros are stubs:
 * there is no modinfo; a variant describes itself in its driver.json.
 */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/errno.h>
#include <linux/moduleparam.h>

int xs_module_init(void);
void xs_module_exit(void);

#define module_init(initfn)                                                    \
	int xs_module_init(void)                                               \
	{                                                                      \
		return initfn();                                               \
	}                                                                      \
	_Static_assert(1, "")
#define module_exit(exitfn)                                                    \
	void xs_module_exit(void)                                              \
	{                                                                      \
		exitfn();                                                      \
	}                                                                      \
	_Static_assert(1, "")

#define EXPORT_SYMBOL_GPL(symbol) _Static_assert(1, #symbol)
#define MODULE_DEVICE_TABLE(bus, table) _Static_assert(1, #bus)
#define MODULE_DESCRIPTION(text) _Static_assert(1, text)
#define MODULE_LICENSE(text) _Static_assert(1, text)
#define THIS_MODULE NULL
#define KBUILD_MODNAME "virtio_net"

#endif
