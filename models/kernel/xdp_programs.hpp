// SPDX-License-Identifier: GPL-2.0-only
// XDP programs as a driver holds them: objects in guest memory with a count of references.
//
// Stands for: struct bpf_prog's life (kernel/bpf/syscall.c, Linux 5.11): whoever puts the last
// reference hands the program to RCU. Simplified: a program is nothing but the one verdict it comes
// to; its memory is freed by the administrator's task that took it away, after a grace period.
// Owner: NetDevice. Callers: NetDevice and, on behalf of the driver, the shim; guest contexts only.
// Scheduling points: all; free_those_put() blocks. Costs: those of the allocation.
// Errors: a failure finding for a reference put that nobody has.
#pragma once

#include <vector>

#include "models/kernel/kmalloc.hpp"
#include "models/kernel/rcu.hpp"
#include "models/ports.hpp"
#include "models/shim/hypercalls/hypercalls.h"

namespace xsksim {

class XdpPrograms {
public:
    XdpPrograms(Findings& findings, Execution& execution, Rcu& rcu, Kmalloc& kmalloc,
                const GuestMemory& memory)
        : findings_(findings),
          execution_(execution),
          rcu_(rcu),
          kmalloc_(kmalloc),
          memory_(memory) {}

    // With one reference, the caller's. nullptr when memory ran out.
    xs_xdp_program* load(XdpAction action);
    void add(xs_xdp_program& program, int references);
    void put(xs_xdp_program& program);
    // Frees the programs that nobody holds any more, after a grace period.
    void free_those_put();

private:
    Operation count_of(const xs_xdp_program& program) const;

    Findings& findings_;
    Execution& execution_;
    Rcu& rcu_;
    Kmalloc& kmalloc_;
    const GuestMemory& memory_;
    std::vector<xs_xdp_program*> put_;
};

}  // namespace xsksim
