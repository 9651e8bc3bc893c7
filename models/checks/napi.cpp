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
        const auto complain = [&](Code code, const char* what) {
            this->complain(schedule.napi, e, code, what);
        };
        switch (schedule.outcome) {
            case NapiSchedule::scheduled:
                if (napi.off)
                    complain(Code::napi_scheduled_disabled, "scheduled while it is disabled");
                else if (napi.scheduled)
                    complain(Code::napi_scheduled_twice, "scheduled anew while it is scheduled");
                return;
            case NapiSchedule::already_scheduled:
                if (!napi.scheduled)
                    complain(Code::napi_found_scheduled_untrue,
                             "found scheduled though nobody scheduled it");
                return;
            case NapiSchedule::disabled:
                if (napi.enabled)
                    complain(Code::napi_found_disabled_untrue,
                             "found disabled though it is enabled");
                return;
        }
    }
    void on(const event::NapiPoll& poll, const Event& e) {
        const NapiState::Before napi = before(poll.napi);
        if (napi.off)
            complain(poll.napi, e, Code::napi_polled_disabled, "polled while it is disabled");
        else if (!napi.scheduled)
            complain(poll.napi, e, Code::napi_polled_unscheduled,
                     "polled without having been scheduled");
        if (napi.poller != no_context)
            complain(poll.napi, e, Code::napi_polled_by_two,
                     "polled while another poll of it runs");
    }
    void on(const event::NapiComplete& complete, const Event& e) {
        if (before(complete.napi).poller != e.context)
            complain(complete.napi, e, Code::napi_completed_outside_poll,
                     "completed outside of its poll");
    }
    void on(const event::NapiPolled& polled, const Event& e) {
        const NapiState::Before napi = before(polled.napi);
        if (napi.is_finishing) {
            if (polled.repoll)
                complain(polled.napi, e, Code::napi_completed_and_repolled,
                         "its poll completed it and asks to be polled again as well");
            return;
        }
        if (napi.poller != e.context)
            return complain(polled.napi, e, Code::napi_poll_ends_unbegun,
                            "a poll ends that did not begin");
        if (!polled.repoll && !napi.completed_in_poll && napi.enabled)
            complain(polled.napi, e, Code::napi_not_completed,
                     "its poll returned less than the budget without completing it: it stays "
                     "scheduled and is never polled again");
    }
    void on(const event::NapiDisable& disable, const Event& e) {
        if (disable.phase == Phase::ended && before(disable.napi).poller != no_context)
            complain(disable.napi, e, Code::napi_disabled_while_polled,
                     "disabled while a poll of it runs");
    }

private:
    void complain(std::uint64_t napi, const Event& e, Code code, const char* what) {
        violate(e, code, fmt::format("NAPI {}: {}", napi, what));
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
