// SPDX-License-Identifier: GPL-2.0-only
// A body of code that pauses, and that can be taken back to where it paused as often as one likes,
// to go on otherwise. It runs on a stack of its own, allocates on a heap of its own, and whatever
// else it changes is memory that it was given for that (tracked, WorldStatic, also()). So a copy of
// what it wrote is all of it, and taking it back is a copy the other way: nothing is unwound, nor
// made again. Real counterpart: setjmp() and longjmp(), if they kept memory, too.
//
// Two sides that take turns, as coroutines do: its owner, outside, and the body, inside. What the
// owner holds is not taken back. Only the owner keeps and takes back, while the body is paused. The
// body pauses on whatever stack it runs, but not while it handles an exception.
//
// Of what is not memory (signals, timers, files) nothing is taken back: whoever takes the body back
// knows that it is the same there.
// One lives at a time. Not under AddressSanitizer, and on x86-64 only: is_supported.
// Errors: what leaves the body ends it, and failure() tells the words.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/core/sanitizer.hpp"
#include "sim/core/snapshot/memory_span.hpp"
#include "sim/core/snapshot/tracked_pages.hpp"
#include "sim/core/stack_pool.hpp"
#include "sim/core/stack_switch.hpp"

namespace xsksim {

// The body as it was at a pause. It belongs to the Rewindable that made it.
struct Snapshot {
    PageCopies pages;
    std::vector<std::byte> statics;
    StackPointer where = nullptr;
};

class Rewindable {
public:
    static constexpr bool is_supported = !address_sanitizer;
    using Body = std::function<void()>;

    // Nothing of the body runs yet.
    explicit Rewindable(Body body);
    // A body that has not ended is dropped as it stands: what it changed outside of its memory
    // stays changed.
    ~Rewindable();
    Rewindable(const Rewindable&) = delete;
    Rewindable& operator=(const Rewindable&) = delete;

    // --- the owner's side ---

    // Memory for a body, besides heap and stacks: whole pages, for the life of the process.
    static void give(MemorySpan span);
    // Small pieces of memory that are copied each time; before any snapshot.
    void also(MemorySpan span) { statics_.push_back(span); }

    // The body goes on until it pauses (true) or has ended (false).
    bool go_on();
    // Copies only what is written from here on, so that snapshots are smaller. Those made so far
    // are void.
    void follow_from_here();
    void keep(Snapshot& snapshot) const;
    void take_back(const Snapshot& snapshot);
    // For the last time: all snapshots are void. Sometimes it finds that most pages are copied in
    // vain, because other worlds had them written, and has all learned anew.
    void take_back_for_good(const Snapshot& snapshot);
    // Words of the exception that ended the body; empty: none.
    const std::string& failure() const { return failure_; }
    // Pages that a snapshot has.
    static std::size_t pages_learned();

    // --- the body's side ---

    void pause();
    // Of the body's engine. To be made by the body.
    static StackPool make_stacks();

private:
    static void begin(void* rewindable);
    void live();

    Body body_;
    std::vector<MemorySpan> statics_;
    StackPointer outside_ = nullptr, inside_ = nullptr;
    bool has_ended_ = false;
    std::string failure_;
};

}  // namespace xsksim
