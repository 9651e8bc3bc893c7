// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/context_events.hpp"

#include "sim/explore/hold_events.hpp"

namespace xsksim {

void ContextEvents::listen_to(const HeardRun& run) {
    names_ = &run.names;
    run.readers.listen_to_all(*this);
}

void ContextEvents::on_event(const Event& event) {
    const bool may_count = tells_of_a_race(event.kind) && event.context != no_context;
    if (may_count && names_->context(event.context).starts_with("cpu"))
        ++times_[static_cast<std::size_t>(event.kind)];
}

std::vector<std::pair<std::string, std::uint64_t>> ContextEvents::places() const {
    std::vector<std::pair<std::string, std::uint64_t>> places;
    for (const EventInfo& info : event_infos)
        if (const auto times = times_[static_cast<std::size_t>(info.kind)]; times > 0)
            places.emplace_back("event:" + std::string(info.name), times);
    return places;
}

}  // namespace xsksim
