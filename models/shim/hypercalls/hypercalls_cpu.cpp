// SPDX-License-Identifier: GPL-2.0-only
// Hypercalls: time, CPU, interrupts, bottom halves.
#include "models/shim/hypercalls/hypercall_support.hpp"

using xsksim::Duration;
using xsksim::Hypercall;
using xsksim::kernel;
using xsksim::Question;

extern "C" {

uint64_t xs_now_ns() {
    const Question call;
    return static_cast<uint64_t>(kernel().engine().now().ns);
}

void xs_delay_ns(uint64_t ns) {
    const Hypercall call("udelay");
    kernel().cpus().execution().spend(Duration{static_cast<std::int64_t>(ns)},
                                      xsksim::Operation::local());
}

unsigned int xs_cpu() { return kernel().cpus().execution().current().cpu; }
unsigned int xs_cpus() { return kernel().cpus().vcpus().count(); }
unsigned long xs_hz() { return kernel().options().cpus.hz; }
bool xs_in_interrupt() { return kernel().cpus().execution().current().in_interrupt(); }
void xs_might_sleep(const char* what) { kernel().cpus().sections().might_sleep(what); }

// The depth is the model's; the word only says whether interrupts were on before.
unsigned long xs_irq_save() {
    const unsigned long were_off = kernel().cpus().execution().current().irqs_disabled != 0;
    kernel().cpus().hardirqs().disable();
    return were_off;
}

void xs_irq_restore(unsigned long) {
    const Hypercall call("local_irq_restore");
    kernel().cpus().hardirqs().enable();
}

unsigned long xs_irqs_enabled() { return kernel().cpus().execution().current().irqs_disabled == 0; }

void xs_bh_disable() { kernel().cpus().softirqs().bh_disable(); }

void xs_bh_enable() {
    const Hypercall call("local_bh_enable");
    kernel().cpus().softirqs().bh_enable();
}

}  // extern "C"
