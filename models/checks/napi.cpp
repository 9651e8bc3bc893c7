// SPDX-License-Identifier: GPL-2.0-only
// napi: the state machine of each NAPI as its events show it. A poll begins only when scheduled,
// never while another poll of it has not completed, never while disabled; the driver completes
// what it ends below budget and does not complete what it wants polled again; schedule attempts
// have the outcome that the state allows.
#include <algorithm>

#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

struct Napi {
    bool known = false;     // its napi_add was seen
    bool enabled = false;   // between napi_enable and napi_disable phase 0
    bool scheduled = true;  // SCHED; set from napi_add on until the first napi_enable
    bool off = true;        // before the first enable, or after napi_disable ended
    ContextId poller = no_context;
    bool complete_called = false;      // in the poll that runs
    std::vector<ContextId> finishing;  // polls that completed and have not returned yet
};

class NapiCheck : public Check {
public:
    std::string_view name() const override { return "napi"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<NapiAdd, NapiScheduled, NapiPoll, NapiPolled, NapiComplete, NapiEnable,
                      NapiDisable>(*this);
    }
    void on(const event::NapiAdd& add, const Event&) {
        napis_[add.napi] = {};
        napis_[add.napi].known = true;
    }
    void on(const event::NapiEnable& enable, const Event&) {
        Napi& napi = napis_[enable.napi];
        napi.enabled = true;
        napi.off = napi.scheduled = false;
    }
    void on(const event::NapiScheduled& schedule, const Event& e) {
        Napi& napi = napis_[schedule.napi];
        const auto complain = [&](Code code, const char* what) {
            this->complain(schedule.napi, e, code, what);
        };
        switch (schedule.outcome) {
            case NapiSchedule::scheduled:
                if (napi.off)
                    complain(Code::napi_scheduled_disabled, "scheduled while it is disabled");
                else if (napi.scheduled)
                    complain(Code::napi_scheduled_twice, "scheduled anew while it is scheduled");
                napi.scheduled = true;
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
        Napi& napi = napis_[poll.napi];
        if (napi.off)
            complain(poll.napi, e, Code::napi_polled_disabled, "polled while it is disabled");
        else if (!napi.scheduled)
            complain(poll.napi, e, Code::napi_polled_unscheduled,
                     "polled without having been scheduled");
        if (napi.poller != no_context)
            complain(poll.napi, e, Code::napi_polled_by_two,
                     "polled while another poll of it runs");
        napi.poller = e.context;
        napi.complete_called = false;
    }
    void on(const event::NapiComplete& complete, const Event& e) {
        Napi& napi = napis_[complete.napi];
        if (napi.poller != e.context) {
            complain(complete.napi, e, Code::napi_completed_outside_poll,
                     "completed outside of its poll");
            if (complete.completed) napi.scheduled = false;
            return;
        }
        napi.complete_called = true;
        if (!complete.completed) return;  // stays scheduled: it was missed meanwhile
        napi.scheduled = false;
        napi.poller = no_context;  // from here on another vCPU may poll it
        napi.finishing.push_back(e.context);
    }
    void on(const event::NapiPolled& polled, const Event& e) {
        Napi& napi = napis_[polled.napi];
        const auto finishing = std::ranges::find(napi.finishing, e.context);
        if (finishing != napi.finishing.end()) {
            napi.finishing.erase(finishing);
            if (polled.repoll)
                complain(polled.napi, e, Code::napi_completed_and_repolled,
                         "its poll completed it and asks to be polled again as well");
            return;
        }
        if (napi.poller != e.context)
            return complain(polled.napi, e, Code::napi_poll_ends_unbegun,
                            "a poll ends that did not begin");
        napi.poller = no_context;
        if (!polled.repoll && !napi.complete_called && napi.enabled)
            complain(polled.napi, e, Code::napi_not_completed,
                     "its poll returned less than the budget without completing it: it stays "
                     "scheduled and is never polled again");
    }
    void on(const event::NapiDisable& disable, const Event& e) {
        Napi& napi = napis_[disable.napi];
        napi.enabled = false;
        if (disable.phase == Phase::begins) return;
        if (napi.poller != no_context)
            complain(disable.napi, e, Code::napi_disabled_while_polled,
                     "disabled while a poll of it runs");
        napi.off = napi.scheduled = true;
    }

private:
    void complain(std::uint64_t napi, const Event& e, Code code, const char* what) {
        violate(e, code, fmt::format("NAPI {}: {}", napi, what));
    }

    Table<Napi> napis_;
};

}  // namespace

std::unique_ptr<Check> make_napi() { return std::make_unique<NapiCheck>(); }

}  // namespace xsksim
