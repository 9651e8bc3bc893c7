// SPDX-License-Identifier: GPL-2.0-only
// Scheduling points say what their context is about to do. That they say something is the
// compiler's business (tests/unit/core/points_test.cpp); that nobody says "nothing" for convenience
// is this file's.
#include <catch2/catch.hpp>

#include <map>
#include <string>

#include "tests/rules/source_tree.hpp"

using xsksim::rules::sources_below;

namespace {

// Where a context does nothing that others could see before its next point, and how often.
const std::map<std::string, int> with_local_points = {
    // Time in user space; what it is for has a point of its own.
    {"models/app/udp_sender.cpp", 1},
    {"models/app/xsk/completions.cpp", 1},
    {"models/app/xsk/sender_wait.cpp", 1},
    {"models/app/xsk/submission.cpp", 1},
    {"models/app/xsk_sender.cpp", 2},
    // The way into a system call that begins with a lock.
    {"models/kernel/net_device.cpp", 2},
    {"models/kernel/xsk_core.cpp", 2},
    {"models/shim/hypercalls/guest.cpp", 1},
    // Time that passes after the effect: reprogramming the vCPU's own clock.
    {"models/kernel/hr_timers.cpp", 2},
    // Entries of a batch, which the ring's indices cover.
    {"models/kernel/xsk_transmit_batch.cpp", 1},
    // Entering a driver function (its cost, a hold there), a hold or hold-up before a call.
    {"models/shim/hooks/access_check.cpp", 4},
    // udelay
    {"models/shim/hypercalls/hypercalls_cpu.cpp", 1},
};

// By file: how often the code, comments left out, has `words`.
std::map<std::string, int> count(const std::string& words) {
    std::map<std::string, int> found;
    for (const char* folder : {"sim", "models"})
        for (const auto& file : sources_below(folder, {".cpp", ".hpp"})) {
            if (file.path.rfind("sim/core/", 0) == 0) continue;  // declares them
            for (const std::string& line : file.lines) {
                const std::string code = line.substr(0, line.find("//"));
                for (std::size_t at = code.find(words); at != std::string::npos;
                     at = code.find(words, at + 1))
                    ++found[file.path];
            }
        }
    return found;
}

}  // namespace

TEST_CASE("points: a point before which nothing shared follows is known by its place") {
    CHECK(count("Operation::local()") == with_local_points);
}

TEST_CASE("points: only the access hooks pass a point without saying what it is") {
    CHECK(count("pass_unheeded()") ==
          std::map<std::string, int>{{"models/shim/hooks/access_hooks.cpp", 1}});
}
