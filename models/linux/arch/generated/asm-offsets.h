/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: empty. No assembly asks. */
