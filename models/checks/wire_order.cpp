// SPDX-License-Identifier: GPL-2.0-only
// wire_order: each submitted descriptor reaches the wire exactly once, in order, with the bytes
// that were submitted; an invalid one never does; datagrams of kernel senders likewise, in the
// order of each sender. Frames on their way when the run ends are no failure. A frame that is
// overtaken is judged late: "reordered" when it still comes, "missing" when it is given back or
// the run ends first. After an unbind, what was submitted before may be missing. A buffer that the
// device refuses (dev_bad) is a failure of its own: its frame is lost.
#include <algorithm>

#include <fmt/format.h>

#include "models/checks/all_checks.hpp"
#include "models/checks/table.hpp"
#include "models/checks/umem_map.hpp"

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
        return {app_submit, app_reclaim,      udp_submit, udp_drop, umem_register, xsk_unbind,
                dev_take,   xsk_invalid_desc, dev_wire,   dev_bad,  dev_reset};
    }
    void on_event(const Event& e) override;
    void at_end(Instant end) override;

private:
    static constexpr std::size_t overtaken_max = 1024;

    void submit(Stream& stream, const Event& e);
    void on_wire(const Event& e);
    // True when the stream's next one is this; the usual case.
    bool next_is(Stream& stream, std::uint64_t digest);
    bool later_one_is(Stream& stream, const Event& e);
    bool overtaken_one_is(Stream& stream, const Event& e);
    bool earlier_one_is(Stream& stream, const Event& e);
    void unknown_bytes(const Event& e, Stream* stream, std::uint64_t chunk);
    void overtake(Stream& stream, std::uint64_t position);
    void on_bad(const Event& e);
    void on_reclaim(const Event& e);
    void on_invalid(const Event& e);
    void on_drop(const Event& e);
    void on_reset(const Event& e);
    Stream& datagrams_of(const Event& e);
    template <class Visit>
    bool any_datagram_stream(std::uint64_t pair, Visit visit) {
        return std::ranges::any_of(datagrams_,
                                   [&](Stream& s) { return s.pair == pair && visit(s); });
    }

    struct Taken {
        bool known = false;
        std::uint64_t chunk = no_chunk;
    };
    const TraceNames& names_;
    UmemMap umem_;
    Table<Stream> frames_;           // by pair
    std::vector<Stream> datagrams_;  // one a sender and pair
    Table<Table<Taken>> taken_;      // by queue, by head
    Event last_;
};

void WireOrder::on_event(const Event& e) {
    switch (e.kind) {
        case EventKind::app_submit:
            return submit(frames_[e.arg[0]], e);
        case EventKind::app_reclaim:
            return on_reclaim(e);
        case EventKind::dev_take:
            if (is_tx_queue(e.arg[0]))
                taken_[e.arg[0]][e.arg[1]] = {
                    true, umem_.chunk_of_gpa(pair_of_queue(e.arg[0]), e.arg[3])};
            return;
        case EventKind::dev_wire:
            return on_wire(e);
        case EventKind::dev_bad:
            return on_bad(e);
        case EventKind::udp_submit: {
            Stream& stream = datagrams_of(e);
            stream.is_datagram = true;
            return submit(stream, e);
        }
        case EventKind::udp_drop:
            return on_drop(e);
        case EventKind::umem_register:
            return umem_.on_register(e);
        case EventKind::xsk_invalid_desc:
            return on_invalid(e);
        case EventKind::xsk_unbind: {
            Stream& stream = frames_[e.arg[0]];
            stream.abandoned_until = stream.queue.tail();
            stream.overtaken.clear();
            return;
        }
        case EventKind::dev_reset:
            return on_reset(e);
        default:
            return;
    }
}

void WireOrder::submit(Stream& stream, const Event& e) {
    stream.pair = e.arg[0];
    stream.queue.push({e.arg[1], e.arg[3], e.number, static_cast<std::uint32_t>(e.arg[2])});
}

Stream& WireOrder::datagrams_of(const Event& e) {
    for (Stream& stream : datagrams_)
        if (stream.pair == e.arg[0] && stream.sender == e.context) return stream;
    datagrams_.emplace_back();
    datagrams_.back().sender = e.context;
    datagrams_.back().pair = e.arg[0];
    return datagrams_.back();
}

void WireOrder::on_wire(const Event& e) {
    last_ = e;
    const std::uint64_t pair = pair_of_queue(e.arg[0]);
    Taken& taken = taken_[e.arg[0]][e.arg[1]];
    const bool is_frame = taken.known ? taken.chunk != no_chunk : true;
    const std::uint64_t chunk = taken.known ? taken.chunk : no_chunk;
    taken.known = false;
    Stream& frames = frames_[pair];
    const std::uint64_t digest = e.arg[3];
    if (is_frame) {
        if (next_is(frames, digest)) [[likely]]
            return;
        if (later_one_is(frames, e) || overtaken_one_is(frames, e) || earlier_one_is(frames, e))
            return;
    }
    if (any_datagram_stream(pair, [&](Stream& s) { return next_is(s, digest); })) return;
    if (any_datagram_stream(pair, [&](Stream& s) {
            return later_one_is(s, e) || overtaken_one_is(s, e) || earlier_one_is(s, e);
        }))
        return;
    unknown_bytes(e, is_frame ? &frames : nullptr, chunk);
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
void WireOrder::unknown_bytes(const Event& e, Stream* stream, std::uint64_t chunk) {
    if (stream != nullptr && chunk != no_chunk) {
        RingQueue<Submission>& queue = stream->queue;
        for (std::uint64_t p = queue.head(); p != queue.tail(); ++p) {
            if (umem_.chunk_of_frame(stream->pair, queue.at(p).name) != chunk) continue;
            violate(e, fmt::format("corrupt: the {} bytes on the wire of {} are not the submitted "
                                   "ones",
                                   e.arg[2], stream->describe(queue.at(p))));
            return overtake(*stream, p);
        }
    }
    violate(e, fmt::format("unknown: {} bytes on the wire (queue {}, head {}) that nobody waits to "
                           "send",
                           e.arg[2], e.arg[0], e.arg[1]));
}

void WireOrder::on_bad(const Event& e) {
    if (!is_tx_queue(e.arg[0])) return;
    Stream& stream = frames_[pair_of_queue(e.arg[0])];
    Taken& taken = taken_[e.arg[0]][e.arg[1]];
    std::string of;
    for (std::uint64_t p = stream.queue.head(); taken.known && p != stream.queue.tail(); ++p) {
        Submission& submission = stream.queue.at(p);
        if (umem_.chunk_of_frame(stream.pair, submission.name) != taken.chunk) continue;
        submission.fate = Fate::missing;
        of = " of " + stream.describe(submission);
        break;
    }
    taken.known = false;
    stream.skip_settled();
    violate(e, fmt::format("refused: the device does not send the buffer with head {}{}: {}",
                           e.arg[1], of, names_.text(e.arg[2])));
}

// A frame comes back without having been sent: it is lost. Those still waiting are in the queue.
void WireOrder::on_reclaim(const Event& e) {
    Stream& stream = frames_[e.arg[0]];
    if (stream.queue.empty() && stream.overtaken.empty()) [[likely]]
        return;
    const auto late = std::ranges::find(stream.overtaken, e.arg[1], &Submission::name);
    if (late != stream.overtaken.end()) {
        violate(e, fmt::format("missing: {} was given back but never reached the wire",
                               stream.describe(*late)));
        stream.overtaken.erase(late);
        return;
    }
    if (stream.queue.empty() || stream.queue.front().name != e.arg[1]) return;
    if (stream.queue.head() >= stream.abandoned_until)
        violate(e, fmt::format("missing: {} was given back but never reached the wire",
                               stream.describe(stream.queue.front())));
    stream.queue.front().fate = Fate::missing;
    stream.skip_settled();
}

void WireOrder::on_invalid(const Event& e) {
    Stream& stream = frames_[e.arg[0]];
    RingQueue<Submission>& queue = stream.queue;
    for (std::uint64_t p = queue.head(); p != queue.tail(); ++p) {
        Submission& submission = queue.at(p);
        if (submission.name != e.arg[1] || submission.fate != Fate::waiting) continue;
        submission.fate = Fate::invalid;
        break;
    }
    stream.skip_settled();
}

void WireOrder::on_drop(const Event& e) {
    any_datagram_stream(e.arg[0], [&](Stream& stream) {
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
    Stream& frames = frames_[pair_of_queue(e.arg[0])];
    frames.abandoned_until = frames.queue.tail();
    any_datagram_stream(pair_of_queue(e.arg[0]), [](Stream& stream) {
        stream.abandoned_until = stream.queue.tail();
        return false;
    });
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
