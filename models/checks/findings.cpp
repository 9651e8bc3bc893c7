// SPDX-License-Identifier: GPL-2.0-only
// findings: what a model reported of the driver's doing (freed memory touched, a lock that can
// never be had, ...) becomes a violation with its call stack; severity note becomes a note. The
// same note is shown once.
#include <algorithm>

#include "models/checks/all_checks.hpp"

namespace xsksim {
namespace {

class FindingsCheck : public Check {
public:
    explicit FindingsCheck(const TraceNames& names) : names_(names) {}
    std::string_view name() const override { return "findings"; }
    void listen_to(EventListeners& events) override {
        events.listen<event::Finding, event::VqBroken>(*this);
    }
    void on(const event::VqBroken& broken, const Event& e) {
        violate(e, Code::ring_broken,
                "virtqueue " + std::to_string(broken.queue) +
                    " is broken: " + names_.text(broken.text));
    }
    void on(const event::Finding& finding, const Event& e) {
        const bool is_note = finding.severity == FindingSeverity::note;
        std::string message = names_.text(finding.text);
        const auto same = [&](const Violation& v) { return v.is_note && v.message == message; };
        if (is_note && std::ranges::any_of(violations_, same)) return;
        const std::size_t before = violations_.size();
        violate(e, finding.code, std::move(message), is_note);
        if (violations_.size() != before && !finding.stack.is_none())
            violations_.back().stack = names_.text(finding.stack);
    }

private:
    const TraceNames& names_;
};

}  // namespace

std::unique_ptr<Check> make_findings(const TraceNames& names) {
    return std::make_unique<FindingsCheck>(names);
}

}  // namespace xsksim
