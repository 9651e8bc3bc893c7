// SPDX-License-Identifier: GPL-2.0-only
/*
 * A driver object for tests: small functions that do one thing right or wrong. Built with the flags
 * of a driver; the tests find them by name. Lines that a test names carry their number in a constant.
 */
#include "models/shim/hypercalls/hypercalls.h"

#define EXPORT __attribute__((visibility("default")))

struct probe_state {
	int waiting;
	unsigned long flags;
};

struct probe_header {
	unsigned int type;
	unsigned int len;
};

struct probe_queue {
	int index;
	struct probe_state state;
	struct probe_header *headers;
	void *anything;
};

struct probe_info {
	unsigned int queues_count;
	struct probe_queue *queues;
	struct probe_state own;
};

static int probe_budget = 5;
static bool probe_enabled = true;
static int probe_counter = 41;
static unsigned long probe_word;
static const struct probe_header probe_constant = {1, 2};

EXPORT int cleanups;

/* --- accesses ----------------------------------------------------------- */

EXPORT const int read_after_free_line = __LINE__ + 7;
EXPORT unsigned int read_after_free(void)
{
	struct probe_header *header = xs_alloc(sizeof(*header) * 5, XS_ALLOC_ZERO);

	xs_free(header);
	return
		header->len;
}

EXPORT const int call_read_after_free_line = __LINE__ + 3;
EXPORT unsigned int call_read_after_free(void)
{
	unsigned int len = read_after_free();

	return len + 1;
}

EXPORT void write_byte(char *bytes, size_t index)
{
	bytes[index] = 1;
}

EXPORT void write_past_the_end(void)
{
	char *bytes = xs_alloc(21, 0);

	write_byte(bytes, 20);
	write_byte(bytes, 21);
}

EXPORT unsigned int read_len(const struct probe_header *header)
{
	return header->len;
}

EXPORT const struct probe_header *constant_address(void)
{
	return &probe_constant;
}

EXPORT void write_len(struct probe_header *header)
{
	header->len = 3;
}

EXPORT int use_own_stack(void)
{
	volatile int numbers[16];
	int sum = 0;

	for (int i = 0; i < 16; i++)
		numbers[i] = i;
	for (int i = 0; i < 16; i++)
		sum += numbers[i];
	return sum;
}

EXPORT int count_up(void)
{
	return ++probe_counter;
}

EXPORT unsigned long *shared_word(void)
{
	return &probe_word;
}

EXPORT void store(unsigned long *word, unsigned long value)
{
	*(volatile unsigned long *)word = value;
}

EXPORT unsigned long add_atomically(unsigned long *word, unsigned long value)
{
	return __atomic_fetch_add(word, value, __ATOMIC_SEQ_CST);
}

EXPORT bool set_flag(unsigned long *word)
{
	return xs_bit_op(XS_BIT_TEST_AND_SET, 3, word);
}

EXPORT void copy(struct probe_queue *to, const struct probe_queue *from)
{
	*to = *from;
}

/* --- what scheduling points say --------------------------------------------- */

/* Every byte of what it writes changes. */
#define FLIP(bits, type)                                                       \
	EXPORT void flip_##bits(type *p)                                       \
	{                                                                      \
		*p = ~*p;                                                      \
		*(volatile type *)p = ~*(volatile type *)p;                    \
	}
FLIP(8, unsigned char)
FLIP(16, unsigned short)
FLIP(32, unsigned int)
FLIP(64, unsigned long)
FLIP(128, unsigned __int128)

struct __attribute__((packed)) probe_odd {
	unsigned char one;
	unsigned short two;
	unsigned int four;
	unsigned long eight;
};

EXPORT void flip_unaligned(struct probe_odd *packed)
{
	packed->two = ~packed->two;
	packed->four = ~packed->four;
	packed->eight = ~packed->eight;
}

EXPORT void flip_atomically(unsigned char *one, unsigned long *eight)
{
	__atomic_fetch_xor(one, 0xff, __ATOMIC_SEQ_CST);
	__atomic_store_n(eight, ~__atomic_load_n(eight, __ATOMIC_RELAXED), __ATOMIC_RELEASE);
}

EXPORT const unsigned long waiting_offset = __builtin_offsetof(struct probe_queue, state.waiting);

EXPORT void say_operations(struct probe_queue *queue, unsigned long *word, char *bytes)
{
	int waiting = queue->state.waiting;

	queue->index = waiting + 1;
	waiting = *(volatile int *)&queue->state.waiting;
	*(volatile int *)&queue->index = waiting;
	__atomic_fetch_add(word, 1, __ATOMIC_SEQ_CST);
	xs_bit_op(XS_BIT_SET, 3, word);
	xs_barrier(XS_MB);
	xs_memcpy(bytes, bytes + 100, 7);
	xs_memset(bytes, 0, 33);
	xs_spin_lock(queue, "probe");
	xs_spin_unlock(queue);
	xs_free(bytes);
}

/* --- mistakes that the processor notices ------------------------------------ */

typedef int (*probe_call)(void);

static volatile probe_call probe_target;
static const int probe_zero;

EXPORT int jump_to_null(void)
{
	probe_target = NULL;
	return probe_target() + 1;
}

EXPORT int jump_to_data(void)
{
	probe_target = (probe_call)&probe_counter;
	return probe_target() + 1;
}

EXPORT int jump_nowhere(void)
{
	probe_target = (probe_call)0x4141414141414141;
	return probe_target() + 1;
}

EXPORT int divide(int a, int b)
{
	return a / b;
}

EXPORT int divide_by_seven_minus_seven(void)
{
	return divide(5, probe_counter - 41);
}

EXPORT int divide_by_constant(void)
{
	return probe_counter / probe_zero;
}

EXPORT void hit_trap(void)
{
	__builtin_trap();
}

EXPORT void hit_breakpoint(void)
{
	__asm__ volatile("int3");
}

EXPORT void halt_processor(void)
{
	__asm__ volatile("hlt");
}

EXPORT int read_unseen(const int *p)
{
	int value;

	__asm__ volatile("movl (%1), %0" : "=r"(value) : "r"(p));
	return value;
}

EXPORT int read_null_unseen(void)
{
	return read_unseen((const int *)8);
}

EXPORT void write_constant_unseen(void)
{
	__asm__ volatile("movl $7, (%0)" : : "r"(&probe_constant) : "memory");
}

EXPORT int recurse(int depth)
{
	return depth < 0 ? 0 : recurse(depth + 1) + 1;
}

EXPORT int use_huge_frame(int index)
{
	volatile char frame[1 << 22];

	frame[index] = 1;
	return frame[index];
}

EXPORT void overwrite_return_address(void)
{
	void *volatile *frame = __builtin_frame_address(0);

	frame[1] = (void *)0x1234000;
}

EXPORT int call_overwriter(void)
{
	overwrite_return_address();
	return 1;
}

EXPORT void overwrite_frames(void)
{
	void *volatile *frame = __builtin_frame_address(0);

	for (int i = 0; i < 64; i++)
		frame[i] = (void *)0x4141414141414141;
}

/* --- alignment --------------------------------------------------------------- */

struct probe_packed {
	char kind;
	unsigned int len;
} __attribute__((packed));

EXPORT unsigned int read_word(const unsigned int *word)
{
	return *word;
}

EXPORT void write_volatile_word(unsigned int *word)
{
	*(volatile unsigned int *)word = 1;
}

EXPORT unsigned int read_packed(const struct probe_packed *packed)
{
	return packed->len;
}

/* --- locks that stay ----------------------------------------------------------- */

static int probe_lock;

EXPORT const int take_lock_line = __LINE__ + 3;
EXPORT void take_lock(void)
{
	xs_spin_lock(&probe_lock, "probe_lock");
}

static int probe_locking_interrupt(void *data)
{
	take_lock();
	return 1;
}

EXPORT int request_locking_interrupt(unsigned int vector)
{
	return xs_request_irq(vector, probe_locking_interrupt, NULL);
}

/* --- litmus tests: one call a vCPU, each store and load of a shared word ------------- */

enum probe_between { BETWEEN_NOTHING, BETWEEN_MB, BETWEEN_WMB, BETWEEN_BIT, BETWEEN_ADD, BETWEEN_LOCK,
		     BETWEEN_XCHG, BETWEEN_DOORBELL };

static unsigned long probe_other_word;
static int probe_litmus_locks[4];

static void litmus_between(enum probe_between what, unsigned int cpu)
{
	switch (what) {
	case BETWEEN_NOTHING:
		break;
	case BETWEEN_MB:
		xs_barrier(XS_MB);
		break;
	case BETWEEN_WMB:
		xs_barrier(XS_WMB);
		break;
	case BETWEEN_BIT:
		xs_bit_op(XS_BIT_SET, cpu, &probe_other_word);
		break;
	case BETWEEN_ADD:
		__atomic_fetch_add(&probe_other_word, 1, __ATOMIC_RELAXED);
		break;
	case BETWEEN_LOCK:
		xs_spin_lock(&probe_litmus_locks[cpu], "litmus");
		xs_spin_unlock(&probe_litmus_locks[cpu]);
		break;
	case BETWEEN_XCHG:
		__atomic_store_n(&probe_other_word, 1, __ATOMIC_SEQ_CST);
		break;
	case BETWEEN_DOORBELL:
		xs_virtio_notify(1);
		break;
	}
}

/* Store own, load other: store buffering. */
EXPORT unsigned long litmus_store_load(volatile unsigned long *own, volatile unsigned long *other,
				       int between, unsigned int cpu)
{
	*own = 1;
	litmus_between(between, cpu);
	return *other;
}

/* Load other, store own: load buffering. */
EXPORT unsigned long litmus_load_store(volatile unsigned long *own, volatile unsigned long *other,
				       int between, unsigned int cpu)
{
	unsigned long seen = *other;

	litmus_between(between, cpu);
	*own = 1;
	return seen;
}

/* Two stores in order; plain, then marked. */
EXPORT void litmus_publish(unsigned long *data, volatile unsigned long *flag)
{
	*data = 1;
	*flag = 1;
}

/* Two loads in order: bit 0 the first, bit 1 the second. */
EXPORT unsigned long litmus_look(volatile unsigned long *first, volatile unsigned long *second)
{
	unsigned long seen = *first;

	return seen | *second << 1;
}

/* What the own vCPU sees of its stores, of different sizes to the same place. */
EXPORT unsigned long litmus_forward(volatile unsigned long *word)
{
	*word = 0x1111111111111111;
	*(volatile unsigned char *)word = 0x22;
	*(volatile unsigned short *)((char *)word + 2) = 0x3333;
	xs_delay_ns(10);
	return *word;
}

EXPORT void litmus_fill(void *bytes, int value, unsigned long count)
{
	xs_memset(bytes, value, count);
}

EXPORT void litmus_locked_add(unsigned long *word)
{
	xs_spin_lock(&probe_lock, "probe_lock");
	*word += 1;
	xs_spin_unlock(&probe_lock);
}

EXPORT void litmus_store_and_free(void)
{
	unsigned long *word = xs_alloc(sizeof(*word), XS_ALLOC_ZERO);

	*word = 1;
	xs_free(word);
}

/* --- time and steps ------------------------------------------------------- */

EXPORT void loop_with_accesses(void)
{
	for (;;)
		*(volatile int *)&probe_counter += 1;
}

/* gcc calls no hook where it sees that nobody else can reach the variable. */
static volatile int *somewhere(volatile int *own)
{
	return own;
}

EXPORT void loop_on_own_stack(void)
{
	volatile int own;
	volatile int *place = somewhere(&own);

	for (;;)
		*place = 1;
}

EXPORT void loop_with_calls(void)
{
	for (;;)
		xs_barrier(XS_COMPILER);
}

static void ask_cpu(void)
{
	xs_cpu();
}

EXPORT void loop_with_questions(void)
{
	while (xs_now_ns() != ~0UL)
		;
}

EXPORT void loop_with_functions(void)
{
	for (;;)
		ask_cpu();
}

/* Neither makes a step. */
EXPORT void loop_without_anything(void)
{
	for (;;)
		__asm__ volatile("");
}

EXPORT void loop_with_calls_unseen(void)
{
	while (xs_cpu() != 99)
		;
}

/* So many steps, and one for the function. */
EXPORT void walk_for(unsigned long steps)
{
	while (steps--)
		*(volatile unsigned long *)&probe_word = steps;
}

EXPORT void delay_and_walk(unsigned long ns, unsigned long steps)
{
	xs_delay_ns(ns);
	walk_for(steps);
}

/* Itself, walk_for(1) and its access, a call, and an access to the stack. */
EXPORT const int mixed_steps = 5;
EXPORT void take_mixed_steps(void)
{
	volatile int own;
	volatile int *place = somewhere(&own);

	walk_for(1);
	xs_barrier(XS_COMPILER);
	*place = 1;
}

EXPORT void costly(void)
{
	store(&probe_word, 1);
}

EXPORT void count_accesses_in(unsigned long *word, unsigned long times)
{
	for (unsigned long i = 0; i < times; i++)
		*(volatile unsigned long *)word = i;
}

static void note_cleanup(int *unused)
{
	cleanups++;
}

EXPORT void wait_with_cleanup(void)
{
	int guard __attribute__((cleanup(note_cleanup))) = 0;

	for (;;)
		xs_delay_ns(1000);
}

/* --- names ------------------------------------------------------------------ */

EXPORT struct probe_info *make_info(void)
{
	struct probe_info *info = xs_alloc(sizeof(*info), XS_ALLOC_ZERO);

	xs_netdev_private(info, sizeof(*info));
	info->queues_count = 2;
	info->queues = xs_alloc(2 * sizeof(struct probe_queue), XS_ALLOC_ZERO);
	info->queues[1].headers = xs_alloc(8 * sizeof(struct probe_header), XS_ALLOC_ZERO);
	return info;
}

EXPORT void touch_fields(struct probe_info *info)
{
	*(volatile int *)&info->queues[1].state.waiting = 1;
	*(volatile unsigned long *)&info->own.flags = 2;
	*(volatile unsigned int *)&info->queues[1].headers[3].len = 3;
	*(volatile int *)&probe_counter = 4;
	xs_barrier(XS_MB);
}

EXPORT unsigned long queues_address(struct probe_info *info)
{
	return (unsigned long)info->queues;
}

/* Two structures of one size begin with a link; a pointer to all of the object comes after one to the link. */
struct probe_link {
	struct probe_link *next;
};
struct probe_inner {
	struct probe_link link;
	int number;
};
struct probe_linked {
	struct probe_inner inner;
	int value;
};
struct probe_stranger {
	struct probe_link link;
	long other[2];
};
struct probe_links {
	struct probe_link *first;
	struct probe_inner *whole;
	struct probe_stranger *none;
};

EXPORT struct probe_linked *make_links(void)
{
	struct probe_links *links = xs_alloc(sizeof(*links), XS_ALLOC_ZERO);
	struct probe_linked *linked = xs_alloc(sizeof(*linked), XS_ALLOC_ZERO);

	xs_netdev_private(links, sizeof(*links));
	_Static_assert(sizeof(*linked) == sizeof(*links->none), "as large as the other");
	links->first = &linked->inner.link;
	links->whole = &linked->inner;
	return linked;
}

/* --- interrupts, trouble, device ------------------------------------------------ */

EXPORT int interrupts;

static int probe_interrupt(void *data)
{
	interrupts++;
	return *(int *)data;
}

EXPORT int request_interrupt(unsigned int vector)
{
	static int answer = 1;

	return xs_request_irq(vector, probe_interrupt, &answer);
}

EXPORT void hit_gap(void)
{
	xs_gap("something not written");
}

EXPORT void hit_bug(void)
{
	xs_bug("BUG_ON(x)", "drivers/net/probe.c", 12);
}

EXPORT void hit_warning(void)
{
	xs_warn("WARN_ON(x)", "drivers/net/probe.c", 13);
}

EXPORT bool ring_doorbell(unsigned int queue)
{
	return xs_virtio_notify(queue);
}

static unsigned int transmit_queue, transmit_lock;

/* What alloc_etherdev_mqs() tells of the one queue. */
static void add_transmit_queue(void)
{
	xs_txq_add(&transmit_queue, &transmit_lock, 0);
}

EXPORT void operate_queue(unsigned int queue, bool locked)
{
	unsigned int *numbers = xs_alloc(2 * sizeof(*numbers), XS_ALLOC_ZERO);

	numbers[0] = queue;
	if (locked)
		xs_spin_lock(&transmit_lock, "_xmit_lock");
	xs_ring_begin((struct xs_ring_queue){ &numbers[0], &numbers[1] }, "get_buf");
	if (locked)
		xs_spin_unlock(&transmit_lock);
	xs_free(numbers);
}

/* And never unmaps them. */
EXPORT void map_for_device(size_t bytes)
{
	static char buffer[256];

	xs_dma_map(xs_dma_address(buffer), bytes, 1, __builtin_return_address(0));
}

EXPORT uint64_t round_trip_page(const void *p)
{
	return xs_page_dma(xs_page_of(p));
}

/* --- the module ---------------------------------------------------------------- */

static int probe_open(void *dev)
{
	return 0;
}

static int probe_stop(void *dev)
{
	return 0;
}

static uint32_t probe_pool;

static int probe_setup_pool(void *dev, uint32_t pool, void *handle, unsigned int pair)
{
	if (handle)
		probe_pool = ((struct xs_xsk_pool *)handle)->id;
	return 0;
}

EXPORT uint32_t pool_seen(void)
{
	return probe_pool;
}

/* Takes every skb and keeps it. */
static int probe_start_xmit(void *skb, void *dev)
{
	return 0;
}

static void probe_remove(void)
{
	xs_unregister_netdev();
}

static const struct xs_bus_ops probe_bus = { .remove = probe_remove };

static const struct xs_netdev_ops probe_ops = {
	.open = probe_open,
	.stop = probe_stop,
	.start_xmit = probe_start_xmit,
	.setup_pool = probe_setup_pool,
};

EXPORT int xs_driver_init(void)
{
	add_transmit_queue();
	xs_register_bus(&probe_bus);
	return probe_enabled ? xs_register_netdev(NULL, &probe_ops, 1) : -19;
}

EXPORT const struct xs_param *xs_driver_params(size_t *count)
{
	static const struct xs_param parameters[] = {
		{"budget", &probe_budget, XS_PARAM_INT, 0644},
		{"enabled", &probe_enabled, XS_PARAM_BOOL, 0444},
	};

	*count = 2;
	return parameters;
}
