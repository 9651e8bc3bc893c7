/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The waist between the driver's C world and the simulator: plain C types only, read by both
 * compilers. Above it, models/shim/include and models/shim/c give these functions their kernel
 * names and decide nothing; below it, the files hypercalls_*.cpp beside this one answer from
 * models/kernel, and the device's part from models/virtio.
 *
 * Calls marked [point] are scheduling points: the context may be pre-empted, or others may run,
 * BEFORE the effect. Calls marked [blocks] may give the vCPU away and are findings in atomic
 * context. Errors are negative errno. Pointers handed in are the driver's. The simulator keeps one
 * only where the comment says so; locks, timers and works are known by their address until the
 * memory that they lie in is freed.
 */
#ifndef XSKSIM_HYPERCALLS_H
#define XSKSIM_HYPERCALLS_H

/* A kernel tree's code has these types of its own (models/linux/arch/asm/hypercalls.h). */
#ifndef XSKSIM_TYPES_KNOWN
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* --- time and CPU ------------------------------------------------------- */
uint64_t xs_now_ns(void);
void xs_delay_ns(uint64_t ns);                 /* [point] udelay: busy CPU time */
unsigned int xs_cpu(void);
unsigned int xs_cpus(void);
unsigned long xs_hz(void);                     /* ticks a second */
bool xs_in_interrupt(void);                    /* hardirq, softirq or BH disabled */
void xs_might_sleep(const char *what);         /* only the finding in atomic context */

/* --- interrupts, bottom halves, locks ------------------------------------ */
unsigned long xs_irq_save(void);               /* returns what restore needs */
void xs_irq_restore(unsigned long flags);      /* [point] */
unsigned long xs_irqs_enabled(void);           /* 1 or 0 */
void xs_bh_disable(void);
void xs_bh_enable(void);                       /* [point] runs pending softirqs */
void xs_spin_lock_init(void *lock, const char *name);
void xs_spin_lock(void *lock, const char *name); /* [point] name: class, e.g. "_xmit_lock" */
bool xs_spin_trylock(void *lock, const char *name); /* [point] */
void xs_spin_unlock(void *lock);               /* [point] */
bool xs_spin_is_locked_by_me(const void *lock);

/* --- RCU, barriers, atomics ---------------------------------------------- */
void xs_rcu_read_lock(void);
void xs_rcu_read_unlock(void);
void xs_synchronize_rcu(void);                 /* [point][blocks] */
enum xs_barrier { XS_MB, XS_RMB, XS_WMB, XS_ACQUIRE, XS_RELEASE, XS_COMPILER };
void xs_barrier(enum xs_barrier kind);         /* [point] */
/* Locked read-modify-write of one bit; returns the old value. [point] */
enum xs_bit_op { XS_BIT_SET, XS_BIT_CLEAR, XS_BIT_TEST_AND_SET, XS_BIT_TEST_AND_CLEAR };
bool xs_bit_op(enum xs_bit_op op, unsigned int nr, volatile unsigned long *word);

/* --- memory --------------------------------------------------------------- */
enum { XS_ALLOC_ZERO = 1, XS_ALLOC_ATOMIC = 2 };
/* NULL when a fault says so; size 0: ZERO_SIZE_PTR. Without XS_ALLOC_ATOMIC, as of xs_alloc_pages, a
 * finding in atomic context. */
void *xs_alloc(size_t bytes, unsigned int flags);  /* [point] */
void xs_free(const void *object);              /* [point] NULL is fine; freed twice is a finding */
/* Page-aligned, zeroed, valid for the device. [point] */
void *xs_alloc_pages(size_t bytes, unsigned int flags);
/* Likewise, but the kernel's own from its start to its end: no driver's, so of no cost, never refused for
 * a fault, and no leak. */
void *xs_boot_pages(size_t bytes);
void xs_free_pages(void *first, size_t bytes); /* [point] */
uint64_t xs_dma_address(const void *p);        /* guest-physical address of a kernel pointer */
/* The device reaches what is mapped, and from the first call on nothing else. direction: as the kernel's
 * enum dma_data_direction; caller: who asked for it. */
void xs_dma_map(uint64_t address, size_t bytes, unsigned int direction, const void *caller);
void xs_dma_unmap(uint64_t address, size_t bytes, unsigned int direction); /* not mapped so: a finding */
/* Bytes, checked like any other access. A driver object must not reach libc's mem*, where no hook
 * looks: models/shim/c/memory.c defines them, hidden, for the calls that gcc makes by itself, and
 * each forwards here. */
void *xs_memcpy(void *to, const void *from, size_t bytes);   /* [point] */
void *xs_memmove(void *to, const void *from, size_t bytes);  /* [point] */
void *xs_memset(void *to, int value, size_t bytes);          /* [point] */
int xs_memcmp(const void *a, const void *b, size_t bytes);   /* [point] */
/* alloc_etherdev tells where netdev_priv() lies (kept): the root of all field names in findings. */
void xs_netdev_private(const void *priv, size_t bytes);
/* struct page stand-ins: opaque, one per guest page. */
void *xs_page_of(const void *p);
uint64_t xs_page_dma(const void *page);

/* --- softirq, NAPI, hrtimer, work ------------------------------------------------ */
typedef int (*xs_poll_fn)(void *napi, int budget);
/* NAPIs are known by their address. Keeps `weight` (read at each poll) until xs_napi_del. */
void xs_napi_add(void *napi, xs_poll_fn poll, const int *weight, bool is_tx);
void xs_napi_del(void *napi);
bool xs_napi_schedule_prep(void *napi);        /* [point] */
void xs_napi_schedule(void *napi);             /* [point] __napi_schedule */
bool xs_napi_complete_done(void *napi, int work); /* [point] */
bool xs_napi_if_scheduled_mark_missed(void *napi); /* [point] */
void xs_napi_disable(void *napi);              /* [point][blocks] */
void xs_napi_enable(void *napi);               /* [point] */

/* Timers are known by their address; `base` is the word hrtimer_init stored in the struct, so a
 * cleared struct is noticed. Callback: returns 0 for NORESTART, 1 for RESTART. */
typedef int (*xs_timer_fn)(void *timer);
uint64_t xs_hrtimer_init(void *timer, xs_timer_fn run); /* returns base; finding if queued */
/* [point] `pinned` false is a gap: no timer migrates here. */
void xs_hrtimer_start(void *timer, uint64_t base, int64_t relative_ns, bool pinned);
int xs_hrtimer_try_to_cancel(void *timer, uint64_t base); /* [point] 1, 0, -1 */
int xs_hrtimer_cancel(void *timer, uint64_t base);        /* [point] spins while running */
bool xs_hrtimer_active(const void *timer);

/* Delayed work is known by its address. `run` is called with it in a kworker. */
typedef void (*xs_work_fn)(void *work);
bool xs_work_schedule(void *work, xs_work_fn run, unsigned long delay_jiffies); /* [point] */
bool xs_work_flush(void *work);                /* [point][blocks] until it has run; was it to? */
bool xs_work_cancel(void *work);               /* [point] does not wait while it runs */
bool xs_work_cancel_sync(void *work);          /* [point][blocks] while it runs */

/* --- network device --------------------------------------------------------- */
struct xs_netdev_ops {
	int (*open)(void *dev);
	int (*stop)(void *dev);
	int (*start_xmit)(void *skb, void *dev);          /* NETDEV_TX_OK or BUSY */
	/* pool_handle: a struct xs_xsk_pool; NULL: disable */
	int (*setup_pool)(void *dev, uint32_t pool, void *pool_handle, unsigned int pair);
	int (*xsk_wakeup)(void *dev, unsigned int pair, unsigned int flags);
	int (*setup_program)(void *dev, void *program);   /* NULL: unload */
	int (*set_coalesce)(void *dev, uint32_t tx_frames, uint32_t tx_usecs); /* ethtool -C */
	void (*get_stats)(void *dev, uint64_t *tx_packets, uint64_t *tx_bytes);
};
/* Keeps dev and ops until xs_unregister_netdev. */
int xs_register_netdev(void *dev, const struct xs_netdev_ops *ops, unsigned int pairs);
void xs_unregister_netdev(void);               /* [blocks] down, program and pools taken away */
bool xs_netif_running(void);

/* --- XDP programs ------------------------------------------------------------- */
/* An object in guest memory (xs_alloc's kind) that lives until its last reference is put and a
 * grace period is over. `action` is the one verdict it ever comes to (enum xdp_action). */
struct xs_xdp_program {
	uint32_t references;
	uint32_t action;
};
void xs_xdp_program_add(struct xs_xdp_program *program, int references); /* [point] */
void xs_xdp_program_put(struct xs_xdp_program *program);                 /* [point] */
/* On `len` bytes at `data`, received on `pair`. */
uint32_t xs_xdp_program_run(const struct xs_xdp_program *program, unsigned int pair, const void *data,
			    size_t len); /* [point] */
/* A packet received on `pair` is to be sent: described at `frame`, in the packet's own buffer (of
 * xs_alloc), its bytes at `data`. */
void xs_xdp_frame_made(const void *frame, unsigned int pair, const void *data, size_t len);
/* The frame is given back, if it was one: the caller then frees the buffer. dropped: by who could not
 * send it. */
bool xs_xdp_frame_gone(const void *frame, bool dropped);
/* The same, and frees the buffer that the frame lies in; dropped: by who could not send it. */
void xs_xdp_frame_end(const void *frame, bool dropped); /* [point] */

/* --- transmit queues ------------------------------------------------------------- */
/* Queues are known by their address until the memory that they lie in is freed: the pair's, with its
 * _xmit_lock. Before xs_register_netdev. */
void xs_txq_add(const void *queue, const void *lock, unsigned int pair);
void xs_txq_stop(const void *queue);           /* [point] */
void xs_txq_wake(const void *queue);           /* [point] wake or start */
bool xs_txq_stopped(const void *queue);

/* --- socket buffers ------------------------------------------------------------ */
/* An skb is allocated by the simulator in guest memory as struct xs_skb, which is also the layout
 * behind the shim's struct sk_buff (linear data only). */
struct xs_skb {
	void *data;
	uint32_t len;
	uint16_t queue;
	uint8_t xmit_more;
	uint8_t orphaned;
	uint64_t sequence;
	unsigned char cb[48];
	uint32_t headroom;     /* bytes that may be used before data (virtio-net puts its header there) */
};
enum xs_skb_end { XS_SKB_CONSUMED, XS_SKB_DROPPED };
void xs_skb_end(struct xs_skb *skb, enum xs_skb_end how); /* [point] */
void xs_skb_orphan(struct xs_skb *skb);
/* A received frame goes up the stack: counted, the buffer stays the driver's. */
void xs_netif_receive(unsigned int pair, const void *data, size_t len); /* [point] */

/* --- AF_XDP core ------------------------------------------------------------------ */
/* What setup_pool's pool_handle points to: an object in guest memory (xs_alloc's kind), allocated
 * before setup_pool and freed when the pool is disabled, so that a driver that keeps a stale pool is
 * caught at the access. The kernel headers above read the id from it for every xs_xsk_* call. */
struct xs_xdp_desc {
	uint64_t addr;
	uint32_t len;
	uint32_t options;
};
struct xs_xsk_pool {
	uint32_t id;
	struct xs_xdp_desc *tx_descs;  /* room for a whole TX ring, for xs_xsk_tx_peek_batch */
};
/* Takes up to `max` descriptors into the pool's tx_descs and releases them; returns how many. */
uint32_t xs_xsk_tx_peek_batch(const struct xs_xsk_pool *pool, uint32_t max); /* [point] */
bool xs_xsk_tx_peek(uint32_t pool, struct xs_xdp_desc *desc);  /* [point] */
void xs_xsk_tx_release(uint32_t pool);                         /* [point] */
void xs_xsk_tx_completed(uint32_t pool, uint32_t count);       /* [point] */
void xs_xsk_set_tx_need_wakeup(uint32_t pool);                 /* [point] */
void xs_xsk_clear_tx_need_wakeup(uint32_t pool);               /* [point] */
bool xs_xsk_uses_need_wakeup(uint32_t pool);
uint64_t xs_xsk_umem_bytes(uint32_t pool);
void *xs_xsk_raw_data(uint32_t pool, uint64_t addr);
void *xs_xsk_raw_page(uint32_t pool, uint64_t addr);           /* finding when out of the UMEM */

/* --- virtio transport ---------------------------------------------------------------- */
uint64_t xs_virtio_features(void);             /* offered */
void xs_virtio_set_features(uint64_t features);/* accepted */
unsigned int xs_virtio_pairs(void);
unsigned int xs_virtio_ring_size(unsigned int queue);
unsigned int xs_virtio_vector(unsigned int queue); /* that find_vqs gives it */
void xs_virtio_queue_setup(unsigned int queue, uint32_t size, uint64_t desc, uint64_t avail,
			   uint64_t used);
void xs_virtio_reset(void);
/* Resets one queue (VIRTIO_F_RING_RESET): the device lets go of its buffers; set it up again. */
void xs_virtio_queue_reset(unsigned int queue);
/* [point] doorbell: a VM exit. False: the transport knows that the queue is beyond service. */
bool xs_virtio_notify(unsigned int queue);
/* irqreturn: 1 handled, 0 none. Kept until xs_free_irq. */
typedef int (*xs_irq_fn)(void *data);
int xs_request_irq(unsigned int vector, xs_irq_fn handler, void *data);
void xs_synchronize_irq(unsigned int vector);  /* [blocks] until no handler of it runs or is due */
void xs_free_irq(unsigned int vector);         /* [blocks] the same, and none runs afterwards */

/* What the bus does to its device and its driver; a device is there after init. Kept until the run
 * ends. */
struct xs_bus_ops {
	void (*remove)(void);
	int (*probe)(void);
	int (*freeze)(void);
	int (*restore)(void);
};
void xs_register_bus(const struct xs_bus_ops *ops);

/* --- the borders of a ring (models/shim/c/ring_boundary.c) ------------------------------- */
/* Where a driver's struct virtqueue says which it is, and how many descriptors are free. */
struct xs_ring_queue {
	const unsigned int *index;
	const unsigned int *num_free;
};
/* A call of the driver begins: an event if its lock is not held. Returns the descriptors free. */
unsigned int xs_ring_begin(struct xs_ring_queue queue, const char *call);
/* What it came to, as it ends. data: what the driver gets back for the buffer. */
void xs_ring_added(struct xs_ring_queue queue, unsigned int free_before, const void *data, int result);
/* As the driver begins to decide on a notification; the answer is for kick_decided. */
unsigned long xs_ring_kick_deciding(struct xs_ring_queue queue);
void xs_ring_kick_decided(struct xs_ring_queue queue, unsigned long began, bool needed);
void xs_ring_kick_refused(struct xs_ring_queue queue); /* virtqueue_notify returned false */
void xs_ring_got(struct xs_ring_queue queue, unsigned int free_before, const void *data,
		 const unsigned int *len);
bool xs_ring_disabling(struct xs_ring_queue queue); /* whether callbacks were on */
void xs_ring_disabled(struct xs_ring_queue queue, bool were_on);
void xs_ring_enabling(struct xs_ring_queue queue);
void xs_ring_enabled(struct xs_ring_queue queue, bool delayed);
void xs_ring_polled(struct xs_ring_queue queue, unsigned int opaque, bool pending);
/* The ring calls the driver's callback; how many of them this vCPU has begun; an interrupt of the
 * queue is handled, before which they were so many. */
void xs_ring_callback(unsigned int queue);
unsigned int xs_ring_callbacks(void);
void xs_ring_interrupt_handled(unsigned int queue, unsigned int callbacks_before, bool handled);
/* With which errno value mapping a buffer is to fail, or 0. */
int xs_vq_add_error(unsigned int queue);

/* --- trouble ------------------------------------------------------------------------------ */
void xs_warn(const char *text, const char *file, int line);   /* WARN_ON: a finding, goes on */
void xs_bug(const char *text, const char *file, int line) __attribute__((noreturn));
void xs_gap(const char *what) __attribute__((noreturn));      /* ends the run as inconclusive */

/* --- what a driver object exports ---------------------------------------------------------- */
struct xs_param {
	const char *name;
	void *value;
	enum xs_param_type { XS_PARAM_INT, XS_PARAM_BOOL } type;
	unsigned short mode;
};
/* The only symbols the simulator looks up in a driver object. */
int xs_driver_init(void);                      /* module_init: probes the device */
void xs_driver_exit(void);
const struct xs_param *xs_driver_params(size_t *count);

#ifdef __cplusplus
}
#endif
#endif
