// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/world.hpp"

#include <algorithm>
#include <utility>

#include "models/virtio/net/net_queue_layout.hpp"
#include "sim/core/check.hpp"
#include "sim/driver/missing_places.hpp"
#include "sim/run/world_options.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {
namespace {

constexpr CpuId boot_cpu = 0;
// Whose frames lie on so many pages that clearing a huge one takes no longer than as many faults:
// about 35 us against 1.6 us each, two frames a page.
constexpr std::uint64_t many_packets = 40;
constexpr std::int64_t settle_looks = 100;  // how often the world looks whether all is quiet

// Where the run has no end in packets, it may have many.
bool has_many_packets(const Scenario& scenario) {
    return scenario.end.frames.value_or(many_packets) >= many_packets;
}

GuestMemory& made_ready(GuestMemory& memory, const Scenario& scenario) {
    memory.reset();
    memory.prefer_huge_pages(has_many_packets(scenario));
    return memory;
}

StoreBuffers* make_store_buffers(const Scenario& scenario, Engine& engine, Choice& choice,
                                 GuestMemory& memory) {
    if (scenario.memory == MemoryOrder::sc) return nullptr;
    auto buffers = std::make_unique<StoreBuffers>(engine, choice, scenario.store_buffers);
    memory.order_stores_by(buffers.get());
    return buffers.release();
}

// Those that the driver has places for; the others keep their numbers and hold nobody.
std::vector<HoldRule> holds_for(const DriverObject& driver, const Scenario& scenario) {
    std::vector<HoldRule> holds{scenario.holds.begin(), scenario.holds.end()};
    for (HoldRule& hold : holds)
        if (missing_function(driver, hold)) hold.at = hold.until = {};
    return holds;
}

// Where a scenario names the function as a place; not of holds, which are left out.
std::string pointer_to_place(const Scenario& scenario, const std::string& function) {
    const auto names = [&](const Place& place) { return place.function() == function; };
    for (std::size_t i = 0; i < scenario.faults.size(); ++i)
        if (names(scenario.faults[i].at)) return "/faults/" + std::to_string(i) + "/at";
    for (std::size_t i = 0; i < scenario.steps.size(); ++i)
        if (names(scenario.steps[i].at)) return "/steps/" + std::to_string(i) + "/at";
    return "";
}

// The manifest, and a profile, name functions of a family of drivers: not each has all.
bool is_priced_by_default(const std::string& function, const DriverManifest& manifest) {
    return manifest.function_costs.contains(function) || manifest.costs_as.contains(function) ||
           ShimOptions{}.function_costs.contains(function);
}

const char* words_of_stop(StopCause cause) {
    switch (cause) {
        case StopCause::frames_back:
            return "the application has all its frames back";
        case StopCause::time_over:
            return "the scenario's time is over";
        case StopCause::nothing_pending:
            return "the scenario's time is over, and nothing was pending any more";
        case StopCause::settled:
            return "the senders have ceased, and what they sent had its time";
        case StopCause::no_progress:
            return "work waits and nothing has moved for the progress bound";
        case StopCause::trouble:
            break;
    }
    return "";
}

}  // namespace

World::World(const Scenario& scenario, const LoadedDriver& driver, Engine& engine, Choice& choice,
             GuestMemory& memory)
    : scenario_(scenario),
      driver_(driver.object),
      engine_(engine),
      trace_(engine_),
      choice_(choice),
      memory_(made_ready(memory, scenario)),
      stores_(make_store_buffers(scenario, engine_, choice_, memory_), {&memory_}),
      queues_(net_queue_layout(scenario.device.pairs, scenario.device.has_control_queue())),
      faults_(engine_, trace_, choice_, queues_, {scenario.faults.begin(), scenario.faults.end()}),
      kernel_(engine_, trace_, choice_, memory_, scenario.kernel,
              holds_for(driver.object, scenario), &faults_),
      xsk_driver_(kernel_),
      xsk_({engine_, trace_, kernel_.findings(), kernel_.cpus(), kernel_.rcu(),
            kernel_.net_device().rtnl(), memory_, kernel_.costs()},
           xsk_driver_.calls(), scenario.xsk),
      interrupts_({engine_, trace_, faults_, interrupt_sink_, queues_}, scenario.interrupts),
      device_({engine_, trace_, memory_, interrupts_, faults_, queues_}, scenario.device),
      shim_(kernel_, xsk_, device_, driver.object, shim_options(scenario, driver.manifest)),
      activation_(shim_),
      guest_(shim_),
      ties_(engine_, trace_, choice_, scenario.ties) {
    interrupt_sink_.shim = &shim_;
    faults_.ring_is_full_below(driver.manifest.words.full.free);
    if (faults_.has(FaultSite::unhandled))
        shim_.on_handled = [this](Vector vector, bool handled) {
            interrupts_.handled(vector, handled);
        };
    route_interrupts();
    watch_fault_places();
    schedule_end();
    make_traffic();
    set_up_driver(driver);
    guest_.boot(boot_cpu, [this] { start_traffic(); });
}

World::~World() = default;

void World::OfMemory::operator()(StoreBuffers* stores) const {
    memory->order_stores_by(nullptr);
    delete stores;
}

void World::set_up_driver(const LoadedDriver& driver) {
    std::vector<InputProblem> problems;
    for (const auto& [name, value] : scenario_.driver.parameters)
        if (const auto wrong = guest_.set_parameter(name, value))
            problems.push_back({scenario_.name, 0, "/driver/parameters/" + name,
                                "a parameter of the driver", *wrong, ""});
    for (std::size_t i = 0; i < scenario_.steps.size(); ++i) {
        const TimedStep& step = scenario_.steps[i];
        if (step.action != TimedAction::set_parameter) continue;
        if (const auto wrong = guest_.check_parameter(step.parameter, step.value))
            problems.push_back({scenario_.name, 0, "/steps/" + std::to_string(i) + "/parameter",
                                "a parameter of the driver", *wrong, ""});
    }
    for (const std::string& name : shim_.unknown_functions())
        if (!is_priced_by_default(name, driver.manifest))
            problems.push_back({scenario_.name, 0, "/guest/costs/functions/" + name,
                                "a function of the driver", "none of that name", ""});
    for (const std::string& name : shim_.watch_places())
        problems.push_back({scenario_.name, 0, pointer_to_place(scenario_, name),
                            "a function of the driver", "none of the name " + name, ""});
    if (!problems.empty()) throw BadInput(std::move(problems));
}

void World::tell_of_skipped_holds() {
    for (std::size_t i = 0; i < scenario_.holds.size(); ++i)
        if (const auto missing = missing_function(driver_, scenario_.holds[i]))
            trace_.emit(event::HoldSkipped{.rule = i + 1, .text = trace_.text(*missing)});
}

void World::route_interrupts() {
    for (PairIndex pair = 0; pair < scenario_.device.pairs; ++pair) {
        interrupts_.route(queues_.vector(QueueRole::transmit, pair), scenario_.affinity.tx(pair));
        interrupts_.route(queues_.vector(QueueRole::receive, pair), scenario_.affinity.rx(pair));
    }
}

void World::watch_fault_places() {
    for (std::size_t i = 0; i < scenario_.faults.size(); ++i)
        kernel_.places().watch(scenario_.faults[i].at, Places::Watch::notice,
                               [this, i](const Operation*) { faults_.pass_place(i + 1); });
}

void World::schedule_end() {
    ending_.stopper =
        engine_.spawn_step({"end of the run", Rank::stimulus}, [this] { return look_for_end(); });
    if (scenario_.end.time) engine_.wake_at(ending_.stopper, *scenario_.end.time);
}

// Returns when to look again.
Instant World::look_for_end() {
    if (!ending_.settled_by.is_never()) {
        if (engine_.is_idle_otherwise() || engine_.now() >= ending_.settled_by)
            stop(StopCause::settled);
        else if (ending_.requested)
            stop(*ending_.requested);
        return std::min(ending_.settled_by,
                        engine_.now() + Duration{scenario_.end.settle->ns / settle_looks + 1});
    }
    if (scenario_.end.time && engine_.now() >= *scenario_.end.time)
        reach_end(engine_.is_idle_otherwise() ? StopCause::nothing_pending : StopCause::time_over);
    else if (ending_.requested)
        stop(*ending_.requested);
    return ending_.settled_by.is_never() ? ending_.settled_by : engine_.now();
}

// What was handed over has so long to get through; nothing is added to it.
void World::begin_settling(Duration settle) {
    trace_.emit(event::SendersCease{.settle_ns = settle});
    for (const auto& sender : senders_) sender->cease();
    for (const auto& sender : udp_) sender->cease();
    for (const auto& traffic : rx_) traffic->cease();
    ending_.settled_by = engine_.now() + settle;
    engine_.wake_at(ending_.stopper, engine_.now());
}

void World::make_applications() {
    std::vector<XskSender*> by_number;
    const XskSender::Guest guest{engine_, trace_, kernel_.cpus().tasks(), xsk_, memory_, &faults_};
    for (std::size_t number = 0; number <= scenario_.applications.size(); ++number) {
        const ApplicationOptions& application = application_of(scenario_, number);
        by_number.push_back(nullptr);
        if (!application.enabled) continue;
        auto& sender = senders_.emplace_back(
            std::make_unique<XskSender>(guest, application, application_role(scenario_, number)));
        by_number.back() = sender.get();
        sender->on_done = [this] { on_application_done(); };
        if (application.shares_umem) sender->share_umem_of(*by_number[*application.shares_umem]);
    }
}

void World::on_application_done() {
    if (++senders_done_ == senders_.size()) reach_end(StopCause::frames_back);
}

void World::make_traffic() {
    Tasks& tasks = kernel_.cpus().tasks();
    make_applications();
    faults_.on_happening(FaultSite::application, [this](const FaultStrike& strike) {
        for (const auto& sender : senders_) sender->suffer(strike);
    });
    for (std::size_t i = 0; i < scenario_.udp.size(); ++i)
        udp_.push_back(std::make_unique<UdpSender>(engine_, tasks, kernel_.net_device(),
                                                   scenario_.udp[i], udp_role(scenario_, i)));
    for (const RxTrafficOptions& rx : scenario_.rx)
        rx_.push_back(std::make_unique<RxTraffic>(engine_, device_, rx));
    make_steps();
}

void World::make_steps() {
    NetDevice& net_device = kernel_.net_device();
    net_device.on_unregister = [this] { xsk_.detach_all(); };
    net_device.is_referred_to = [this] { return xsk_.holds_the_interface(); };
    steps_ = std::make_unique<TimedSteps>(
        TimedSteps::Guest{engine_, trace_, kernel_.cpus().tasks(), xsk_, net_device, guest_,
                          [this](PairIndex pair) { return xsk_.socket_of(pair); },
                          [this](PairIndex pair) { return kill_applications_of(pair); },
                          [this](const Place& place, std::function<void()> passed) {
                              kernel_.places().watch(
                                  place, Places::Watch::notice,
                                  [passed = std::move(passed)](const Operation*) { passed(); });
                          }},
        std::vector<TimedStep>(scenario_.steps.begin(), scenario_.steps.end()));
}

// All of the pair's: one process, whose sockets share a UMEM.
bool World::kill_applications_of(PairIndex pair) {
    bool any = false;
    for (const auto& sender : senders_)
        if (sender->pair() == pair) any = sender->kill() || any;
    return any;
}

// Runs in the boot task once the interface is up, as an init script would.
void World::start_traffic() {
    for (const auto& sender : senders_) sender->start();
    for (const auto& sender : udp_) sender->start();
    steps_->start();
}

void World::request_stop(StopCause cause) {
    if (ending_.requested) return;
    ending_.requested = cause;
    engine_.wake(ending_.stopper);
}

void World::reach_end(StopCause cause) {
    if (std::exchange(ending_.is_reached, true)) return;
    // Who would have done nothing more is not made to by being told to cease.
    if (scenario_.end.settle && cause != StopCause::nothing_pending)
        begin_settling(*scenario_.end.settle);
    else
        stop(cause);
}

void World::stop(StopCause cause) {
    ending_.cause = cause;
    engine_.stop(words_of_stop(cause));
}

EndOfRun World::ended(const RunEnd& end) {
    // Where the run was cut off, a lock may well be held; where nothing moves any more, never.
    if (end.reason == EndReason::idle) kernel_.locks().check_none_held_at_end();
    return {end, ending_.cause};
}

Measures World::measured() const {
    Measures measures{trace_.count(), accesses(), engine_.counters(), {}};
    measures.engine.points += shim_.unheeded_points();
    const Vcpus& vcpus = kernel_.cpus().vcpus();
    for (const auto& context : vcpus.contexts())
        if (const Duration time = vcpus.cpu_time(context.id); time.ns > 0)
            measures.cpu_by_context.emplace_back(engine_.name_of(context.id), time);
    return measures;
}

}  // namespace xsksim
