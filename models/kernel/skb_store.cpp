// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/skb_store.hpp"

#include <algorithm>

namespace xsksim {

struct SkbStore::Object {
    xs_skb driver_part;  // first: the driver's pointer is ours
    std::byte* buffer;
    ContextId sender;
};

void* SkbStore::build(const SkbDescription& description) {
    auto* object =
        static_cast<Object*>(kmalloc_.allocate({sizeof(Object), /*zero=*/true, /*atomic=*/false}));
    if (object == nullptr) return nullptr;
    const std::size_t bytes = description.payload.size();
    object->buffer =
        static_cast<std::byte*>(kmalloc_.allocate({headroom_bytes + bytes, false, false}));
    if (object->buffer == nullptr) {
        kmalloc_.free(object);
        return nullptr;
    }
    object->sender = description.sender;
    xs_skb& skb = object->driver_part;
    std::byte* const data = object->buffer + headroom_bytes;
    std::copy(description.payload.begin(), description.payload.end(), data);
    skb.data = data;
    skb.len = static_cast<std::uint32_t>(bytes);
    skb.queue = static_cast<std::uint16_t>(description.pair);
    skb.sequence = description.sequence;
    skb.headroom = headroom_bytes;
    return object;
}

void SkbStore::free(void* skb) {
    kmalloc_.free(static_cast<Object*>(skb)->buffer);
    kmalloc_.free(skb);
}

ContextId SkbStore::sender(void* skb) const { return static_cast<Object*>(skb)->sender; }

}  // namespace xsksim
