// SPDX-License-Identifier: GPL-2.0-only
/*
 * XDP programs (kernel/bpf/syscall.c, net/core/filter.c). The model's program comes to one verdict; the
 * driver gets a struct bpf_prog of the tree's whose function asks the model. What the driver does
 * with its references is the model's to follow, which frees its own object: a driver that runs a
 * program that it has put is found there.
 */
#include "kit.h"
#include <linux/bpf.h>
#include <linux/filter.h>
#include <net/xdp.h>

/* As many as there can be before the last reference of the first is put. */
#define PROGRAMS_MAX 16

static struct program {
	struct xs_xdp_program *model;
	struct bpf_prog_aux aux; /* what a program takes: packets in one buffer */
	struct bpf_prog tree; /* ends in an array without length */
} programs[PROGRAMS_MAX];
static unsigned int programs_made;

static struct xs_xdp_program *program_model(const struct bpf_prog *tree)
{
	return container_of(tree, struct program, tree)->model;
}

static unsigned int run(const void *context, const struct bpf_insn *instructions)
{
	const struct xdp_buff *packet = context;
	const struct bpf_prog *tree = container_of(instructions, struct bpf_prog, insnsi[0]);

	return xs_xdp_program_run(program_model(tree), packet->rxq->queue_index, packet->data,
				  packet->data_end - packet->data);
}

struct bpf_prog *xs_program_for(struct xs_xdp_program *model)
{
	struct program *program;

	if (model->action == XDP_REDIRECT)
		xs_gap("an XDP program that redirects");
	program = &programs[programs_made++ % PROGRAMS_MAX];
	program->model = model;
	program->tree.aux = &program->aux;
	program->tree.bpf_func = run;
	return &program->tree;
}

void bpf_prog_add(struct bpf_prog *program, int references)
{
	xs_xdp_program_add(program_model(program), references);
}

void bpf_prog_sub(struct bpf_prog *program, int references)
{
	xs_xdp_program_add(program_model(program), -references);
}

void bpf_prog_put(struct bpf_prog *program)
{
	xs_xdp_program_put(program_model(program));
}
