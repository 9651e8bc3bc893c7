// SPDX-License-Identifier: GPL-2.0-only
// Both sides of the waist hold the same layouts and numbers: C through the shim's headers (the
// table in abi_table.c), C++ through its own declarations.
#include <catch2/catch.hpp>
#include <cstddef>
#include <map>
#include <string>

#include "models/kernel/xsk_core.hpp"
#include "models/numbers.hpp"
#include "models/ports.hpp"
#include "models/shim/hypercalls/hypercalls.h"
#include "models/shim/object/driver_object.hpp"
#include "models/split_ring_layout.hpp"
#include "models/virtio_features.hpp"

using namespace xsksim;

namespace {

struct AbiRow {
    const char* name;
    unsigned long value;
};

std::map<std::string, unsigned long> abi_of_c() {
    const DriverObject& object = DriverObject::load(XSKSIM_TEST_DRIVER_DIR "/shim_abi_table.so");
    const auto* rows = static_cast<const AbiRow*>(object.symbol("abi_table"));
    const auto count = *static_cast<const std::size_t*>(object.symbol("abi_rows"));
    std::map<std::string, unsigned long> table;
    for (std::size_t i = 0; i < count; ++i) table[rows[i].name] = rows[i].value;
    return table;
}

const std::map<std::string, unsigned long> abi_of_cpp = {
    {"sk_buff.data", offsetof(xs_skb, data)},
    {"sk_buff.len", offsetof(xs_skb, len)},
    {"sk_buff.queue_mapping", offsetof(xs_skb, queue)},
    {"sk_buff.xmit_more", offsetof(xs_skb, xmit_more)},
    {"sk_buff.cb", offsetof(xs_skb, cb)},
    {"sk_buff.headroom", offsetof(xs_skb, headroom)},
    {"sizeof sk_buff", sizeof(xs_skb)},
    {"sizeof xdp_desc", sizeof(xs_xdp_desc)},
    {"xdp_desc.addr", offsetof(xs_xdp_desc, addr)},
    {"xdp_desc.len", offsetof(xs_xdp_desc, len)},
    {"xdp_desc.options", offsetof(xs_xdp_desc, options)},
    {"sizeof xsk_buff_pool", sizeof(xs_xsk_pool)},
    {"sizeof vring_desc", sizeof(RingDescriptor)},
    {"vring_desc.addr", offsetof(RingDescriptor, address)},
    {"vring_desc.len", offsetof(RingDescriptor, bytes)},
    {"vring_desc.flags", offsetof(RingDescriptor, flags)},
    {"vring_desc.next", offsetof(RingDescriptor, next)},
    {"vring_avail.flags", ring::flags_offset},
    {"vring_avail.idx", ring::index_offset},
    {"vring_avail.ring", ring::slots_offset},
    {"vring_used.flags", ring::flags_offset},
    {"vring_used.idx", ring::index_offset},
    {"vring_used.ring", ring::slots_offset},
    {"sizeof vring_used_elem", sizeof(UsedElement)},
    {"vring_used_elem.id", offsetof(UsedElement, head)},
    {"vring_used_elem.len", offsetof(UsedElement, written_bytes)},
    {"sizeof virtio_net_hdr", 10},
    {"sizeof virtio_net_hdr_mrg_rxbuf", 12},
    {"VRING_DESC_F_NEXT", ring::descriptor_next},
    {"VRING_DESC_F_WRITE", ring::descriptor_device_writes},
    {"VRING_DESC_F_INDIRECT", ring::descriptor_indirect},
    {"VRING_USED_F_NO_NOTIFY", ring::used_no_notify},
    {"VRING_AVAIL_F_NO_INTERRUPT", ring::available_no_interrupt},
    {"HRTIMER_NORESTART", 0},
    {"HRTIMER_RESTART", 1},
    {"NETDEV_TX_OK", 0},
    {"NETDEV_TX_BUSY", 0x10},
    {"PAGE_SIZE", GuestMemory::page_bytes},
    {"XDP_WAKEUP_TX", xdp_wakeup_tx},
    {"XDP_RING_NEED_WAKEUP", xdp_ring_need_wakeup},
    {"MAX_SKB_FRAGS", max_skb_frags},
    {"VRING_DESC_ALIGN_SIZE", 16},
    {"SG_CHAIN | SG_END", 3},
};

}  // namespace

TEST_CASE("abi: C and C++ agree on layouts and values") {
    std::map<std::string, unsigned long> c = abi_of_c();
    CHECK(std::uint64_t{1} << c.at("VIRTIO_RING_F_INDIRECT_DESC") ==
          feature::ring_indirect_descriptors);
    CHECK(std::uint64_t{1} << c.at("VIRTIO_RING_F_EVENT_IDX") == feature::ring_event_idx);
    CHECK(std::uint64_t{1} << c.at("VIRTIO_F_VERSION_1") == feature::version_1);
    CHECK(std::uint64_t{1} << c.at("VIRTIO_NET_F_MRG_RXBUF") == feature::net_mergeable_rx_buffers);
    for (const char* bit : {"VIRTIO_RING_F_INDIRECT_DESC", "VIRTIO_RING_F_EVENT_IDX",
                            "VIRTIO_F_VERSION_1", "VIRTIO_NET_F_MRG_RXBUF"})
        c.erase(bit);
    for (const auto& [name, value] : abi_of_cpp) {
        INFO(name);
        REQUIRE(c.count(name) == 1);
        CHECK(c.at(name) == value);
        c.erase(name);
    }
    CHECK(c.empty());
}
