// SPDX-License-Identifier: GPL-2.0-only
// The engine that switches stacks itself: as the reference (simgrid_engine.hpp), to the byte, at a
// twentieth of what a switch costs there. For those who make runs by the thousand. Only those who
// start a run know it (sim/simulate and tests).
#pragma once

#include <memory>

#include "sim/core/engine.hpp"
#include "sim/core/stack_pool.hpp"

namespace xsksim {

std::unique_ptr<Engine> make_native_engine(Engine::Options options);
// With stacks of the caller's own instead of the process's; they outlive the engine.
std::unique_ptr<Engine> make_native_engine_on(StackPool& stacks, Engine::Options options);

}  // namespace xsksim
