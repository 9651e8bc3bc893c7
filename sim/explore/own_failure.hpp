// SPDX-License-Identifier: GPL-2.0-only
// Whose a failure is, where the driver under test is compared with the reference that it was made
// from. One execution in which the former fails and the latter passes says little: the two pass
// other points at other times, so a race that both have strikes the one here and the other there.
// So the failure's neighbours (neighbours.hpp) are tried with both. What both have shows in the
// neighbours of both; what shows in hardly any neighbour is nobody's.
//
// A sequential sign test: were the failure as likely with either driver, the driver's failures
// would lead by three times the reference's and twelve in fewer than one of a thousand cases.
// (Steps of +1 and -3, equally likely: the chance to reach 12 is z^-12, z = 1.839 the root of
// z^4 - 2z^3 + 1 = 0; Wald, Sequential Analysis, 1947.)
//
// That is not all, as the neighbours are those of an execution that was chosen because the driver
// failed in it: one that does the same at slightly other times leads there, too. So the reference
// is explored in the same workload as well, under schedules of its own, twenty times as many as
// showed the driver's failure. Where one of them ends alike, the failure is both drivers'. Owner:
// an exploration. No errors but the search's.
#pragma once

#include "sim/explore/workload_search.hpp"

namespace xsksim {

bool is_own_failure(WorkloadSearch& search, const MetFailure& met);

}  // namespace xsksim
