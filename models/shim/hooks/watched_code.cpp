// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/hooks/watched_code.hpp"

#include <algorithm>

namespace xsksim {

WatchedCode::WatchedCode(const Symbols& symbols, const std::vector<std::string>& functions) {
    for (const std::string& name : functions) {
        const std::size_t before = watched_.size();
        for (const FunctionSymbol& function : symbols.functions())
            if (function.name == name) watched_.push_back(function);
        if (watched_.size() == before) unknown_.push_back(name);
    }
}

const FunctionSymbol* WatchedCode::find(std::uintptr_t pc) const {
    const auto found = std::find_if(watched_.begin(), watched_.end(), [&](const auto& function) {
        return function.code.contains(pc);
    });
    return found == watched_.end() ? nullptr : &*found;
}

}  // namespace xsksim
