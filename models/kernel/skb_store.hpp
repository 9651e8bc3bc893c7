// SPDX-License-Identifier: GPL-2.0-only
// Socket buffers in guest memory.
//
// Stands for: struct sk_buff with linear data (include/linux/skbuff.h), Linux 5.11. The driver sees
// struct xs_skb of models/shim/hypercalls/hypercalls.h; behind it lies what the stack remembers of
// the skb (the sender to be given room back). Owner and only user: NetDevice. No scheduling points
// of its own: those of Kmalloc.
#pragma once

#include <cstdint>
#include <span>

#include "models/kernel/kmalloc.hpp"
#include "models/ports.hpp"
#include "models/shim/hypercalls/hypercalls.h"

namespace xsksim {

struct SkbDescription {
    PairIndex pair = 0;
    std::uint64_t sequence = 0;
    ContextId sender = no_context;
    std::span<const std::byte> payload;
};

class SkbStore {
public:
    static constexpr std::uint32_t headroom_bytes =
        64;  // NET_SKB_PAD, room for virtio-net's header

    SkbStore(Kmalloc& kmalloc, GuestMemory& memory) : kmalloc_(kmalloc), memory_(memory) {}

    void* build(const SkbDescription& description);  // nullptr when out of memory
    void free(void* skb);
    bool is_live(const void* skb) const { return memory_.object_bytes(skb) != 0; }
    xs_skb& driver_part(void* skb) const { return *static_cast<xs_skb*>(skb); }
    ContextId sender(void* skb) const;

private:
    struct Object;

    Kmalloc& kmalloc_;
    GuestMemory& memory_;
};

}  // namespace xsksim
