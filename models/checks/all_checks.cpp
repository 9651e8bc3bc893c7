// SPDX-License-Identifier: GPL-2.0-only
#include "models/checks/all_checks.hpp"

namespace xsksim {

std::vector<std::unique_ptr<Check>> make_all_checks(const JudgeSettings& settings,
                                                    const TraceNames& names,
                                                    const Picture& picture) {
    std::vector<std::unique_ptr<Check>> checks;
    checks.push_back(make_findings(names));
    checks.push_back(make_wire_order(names));
    checks.push_back(make_frame_ownership());
    checks.push_back(make_completion_ring());
    if (settings.driver.per_packet_header) checks.push_back(make_headers());
    checks.push_back(make_descriptors());
    checks.push_back(make_datagrams());
    checks.push_back(make_xdp_frames());
    checks.push_back(make_event_idx_law(settings));
    checks.push_back(make_locks(names));
    checks.push_back(make_napi());
    checks.push_back(make_napi_endless(picture));
    checks.push_back(make_timer());
    checks.push_back(make_statistics());
    checks.push_back(make_state_bits(settings, names, picture));
    checks.push_back(make_progress(settings, picture));
    return checks;
}

}  // namespace xsksim
