/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: constants. Little endian, as x86. */
#include <linux/byteorder/little_endian.h>
