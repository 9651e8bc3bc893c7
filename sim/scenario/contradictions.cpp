// SPDX-License-Identifier: GPL-2.0-only
#include "sim/scenario/contradictions.hpp"

#include <algorithm>
#include <initializer_list>

#include "models/events.hpp"
#include "models/events/field_condition.hpp"
#include "sim/scenario/demands.hpp"
#include "sim/scenario/nearest.hpp"

namespace xsksim {

namespace {

constexpr std::uint64_t umem_bytes_max = std::uint64_t{512} << 20;

class Contradictions : private Demands {
public:
    Contradictions(const Scenario& scenario, const Node& document,
                   std::vector<InputProblem>& problems)
        : Demands(document, problems), scenario_(scenario) {}

    void find() {
        end();
        for (std::size_t i = 0; i <= scenario_.applications.size(); ++i)
            if (application_of(scenario_, i).enabled) application(i);
        guest();
        if (scenario_.breaker.safeguard) breaker();
        review();
        for (const auto& [name, draw] : scenario_.explore.draws)
            demand_of_draw("/explore/draws/" + name, draw, *this);
        for (std::size_t i = 0; i < scenario_.holds.size(); ++i) hold(i);
        for (std::size_t i = 0; i < scenario_.faults.size(); ++i) fault(i);
        for (std::size_t i = 0; i < scenario_.udp.size(); ++i) udp(i);
        for (std::size_t i = 0; i < scenario_.rx.size(); ++i) rx(i);
        for (std::size_t i = 0; i < scenario_.steps.size(); ++i) step(i);
        for (std::size_t i = 0; i < scenario_.expect.reached.size(); ++i) reached(i);
    }

private:
    void end();
    // As application_of().
    static std::string application_pointer(std::size_t number) {
        return number == 0 ? "/application" : "/applications/" + std::to_string(number - 1);
    }
    void application(std::size_t number);
    void umem(std::size_t number);
    std::uint64_t umem_frames(std::size_t number) const;
    void shared_umem(std::size_t number);
    void pair_is_free(std::size_t number);
    void interrupt_cpus(const std::string& pointer, const std::vector<std::uint32_t>& cpus);
    void guest();
    void least_and_most(const std::string& pointer, Duration least, Duration most);
    void breaker();
    void review();
    void hold(std::size_t index);
    void place_fields(const std::string& pointer, const Place& place);
    void event_fields(const std::string& pointer, const std::string& where_pointer,
                      const std::string& named, const FieldValues& where);
    void fault(std::size_t index);
    void fault_delay(std::size_t index);
    void fault_of_application(const ExpectedFault& rule, const std::string& pointer);
    void udp(std::size_t index);
    void rx(std::size_t index);
    void step(std::size_t index);
    void reached(std::size_t index);
    void rule_exists(const std::string& pointer, const std::string& what, const std::string& prefix,
                     const std::string& list, std::size_t rules);
    void pair_exists(const std::string& pointer, std::uint32_t pair);
    void vcpu_exists(const std::string& pointer, std::uint32_t cpu);

    // The first pointer is the accused. The problem is where it is written or, if it has its
    // default, where the first of the others is.
    const Scenario& scenario_;
};

void Contradictions::pair_exists(const std::string& pointer, std::uint32_t pair) {
    const std::uint32_t pairs = scenario_.device.pairs;
    demand(pair < pairs, {pointer, "/device/pairs"},
           "less than /device/pairs, " + std::to_string(pairs), std::to_string(pair));
}

void Contradictions::vcpu_exists(const std::string& pointer, std::uint32_t cpu) {
    const std::uint32_t vcpus = scenario_.kernel.cpus.vcpus;
    demand(cpu < vcpus, {pointer, "/guest/vcpus"},
           "less than /guest/vcpus, " + std::to_string(vcpus), std::to_string(cpu));
}

void Contradictions::end() {
    const EndCondition& end = scenario_.end;
    const Duration bound = scenario_.bounds.time;
    if (!end.frames && !end.time && !has_problem("/end")) {
        const JsonOrigin& origin = nearest_node(document_, "/end").origin;
        problems_.push_back({origin.file ? *origin.file : "", origin.line, "/end",
                             "frames or time_ns", "neither", "", ProblemKind::contradiction});
    }
    if (end.frames)
        demand(has_application(scenario_), {"/end/frames", "/application/enabled"},
               "no frames, as /application/enabled is false", std::to_string(*end.frames));
    if (end.time)
        demand(end.time->ns <= bound.ns, {"/end/time_ns", "/bounds/time_ns"},
               "at most /bounds/time_ns, " + std::to_string(bound.ns),
               std::to_string(end.time->ns));
}

void Contradictions::guest() {
    const InterruptAffinity& affinity = scenario_.affinity;
    vcpu_exists("/guest/tx_interrupt_cpu", affinity.tx_cpu);
    vcpu_exists("/guest/rx_interrupt_cpu", affinity.rx_cpu);
    interrupt_cpus("/guest/tx_interrupt_cpus", affinity.tx_cpus);
    interrupt_cpus("/guest/rx_interrupt_cpus", affinity.rx_cpus);
    const HostStealOptions& steals = scenario_.kernel.cpus.host_steals;
    least_and_most("/schedule/preempt", steals.min, steals.max);
    const StoreBufferOptions& stores = scenario_.store_buffers;
    least_and_most("/schedule/store_delay", stores.delay_min, stores.delay_max);
}

void Contradictions::least_and_most(const std::string& pointer, Duration least, Duration most) {
    const std::string min = pointer + "_min_ns", max = pointer + "_max_ns";
    demand(least <= most, {min, max}, "at most " + max + ", " + std::to_string(most.ns),
           std::to_string(least.ns));
}

void Contradictions::interrupt_cpus(const std::string& pointer,
                                    const std::vector<std::uint32_t>& cpus) {
    demand(cpus.size() <= scenario_.device.pairs, {pointer, "/device/pairs"},
           "at most /device/pairs items, " + std::to_string(scenario_.device.pairs),
           std::to_string(cpus.size()));
    for (std::size_t i = 0; i < cpus.size(); ++i)
        vcpu_exists(pointer + "/" + std::to_string(i), cpus[i]);
}

void Contradictions::application(std::size_t number) {
    const ApplicationOptions& app = application_of(scenario_, number);
    const std::string p = application_pointer(number);
    pair_exists(p + "/pair", app.socket.pair);
    vcpu_exists(p + "/cpu", app.cpu);
    demand(app.batch <= app.socket.frames, {p + "/batch", p + "/frames"},
           "at most " + p + "/frames, " + std::to_string(app.socket.frames),
           std::to_string(app.batch));
    demand(app.batch <= app.socket.tx_ring_size, {p + "/batch", p + "/tx_ring"},
           "at most " + p + "/tx_ring, " + std::to_string(app.socket.tx_ring_size),
           std::to_string(app.batch));
    umem(number);
    if (app.shares_umem)
        shared_umem(number);
    else
        pair_is_free(number);
}

void Contradictions::umem(std::size_t number) {
    const ApplicationOptions& app = application_of(scenario_, number);
    const std::string p = application_pointer(number);
    const bool is_power_of_two = (app.socket.chunk_bytes & (app.socket.chunk_bytes - 1)) == 0;
    demand(app.socket.unaligned || is_power_of_two, {p + "/chunk_bytes", p + "/unaligned"},
           "2048 or 4096, as " + p + "/unaligned is false", std::to_string(app.socket.chunk_bytes));
    demand(app.headroom + app.frame_bytes <= app.socket.chunk_bytes,
           {p + "/frame_bytes", p + "/headroom", p + "/chunk_bytes"},
           "with " + p + "/headroom, " + std::to_string(app.headroom) + ", at most " + p +
               "/chunk_bytes, " + std::to_string(app.socket.chunk_bytes),
           std::to_string(app.frame_bytes));
    const std::uint64_t bytes = umem_frames(number) * app.socket.chunk_bytes;
    demand(bytes <= umem_bytes_max, {p + "/frames", p + "/chunk_bytes"},
           "a UMEM of at most " + std::to_string(umem_bytes_max) + " bytes",
           std::to_string(umem_frames(number)) + " * " + std::to_string(app.socket.chunk_bytes));
}

// Its own, and those of the applications that share its UMEM.
std::uint64_t Contradictions::umem_frames(std::size_t number) const {
    std::uint64_t frames = application_of(scenario_, number).socket.frames;
    for (const ApplicationOptions& other : scenario_.applications)
        if (other.enabled && other.shares_umem == number) frames += other.socket.frames;
    return frames;
}

void Contradictions::shared_umem(std::size_t number) {
    const ApplicationOptions& app = application_of(scenario_, number);
    const std::string p = application_pointer(number);
    const std::size_t owner = *app.shares_umem;
    demand(owner < number, {p + "/shares_umem"}, "an application before this one",
           std::to_string(owner));
    if (owner >= number) return;
    const ApplicationOptions& other = application_of(scenario_, owner);
    const std::string o = application_pointer(owner);
    demand(other.enabled, {p + "/shares_umem", o + "/enabled"}, "an application that is enabled",
           std::to_string(owner));
    demand(!other.shares_umem, {p + "/shares_umem", o + "/shares_umem"},
           "an application with a UMEM of its own", std::to_string(owner));
    const auto equal = [&](const std::string& key, std::uint32_t mine, std::uint32_t theirs) {
        demand(mine == theirs, {p + key, p + "/shares_umem"},
               o + key + ", " + std::to_string(theirs) + ", as it shares that one's UMEM",
               std::to_string(mine));
    };
    equal("/pair", app.socket.pair, other.socket.pair);
    equal("/chunk_bytes", app.socket.chunk_bytes, other.socket.chunk_bytes);
    demand(app.socket.unaligned == other.socket.unaligned, {p + "/unaligned", p + "/shares_umem"},
           o + "/unaligned, as it shares that one's UMEM", app.socket.unaligned ? "true" : "false");
}

// A queue has one pool.
void Contradictions::pair_is_free(std::size_t number) {
    const ApplicationOptions& app = application_of(scenario_, number);
    const std::string p = application_pointer(number);
    for (std::size_t before = 0; before < number; ++before) {
        const ApplicationOptions& other = application_of(scenario_, before);
        if (!other.enabled || other.shares_umem || other.socket.pair != app.socket.pair) continue;
        return demand(
            false, {p + "/pair", p + "/shares_umem"},
            "a pair without an AF_XDP application, or shares_umem " + std::to_string(before),
            std::to_string(app.socket.pair));
    }
}

void Contradictions::fault(std::size_t index) {
    const ExpectedFault& rule = scenario_.faults[index];
    const std::string pointer = "/faults/" + std::to_string(index);
    pair_exists(pointer + "/pair", rule.pair);
    if (rule.cpu) vcpu_exists(pointer + "/cpu", *rule.cpu);
    if (rule.from && rule.until)
        demand(*rule.from < *rule.until, {pointer + "/until_ns", pointer + "/from_ns"},
               "more than from_ns, " + std::to_string(rule.from->ns),
               std::to_string(rule.until->ns));
    if (rule.at.is_set()) place_fields(pointer + "/at", rule.at);
    if ((info_of(rule.what).takes & fault_takes::delay) != 0) fault_delay(index);
    if (is_of_application(info_of(rule.what).site)) fault_of_application(rule, pointer);
    const bool packed = scenario_.device.packed;
    demand(strikes_ring(rule.what, packed), {pointer + "/what", "/device/packed"},
           packed ? "a kind that strikes a packed ring" : "a kind that strikes a split ring",
           std::string(info_of(rule.what).name));
}

void Contradictions::fault_of_application(const ExpectedFault& rule, const std::string& pointer) {
    bool is_there = false;
    for (std::size_t i = 0; i <= scenario_.applications.size(); ++i)
        is_there |= application_of(scenario_, i).enabled &&
                    application_of(scenario_, i).socket.pair == rule.pair;
    demand(is_there, {pointer + "/pair", pointer + "/what"}, "the pair of an application",
           std::to_string(rule.pair));
}

// One of the four ways to say how long.
void Contradictions::fault_delay(std::size_t index) {
    const ExpectedFault& rule = scenario_.faults[index];
    const FaultDelay& delay = rule.delay;
    const std::string pointer = "/faults/" + std::to_string(index);
    const int ways = (delay.low ? 1 : 0) + (delay.mean ? 1 : 0) + (delay.table.empty() ? 0 : 1);
    const std::string one = "one of delay_ns, delay_mean_ns and delay_table_ns";
    demand(ways != 0, {pointer + "/what"}, one + " beside it",
           std::string(info_of(rule.what).name));
    demand(ways <= 1, {pointer + "/delay_table_ns", pointer + "/delay_mean_ns"}, one,
           std::to_string(ways) + " of them");
    if (!delay.high) return;
    demand(delay.low.has_value(), {pointer + "/delay_max_ns"}, "only together with delay_ns",
           std::to_string(delay.high->ns));
    if (delay.low)
        demand(*delay.low <= *delay.high, {pointer + "/delay_max_ns", pointer + "/delay_ns"},
               "at least delay_ns, " + std::to_string(delay.low->ns),
               std::to_string(delay.high->ns));
}

void Contradictions::udp(std::size_t index) {
    const std::string pointer = "/udp/" + std::to_string(index);
    pair_exists(pointer + "/pair", scenario_.udp[index].pair);
    vcpu_exists(pointer + "/cpu", scenario_.udp[index].cpu);
}

void Contradictions::rx(std::size_t index) {
    const RxTrafficOptions& rx = scenario_.rx[index];
    const std::string pointer = "/rx/" + std::to_string(index);
    pair_exists(pointer + "/pair", rx.pair);
    if (rx.until)
        demand(rx.start < *rx.until, {pointer + "/until_ns", pointer + "/start_ns"},
               "more than start_ns, " + std::to_string(rx.start.ns), std::to_string(rx.until->ns));
}

void Contradictions::step(std::size_t index) {
    const ExpectedStep& step = scenario_.steps[index];
    const std::string pointer = "/steps/" + std::to_string(index);
    vcpu_exists(pointer + "/cpu", step.cpu);
    place_fields(pointer + "/at", step.at);
    using enum TimedAction;
    if (step.action != bind && step.action != unbind && step.action != kill_application) return;
    demand(has_application(scenario_), {pointer + "/do", "/application/enabled"},
           "nothing about a socket, as /application/enabled is false",
           step.action == bind     ? "\"bind\""
           : step.action == unbind ? "\"unbind\""
                                   : "\"kill_application\"");
    bool has_socket = false;
    std::string pairs;
    for (std::size_t i = 0; i <= scenario_.applications.size(); ++i) {
        const ApplicationOptions& app = application_of(scenario_, i);
        if (!app.enabled || app.shares_umem) continue;
        has_socket = has_socket || app.socket.pair == step.pair;
        pairs += (pairs.empty() ? "" : " or ") + application_pointer(i) + "/pair, " +
                 std::to_string(app.socket.pair);
    }
    if (has_application(scenario_))
        demand(has_socket, {pointer + "/pair", "/application/pair"}, pairs,
               std::to_string(step.pair));
}

// A breaker tells its race and what is seen without the safeguard.
void Contradictions::breaker() {
    const BreakerOptions& breaker = scenario_.breaker;
    demand(!breaker.race.empty(), {"/breaker/race", "/breaker/safeguard"}, "at least one step",
           "none");
    demand(!breaker.kills.empty(), {"/breaker/kills", "/breaker/safeguard"}, "at least one mutant",
           "none");
    for (std::size_t i = 0; i < breaker.kills.size(); ++i) {
        const std::string pointer = "/breaker/kills/" + std::to_string(i);
        demand(!breaker.kills[i].because.empty(), {pointer + "/because", pointer + "/mutant"},
               "at least one reason", "none");
    }
}

// `what` may name the N-th rule of a list, from 1.
void Contradictions::rule_exists(const std::string& pointer, const std::string& what,
                                 const std::string& prefix, const std::string& list,
                                 std::size_t rules) {
    if (what.rfind(prefix, 0) == 0)
        demand(std::stoul(what.substr(prefix.size())) <= rules, {pointer, list},
               "a rule of " + list + ", which has " + std::to_string(rules), shown(what));
}

// The fields of `place`, if it is an event.
void Contradictions::place_fields(const std::string& pointer, const Place& place) {
    event_fields(pointer, pointer + "_where", place.is_event() ? place.name : "", place.where);
}

// Each field of `where` must be one of that event, "KIND" or "event:KIND", and can be so.
void Contradictions::event_fields(const std::string& pointer, const std::string& where_pointer,
                                  const std::string& named, const FieldValues& where) {
    const EventInfo* event = nullptr;
    for (const EventInfo& info : event_infos)
        if (named == info.name || named == "event:" + std::string(info.name)) event = &info;
    for (const auto& [name, value] : where) {
        const std::string place = where_pointer + "/" + name;
        const FieldInfo* field = event == nullptr ? nullptr : event->field(name);
        demand(field != nullptr, {place, pointer},
               event == nullptr ? "fields only of an event" : "a field of " + named, shown(name));
        if (field == nullptr) continue;
        const std::vector<std::string> words(field->words.begin(), field->words.end());
        demand(FieldCondition::can_hold(*field, value), {place}, wanted_of(*field),
               value.word.empty() ? std::to_string(value.number) : shown(value.word),
               words.empty() ? "" : suggestion(value.word, words));
    }
}

// A scenario of the review has a question and says what it is; a figure is one of two things.
void Contradictions::review() {
    const ReviewOptions& review = scenario_.review;
    demand(review.question.has_value() == review.asked.has_value(),
           {"/review/asked", "/review/question"}, "question and asked, or neither", "one of them");
    for (std::size_t i = 0; i < review.figures.size(); ++i) {
        const ReviewOptions::Figure& figure = review.figures[i];
        const std::string pointer = "/review/figures/" + std::to_string(i);
        demand(figure.count.has_value() != figure.summary.has_value(),
               {pointer + "/count", pointer + "/summary", pointer + "/name"},
               "either count or summary", figure.count ? "both" : "neither");
        rule_exists(pointer + "/count", figure.count.value_or(""), "fault:", "/faults",
                    scenario_.faults.size());
        rule_exists(pointer + "/count", figure.count.value_or(""), "hold:", "/schedule/holds",
                    scenario_.holds.size());
        event_fields(pointer + "/count", pointer + "/where", figure.count.value_or(""),
                     figure.where);
    }
}

void Contradictions::hold(std::size_t index) {
    const ExpectedHold& hold = scenario_.holds[index];
    const std::string pointer = "/schedule/holds/" + std::to_string(index);
    if (hold.cpu) vcpu_exists(pointer + "/cpu", *hold.cpu);
    if (hold.after)
        demand(
            *hold.after != index + 1 && *hold.after <= scenario_.holds.size(), {pointer + "/after"},
            "another of the " + std::to_string(scenario_.holds.size()) + " holds, counted from 1",
            std::to_string(*hold.after));
    place_fields(pointer + "/at", hold.at);
    place_fields(pointer + "/until", hold.until);
}

void Contradictions::reached(std::size_t index) {
    const Expectation::Reached& reached = scenario_.expect.reached[index];
    const std::string pointer = "/expect/reached/" + std::to_string(index);
    rule_exists(pointer + "/what", reached.what, "fault:", "/faults", scenario_.faults.size());
    rule_exists(pointer + "/what", reached.what, "hold:", "/schedule/holds",
                scenario_.holds.size());
    event_fields(pointer + "/what", pointer + "/where", reached.what, reached.where);
    demand(reached.what != "access" || scenario_.shim.access_events,
           {pointer + "/what", "/trace/accesses"}, "no access, as /trace/accesses is false",
           shown(reached.what));
    if (reached.at_most)
        demand(reached.at_least <= *reached.at_most, {pointer + "/at_most", pointer + "/at_least"},
               "at least at_least, " + std::to_string(reached.at_least),
               std::to_string(*reached.at_most));
}

}  // namespace

void find_contradictions(const Scenario& scenario, const Node& document,
                         std::vector<InputProblem>& problems) {
    Contradictions(scenario, document, problems).find();
}

}  // namespace xsksim
