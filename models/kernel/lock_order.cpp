// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/lock_order.hpp"

#include <algorithm>
#include <iterator>

namespace xsksim {

LockOrder::ClassId LockOrder::class_of(std::string_view name) {
    const auto known = std::find_if(classes_.begin(), classes_.end(),
                                    [&](const Class& lock) { return lock.name == name; });
    if (known != classes_.end()) return static_cast<ClassId>(known - classes_.begin());
    classes_.push_back({std::string(name), 0, {}});
    return static_cast<ClassId>(classes_.size() - 1);
}

std::vector<LockOrder::ClassId>& LockOrder::held_by(const KernelContext& context) {
    if (held_.size() <= context.id) held_.resize(context.id + 1);
    return held_[context.id];
}

void LockOrder::taking(const KernelContext& context, ClassId lock, bool sleeps) {
    for (const ClassId held : held_by(context)) add_order(held, lock);
    if (sleeps) return;
    const bool softirq = context.level == Level::softirq || context.serving_softirq != 0;
    if (context.level == Level::hardirq) add_usage(classes_[lock], in_hardirq);
    if (context.level != Level::hardirq && softirq) add_usage(classes_[lock], in_softirq);
}

void LockOrder::taken(const KernelContext& context, ClassId lock, bool sleeps) {
    held_by(context).push_back(lock);
    if (sleeps || context.level == Level::hardirq || context.irqs_disabled != 0) return;
    add_usage(classes_[lock], context.in_interrupt() ? hardirqs_on : hardirqs_on | softirqs_on);
}

void LockOrder::released(const KernelContext& context, ClassId lock) {
    std::vector<ClassId>& held = held_by(context);
    const auto last = std::find(held.rbegin(), held.rend(), lock);
    if (last != held.rend()) held.erase(std::next(last).base());
}

void LockOrder::add_order(ClassId held, ClassId wanted) {
    if (!classes_[held].after.insert(wanted).second) return;
    const std::string& name = classes_[wanted].name;
    if (held == wanted)
        return findings_.failure(Code::lock_order, "lock order: a second lock of the class " +
                                                       name + " is taken while one is held");
    if (leads_to(wanted, held))
        findings_.failure(Code::lock_order, "lock order: " + name + " is taken while " +
                                                classes_[held].name +
                                                " is held, and elsewhere the other way round");
}

bool LockOrder::leads_to(ClassId from, ClassId to) const {
    std::vector<ClassId> open{from};
    std::set<ClassId> seen{from};
    while (!open.empty()) {
        const ClassId next = open.back();
        open.pop_back();
        if (next == to) return true;
        for (const ClassId after : classes_[next].after)
            if (seen.insert(after).second) open.push_back(after);
    }
    return false;
}

void LockOrder::add_usage(Class& lock, std::uint32_t usage) {
    const std::uint32_t before = lock.usage;
    lock.usage |= usage;
    const auto clash = [&](std::uint32_t inside, std::uint32_t enabled, const char* what) {
        const std::uint32_t both = inside | enabled;
        if ((lock.usage & both) == both && (before & both) != both)
            findings_.failure(Code::lock_unsafe_in_interrupt,
                              "lock order: " + lock.name + " is taken in a " + what +
                                  " and elsewhere with " + what + "s enabled");
    };
    clash(in_hardirq, hardirqs_on, "hard interrupt");
    clash(in_softirq, softirqs_on, "softirq");
}

}  // namespace xsksim
