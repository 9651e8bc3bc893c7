// SPDX-License-Identifier: GPL-2.0-only
// napi_endless: a NAPI that polls on and on, is asked to be polled again each time, and neither
// takes nor adds a buffer, uses up its vCPU for nothing. A note: whatever the run comes to, it is
// wrong.
#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/time_text.hpp"

namespace xsksim {
namespace {

constexpr std::uint64_t polls_for_nothing_max = 1000;

class NapiEndless : public Check {
public:
    explicit NapiEndless(const Picture& picture) : picture_(picture) {}
    std::string_view name() const override { return "napi_endless"; }
    void listen_to(EventListeners& events) override { events.listen<event::NapiPolled>(*this); }
    void on(const event::NapiPolled& polled, const Event& e) {
        const NapiMap::Home home = picture_.napis().of(polled.napi);
        if (!home.is_tx) return;
        const NapiState& napi = picture_.pairs().find(home.pair)->tx_napi;
        if (napi.polls_for_nothing != polls_for_nothing_max) return;
        violate(e,
                fmt::format("TX NAPI of pair {} polls without end and without work: {} polls "
                            "since {} have neither taken nor added a buffer, and each asked to "
                            "be polled again",
                            home.pair, count_text(napi.polls_for_nothing),
                            time_text(napi.polls_for_nothing_since)),
                true);
    }

private:
    const Picture& picture_;
};

}  // namespace

std::unique_ptr<Check> make_napi_endless(const Picture& picture) {
    return std::make_unique<NapiEndless>(picture);
}

}  // namespace xsksim
