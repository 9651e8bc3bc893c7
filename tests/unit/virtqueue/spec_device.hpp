// SPDX-License-Identifier: GPL-2.0-only
// The device's side of a split ring, written from virtio 1.1 §2.6 alone: byte offsets, no
// structures of the driver. And the ring under test with the two of them wired together.
#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <vector>

#include "fake_hypercalls.hpp"
#include "ring_under_test.h"

namespace xsksim::test {

template <class T>
T load(std::uint64_t address) {
    T value;
    std::memcpy(&value, reinterpret_cast<const void*>(address), sizeof value);
    return value;
}
template <class T>
void store(std::uint64_t address, T value) {
    std::memcpy(reinterpret_cast<void*>(address), &value, sizeof value);
}

class SpecDevice {
public:
    struct Entry {
        std::uint64_t address;
        std::uint32_t len;
        bool device_writes;
        bool operator==(const Entry&) const = default;
    };
    struct Request {
        std::uint16_t head;
        std::vector<Entry> entries;
    };

    SpecDevice(std::uint64_t desc, std::uint64_t avail, std::uint64_t used, unsigned size)
        : desc_(desc), avail_(avail), used_(used), size_(size) {}

    std::uint16_t avail_flags() const { return load<std::uint16_t>(avail_); }
    std::uint16_t avail_idx() const { return load<std::uint16_t>(avail_ + 2); }
    std::uint16_t avail_entry(std::uint16_t idx) const {
        return load<std::uint16_t>(avail_ + 4 + 2u * (idx % size_));
    }
    std::uint16_t used_event() const { return load<std::uint16_t>(avail_ + 4 + 2u * size_); }
    std::uint16_t used_idx() const { return load<std::uint16_t>(used_ + 2); }
    void set_no_notify(bool set) { store<std::uint16_t>(used_, set ? 1 : 0); }
    void set_avail_event(std::uint16_t event) { store(used_ + 4 + 8u * size_, event); }

    bool has_request() const { return taken_ != avail_idx(); }
    Request take() { return read(avail_entry(taken_++)); }

    Request read(std::uint16_t head) const {
        Request request{head, {}};
        const Descriptor first = descriptor(desc_, head);
        if (first.flags & 4)
            walk(first.addr, 0, first.len / 16, request.entries);
        else
            walk(desc_, head, size_, request.entries);
        return request;
    }

    // One used entry; invisible until publish().
    void complete(std::uint32_t id, std::uint32_t len) {
        const std::uint64_t slot = used_ + 4 + 8u * (written_++ % size_);
        store(slot, id);
        store(slot + 4, len);
    }
    void publish() { store(used_ + 2, written_); }

private:
    struct Descriptor {
        std::uint64_t addr;
        std::uint32_t len;
        std::uint16_t flags, next;
    };
    Descriptor descriptor(std::uint64_t table, unsigned i) const {
        const std::uint64_t at = table + 16u * i;
        return {load<std::uint64_t>(at), load<std::uint32_t>(at + 8), load<std::uint16_t>(at + 12),
                load<std::uint16_t>(at + 14)};
    }
    void walk(std::uint64_t table, unsigned i, unsigned limit, std::vector<Entry>& entries) const {
        for (unsigned steps = 0; steps < limit; ++steps) {
            const Descriptor d = descriptor(table, i);
            entries.push_back({d.addr, d.len, (d.flags & 2) != 0});
            if (!(d.flags & 1)) return;
            i = d.next;
        }
        throw Bug("a chain that does not end");
    }

    std::uint64_t desc_, avail_, used_;
    unsigned size_;
    std::uint16_t taken_ = 0;
    std::uint16_t written_ = 0;
};

// A ring with a device beside it; gives everything back and checks that nothing leaks.
class Bench {
public:
    explicit Bench(const ring_options& options)
        : ring_((fake_hypercalls() = FakeHypercalls{}, ring_create(&options))),
          device(ring_desc_address(ring_), ring_avail_address(ring_), ring_used_address(ring_),
                 options.size) {}
    ~Bench() {
        fake_hypercalls().at_barrier = nullptr;
        ring_destroy(ring_);
    }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    operator ring_under_test*() const { return ring_; }

    // `count` device-readable entries of different addresses and lengths; token = any number but 0.
    int add_out(unsigned count, std::uintptr_t token) {
        const auto buffers = buffers_of(count, token);
        return ring_add_out(ring_, buffers.data(), count, reinterpret_cast<void*>(token));
    }
    int add_in(unsigned count, std::uintptr_t token) {
        const auto buffers = buffers_of(count, token);
        return ring_add_in(ring_, buffers.data(), count, reinterpret_cast<void*>(token));
    }
    std::vector<SpecDevice::Entry> expected(unsigned count, std::uintptr_t token,
                                            bool device_writes = false) const {
        std::vector<SpecDevice::Entry> entries;
        for (const ring_buffer& b : buffers_of(count, token))
            entries.push_back({reinterpret_cast<std::uintptr_t>(b.data), b.len, device_writes});
        return entries;
    }
    std::uintptr_t get_buf(unsigned* len = nullptr) {
        unsigned ignored;
        return reinterpret_cast<std::uintptr_t>(ring_get_buf(ring_, len ? len : &ignored));
    }
    // The device takes everything, completes it in order, and publishes.
    void device_drains() {
        while (device.has_request()) device.complete(device.take().head, 0);
        device.publish();
    }

private:
    static std::vector<ring_buffer> buffers_of(unsigned count, std::uintptr_t token) {
        std::vector<ring_buffer> buffers;
        for (unsigned i = 0; i < count; ++i)
            buffers.push_back(
                {reinterpret_cast<const void*>(0x100000000u + token * 4096 + 100 * i + 1),
                 static_cast<std::uint32_t>(token % 1000 + i + 1)});
        return buffers;
    }

    ring_under_test* ring_;

public:
    SpecDevice device;
};

}  // namespace xsksim::test
