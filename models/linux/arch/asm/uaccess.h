/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: gaps. User memory is the application's model; a driver that copies from it meets a gap. */
#ifndef _ASM_UACCESS_H
#define _ASM_UACCESS_H

#include <linux/string.h>

unsigned long raw_copy_to_user(void __user *to, const void *from, unsigned long bytes);
unsigned long raw_copy_from_user(void *to, const void __user *from, unsigned long bytes);

#include <asm-generic/uaccess.h>

#endif
