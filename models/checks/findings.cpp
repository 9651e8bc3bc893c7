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
    std::vector<EventKind> kinds() const override {
        return {EventKind::finding, EventKind::vq_broken};
    }
    void on_event(const Event& e) override {
        if (e.kind == EventKind::vq_broken)
            return violate(e, "virtqueue " + std::to_string(e.arg[0]) +
                                  " is broken: " + names_.text(e.arg[1]));
        const bool is_note = e.arg[2] == static_cast<std::uint64_t>(FindingSeverity::note);
        std::string message = names_.text(e.arg[0]);
        const auto same = [&](const Violation& v) { return v.is_note && v.message == message; };
        if (is_note && std::ranges::any_of(violations_, same)) return;
        const std::size_t before = violations_.size();
        violate(e, std::move(message), is_note);
        if (violations_.size() != before && e.arg[1] != 0)
            violations_.back().stack = names_.text(e.arg[1]);
    }

private:
    const TraceNames& names_;
};

}  // namespace

std::unique_ptr<Check> make_findings(const TraceNames& names) {
    return std::make_unique<FindingsCheck>(names);
}

}  // namespace xsksim
