// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/exit_codes.hpp"

#include <cstdio>
#include <exception>

#include "sim/core/check.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim::cli {

int worse(int a, int b) {
    static constexpr int weight[] = {0, 2, 3, 1, 4};
    return weight[a] >= weight[b] ? a : b;
}

int exit_of(const std::function<int()>& action) {
    try {
        return action();
    } catch (const BadInput& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return exit_bad_input;
    } catch (const SimulatorFault& error) {
        std::fprintf(stderr, "simulator fault: %s\n", error.what());
        return exit_simulator_fault;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "xsksim: %s\n", error.what());
        return exit_bad_input;
    }
}

}  // namespace xsksim::cli
