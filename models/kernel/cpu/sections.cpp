// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu/sections.hpp"

#include <string>
#include <utility>

#include "models/kernel/cpu/execution.hpp"

namespace xsksim {

Sections::Sections(Findings& findings, Vcpus& vcpus, Execution& execution)
    : findings_(findings), vcpus_(vcpus), execution_(execution) {}

bool Sections::in_atomic() {
    const KernelContext& context = execution_.current();
    return context.in_interrupt() || context.irqs_disabled != 0 || context.locks_held != 0 ||
           context.rcu_depth != 0;
}

bool Sections::might_sleep(std::string_view what) {
    if (!in_atomic()) return false;
    findings_.failure(Code::context_sleeps_in_atomic,
                      "sleeping in atomic context: " + std::string(what));
    return true;
}

void Sections::check_none_open(KernelContext& context, std::string_view where) {
    const auto complain = [&](std::string_view what) {
        findings_.failure(Code::context_section_left_open,
                          context.name + " " + std::string(where) + " with " + std::string(what));
    };
    if (context.locks_held != 0 && on_lock_leak) on_lock_leak(context, where);
    if (std::exchange(context.bh_disabled, 0) != 0) complain("bottom halves disabled");
    if (std::exchange(context.irqs_disabled, 0) != 0) complain("interrupts disabled");
    if (std::exchange(context.rcu_depth, 0) != 0) complain("rcu_read_lock held");
}

bool Sections::is_reader(const KernelContext& context) const {
    if (context.rcu_depth != 0 || context.bh_disabled != 0 || context.irqs_disabled != 0 ||
        context.serving_softirq != 0)
        return true;
    return context.level == Level::hardirq && vcpus_.of(context).in_hardirq;
}

void Sections::on_reader_exit(std::function<void(const KernelContext&)> observer) {
    reader_observer_ = std::move(observer);
}

}  // namespace xsksim
