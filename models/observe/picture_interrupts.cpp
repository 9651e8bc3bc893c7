// SPDX-License-Identifier: GPL-2.0-only
// The picture's half that follows interrupts from their raise to their handler, and fault rules.
#include "models/observe/picture.hpp"

namespace xsksim {

InterruptState* Picture::interrupt_of(std::uint64_t vector) {
    const QueueIndex queue = queues().queue_of_vector(vector);
    return queues().transmits(queue) ? &pairs_[queues().pair(queue)].interrupt : nullptr;
}

void Picture::on(const event::IrqRaise& raise, const Event& e) {
    InterruptState* interrupt = interrupt_of(raise.vector);
    if (interrupt == nullptr) return;
    interrupt->number = raise.number;
    interrupt->raised = mark(e);
    interrupt->fate = InterruptFate::raised;
    interrupt->decided = mark(e);
}

// Events after the raise belong to it if they carry its number, or come from its handler.
void Picture::decided(const Event& e, std::uint64_t vector, std::uint64_t number,
                      InterruptFate fate) {
    InterruptState* interrupt = interrupt_of(vector);
    if (interrupt == nullptr || interrupt->number != number) return;
    interrupt->fate = fate;
    interrupt->decided = mark(e);
}

void Picture::on(const event::IrqLost& lost, const Event& e) {
    if (InterruptState* interrupt = interrupt_of(lost.vector)) {
        ++interrupt->lost_total;
        if (interrupt->number == lost.number) interrupt->rule = lost.rule;
    }
    decided(e, lost.vector, lost.number, InterruptFate::lost);
}

void Picture::on(const event::IrqDelay& delay, const Event& e) {
    if (InterruptState* interrupt = interrupt_of(delay.vector);
        interrupt != nullptr && interrupt->number == delay.number) {
        interrupt->rule = delay.rule;
        interrupt->delay = delay.delay_ns;
    }
    decided(e, delay.vector, delay.number, InterruptFate::delayed);
}

void Picture::on(const event::IrqCoalesce& merged, const Event& e) {
    decided(e, merged.vector, merged.number, InterruptFate::merged);
}

void Picture::on(const event::IrqMasked& masked, const Event& e) {
    decided(e, masked.vector, masked.number, InterruptFate::masked);
}

void Picture::on(const event::IrqDeliver& deliver, const Event& e) {
    if (InterruptState* interrupt = interrupt_of(deliver.vector))
        interrupt->delivered = deliver.number;
    decided(e, deliver.vector, deliver.number, InterruptFate::delivered);
}

void Picture::on(const event::FaultFired& fired, const Event& e) {
    if (fired.rule >= rules_max) return;
    if (fired.rule >= rules_.size()) rules_.resize(fired.rule + 1);
    Rule& rule = rules_[fired.rule];
    rule.struck = mark(e);
    if (rule.text.empty()) rule.text = names_.text(fired.text);
    if (fired.rule == 0 || fired.rule > settings_.faults.size()) return;
    const FaultSubject& subject = settings_.faults[fired.rule - 1];
    const FaultPlace place = place_of(info_of(subject.what).site);
    if (place == FaultPlace::pair || (place == FaultPlace::queue && !subject.rx))
        pairs_[subject.pair].faults[subject.what] = {fired.rule, mark(e)};
}

}  // namespace xsksim
