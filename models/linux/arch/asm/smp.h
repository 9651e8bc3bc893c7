/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: ours. Which vCPU this is, the model says; nobody sends interprocessor interrupts. */
#ifndef _ASM_SMP_H
#define _ASM_SMP_H

#include <asm/hypercalls.h>

#define raw_smp_processor_id() ((int)xs_cpu())

struct cpumask;
void arch_send_call_function_single_ipi(int cpu);
void arch_send_call_function_ipi_mask(const struct cpumask *mask);

#endif
