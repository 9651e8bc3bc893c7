// SPDX-License-Identifier: GPL-2.0-only
/* vCPUs (kernel/cpu.c): as many as the scenario has, all online; none comes or goes. */
#include "kit.h"
#include <linux/cpu.h>
#include <linux/cpumask.h>

unsigned int nr_cpu_ids = NR_CPUS;
atomic_t __num_online_cpus;
struct cpumask __cpu_online_mask;

int xs_cpus_init(void);
int xs_cpus_init(void)
{
	const unsigned int cpus = xs_cpus();

	nr_cpu_ids = cpus;
	atomic_set(&__num_online_cpus, cpus);
	__cpu_online_mask.bits[0] = cpus == BITS_PER_LONG ? ~0UL : (1UL << cpus) - 1;
	return 0;
}

int __cpuhp_setup_state(enum cpuhp_state state, const char *name, bool invoke,
			int (*startup)(unsigned int cpu), int (*teardown)(unsigned int cpu), bool multi)
{
	return state == CPUHP_AP_ONLINE_DYN ? state : 0;
}

void __cpuhp_remove_state(enum cpuhp_state state, bool invoke)
{
}

int __cpuhp_state_add_instance(enum cpuhp_state state, struct hlist_node *node, bool invoke)
{
	return 0;
}

int __cpuhp_state_remove_instance(enum cpuhp_state state, struct hlist_node *node, bool invoke)
{
	return 0;
}
