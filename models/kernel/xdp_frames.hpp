// SPDX-License-Identifier: GPL-2.0-only
// Received packets that an XDP program sends back out.
//
// Stands for: struct xdp_frame's life (net/core/xdp.c, Linux 5.11): made in the buffer that the
// packet came in, given back when it has been sent or could not be. Simplified: the buffer of a
// port is an object of kmalloc and is freed, where the kernel, as a tree's kit, drops a reference
// to its page; no bulk returns. Owner: NetDevice. Callers: the shim on behalf of the driver; guest
// contexts only. Scheduling points: end(). Costs: those of kmalloc. Errors: failure findings for a
// frame given back that is none or was given back before. Events: xdp_run, xdp_frame, xdp_return.
#pragma once

#include <map>
#include <span>

#include "models/kernel/kmalloc.hpp"
#include "models/ports.hpp"

namespace xsksim {

class XdpFrames {
public:
    XdpFrames(Trace& trace, Findings& findings, Kmalloc& kmalloc, GuestMemory& memory)
        : trace_(trace), findings_(findings), kmalloc_(kmalloc), memory_(memory) {}

    void program_ran(PairIndex pair, std::uint32_t verdict, const void* data, std::size_t len);
    // `frame` describes the packet and lies in its buffer.
    void made(const void* frame, PairIndex pair, std::span<const std::byte> data);
    // Whoever has it frees its buffer, if it was one: the answer.
    bool gone(const void* frame, bool dropped);
    // Frees the buffer as well, an object of kmalloc.
    void end(const void* frame, bool dropped);  // [point]

private:
    struct Frame {
        PairIndex pair = 0;
        GuestPhysical data;
    };

    Trace& trace_;
    Findings& findings_;
    Kmalloc& kmalloc_;
    GuestMemory& memory_;
    std::map<GuestPhysical, Frame> live_;
};

}  // namespace xsksim
