// SPDX-License-Identifier: GPL-2.0-only
#include "models/checks/all_checks.hpp"

namespace xsksim {

std::vector<std::unique_ptr<Check>> make_all_checks(const JudgeSettings& settings,
                                                    const TraceNames& names,
                                                    const Picture& picture) {
    std::vector<std::unique_ptr<Check>> checks;
    checks.push_back(make_findings(names));
    checks.push_back(make_wire_order(names, picture));
    checks.push_back(make_frame_ownership(picture));
    checks.push_back(make_completion_ring(picture));
    if (settings.driver.per_packet_header) checks.push_back(make_headers(picture));
    checks.push_back(make_descriptors(picture));
    checks.push_back(make_datagrams(picture));
    checks.push_back(make_xdp_frames(picture));
    checks.push_back(make_event_idx_law(settings, picture));
    checks.push_back(make_locks(names, picture));
    checks.push_back(make_napi(picture));
    checks.push_back(make_napi_endless(picture));
    checks.push_back(make_timer(picture));
    checks.push_back(make_statistics(picture));
    checks.push_back(make_state_bits(settings, picture));
    checks.push_back(make_progress(settings, picture));
    return checks;
}

}  // namespace xsksim
