// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/hypercalls/shim_context.hpp"

#include <algorithm>

#include "models/shim/hooks/access_state.hpp"
#include "models/shim/hooks/point_names.hpp"
#include "models/shim/hooks/watched_code.hpp"
#include "models/shim/object/driver_stack.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

namespace {

const char* level_name(Level level) {
    switch (level) {
        case Level::task:
            return "task";
        case Level::softirq:
            return "softirq";
        case Level::hardirq:
            return "hard interrupt";
    }
    return "";
}

std::uint32_t watch_flags(const ShimOptions& options, const CpusOptions& cpus) {
    std::uint32_t watch = 0;
    if (options.memory_access.ns > 0) watch |= watch_cost;
    if (!cpus.host_steals.probability.never()) watch |= watch_preempt;
    if (options.access_events) watch |= watch_events;
    return watch;
}

}  // namespace

const WorldStatic ShimContext::active_is_a_worlds(active_);

ShimContext::ShimContext(GuestKernel& kernel, XskCore& xsk, VirtioDevice& device,
                         DriverObject& driver, ShimOptions options)
    : world_{kernel.engine(),
             kernel.trace(),
             kernel.findings(),
             kernel.memory(),
             kernel.cpus(),
             kernel,
             xsk,
             device,
             driver},
      options_(std::move(options)),
      rings_(kernel.trace(), kernel.memory(), device.queues()),
      prices_(driver.prices(options_.function_costs)) {
    driver.restore_data();
    const AddressRange& image = driver.image();
    world_.memory.map_module(reinterpret_cast<const void*>(image.begin), image.end - image.begin);
    world_.findings.driver_stack = [this] { return driver_stack(); };
    world_.findings.driver_line = [this](std::uintptr_t return_address) {
        return world_.driver.symbols().locate(return_address - 1).text();
    };
    world_.findings.stack_is_sound = [this] {
        const Engine::StackRange& stack = world_.engine.stack();
        return !DriverFaults::stack_is_lost() && is_sound(stack.low + stack.size);
    };
}

ShimContext::~ShimContext() {
    if (active_ == this) active_ = nullptr;
    world_.findings.driver_stack = nullptr;
    world_.findings.driver_line = nullptr;
    world_.findings.stack_is_sound = nullptr;
}

void ShimContext::miss_active() {
    XSKSIM_CHECK(false, "driver code runs and no world does");
    __builtin_unreachable();
}

ShimContext::Activation::Activation(ShimContext& context) {
    XSKSIM_CHECK(active_ == nullptr, "one world at a time");
    active_ = &context;
    access_state = {};
    access_state.engine = &context.world_.engine;
    access_state.memory = &context.world_.memory;
    access_state.arena = context.world_.memory.view();
    std::uint32_t watch = watch_flags(context.options_, context.world_.kernel.options().cpus);
    if (context.world_.memory.stores() != nullptr) watch |= watch_stores;
    access_state.watch_for(watch);
    access_state.steps = StepCounter(context.options_.steps_per_call);
    access_state.steps_per_call = context.options_.steps_per_call;
    access_state.unaligned_accesses = context.options_.unaligned_accesses;
    if (Choice& choice = context.world_.kernel.choice(); choice.holds_up())
        access_state.steps.ask_after(choice.points_before_hold_up());
    access_state.code_begin = context.world_.driver.text().begin;
    const std::vector<std::uint32_t>& costs_ns = context.prices_->by_slot_ns();
    access_state.code_slots = costs_ns.size();
    access_state.code_costs_ns = costs_ns.data();
    if (context.options_.access_events)
        context.world_.engine.listen_to_points(&points_.emplace(context.world_.trace));
}

ShimContext::Activation::~Activation() {
    if (points_) access_state.engine->listen_to_points(nullptr);
    if (active_ != nullptr) {
        active_->accesses_ = active_->accesses();
        active_->unheeded_points_ = active_->unheeded_points();
    }
    active_ = nullptr;
    access_state = {};
}

std::vector<std::string> ShimContext::watch_places() {
    const Places& places = world_.kernel.places();
    if (!places.need_points()) return {};
    watched_code_ = std::make_unique<WatchedCode>(world_.driver.symbols(), places.functions());
    access_state.watch_for(access_state.watch | xsksim::watch_places);
    return watched_code_->unknown();
}

std::optional<HoldUp> ShimContext::ask_for_hold_up(Operation next, std::uint64_t place) {
    if (world_.engine.current() == no_context) return std::nullopt;  // a stack is being unwound
    Choice& choice = world_.kernel.choice();
    const std::optional<HoldUp> how = choice.hold_up({world_.engine.current(), next, place});
    access_state.steps.ask_after(choice.points_before_hold_up());
    return how;
}

std::uint64_t ShimContext::accesses() const {
    return active_ == this ? access_state.steps.accesses() : accesses_;
}

std::uint64_t ShimContext::unheeded_points() const {
    if (active_ != this) return unheeded_points_;
    return access_state.steps.accesses() - access_state.heeded;
}

int ShimContext::request_irq(Vector vector, xs_irq_fn handler, void* data) {
    constexpr Vector vectors_max = 2048;    // MSI-X table size limit
    if (vector >= vectors_max) return -22;  // -EINVAL
    if (vector >= irq_handlers_.size()) irq_handlers_.resize(vector + 1);
    IrqHandler& entry = irq_handlers_[vector];
    entry.handler = handler;
    entry.data = data;
    entry.freed = false;
    entry.waiting.resize(world_.cpus.vcpus().count());
    return 0;
}

void ShimContext::synchronize_irq(Vector vector) {
    constexpr Duration look_again = Duration::microseconds(1);
    world_.cpus.sections().might_sleep("synchronize_irq");
    while (vector < irq_handlers_.size() && irq_handlers_[vector].active != 0)
        world_.cpus.tasks().block(world_.engine.now() + look_again, "synchronize_irq");
}

void ShimContext::free_irq(Vector vector) {
    synchronize_irq(vector);
    if (vector >= irq_handlers_.size()) return;
    irq_handlers_[vector].handler = nullptr;
    irq_handlers_[vector].freed = true;
}

void ShimContext::deliver(CpuId cpu, Vector vector) {
    const bool known = vector < irq_handlers_.size();
    if (known && irq_handlers_[vector].freed) return;
    if (!known || irq_handlers_[vector].handler == nullptr) {
        world_.findings.note(Code::interrupt_no_handler,
                             "no interrupt handler for vector " + std::to_string(vector));
        return;
    }
    ++irq_handlers_[vector].waiting[cpu];
    ++irq_handlers_[vector].active;
    world_.cpus.hardirqs().raise(cpu, vector, [this, cpu, vector] {
        IrqHandler& registered = irq_handlers_[vector];
        --registered.waiting[cpu];
        const DriverCall call;
        const bool handled = registered.handler(registered.data) != 0;
        --irq_handlers_[vector].active;
        if (on_handled) on_handled(vector, handled);
        return handled;
    });
}

void ShimContext::note_pages(const void* first, std::size_t bytes, std::uintptr_t caller) {
    pages_[world_.memory.physical(first)] = {bytes, site_of(caller)};
}

void ShimContext::forget_pages(const void* first) { pages_.erase(world_.memory.physical(first)); }

SourceLocation ShimContext::place_of_site(std::uint32_t site) const {
    return world_.driver.symbols().locate(world_.driver.text().begin + site - 1);
}

std::vector<DriverAllocation> ShimContext::allocations() const {
    std::vector<DriverAllocation> found;
    const auto add = [&](std::size_t bytes, bool pages, std::uint32_t site) {
        found.push_back({bytes, pages, place_of_site(site)});
    };
    for (const GuestMemory::SiteObject& object : world_.memory.live_objects_with_site())
        add(object.bytes, false, object.site);
    for (const auto& [start, pages] : pages_) add(pages.bytes, true, pages.site);
    return found;
}

bool ShimContext::is_pending(CpuId cpu, Vector vector) const {
    return vector < irq_handlers_.size() && cpu < irq_handlers_[vector].waiting.size() &&
           irq_handlers_[vector].waiting[cpu] != 0;
}

std::vector<std::uintptr_t> ShimContext::driver_frames() const {
    const Engine::StackRange& stack = world_.engine.stack();
    return xsksim::driver_frames(world_.driver, stack.low + stack.size);
}

SourceLocation ShimContext::driver_location() const {
    return xsksim::driver_location(world_.driver, driver_frames());
}

std::string ShimContext::driver_stack() const {
    const KernelContext* context = world_.cpus.execution().current_or_null();
    if (context == nullptr) return "";
    const std::string frames = stack_text(world_.driver, driver_frames());
    if (frames.empty()) return "";
    return "in " + context->name + " (" + level_name(context->level) + ")\n" + frames;
}

PointNames& ShimContext::point_names() {
    if (!point_names_)
        point_names_ = std::make_unique<PointNames>(world_.driver, world_.memory, world_.trace);
    if (private_area_.bytes != 0) {
        point_names_->set_root(private_area_.start, private_area_.bytes, options_.private_type);
        private_area_.bytes = 0;
    }
    return *point_names_;
}

}  // namespace xsksim
