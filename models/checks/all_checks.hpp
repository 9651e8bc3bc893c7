// SPDX-License-Identifier: GPL-2.0-only
// The factories of the checks, one a file. Adding a check: its file, a line here, a line in
// all_checks.cpp, a test that shows it failing.
#pragma once

#include <memory>

#include "models/checks/judge.hpp"

namespace xsksim {

std::unique_ptr<Check> make_wire_order(const TraceNames& names, const Picture& picture);
std::unique_ptr<Check> make_frame_ownership(const Picture& picture);
std::unique_ptr<Check> make_completion_ring(const Picture& picture);
std::unique_ptr<Check> make_headers(const Picture& picture);
std::unique_ptr<Check> make_descriptors(const Picture& picture);
std::unique_ptr<Check> make_datagrams(const Picture& picture);
std::unique_ptr<Check> make_xdp_frames(const Picture& picture);
std::unique_ptr<Check> make_event_idx_law(const JudgeSettings& settings, const Picture& picture);
std::unique_ptr<Check> make_locks(const TraceNames& names, const Picture& picture);
std::unique_ptr<Check> make_napi(const Picture& picture);
std::unique_ptr<Check> make_napi_endless(const Picture& picture);
std::unique_ptr<Check> make_timer(const Picture& picture);
std::unique_ptr<Check> make_statistics(const Picture& picture);
std::unique_ptr<Check> make_findings(const TraceNames& names);
std::unique_ptr<Check> make_state_bits(const JudgeSettings& settings, const Picture& picture);
std::unique_ptr<Check> make_progress(const JudgeSettings& settings, const Picture& picture);

}  // namespace xsksim
