/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: duplicate (include/uapi/linux/virtio_ids.h, 5.11). */
#ifndef _UAPI_LINUX_VIRTIO_IDS_H
#define _UAPI_LINUX_VIRTIO_IDS_H

#define VIRTIO_ID_NET 1

#endif
