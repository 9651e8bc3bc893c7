/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: custom (include/linux/moduleparam.h, 5.11). Parameters are the driver's own globals; their
 * descriptions are collected in a section that xs_driver_params() hands out, and a write takes
 * effect at the driver's next read. Types other than int and bool do not compile.
 */
#ifndef _LINUX_MODULE_PARAMS_H
#define _LINUX_MODULE_PARAMS_H

#include <linux/compiler.h>

#define xs_param_type_int XS_PARAM_INT
#define xs_param_type_bool XS_PARAM_BOOL
/* stdbool.h makes bool a macro, which is replaced before it gets here through another macro. */
#define xs_param_type__Bool XS_PARAM_BOOL

#define module_param(name_, type_, perm)                                       \
	static const struct xs_param xs_param_##name_                          \
		__attribute__((__used__, __section__("xs_params"),             \
			       __aligned__(8))) = {                            \
			.name = #name_,                                        \
			.value = &name_,                                       \
			.type = xs_param_type_##type_,                         \
			.mode = perm,                                          \
		}

#define MODULE_PARM_DESC(name, text)

#endif
