/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: constants. The run queue of a vCPU is the model's. */
#define RQ_nr_pinned 0
