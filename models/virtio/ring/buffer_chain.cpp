// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/ring/buffer_chain.hpp"

namespace xsksim {

std::string_view BufferChain::append(const GuestMemory& memory, GuestPhysical address,
                                     std::uint32_t bytes, bool device_writes,
                                     std::size_t segments_max) {
    if (bytes == 0) return "a descriptor of length zero";
    if (segments.size() == segments_max) return "the chain is longer than the queue";
    if (!device_writes && writable_bytes != 0)
        return "a device-readable descriptor after a device-writable one";
    std::byte* data = memory.pointer(address, bytes);
    if (data == nullptr) return "a buffer lies outside guest memory";
    (device_writes ? writable_bytes : readable_bytes) += bytes;
    segments.push_back({data, bytes, device_writes, address});
    return {};
}

}  // namespace xsksim
