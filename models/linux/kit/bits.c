// SPDX-License-Identifier: GPL-2.0-only
/*
 * Locked bit operations. Whether a transmit queue is stopped is the model's to know: where a driver,
 * or an inline function of the tree, sets or clears a bit that stops it, it is stopped or woken there.
 */
#include "kit.h"

#define STACK_BYTES (64 * 1024)

/* A mask on the stack is nobody else's: no state that a trace would tell of. */
static XS_QUIET bool is_on_stack(const volatile unsigned long *word)
{
	const char *here = __builtin_frame_address(0);

	return (const char *)word >= here && (const char *)word < here + STACK_BYTES;
}

static XS_QUIET bool on_stack(enum xs_bit_op operation, unsigned int nr, volatile unsigned long *word)
{
	const unsigned long mask = 1UL << nr;
	const bool old = *word & mask;

	if (operation == XS_BIT_SET || operation == XS_BIT_TEST_AND_SET)
		*word |= mask;
	else
		*word &= ~mask;
	return old;
}

/*
 * A bit that stops the queue, the driver's or that of byte queue limits: for the model it is stopped
 * while either is set. One point, the model's where the queue stops or goes on. What the word says
 * afterwards is what inline code reads.
 */
static XS_QUIET bool on_queue(enum xs_bit_op operation, long nr, int pair, volatile unsigned long *word)
{
	const struct netdev_queue *queue = netdev_get_tx_queue(xs_the_device(), pair);
	const bool set = operation == XS_BIT_SET || operation == XS_BIT_TEST_AND_SET;
	const unsigned long before = *word;
	const unsigned long after = set ? before | BIT(nr) : before & ~BIT(nr);

	if (set && !(before & QUEUE_STATE_ANY_XOFF))
		xs_txq_stop(queue);
	else if (!set && !(after & QUEUE_STATE_ANY_XOFF) && (before & BIT(nr)))
		xs_txq_wake(queue);
	else
		return xs_bit_op(operation, nr, word);
	*word = set ? *word | BIT(nr) : *word & ~BIT(nr);
	return before & BIT(nr);
}

static XS_QUIET bool operate(enum xs_bit_op operation, long nr, volatile unsigned long *first)
{
	volatile unsigned long *const word = first + BIT_WORD(nr);
	const bool stops = nr == __QUEUE_STATE_DRV_XOFF || nr == __QUEUE_STATE_STACK_XOFF;
	const int pair = stops ? xs_pair_of_state(word) : -1;

	if (pair >= 0)
		return on_queue(operation, nr, pair, word);
	if (is_on_stack(word))
		return on_stack(operation, nr % BITS_PER_LONG, word);
	return xs_bit_op(operation, nr % BITS_PER_LONG, word);
}

XS_QUIET void set_bit(long nr, volatile unsigned long *first)
{
	operate(XS_BIT_SET, nr, first);
}

XS_QUIET void clear_bit(long nr, volatile unsigned long *first)
{
	operate(XS_BIT_CLEAR, nr, first);
}

XS_QUIET bool test_and_set_bit(long nr, volatile unsigned long *first)
{
	return operate(XS_BIT_TEST_AND_SET, nr, first);
}

XS_QUIET bool test_and_clear_bit(long nr, volatile unsigned long *first)
{
	return operate(XS_BIT_TEST_AND_CLEAR, nr, first);
}
