// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/snapshot/rewindable.hpp"

#include <cstring>
#include <exception>
#include <utility>

#include "sim/core/check.hpp"
#include "sim/core/snapshot/world_heap.hpp"
#include "sim/core/snapshot/world_stacks.hpp"
#include "sim/core/snapshot/world_static.hpp"
#include "sim/core/stack_carrier.hpp"

namespace xsksim {
namespace {

// When pages are forgotten: most were learned from other worlds, and cost a copy each.
constexpr std::size_t pages_allowed = 256, pages_allowed_times = 4;
constexpr std::uint64_t lives_until_look = 16;

// The process's, kept for every body: asking the host for as much costs more than a small world.
struct BodyMemory {
    BodyMemory() { pages.add(WorldHeap::span()); }
    TrackedPages pages;
    WorldStacks stacks{pages, stack_kib * 1024};
    std::uint64_t taken_back_for_good = 0;
    bool is_used = false;
};

// Never destroyed: a program may exit while a body is paused.
BodyMemory& body_memory() {
    static auto* const memory = new BodyMemory;
    return *memory;
}

}  // namespace

void Rewindable::give(MemorySpan span) { body_memory().pages.add(span); }

Rewindable::Rewindable(Body body) : body_(std::move(body)) {
    BodyMemory& memory = body_memory();
    XSKSIM_CHECK(is_supported && !memory.is_used, "one world can be taken back at a time");
    memory.is_used = true;
    memory.pages.begin_writing();
    for (const auto* variable = WorldStatic::first(); variable != nullptr;
         variable = variable->next())
        also(variable->span());
    WorldHeap::clear();
    inside_ = begin_stack(memory.stacks.end_of(0), begin, this);
}

Rewindable::~Rewindable() {
    body_memory().pages.end_writing();
    body_memory().is_used = false;
}

bool Rewindable::go_on() {
    XSKSIM_CHECK(!has_ended_, "the body has ended");
    WorldHeap::set_inside(true);
    xsksim_change_stack(&outside_, inside_);
    WorldHeap::set_inside(false);
    return !has_ended_;
}

void Rewindable::pause() { xsksim_change_stack(&inside_, outside_); }

void Rewindable::begin(void* rewindable) {
    auto& self = *static_cast<Rewindable*>(rewindable);
    self.live();
    self.has_ended_ = true;
    self.pause();
}

void Rewindable::live() {
    try {
        body_();
    } catch (const std::exception& exception) {
        const WorldHeap::Outside the_owner_reads_it;
        failure_ = exception.what();
        if (failure_.empty()) failure_ = "an exception without a text";
    } catch (...) {
        const WorldHeap::Outside the_owner_reads_it;
        failure_ = "an exception that is no std::exception";
    }
}

void Rewindable::follow_from_here() { body_memory().pages.forget(); }

std::size_t Rewindable::pages_learned() { return body_memory().pages.learned(); }

void Rewindable::keep(Snapshot& snapshot) const {
    body_memory().pages.copy_to(snapshot.pages, WorldHeap::unused());
    snapshot.statics.clear();
    for (const MemorySpan& span : statics_)
        snapshot.statics.insert(snapshot.statics.end(), span.begin, span.end());
    snapshot.where = inside_;
}

void Rewindable::take_back(const Snapshot& snapshot) {
    XSKSIM_CHECK(snapshot.where != nullptr, "nothing was kept");
    body_memory().pages.take_back(snapshot.pages);
    const std::byte* from = snapshot.statics.data();
    for (const MemorySpan& span : statics_) {
        std::memcpy(span.begin, from, span.bytes);
        from += span.bytes;
    }
    inside_ = snapshot.where;
    has_ended_ = false;
    failure_.clear();
}

void Rewindable::take_back_for_good(const Snapshot& snapshot) {
    BodyMemory& memory = body_memory();
    const std::size_t copied = snapshot.pages.pages.size();
    const std::size_t needed = memory.taken_back_for_good++ % lives_until_look == 0
                                   ? memory.pages.changed_since(snapshot.pages)
                                   : copied;
    take_back(snapshot);
    if (copied > pages_allowed + pages_allowed_times * needed) memory.pages.forget();
}

StackPool Rewindable::make_stacks() {
    WorldStacks& stacks = body_memory().stacks;
    return StackPool(stacks.stack_bytes(),
                     [&stacks, next = std::size_t{1}]() mutable { return stacks.end_of(next++); });
}

}  // namespace xsksim
