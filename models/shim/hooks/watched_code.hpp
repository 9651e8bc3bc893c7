// SPDX-License-Identifier: GPL-2.0-only
// Which code of a driver belongs to functions that somebody watches as places, so that only their
// points need to be named. Names of calls and fields are known only once they are hit.
// Stands for nothing in the guest. Owner and only user: the shim.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/shim/object/symbols.hpp"

namespace xsksim {

class WatchedCode {
public:
    WatchedCode(const Symbols& symbols, const std::vector<std::string>& functions);

    bool watches_code(std::uintptr_t pc) const { return find(pc) != nullptr; }
    // watches_code(pc) must hold.
    const std::string& function_at(std::uintptr_t pc) const { return find(pc)->name; }
    // Those that the driver does not have.
    const std::vector<std::string>& unknown() const { return unknown_; }

private:
    const FunctionSymbol* find(std::uintptr_t pc) const;

    std::vector<FunctionSymbol> watched_;
    std::vector<std::string> unknown_;
};

}  // namespace xsksim
