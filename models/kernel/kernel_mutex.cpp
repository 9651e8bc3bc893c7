// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/kernel_mutex.hpp"

#include <utility>

namespace xsksim {

KernelMutex::KernelMutex(Engine& engine, Findings& findings, Cpus& cpus, LockOrder& order,
                         std::string name)
    : engine_(engine),
      findings_(findings),
      execution_(cpus.execution()),
      sections_(cpus.sections()),
      tasks_(cpus.tasks()),
      order_(order),
      name_(std::move(name)),
      order_class_(order.class_of(name_)) {}

bool KernelMutex::held_by_current() const {
    return holder_ != nullptr && holder_ == execution_.current_or_null();
}

void KernelMutex::lock() {
    sections_.might_sleep(name_);
    execution_.point(Operation::call({ObjectKind::mutex, Act::acquire}, order_class_));
    execution_.full_barrier();
    KernelContext& context = execution_.current();
    if (holder_ == &context)
        findings_.fatal(engine_, "deadlock: " + context.name + " takes " + name_ + " twice");
    order_.taking(context, order_class_, true);
    if (holder_ == nullptr) {
        holder_ = &context;
    } else {
        waiters_.push_back(&context);
        while (holder_ != &context) tasks_.block(Instant::never(), name_);
    }
    order_.taken(context, order_class_, true);
}

void KernelMutex::unlock() {
    execution_.point(Operation::call({ObjectKind::mutex, Act::release}, order_class_));
    execution_.full_barrier();
    KernelContext& context = execution_.current();
    if (holder_ != &context) {
        findings_.failure(name_ + " released by " + context.name + ", which does not hold it");
        return;
    }
    holder_ = nullptr;
    order_.released(context, order_class_);
    if (waiters_.empty()) return;
    holder_ = waiters_.front();
    waiters_.pop_front();
    tasks_.wake_task(holder_->id);
}

}  // namespace xsksim
