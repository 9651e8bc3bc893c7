// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/net/rx_traffic.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "sim/core/check.hpp"

namespace xsksim {

namespace {

constexpr std::uint64_t nanoseconds_per_second = 1'000'000'000;

}  // namespace

RxTraffic::RxTraffic(Engine& engine, VirtioNetDevice& device, const RxTrafficOptions& options)
    : engine_(engine), device_(device), options_(options), frame_(options.bytes) {
    XSKSIM_CHECK(options.rate_pps >= 1 && options.rate_pps <= nanoseconds_per_second,
                 "RX rate out of range");
    const ContextId context = engine.spawn_step(
        {"rx/" + std::to_string(options.pair), Rank::stimulus}, [this] { return step(); });
    if (options_.start < end()) engine.wake_at(context, options_.start);
}

Instant RxTraffic::step() {
    if (ceased_) return Instant::never();
    fill_frame();
    device_.inject_rx(options_.pair, frame_, sequence_);
    ++sequence_;
    const Instant next = arrival_of(sequence_);
    return next < end() ? next : Instant::never();
}

Instant RxTraffic::arrival_of(std::uint64_t sequence) const {
    const std::uint64_t seconds = sequence / options_.rate_pps;
    const std::uint64_t rest = sequence % options_.rate_pps;
    const std::uint64_t ns =
        seconds * nanoseconds_per_second + rest * nanoseconds_per_second / options_.rate_pps;
    return options_.start + Duration{static_cast<std::int64_t>(ns)};
}

void RxTraffic::fill_frame() {
    std::memset(frame_.data(), static_cast<int>(sequence_ & 0xff), frame_.size());
    std::memcpy(frame_.data(), &sequence_, std::min(frame_.size(), sizeof sequence_));
}

}  // namespace xsksim
