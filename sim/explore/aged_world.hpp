// SPDX-License-Identifier: GPL-2.0-only
// Tells a scout when the world has aged: once so many frames have gone out, by all queues (key
// /explore/aged_frames). A ring's indices are 16 bits wide, so that what goes wrong where they wrap
// shows in a world that is 65,536 buffers old.
// Owner: who makes the undisturbed execution. Units: frames. Errors: none.
#pragma once

#include <cstdint>

#include "sim/explore/scout.hpp"
#include "sim/run/run_listener.hpp"

namespace xsksim {

class AgedWorld : public RunListener {
public:
    AgedWorld(Scout& scout, std::uint64_t frames) : scout_(scout), frames_left_(frames) {}

    void listen_to(const HeardRun& run) override { run.readers.listen<event::DevWire>(*this); }
    void at_end(RunResult&) override {}

    void on(const event::DevWire&, const Event&) {
        if (frames_left_ > 0 && --frames_left_ == 0) scout_.begin();
    }

private:
    Scout& scout_;
    std::uint64_t frames_left_;
};

}  // namespace xsksim
