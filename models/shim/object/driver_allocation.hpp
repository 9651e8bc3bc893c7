// SPDX-License-Identifier: GPL-2.0-only
// Memory that a driver has allocated and not freed: where it asked for it.
// Stands for an entry of kmemleak's report (mm/kmemleak.c, Linux 5.11). Plain values.
#pragma once

#include <cstddef>
#include <string>

#include "models/shim/object/symbols.hpp"

namespace xsksim {

struct DriverAllocation {
    std::size_t bytes = 0;
    bool pages = false;
    SourceLocation where;
    // "memory of 4080 bytes, allocated in virtnet_xsk_pool_enable virtio_net_xsk.c:191,"
    std::string text() const {
        return std::string(pages ? "pages" : "memory") + " of " + std::to_string(bytes) +
               " bytes, allocated in " + where.text() + ",";
    }
};

}  // namespace xsksim
