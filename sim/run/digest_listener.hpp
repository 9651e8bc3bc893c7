// SPDX-License-Identifier: GPL-2.0-only
// One number over every event of a run: equal runs have equal numbers. For --verify, which compares
// whole runs without keeping them.
#pragma once

#include "sim/run/run.hpp"

namespace xsksim {

class DigestListener : public RunListener, private EventListener {
public:
    void listen_to(const HeardRun& run) override { run.readers.listen_to_all(*this); }
    void at_end(RunResult& result) override { result.digest = state_; }

private:
    void on_event(const Event& event) override {
        mix(static_cast<std::uint64_t>(event.at.ns));
        mix(event.context ^ (static_cast<std::uint64_t>(event.kind) << 32));
        for (const FieldInfo& field : info_of(event.kind).fields) mix(raw(event, field));
    }
    // Multiply and fold: each input bit reaches both halves of the product.
    void mix(std::uint64_t value) {
        constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
        const unsigned __int128 product = static_cast<unsigned __int128>(state_ ^ value) * odd;
        state_ = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64) ^
                 (state_ << 1);
    }

    std::uint64_t state_ = 0x243f6a8885a308d3;
};

}  // namespace xsksim
