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
    std::vector<EventKind> kinds() const override {
        using enum EventKind;
        return {napi_add,      napi_schedule, napi_poll,   napi_polled,
                napi_complete, napi_enable,   napi_disable};
    }
    void on_event(const Event& e) override {
        Napi& napi = napis_[e.arg[0]];
        switch (e.kind) {
            case EventKind::napi_add:
                napi = {};
                napi.known = true;
                return;
            case EventKind::napi_schedule:
                return on_schedule(napi, e);
            case EventKind::napi_poll:
                return on_poll(napi, e);
            case EventKind::napi_polled:
                return on_polled(napi, e);
            case EventKind::napi_complete:
                return on_complete(napi, e);
            case EventKind::napi_enable:
                napi.enabled = true;
                napi.off = napi.scheduled = false;
                return;
            case EventKind::napi_disable:
                return on_disable(napi, e);
            default:
                return;
        }
    }

private:
    void complain(const Event& e, const char* what) {
        violate(e, fmt::format("NAPI {}: {}", e.arg[0], what));
    }
    void on_schedule(Napi& napi, const Event& e) {
        switch (static_cast<NapiSchedule>(e.arg[1])) {
            case NapiSchedule::scheduled:
                if (napi.off)
                    complain(e, "scheduled while it is disabled");
                else if (napi.scheduled)
                    complain(e, "scheduled anew while it is scheduled");
                napi.scheduled = true;
                return;
            case NapiSchedule::already_scheduled:
                if (!napi.scheduled) complain(e, "found scheduled though nobody scheduled it");
                return;
            case NapiSchedule::disabled:
                if (napi.enabled) complain(e, "found disabled though it is enabled");
                return;
        }
    }
    void on_poll(Napi& napi, const Event& e) {
        if (napi.off)
            complain(e, "polled while it is disabled");
        else if (!napi.scheduled)
            complain(e, "polled without having been scheduled");
        if (napi.poller != no_context) complain(e, "polled while another poll of it runs");
        napi.poller = e.context;
        napi.complete_called = false;
    }
    void on_complete(Napi& napi, const Event& e) {
        if (napi.poller != e.context) {
            complain(e, "completed outside of its poll");
            if (e.arg[1] != 0) napi.scheduled = false;
            return;
        }
        napi.complete_called = true;
        if (e.arg[1] == 0) return;  // stays scheduled: it was missed meanwhile
        napi.scheduled = false;
        napi.poller = no_context;  // from here on another vCPU may poll it
        napi.finishing.push_back(e.context);
    }
    void on_polled(Napi& napi, const Event& e) {
        const bool repoll = e.arg[3] != 0;
        const auto finishing = std::ranges::find(napi.finishing, e.context);
        if (finishing != napi.finishing.end()) {
            napi.finishing.erase(finishing);
            if (repoll) complain(e, "its poll completed it and asks to be polled again as well");
            return;
        }
        if (napi.poller != e.context) return complain(e, "a poll ends that did not begin");
        napi.poller = no_context;
        if (!repoll && !napi.complete_called && napi.enabled)
            complain(e,
                     "its poll returned less than the budget without completing it: it stays "
                     "scheduled and is never polled again");
    }
    void on_disable(Napi& napi, const Event& e) {
        napi.enabled = false;
        if (e.arg[1] == 0) return;
        if (napi.poller != no_context) complain(e, "disabled while a poll of it runs");
        napi.off = napi.scheduled = true;
    }

    Table<Napi> napis_;
};

}  // namespace

std::unique_ptr<Check> make_napi() { return std::make_unique<NapiCheck>(); }

}  // namespace xsksim
