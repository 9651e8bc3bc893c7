// SPDX-License-Identifier: GPL-2.0-only
// wire_order: each submitted descriptor reaches the wire exactly once, in the order of its socket,
// with the bytes that were submitted; an invalid one never does; datagrams of kernel senders
// likewise, in the order of each sender (frames of XDP: xdp_frames). Frames on their way when the
// run ends are no failure. A frame that is overtaken is judged late: "reordered" when it still
// comes, "missing" when it is given back or the run ends first. Bytes that the application itself
// has written over a frame that it had handed over count as those it submitted. After an unbind,
// what was submitted before may be missing. A buffer that the device refuses (dev_bad) is a failure
// of its own: its frame is lost.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

enum class Fate : std::uint8_t { waiting, sent, invalid, overtaken, missing };

struct Submission {
    std::uint64_t name = 0;  // the frame's offset, or the datagram's sequence number
    Digest digest;
    std::uint64_t event = 0;
    std::uint64_t len = 0;
    Fate fate = Fate::waiting;
};

// What one sender has handed over; its front is what the wire must show next.
struct Stream {
    bool used = false;
    bool is_datagram = false;
    std::uint64_t pair = 0;
    ContextId sender = no_context;
    std::uint64_t abandoned_until =
        0;  // positions below may stay away (submitted before an unbind or reset)
    RingQueue<Submission> queue;
    std::vector<Submission> overtaken;  // not yet on the wire though later ones were

    std::string describe(const Submission& s) const {
        return is_datagram ? fmt::format("datagram {} ({} bytes, submitted at event {})", s.name,
                                         s.len, s.event)
                           : fmt::format("frame {:#x} ({} bytes, submitted at event {})", s.name,
                                         s.len, s.event);
    }
    void skip_settled() {
        while (!queue.empty() && queue.front().fate != Fate::waiting) queue.pop();
    }
};

class WireOrder : public Check {
public:
    WireOrder(const TraceNames& names, const Picture& picture)
        : names_(names), packets_(picture.packets()), queues_(picture.queues()) {}
    std::string_view name() const override { return "wire_order"; }
    void listen_to(EventListeners& events) override {
        using namespace event;
        events.listen<AppSubmit, AppReclaim, AppOverwrite, UdpSubmit, UdpDrop, XskUnbind,
                      XskInvalidDesc, DevWire, DevBad, DevReset>(*this);
    }
    void at_end(Instant end) override;

    void on(const event::AppSubmit& submit, const Event& e);
    void on(const event::UdpSubmit& submit, const Event& e);
    void on(const event::AppReclaim& reclaim, const Event& e);
    void on(const event::AppOverwrite& overwrite, const Event& e);
    void on(const event::XskInvalidDesc& invalid, const Event& e);
    void on(const event::UdpDrop& drop, const Event& e);
    void on(const event::DevWire& wire, const Event& e);
    void on(const event::DevBad& bad, const Event& e);
    void on(const event::DevReset& reset, const Event& e);
    void on(const event::XskUnbind& unbind, const Event& e);

private:
    static constexpr std::size_t overtaken_max = 1024;

    // What is on the wire, its bytes under the digest with which they were submitted.
    struct Sent {
        std::uint64_t queue, head, len;
        Digest digest;
        std::uint64_t chunk = no_chunk;
    };

    // True when the stream's next one is this; the usual case.
    bool next_is(Stream& stream, Digest digest);
    bool later_one_is(Stream& stream, Digest digest);
    bool overtaken_one_is(Stream& stream, const Event& e, Digest digest);
    bool earlier_one_is(Stream& stream, const Event& e, Digest digest);
    // The digest under which a frame was submitted, by that of its bytes now.
    Digest submitted_digest(Digest digest) const {
        if (overwritten_.empty()) [[likely]]
            return digest;
        const auto found = overwritten_.find(digest.value);
        return found == overwritten_.end() ? digest : found->second;
    }
    void unknown_bytes(const Event& e, std::uint64_t pair, const Sent& packet);
    void overtake(Stream& stream, std::uint64_t position);
    // The stream of the context on the pair.
    static Stream& stream_of(std::vector<Stream>& streams, std::uint64_t pair, ContextId sender);
    template <class Visit>
    static bool any_of(std::vector<Stream>& streams, std::uint64_t pair, Visit visit) {
        return std::ranges::any_of(streams, [&](Stream& s) { return s.pair == pair && visit(s); });
    }
    bool reclaimed_unsent(Stream& stream, const Event& e, std::uint64_t name);

    const TraceNames& names_;
    const Packets& packets_;
    const QueueMap& queues_;
    std::vector<Stream> frames_;                   // one a socket
    std::vector<Stream> datagrams_;                // one a sender and pair
    std::map<std::uint64_t, Digest> overwritten_;  // as written over -> as submitted
    Event last_;
};

void WireOrder::on(const event::AppSubmit& submit, const Event& e) {
    stream_of(frames_, submit.pair, e.context)
        .queue.push({submit.frame.value, submit.digest, e.number, submit.len});
}

void WireOrder::on(const event::UdpSubmit& submit, const Event& e) {
    Stream& stream = stream_of(datagrams_, submit.pair, e.context);
    stream.is_datagram = true;
    stream.queue.push({submit.sequence, submit.digest, e.number, submit.len});
}

void WireOrder::on(const event::AppOverwrite& overwrite, const Event&) {
    overwritten_[overwrite.digest.value] = overwrite.submitted;
}

void WireOrder::on(const event::XskUnbind& unbind, const Event&) {
    for (Stream& stream : frames_) {
        if (stream.pair != unbind.pair) continue;
        stream.abandoned_until = stream.queue.tail();
        stream.overtaken.clear();
    }
}

Stream& WireOrder::stream_of(std::vector<Stream>& streams, std::uint64_t pair, ContextId sender) {
    for (Stream& stream : streams)
        if (stream.pair == pair && stream.sender == sender) return stream;
    streams.emplace_back();
    streams.back().sender = sender;
    streams.back().pair = pair;
    return streams.back();
}

void WireOrder::on(const event::DevWire& wire, const Event& e) {
    last_ = e;
    const std::uint64_t pair = queues_.pair(wire.queue);
    const Packet leaving = packets_.leaving();
    if (leaving.kind == PacketKind::xdp) return;  // xdp_frames judges it
    const bool may_be_frame = leaving.kind != PacketKind::datagram;
    const Sent packet{wire.queue, wire.head, wire.len, submitted_digest(wire.digest),
                      leaving.chunk};
    const auto is_next = [&](Stream& s) { return next_is(s, packet.digest); };
    const auto is_another = [&](Stream& s) {
        return later_one_is(s, packet.digest) || overtaken_one_is(s, e, packet.digest) ||
               earlier_one_is(s, e, packet.digest);
    };
    if (may_be_frame) {
        if (any_of(frames_, pair, is_next)) [[likely]]
            return;
        if (any_of(frames_, pair, is_another)) return;
    }
    if (any_of(datagrams_, pair, is_next) || any_of(datagrams_, pair, is_another)) return;
    unknown_bytes(e, pair, packet);
}

bool WireOrder::next_is(Stream& stream, Digest digest) {
    if (stream.queue.empty()) return false;
    Submission& next = stream.queue.front();
    if (next.digest != digest || next.fate != Fate::waiting) return false;
    next.fate = Fate::sent;
    stream.queue.pop();
    stream.skip_settled();
    return true;
}

bool WireOrder::later_one_is(Stream& stream, Digest digest) {
    RingQueue<Submission>& queue = stream.queue;
    for (std::uint64_t p = queue.head(); p != queue.tail(); ++p) {
        if (queue.at(p).digest != digest || queue.at(p).fate != Fate::waiting) continue;
        overtake(stream, p);
        return true;
    }
    return false;
}

// Position p went out before everything from the head up to it.
void WireOrder::overtake(Stream& stream, std::uint64_t position) {
    RingQueue<Submission>& queue = stream.queue;
    for (std::uint64_t p = queue.head(); p != position; ++p) {
        Submission& late = queue.at(p);
        if (late.fate != Fate::waiting) continue;
        late.fate = Fate::overtaken;
        if (p >= stream.abandoned_until && stream.overtaken.size() < overtaken_max)
            stream.overtaken.push_back(late);
    }
    queue.at(position).fate = Fate::sent;
    queue.pop_to(position + 1);
    stream.skip_settled();
}

bool WireOrder::overtaken_one_is(Stream& stream, const Event& e, Digest digest) {
    const auto late = std::ranges::find(stream.overtaken, digest, &Submission::digest);
    if (late == stream.overtaken.end()) return false;
    violate(
        e, Code::wire_reordered,
        fmt::format("reordered: {} reaches the wire after later ones did", stream.describe(*late)));
    stream.overtaken.erase(late);
    return true;
}

bool WireOrder::earlier_one_is(Stream& stream, const Event& e, Digest digest) {
    RingQueue<Submission>& queue = stream.queue;
    for (std::uint64_t p = queue.tail(); p != queue.oldest(); --p) {
        const Submission& old = queue.at(p - 1);
        if (old.digest != digest || old.fate == Fate::waiting) continue;
        if (old.fate == Fate::overtaken && p - 1 < stream.abandoned_until) return true;
        const std::string it = stream.describe(old);
        if (old.fate == Fate::invalid)
            violate(e, Code::wire_invalid,
                    fmt::format("invalid: {} reaches the wire though the kernel refused it", it));
        else if (old.fate == Fate::sent)
            violate(e, Code::wire_duplicate,
                    fmt::format("duplicate: {} reaches the wire a second time", it));
        else
            violate(e, Code::wire_late,
                    fmt::format("late: {} reaches the wire after it was given back", it));
        return true;
    }
    return false;
}

// Nobody submitted these bytes. If the frame's place is known, it counts as that frame's turn.
void WireOrder::unknown_bytes(const Event& e, std::uint64_t pair, const Sent& packet) {
    const auto has_frame = [&](Stream& stream) {
        RingQueue<Submission>& queue = stream.queue;
        for (std::uint64_t p = queue.head(); p != queue.tail(); ++p) {
            const FrameAddress frame{queue.at(p).name};
            if (packets_.umem().chunk_of(pair, frame) != packet.chunk) continue;
            violate(e, Code::wire_corrupt,
                    fmt::format("corrupt: the {} bytes on the wire of {} are not the submitted "
                                "ones",
                                packet.len, stream.describe(queue.at(p))));
            overtake(stream, p);
            return true;
        }
        return false;
    };
    if (packet.chunk != no_chunk && any_of(frames_, pair, has_frame)) return;
    violate(e, Code::wire_unknown,
            fmt::format("unknown: {} bytes on the wire (queue {}, head {}) that nobody waits to "
                        "send",
                        packet.len, packet.queue, packet.head));
}

void WireOrder::on(const event::DevBad& bad, const Event& e) {
    if (!queues_.transmits(bad.queue)) return;
    const Packet refused = packets_.leaving();
    std::string of;
    any_of(frames_, queues_.pair(bad.queue), [&](Stream& stream) {
        if (refused.kind == PacketKind::unknown) return false;
        for (std::uint64_t p = stream.queue.head(); p != stream.queue.tail(); ++p) {
            Submission& submission = stream.queue.at(p);
            const FrameAddress frame{submission.name};
            if (packets_.umem().chunk_of(stream.pair, frame) != refused.chunk) continue;
            submission.fate = Fate::missing;
            of = " of " + stream.describe(submission);
            stream.skip_settled();
            return true;
        }
        return false;
    });
    violate(e, Code::wire_refused,
            fmt::format("refused: the device does not send the buffer with head {}{}: {}", bad.head,
                        of, names_.text(bad.text)));
}

// A frame comes back without having been sent: it is lost. Those still waiting are in the queue.
void WireOrder::on(const event::AppReclaim& reclaim, const Event& e) {
    any_of(frames_, reclaim.pair,
           [&](Stream& stream) { return reclaimed_unsent(stream, e, reclaim.frame.value); });
}

bool WireOrder::reclaimed_unsent(Stream& stream, const Event& e, std::uint64_t name) {
    if (stream.queue.empty() && stream.overtaken.empty()) [[likely]]
        return false;
    const auto late = std::ranges::find(stream.overtaken, name, &Submission::name);
    if (late != stream.overtaken.end()) {
        violate(e, Code::wire_missing,
                fmt::format("missing: {} was given back but never reached the wire",
                            stream.describe(*late)));
        stream.overtaken.erase(late);
        return true;
    }
    if (stream.queue.empty() || stream.queue.front().name != name) return false;
    if (stream.queue.head() >= stream.abandoned_until)
        violate(e, Code::wire_missing,
                fmt::format("missing: {} was given back but never reached the wire",
                            stream.describe(stream.queue.front())));
    stream.queue.front().fate = Fate::missing;
    stream.skip_settled();
    return true;
}

void WireOrder::on(const event::XskInvalidDesc& invalid, const Event&) {
    const std::uint64_t name = UmemMap::plain(invalid.addr).value;
    any_of(frames_, invalid.pair, [&](Stream& stream) {
        RingQueue<Submission>& queue = stream.queue;
        for (std::uint64_t p = queue.head(); p != queue.tail(); ++p) {
            Submission& submission = queue.at(p);
            if (submission.name != name || submission.fate != Fate::waiting) continue;
            submission.fate = Fate::invalid;
            stream.skip_settled();
            return true;
        }
        return false;
    });
}

void WireOrder::on(const event::UdpDrop& drop, const Event&) {
    any_of(datagrams_, drop.pair, [&](Stream& stream) {
        RingQueue<Submission>& queue = stream.queue;
        for (std::uint64_t p = queue.tail(); p != queue.head(); --p) {
            Submission& submission = queue.at(p - 1);
            if (submission.name != drop.sequence || submission.fate != Fate::waiting) continue;
            submission.fate = Fate::invalid;
            stream.skip_settled();
            return true;
        }
        return false;
    });
}

// What the device held is lost, and that is nobody's fault.
void WireOrder::on(const event::DevReset& reset, const Event&) {
    if (!queues_.transmits(reset.queue)) return;
    const auto abandon = [](Stream& stream) {
        stream.abandoned_until = stream.queue.tail();
        return false;
    };
    any_of(frames_, queues_.pair(reset.queue), abandon);
    any_of(datagrams_, queues_.pair(reset.queue), abandon);
}

void WireOrder::at_end(Instant) {
    const auto report = [&](Stream& stream) {
        for (const Submission& late : stream.overtaken)
            violate(last_, Code::wire_missing,
                    fmt::format("missing: {} never reached the wire, though later ones did",
                                stream.describe(late)));
    };
    for (Stream& stream : frames_) report(stream);
    for (Stream& stream : datagrams_) report(stream);
}

}  // namespace

std::unique_ptr<Check> make_wire_order(const TraceNames& names, const Picture& picture) {
    return std::make_unique<WireOrder>(names, picture);
}

}  // namespace xsksim
