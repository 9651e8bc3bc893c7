// SPDX-License-Identifier: GPL-2.0-only
// The engine whose stacks SimGrid 3.32 carries: the reference. Only those who start a run know it
// (sim/simulate and tests); whoever takes part in one knows Engine.
#pragma once

#include <memory>

#include "sim/core/engine.hpp"

namespace xsksim {

// One after the other: SimGrid has one clock and one queue a process.
std::unique_ptr<Engine> make_simgrid_engine(Engine::Options options);

}  // namespace xsksim
