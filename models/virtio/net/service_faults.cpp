// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/net/service_faults.hpp"

namespace xsksim {

ServiceFaults::Trouble ServiceFaults::draw() {
    Trouble trouble;
    for_each_strike(faults_, FaultSite::service, pair_, std::nullopt,
                    [&](const FaultStrike& strike) {
                        faults_.took_effect(strike);
                        trouble.longer = trouble.longer + strike.delay;
                        trouble.fails = strike.what() == FaultWhat::head_stuck;
                        return !trouble.fails;
                    });
    return trouble;
}

}  // namespace xsksim
