// SPDX-License-Identifier: GPL-2.0-only
// Objects of one kind, by the address that the driver registered them with: what they were
// registered as. The kernel's structures need hold nothing of it.
//
// Stands for nothing in the guest. Owner: the part of the kernel that the kind belongs to. Never
// iterated in an order that anybody sees. No scheduling points, no cost, no events; what it means
// that an object is not registered is the owner's business.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "models/kernel/address_index.hpp"

namespace xsksim {

template <class T>
class Registrations {
public:
    // Registered anew, it is what it was registered as last.
    T& add(const void* object, T as) {
        std::uint32_t index = index_.find(object);
        if (index == 0) {
            index = index_.add(object);
            known_.emplace_back();
        }
        Known& known = known_[index - 1];
        known.address = reinterpret_cast<std::uintptr_t>(object);
        return known.as.emplace(std::move(as));
    }
    // nullptr: it is not registered.
    T* find(const void* object) {
        const std::uint32_t index = index_.find(object);
        return index == 0 || !known_[index - 1].as ? nullptr : &*known_[index - 1].as;
    }
    // The bytes are about to be freed, and what was registered in them is gone.
    void forget(const void* start, std::size_t bytes) {
        const auto first = reinterpret_cast<std::uintptr_t>(start);
        for (Known& known : known_)
            if (known.address - first < bytes) known.as.reset();
    }

private:
    struct Known {
        std::uintptr_t address = 0;
        std::optional<T> as;
    };
    AddressIndex index_;
    std::deque<Known> known_;  // by index - 1
};

}  // namespace xsksim
