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
#include "models/observe/umem_map.hpp"
#include "models/observe/xdp_frame_map.hpp"
#include "sim/core/table.hpp"

namespace xsksim {
namespace {

enum class Fate : std::uint8_t { waiting, sent, invalid, overtaken, missing };

struct Submission {
    std::uint64_t name = 0;  // the frame's offset, or the datagram's sequence number
    std::uint64_t digest = 0;
    std::uint64_t event = 0;
    std::uint32_t len = 0;
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
    explicit WireOrder(const TraceNames& names) : names_(names) {}
    std::string_view name() const override { return "wire_order"; }
    std::vector<EventKind> kinds() const override {
        using enum EventKind;
        return {app_submit,    app_reclaim, app_overwrite, udp_submit,       udp_drop,
                umem_register, xsk_unbind,  dev_take,      xsk_invalid_desc, dev_wire,
                dev_bad,       dev_reset,   xdp_frame,     xdp_return};
    }
    void on_event(const Event& e) override;
    void at_end(Instant end) override;

private:
    static constexpr std::size_t overtaken_max = 1024;

    void submit(Stream& stream, const Event& e);
    void on_wire(const Event& event);
    // True when the stream's next one is this; the usual case.
    bool next_is(Stream& stream, std::uint64_t digest);
    bool later_one_is(Stream& stream, const Event& e);
    bool overtaken_one_is(Stream& stream, const Event& e);
    bool earlier_one_is(Stream& stream, const Event& e);
    // The digest under which a frame was submitted, by that of its bytes now.
    std::uint64_t submitted_digest(std::uint64_t digest) const {
        if (overwritten_.empty()) [[likely]]
            return digest;
        const auto found = overwritten_.find(digest);
        return found == overwritten_.end() ? digest : found->second;
    }
    void unknown_bytes(const Event& e, std::uint64_t pair, std::uint64_t chunk);
    void overtake(Stream& stream, std::uint64_t position);
    void on_bad(const Event& e);
    void on_reclaim(const Event& e);
    void on_invalid(const Event& e);
    void on_drop(const Event& e);
    void on_reset(const Event& e);
    // The stream of the event's context on the event's pair.
    static Stream& stream_of(std::vector<Stream>& streams, const Event& e);
    template <class Visit>
    static bool any_of(std::vector<Stream>& streams, std::uint64_t pair, Visit visit) {
        return std::ranges::any_of(streams, [&](Stream& s) { return s.pair == pair && visit(s); });
    }
    bool reclaimed_unsent(Stream& stream, const Event& e);

    struct Taken {
        bool known = false;
        bool is_xdp = false;
        std::uint64_t chunk = no_chunk;
    };
    const TraceNames& names_;
    UmemMap umem_;
    XdpFrameMap<char> xdp_;
    std::vector<Stream> frames_;                          // one a socket
    std::vector<Stream> datagrams_;                       // one a sender and pair
    Table<Table<Taken>> taken_;                           // by queue, by head
    std::map<std::uint64_t, std::uint64_t> overwritten_;  // digests: as written over, as submitted
    Event last_;
};

void WireOrder::on_event(const Event& e) {
    switch (e.kind) {
        case EventKind::app_submit:
            return submit(stream_of(frames_, e), e);
        case EventKind::app_reclaim:
            return on_reclaim(e);
        case EventKind::app_overwrite:
            overwritten_[e.arg[2]] = e.arg[3];
            return;
        case EventKind::dev_take:
            if (is_tx_queue(e.arg[0]))
                taken_[e.arg[0]][e.arg[1]] = {
                    true, xdp_.contains(e.arg[3]),
                    umem_.chunk_of_gpa(pair_of_queue(e.arg[0]), e.arg[3])};
            return;
        case EventKind::dev_wire:
            return on_wire(e);
        case EventKind::dev_bad:
            return on_bad(e);
        case EventKind::udp_submit: {
            Stream& stream = stream_of(datagrams_, e);
            stream.is_datagram = true;
            return submit(stream, e);
        }
        case EventKind::udp_drop:
            return on_drop(e);
        case EventKind::umem_register:
            return umem_.on_register(e);
        case EventKind::xsk_invalid_desc:
            return on_invalid(e);
        case EventKind::xsk_unbind:
            for (Stream& stream : frames_) {
                if (stream.pair != e.arg[0]) continue;
                stream.abandoned_until = stream.queue.tail();
                stream.overtaken.clear();
            }
            return;
        case EventKind::dev_reset:
            return on_reset(e);
        case EventKind::xdp_frame:
            xdp_.on_frame(e);
            return;
        case EventKind::xdp_return:
            return xdp_.on_return(e);
        default:
            return;
    }
}

void WireOrder::submit(Stream& stream, const Event& e) {
    stream.queue.push({e.arg[1], e.arg[3], e.number, static_cast<std::uint32_t>(e.arg[2])});
}

Stream& WireOrder::stream_of(std::vector<Stream>& streams, const Event& e) {
    for (Stream& stream : streams)
        if (stream.pair == e.arg[0] && stream.sender == e.context) return stream;
    streams.emplace_back();
    streams.back().sender = e.context;
    streams.back().pair = e.arg[0];
    return streams.back();
}

void WireOrder::on_wire(const Event& event) {
    Event e = event;
    e.arg[3] = submitted_digest(event.arg[3]);
    last_ = e;
    const std::uint64_t pair = pair_of_queue(e.arg[0]);
    Taken& taken = taken_[e.arg[0]][e.arg[1]];
    const bool is_xdp = taken.known && taken.is_xdp;
    const bool is_frame = taken.known ? taken.chunk != no_chunk : true;
    const std::uint64_t chunk = taken.known ? taken.chunk : no_chunk;
    taken.known = false;
    if (is_xdp) return;  // xdp_frames judges it
    const auto is_next = [&](Stream& s) { return next_is(s, e.arg[3]); };
    const auto is_another = [&](Stream& s) {
        return later_one_is(s, e) || overtaken_one_is(s, e) || earlier_one_is(s, e);
    };
    if (is_frame) {
        if (any_of(frames_, pair, is_next)) [[likely]]
            return;
        if (any_of(frames_, pair, is_another)) return;
    }
    if (any_of(datagrams_, pair, is_next) || any_of(datagrams_, pair, is_another)) return;
    unknown_bytes(e, pair, is_frame ? chunk : no_chunk);
}

bool WireOrder::next_is(Stream& stream, std::uint64_t digest) {
    if (stream.queue.empty()) return false;
    Submission& next = stream.queue.front();
    if (next.digest != digest || next.fate != Fate::waiting) return false;
    next.fate = Fate::sent;
    stream.queue.pop();
    stream.skip_settled();
    return true;
}

bool WireOrder::later_one_is(Stream& stream, const Event& e) {
    RingQueue<Submission>& queue = stream.queue;
    for (std::uint64_t p = queue.head(); p != queue.tail(); ++p) {
        if (queue.at(p).digest != e.arg[3] || queue.at(p).fate != Fate::waiting) continue;
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

bool WireOrder::overtaken_one_is(Stream& stream, const Event& e) {
    const auto late = std::ranges::find(stream.overtaken, e.arg[3], &Submission::digest);
    if (late == stream.overtaken.end()) return false;
    violate(e, fmt::format("reordered: {} reaches the wire after later ones did",
                           stream.describe(*late)));
    stream.overtaken.erase(late);
    return true;
}

bool WireOrder::earlier_one_is(Stream& stream, const Event& e) {
    RingQueue<Submission>& queue = stream.queue;
    for (std::uint64_t p = queue.tail(); p != queue.oldest(); --p) {
        const Submission& old = queue.at(p - 1);
        if (old.digest != e.arg[3] || old.fate == Fate::waiting) continue;
        if (old.fate == Fate::overtaken && p - 1 < stream.abandoned_until) return true;
        const char* what =
            old.fate == Fate::invalid ? "invalid: {} reaches the wire though the kernel refused it"
            : old.fate == Fate::sent  ? "duplicate: {} reaches the wire a second time"
                                      : "late: {} reaches the wire after it was given back";
        violate(e, fmt::format(fmt::runtime(what), stream.describe(old)));
        return true;
    }
    return false;
}

// Nobody submitted these bytes. If the frame's place is known, it counts as that frame's turn.
void WireOrder::unknown_bytes(const Event& e, std::uint64_t pair, std::uint64_t chunk) {
    const auto has_frame = [&](Stream& stream) {
        RingQueue<Submission>& queue = stream.queue;
        for (std::uint64_t p = queue.head(); p != queue.tail(); ++p) {
            if (umem_.chunk_of_frame(pair, queue.at(p).name) != chunk) continue;
            violate(e, fmt::format("corrupt: the {} bytes on the wire of {} are not the submitted "
                                   "ones",
                                   e.arg[2], stream.describe(queue.at(p))));
            overtake(stream, p);
            return true;
        }
        return false;
    };
    if (chunk != no_chunk && any_of(frames_, pair, has_frame)) return;
    violate(e, fmt::format("unknown: {} bytes on the wire (queue {}, head {}) that nobody waits to "
                           "send",
                           e.arg[2], e.arg[0], e.arg[1]));
}

void WireOrder::on_bad(const Event& e) {
    if (!is_tx_queue(e.arg[0])) return;
    Taken& taken = taken_[e.arg[0]][e.arg[1]];
    std::string of;
    any_of(frames_, pair_of_queue(e.arg[0]), [&](Stream& stream) {
        for (std::uint64_t p = stream.queue.head(); taken.known && p != stream.queue.tail(); ++p) {
            Submission& submission = stream.queue.at(p);
            if (umem_.chunk_of_frame(stream.pair, submission.name) != taken.chunk) continue;
            submission.fate = Fate::missing;
            of = " of " + stream.describe(submission);
            stream.skip_settled();
            return true;
        }
        return false;
    });
    taken.known = false;
    violate(e, fmt::format("refused: the device does not send the buffer with head {}{}: {}",
                           e.arg[1], of, names_.text(e.arg[2])));
}

// A frame comes back without having been sent: it is lost. Those still waiting are in the queue.
void WireOrder::on_reclaim(const Event& e) {
    any_of(frames_, e.arg[0], [&](Stream& stream) { return reclaimed_unsent(stream, e); });
}

bool WireOrder::reclaimed_unsent(Stream& stream, const Event& e) {
    if (stream.queue.empty() && stream.overtaken.empty()) [[likely]]
        return false;
    const auto late = std::ranges::find(stream.overtaken, e.arg[1], &Submission::name);
    if (late != stream.overtaken.end()) {
        violate(e, fmt::format("missing: {} was given back but never reached the wire",
                               stream.describe(*late)));
        stream.overtaken.erase(late);
        return true;
    }
    if (stream.queue.empty() || stream.queue.front().name != e.arg[1]) return false;
    if (stream.queue.head() >= stream.abandoned_until)
        violate(e, fmt::format("missing: {} was given back but never reached the wire",
                               stream.describe(stream.queue.front())));
    stream.queue.front().fate = Fate::missing;
    stream.skip_settled();
    return true;
}

void WireOrder::on_invalid(const Event& e) {
    const std::uint64_t name = UmemMap::offset_of_address(e.arg[1]);
    any_of(frames_, e.arg[0], [&](Stream& stream) {
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

void WireOrder::on_drop(const Event& e) {
    any_of(datagrams_, e.arg[0], [&](Stream& stream) {
        RingQueue<Submission>& queue = stream.queue;
        for (std::uint64_t p = queue.tail(); p != queue.head(); --p) {
            Submission& submission = queue.at(p - 1);
            if (submission.name != e.arg[1] || submission.fate != Fate::waiting) continue;
            submission.fate = Fate::invalid;
            stream.skip_settled();
            return true;
        }
        return false;
    });
}

// What the device held is lost, and that is nobody's fault.
void WireOrder::on_reset(const Event& e) {
    if (!is_tx_queue(e.arg[0])) return;
    const auto abandon = [](Stream& stream) {
        stream.abandoned_until = stream.queue.tail();
        return false;
    };
    any_of(frames_, pair_of_queue(e.arg[0]), abandon);
    any_of(datagrams_, pair_of_queue(e.arg[0]), abandon);
}

void WireOrder::at_end(Instant) {
    const auto report = [&](Stream& stream) {
        for (const Submission& late : stream.overtaken)
            violate(last_, fmt::format("missing: {} never reached the wire, though later ones did",
                                       stream.describe(late)));
    };
    for (Stream& stream : frames_) report(stream);
    for (Stream& stream : datagrams_) report(stream);
}

}  // namespace

std::unique_ptr<Check> make_wire_order(const TraceNames& names) {
    return std::make_unique<WireOrder>(names);
}

}  // namespace xsksim
