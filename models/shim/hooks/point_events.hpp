// SPDX-License-Identifier: GPL-2.0-only
// With trace.accesses: what each context does after a scheduling point is an event, and so is each
// access of the device. Of the driver's accesses the event `access` follows, with their names.
// Stands for nothing in the guest. Owner: ShimContext::Activation. No scheduling points, no cost.
#pragma once

#include "models/events.hpp"
#include "sim/core/engine.hpp"

namespace xsksim {

class PointEvents final : public PointListener {
public:
    explicit PointEvents(Trace& trace) : trace_(trace) {}

    void on_done(ContextId /*context*/, Operation done) override {
        const bool by_address = done.is_at_address();
        trace_.emit(event::Point{.act = done.act(),
                                 .object = done.object(),
                                 .address = {by_address ? done.number() : 0},
                                 .number = by_address ? 0 : done.number(),
                                 .size = done.bytes(),
                                 .marked = done.is_marked()});
    }

private:
    Trace& trace_;
};

}  // namespace xsksim
