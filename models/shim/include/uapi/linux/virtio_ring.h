/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: duplicate (include/uapi/linux/virtio_ring.h, 5.11; virtio 1.1 §2.6): the split ring as the
 * device reads it. Fields are little-endian, which is the byte order of the only host there is.
 */
#ifndef _UAPI_LINUX_VIRTIO_RING_H
#define _UAPI_LINUX_VIRTIO_RING_H

#include <linux/types.h>

#define VRING_DESC_F_NEXT 1
#define VRING_DESC_F_WRITE 2
#define VRING_DESC_F_INDIRECT 4

#define VRING_USED_F_NO_NOTIFY 1
#define VRING_AVAIL_F_NO_INTERRUPT 1

#define VIRTIO_RING_F_INDIRECT_DESC 28
#define VIRTIO_RING_F_EVENT_IDX 29

#define VRING_AVAIL_ALIGN_SIZE 2
#define VRING_USED_ALIGN_SIZE 4
#define VRING_DESC_ALIGN_SIZE 16

struct vring_desc {
	__le64 addr;
	__le32 len;
	__le16 flags;
	__le16 next;
};

struct vring_avail {
	__le16 flags;
	__le16 idx;
	__le16 ring[];
};

struct vring_used_elem {
	__le32 id;
	__le32 len;
};

struct vring_used {
	__le16 flags;
	__le16 idx;
	struct vring_used_elem ring[];
};

struct vring {
	unsigned int num;
	struct vring_desc *desc;
	struct vring_avail *avail;
	struct vring_used *used;
};

/* Behind each ring lies the other side's wish: when to be told of the next entry. */
#define vring_used_event(vr) ((vr)->avail->ring[(vr)->num])
#define vring_avail_event(vr) (*(__le16 *)&(vr)->used->ring[(vr)->num])

static inline size_t vring_used_offset(unsigned int num, unsigned long align)
{
	const size_t avail_end = sizeof(struct vring_desc) * num +
				 sizeof(struct vring_avail) + sizeof(__le16) * (num + 1);

	return (avail_end + align - 1) & ~(align - 1);
}

static inline size_t vring_size(unsigned int num, unsigned long align)
{
	return vring_used_offset(num, align) + sizeof(struct vring_used) +
	       sizeof(struct vring_used_elem) * num + sizeof(__le16);
}

static inline void vring_init(struct vring *vr, unsigned int num, void *p, unsigned long align)
{
	vr->num = num;
	vr->desc = p;
	vr->avail = (struct vring_avail *)((char *)p + sizeof(struct vring_desc) * num);
	vr->used = (struct vring_used *)((char *)p + vring_used_offset(num, align));
}

/* Whether going from index `old` to `new_idx` passes the entry after `event_idx`; modulo 2^16. */
static inline int vring_need_event(__u16 event_idx, __u16 new_idx, __u16 old)
{
	return (__u16)(new_idx - event_idx - 1) < (__u16)(new_idx - old);
}

#endif
