/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: custom (include/linux/smp.h, 5.11). */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#include <linux/compiler.h>

#define raw_smp_processor_id() ((int)xs_cpu())
#define smp_processor_id() ((int)xs_cpu())
#define num_online_cpus() xs_cpus()

#endif
