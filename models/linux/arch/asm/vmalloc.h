/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: empty. Nothing of an arch is in it. */
