/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: the tree's own, less two inline functions that decide on the NAPI's state word, which is the
 * model's to know; those are functions of the kit (models/linux/kit/napi.c).
 */
#define napi_enable tree_napi_enable
#define napi_if_scheduled_mark_missed tree_napi_if_scheduled_mark_missed
#include_next <linux/netdevice.h>
#undef napi_if_scheduled_mark_missed
#undef napi_enable

#ifndef XSKSIM_NETDEVICE_H
#define XSKSIM_NETDEVICE_H
bool napi_if_scheduled_mark_missed(struct napi_struct *napi);
void napi_enable(struct napi_struct *napi);
#endif
