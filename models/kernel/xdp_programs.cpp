// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/xdp_programs.hpp"

#include <utility>

namespace xsksim {

xs_xdp_program* XdpPrograms::load(XdpAction action) {
    void* memory = kmalloc_.allocate({sizeof(xs_xdp_program), /*zero=*/true, /*atomic=*/false});
    auto* program = static_cast<xs_xdp_program*>(memory);
    if (program == nullptr) return nullptr;
    program->references = 1;
    program->action = static_cast<std::uint32_t>(action);
    return program;
}

Operation XdpPrograms::count_of(const xs_xdp_program& program) const {
    return Operation::access(atomic_update, memory_.physical_or_none(&program.references).value,
                             sizeof program.references);
}

void XdpPrograms::add(xs_xdp_program& program, int references) {
    execution_.point(count_of(program));
    execution_.full_barrier();  // a locked instruction
    program.references += static_cast<std::uint32_t>(references);
}

void XdpPrograms::put(xs_xdp_program& program) {
    execution_.point(count_of(program));
    execution_.full_barrier();
    if (program.references == 0)
        return findings_.failure("bpf_prog_put of a program that nobody holds");
    if (--program.references == 0) put_.push_back(&program);
}

void XdpPrograms::free_those_put() {
    if (put_.empty()) return;
    const std::vector<xs_xdp_program*> unused = std::exchange(put_, {});
    rcu_.synchronize();
    for (xs_xdp_program* program : unused) kmalloc_.free(program);
}

}  // namespace xsksim
