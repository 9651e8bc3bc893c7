/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a variant adds to struct send_queue and to the device's operations: nothing in the base. A
 * variant has a header of this name in its own folder, which the compiler finds first.
 */
#ifndef VIRTNET_XSK_QUEUE_H
#define VIRTNET_XSK_QUEUE_H

#define VIRTNET_SEND_QUEUE_MEMBER
#define VIRTNET_DEVICE_OPERATIONS

#endif
