/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: there to be named. */
struct sigcontext {
	unsigned long unused;
};
