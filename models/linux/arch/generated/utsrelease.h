/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: constants. Nobody reads it; the version comes from the tree's Makefile. */
#define UTS_RELEASE "xsksim"
