/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: duplicate (include/uapi/asm-generic/errno-base.h and errno.h, 5.11; those in use). */
#ifndef _LINUX_ERRNO_H
#define _LINUX_ERRNO_H

#define EPERM 1
#define ENOENT 2
#define EIO 5
#define ENXIO 6
#define E2BIG 7
#define EAGAIN 11
#define ENOMEM 12
#define EFAULT 14
#define EBUSY 16
#define EEXIST 17
#define ENODEV 19
#define EINVAL 22
#define ENOSPC 28
#define ERANGE 34
#define EOVERFLOW 75
#define EOPNOTSUPP 95
#define ENETDOWN 100
#define ENOBUFS 105
#define ETIMEDOUT 110

#endif
