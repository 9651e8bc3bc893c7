// SPDX-License-Identifier: GPL-2.0-only
// Which NAPI is whose, from the registrations.
#pragma once

#include <cstdint>

#include "models/events.hpp"
#include "sim/core/table.hpp"

namespace xsksim {

class NapiMap {
public:
    struct Home {
        bool known = false;
        bool is_tx = false;
        std::uint64_t pair = 0;
    };

    void on(const event::NapiAdd& add) { homes_[add.napi] = {true, add.is_tx, add.pair}; }
    // Of a NAPI that was never registered: not known.
    Home of(std::uint64_t napi) const {
        const Home* home = homes_.find(napi);
        return home == nullptr ? Home{} : *home;
    }
    bool is_tx(std::uint64_t napi) const { return of(napi).is_tx; }

private:
    Table<Home> homes_;  // by number
};

}  // namespace xsksim
