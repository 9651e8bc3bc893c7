// SPDX-License-Identifier: GPL-2.0-only
/* What a driver object shows the simulator: its start, its end, its module parameters. */
#include "kit.h"
#include <linux/module.h>
#include <linux/moduleparam.h>

#define VISIBLE __attribute__((__visibility__("default")))
#define PARAMETERS_MAX 32

struct module __this_module;
/* Told apart by their addresses. */
const struct kernel_param_ops param_ops_int, param_ops_uint, param_ops_bool;

extern int init_module(void);
extern void cleanup_module(void);
/* Ends of the section that module_param() fills; the linker defines them. */
extern const struct kernel_param __start___param[] __attribute__((__weak__, __visibility__("hidden")));
extern const struct kernel_param __stop___param[] __attribute__((__weak__, __visibility__("hidden")));

int xs_pages_init(void);
int xs_netdev_init(void);
int xs_cpus_init(void);

VISIBLE int xs_driver_init(void)
{
	int err = xs_pages_init();

	if (!err)
		err = xs_netdev_init();
	if (!err)
		err = xs_cpus_init();
	return err ? err : init_module();
}

VISIBLE void xs_driver_exit(void)
{
	cleanup_module();
}

/* Asked outside any context as well, when there is nothing that hooks could report to. */
VISIBLE XS_QUIET const struct xs_param *xs_driver_params(size_t *count)
{
	static struct xs_param parameters[PARAMETERS_MAX];
	const struct kernel_param *from;
	size_t n = 0;

	for (from = __start___param; from < __stop___param && n < PARAMETERS_MAX; from++, n++)
		parameters[n] = (struct xs_param){
			.name = from->name,
			.value = from->arg,
			.type = from->ops == &param_ops_bool ? XS_PARAM_BOOL : XS_PARAM_INT,
			.mode = from->perm,
		};
	*count = n;
	return parameters;
}
