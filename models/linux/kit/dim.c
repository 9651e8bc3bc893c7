// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dynamic interrupt moderation (lib/dim/net_dim.c), as far as a driver sets it up. Nobody runs it: the maths
 * (net_dim) and what it comes to (net_dim_get_rx_irq_moder) are gaps, so that a run in which it is
 * switched on ends there. So no profiles are kept either.
 */
#include "kit.h"

#ifdef XS_HAS_IRQ_MODER
#include <linux/dim.h>

int net_dim_init_irq_moder(struct net_device *dev, u8 profile_flags, u8 coal_flags, u8 rx_mode, u8 tx_mode,
			   void (*rx_work)(struct work_struct *), void (*tx_work)(struct work_struct *))
{
	struct dim_irq_moder *made = xs_get(sizeof(*made), GFP_KERNEL | __GFP_ZERO);

	if (!made)
		return -ENOMEM;
	made->profile_flags = profile_flags;
	made->coal_flags = coal_flags;
	made->dim_rx_mode = rx_mode;
	made->dim_tx_mode = tx_mode;
	made->rx_dim_work = rx_work;
	made->tx_dim_work = tx_work;
	dev->irq_moder = made;
	return 0;
}

void net_dim_free_irq_moder(struct net_device *dev)
{
	kfree(dev->irq_moder);
	dev->irq_moder = NULL;
}

void net_dim_setting(struct net_device *dev, struct dim *dim, bool is_tx)
{
	const struct dim_irq_moder *moder = dev->irq_moder;

	if (!moder)
		return;
	INIT_WORK(&dim->work, is_tx ? moder->tx_dim_work : moder->rx_dim_work);
	dim->mode = is_tx ? moder->dim_tx_mode : moder->dim_rx_mode;
}

void net_dim_work_cancel(struct dim *dim)
{
	if (dim->work.func)
		cancel_work_sync(&dim->work);
}
#endif
