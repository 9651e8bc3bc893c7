// SPDX-License-Identifier: GPL-2.0-only
// What a context is about to do: the operand of a scheduling point. Whoever chooses who goes on
// reads it (an explorer, partial-order reduction), and so does who compares accesses (race
// detection).
//
// An operation is one of three:
//   an access   so many bytes of guest memory, or a word that lies elsewhere and is known by the
//               number of its owner (the rings of an AF_XDP socket, say), are read, written, or
//               read and written at once; marked or plain
//   a call      acts on an object that is known by its kind and number
//   local()     nothing that another context could see before the next point of this one
// Numbers are those that events carry and addresses are guest-physical, never pointers of the host:
// equal runs have equal operations. There is no operation that says nothing: no default, and what a
// call can say is checked when it is compiled (has()).
//
// Stands for nothing in the guest. Two registers; made where the point is, and read only where
// somebody is due or listens.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace xsksim {

// What is acted on. The number that goes with it: in brackets.
enum class ObjectKind : std::uint8_t {
    nothing,
    memory,  // guest memory [guest-physical address; 0: it lies outside]
    // Words that lie outside of guest memory.
    tx_producer,          // of a TX ring [AF_XDP socket]
    tx_consumer,          // [socket]
    tx_flags,             // with the need_wakeup bit [socket]
    completion_producer,  // of a completion ring [socket]
    completion_consumer,  // [socket]
    socket_state,         // bound or not [socket]
    pool_sockets,         // the list of a buffer pool's sockets [pool]
    pool_need_wakeup,     // what the driver has asked for [pool]
    // Objects that calls act on.
    spin_lock,   // [lock]
    mutex,       // [its class]
    napi,        // [NAPI]
    timer,       // hrtimer [timer]
    work,        // delayed work [work; 0: never scheduled]
    rcu,         // [0]
    task,        // [context]
    softirqs,    // of a vCPU [vCPU]
    interrupts,  // whether a vCPU takes them [vCPU]
    vector,      // an interrupt [vector]
    tx_queue,    // of the network device [queue pair]
    virtqueue,   // its doorbell [queue]
    device,      // the virtio device [0]
    packet,      // an skb [guest-physical address]
    barrier,     // the order of the context's own accesses [0]
    socket,      // an AF_XDP socket as its system calls see it [socket]
};

// What is done. An access is one of the first three.
enum class Act : std::uint8_t {
    read,
    write,
    atomic,  // read and written at once
    none,
    allocate,
    free,
    acquire,
    try_acquire,
    wait,  // until another context lets go, or has done it
    release,
    prepare,  // napi_schedule_prep
    schedule,
    mark_missed,  // napi_if_scheduled_mark_missed
    poll,
    complete,
    enable,
    disable,
    start,
    cancel,
    synchronize,
    sleep,
    spin,
    yield,
    return_to_user,
    exit,
    run,
    handle,
    raise,
    stop,
    wake,
    send,
    enqueue,
    notify,
    reset,
    open,
    close,
    full,
    compiler,
};

constexpr bool is_word(ObjectKind kind) {
    return kind >= ObjectKind::tx_producer && kind <= ObjectKind::pool_need_wakeup;
}

// Whether calls of this kind are made on objects of that kind.
constexpr bool has(ObjectKind kind, Act act) {
    using enum Act;
    const auto one_of = [act](auto... acts) { return ((act == acts) || ...); };
    switch (kind) {
        case ObjectKind::memory:
            return one_of(allocate, free);
        case ObjectKind::spin_lock:
            return one_of(acquire, try_acquire, wait, release);
        case ObjectKind::mutex:
            return one_of(acquire, release);
        case ObjectKind::napi:
            return one_of(prepare, schedule, mark_missed, poll, complete, enable, disable);
        case ObjectKind::timer:
            return one_of(start, cancel, wait);
        case ObjectKind::work:
            return one_of(schedule, cancel, wait);
        case ObjectKind::rcu:
            return one_of(synchronize);
        case ObjectKind::task:
            return one_of(sleep, spin, yield, return_to_user, exit);
        case ObjectKind::softirqs:
            return one_of(enable, run);
        case ObjectKind::interrupts:
            return one_of(enable);
        case ObjectKind::vector:
            return one_of(handle, raise);
        case ObjectKind::tx_queue:
            return one_of(stop, wake, send, enqueue);
        case ObjectKind::virtqueue:
            return one_of(notify);
        case ObjectKind::device:
            return one_of(reset);
        case ObjectKind::packet:
            return one_of(free);
        case ObjectKind::barrier:
            return one_of(full, read, write, acquire, release, compiler);
        case ObjectKind::socket:
            return one_of(open, close, poll);
        default:
            return false;
    }
}

// How memory is touched. Marked: READ_ONCE, WRITE_ONCE, another volatile access, or an atomic; two
// plain accesses of one place, or a plain and a marked one, may be a data race.
enum class AccessKind : std::uint8_t {
    plain_read,
    plain_write,
    marked_read,
    marked_write,
    atomic_update,
};
using enum AccessKind;
constexpr bool writes(AccessKind how) { return how != plain_read && how != marked_read; }
constexpr bool is_marked(AccessKind how) { return how != plain_read && how != plain_write; }

class Operation {
public:
    // A word by its kind, a call by what it is made on: wrong ones do not compile.
    struct Word {
        ObjectKind kind;
        consteval Word(ObjectKind word) : kind(word) {
            if (!is_word(word)) throw "no word outside of guest memory";
        }
    };
    struct Call {
        ObjectKind kind;
        Act act;
        consteval Call(ObjectKind on, Act does) : kind(on), act(does) {
            if (!has(on, does)) throw "no such call of such an object";
        }
    };

    static constexpr Operation access(AccessKind how, std::uint64_t guest_address,
                                      std::size_t bytes) {
        return {ObjectKind::memory, act_of(how), xsksim::is_marked(how), bytes, guest_address};
    }
    static constexpr Operation access(AccessKind how, Word word, std::uint64_t owner) {
        const std::size_t bytes = word.kind == ObjectKind::pool_sockets ? 8 : 4;
        return {word.kind, act_of(how), xsksim::is_marked(how), bytes, owner};
    }
    static constexpr Operation call(Call call, std::uint64_t number) {
        return {call.kind, call.act, false, 0, number};
    }
    static constexpr Operation local() { return {ObjectKind::nothing, Act::none, false, 0, 0}; }

    constexpr ObjectKind object() const { return object_; }
    constexpr std::uint64_t number() const { return number_; }
    constexpr Act act() const { return act_; }
    constexpr bool is_marked() const { return is_marked_; }
    constexpr bool is_access() const { return bytes_ != 0; }
    constexpr bool is_local() const { return object_ == ObjectKind::nothing; }
    // Its number is a guest-physical address.
    constexpr bool is_at_address() const {
        return object_ == ObjectKind::memory || object_ == ObjectKind::packet;
    }
    // Of an access; 0 for a call.
    constexpr std::size_t bytes() const { return bytes_; }

    constexpr bool operator==(const Operation&) const = default;

private:
    constexpr Operation(ObjectKind object, Act act, bool is_marked, std::size_t bytes,
                        std::uint64_t number)
        : object_(object),
          act_(act),
          is_marked_(is_marked),
          bytes_(static_cast<std::uint32_t>(std::min<std::size_t>(bytes, UINT32_MAX))),
          number_(number) {}
    static constexpr Act act_of(AccessKind how) {
        if (how == atomic_update) return Act::atomic;
        return writes(how) ? Act::write : Act::read;
    }

    ObjectKind object_;
    Act act_;
    bool is_marked_;
    std::uint32_t bytes_;
    std::uint64_t number_;
};
static_assert(sizeof(Operation) == 16);

}  // namespace xsksim
