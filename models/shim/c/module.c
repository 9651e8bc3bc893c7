// SPDX-License-Identifier: GPL-2.0-only
/* What a driver object shows the simulator: its start, its end, its module parameters. */
#include <linux/module.h>

#define VISIBLE __attribute__((__visibility__("default")))

/* Ends of the section that module_param() fills; the linker defines them. */
extern const struct xs_param __start_xs_params[] __weak __attribute__((__visibility__("hidden")));
extern const struct xs_param __stop_xs_params[] __weak __attribute__((__visibility__("hidden")));

VISIBLE int xs_driver_init(void)
{
	return xs_module_init();
}

VISIBLE void xs_driver_exit(void)
{
	xs_module_exit();
}

/* Asked outside any context as well, when there is nothing that hooks could report to. */
VISIBLE __attribute__((__no_sanitize_thread__, __no_sanitize_coverage__))
const struct xs_param *xs_driver_params(size_t *count)
{
	*count = __stop_xs_params - __start_xs_params;
	return __start_xs_params;
}
