// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/xdp_frames.hpp"

#include "models/memory/digest.hpp"

namespace xsksim {

void XdpFrames::program_ran(PairIndex pair, std::uint32_t verdict, const void* data,
                            std::size_t len) {
    trace_.emit(event::XdpRun{.pair = pair,
                              .verdict = static_cast<XdpAction>(verdict),
                              .len = len,
                              .gpa = {memory_.physical(data).value}});
}

void XdpFrames::made(const void* frame, PairIndex pair, std::span<const std::byte> data) {
    const GuestPhysical place = memory_.physical(data.data());
    live_[memory_.physical(frame)] = {pair, place};
    trace_.emit(event::XdpFrame{
        .pair = pair, .gpa = {place.value}, .len = data.size(), .digest = {content_digest(data)}});
}

bool XdpFrames::gone(const void* frame, bool dropped) {
    const auto found = live_.find(memory_.physical(frame));
    if (found == live_.end()) {
        findings_.failure(Code::xdp_returned_twice,
                          "an XDP frame is given back that is none, or was given back already");
        return false;
    }
    const Frame ended = found->second;
    live_.erase(found);
    trace_.emit(
        event::XdpReturn{.pair = ended.pair, .gpa = {ended.data.value}, .dropped = dropped});
    return true;
}

void XdpFrames::end(const void* frame, bool dropped) {
    if (!gone(frame, dropped)) return;
    const GuestMemory::ObjectInfo buffer = memory_.object_at(frame);
    kmalloc_.free(memory_.pointer(buffer.start, buffer.bytes));
}

}  // namespace xsksim
