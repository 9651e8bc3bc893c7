// SPDX-License-Identifier: GPL-2.0-only
// napi: the state machine of each NAPI as its events show it. A poll begins only when scheduled,
// never while another poll of it has not completed, never while disabled; the driver completes
// what it ends below budget and does not complete what it wants polled again; schedule attempts
// have the outcome that the state allows.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"

namespace xsksim {
namespace {

class NapiCheck : public Check {
public:
    explicit NapiCheck(const Picture& picture) : picture_(picture) {}
    std::string_view name() const override { return "napi"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<NapiScheduled, NapiPoll, NapiPolled, NapiComplete, NapiDisable>(*this);
    }
    void on(const event::NapiScheduled& schedule, const Event& e) {
        const NapiState::Before napi = before(schedule.napi);
        const auto complain = [&](const char* what) { this->complain(schedule.napi, e, what); };
        switch (schedule.outcome) {
            case NapiSchedule::scheduled:
                if (napi.off)
                    complain("scheduled while it is disabled");
                else if (napi.scheduled)
                    complain("scheduled anew while it is scheduled");
                return;
            case NapiSchedule::already_scheduled:
                if (!napi.scheduled) complain("found scheduled though nobody scheduled it");
                return;
            case NapiSchedule::disabled:
                if (napi.enabled) complain("found disabled though it is enabled");
                return;
        }
    }
    void on(const event::NapiPoll& poll, const Event& e) {
        const NapiState::Before napi = before(poll.napi);
        if (napi.off)
            complain(poll.napi, e, "polled while it is disabled");
        else if (!napi.scheduled)
            complain(poll.napi, e, "polled without having been scheduled");
        if (napi.poller != no_context)
            complain(poll.napi, e, "polled while another poll of it runs");
    }
    void on(const event::NapiComplete& complete, const Event& e) {
        if (before(complete.napi).poller != e.context)
            complain(complete.napi, e, "completed outside of its poll");
    }
    void on(const event::NapiPolled& polled, const Event& e) {
        const NapiState::Before napi = before(polled.napi);
        if (napi.is_finishing) {
            if (polled.repoll)
                complain(polled.napi, e,
                         "its poll completed it and asks to be polled again as well");
            return;
        }
        if (napi.poller != e.context)
            return complain(polled.napi, e, "a poll ends that did not begin");
        if (!polled.repoll && !napi.completed_in_poll && napi.enabled)
            complain(polled.napi, e,
                     "its poll returned less than the budget without completing it: it stays "
                     "scheduled and is never polled again");
    }
    void on(const event::NapiDisable& disable, const Event& e) {
        if (disable.phase == Phase::ended && before(disable.napi).poller != no_context)
            complain(disable.napi, e, "disabled while a poll of it runs");
    }

private:
    void complain(std::uint64_t napi, const Event& e, const char* what) {
        violate(e, fmt::format("NAPI {}: {}", napi, what));
    }
    // Of one that was never registered: off.
    NapiState::Before before(std::uint64_t number) const {
        const NapiState* napi = picture_.napi(number);
        return napi == nullptr ? NapiState::Before{} : napi->before;
    }

    const Picture& picture_;
};

}  // namespace

std::unique_ptr<Check> make_napi(const Picture& picture) {
    return std::make_unique<NapiCheck>(picture);
}

}  // namespace xsksim
