// SPDX-License-Identifier: GPL-2.0-only
#include "tests/equivalence/event_stream.hpp"

#include <algorithm>
#include <functional>
#include <regex>
#include <unordered_map>

#include "models/events.hpp"
#include "sim/core/simgrid_engine.hpp"
#include "sim/run/run.hpp"
#include "sim/run/world.hpp"

namespace xsksim::test {

namespace {

std::string without_places(const std::string& text) {
    if (text.find(':') == std::string::npos) return text;
    static const std::regex place(R"([^\s/:]+\.(c|h|txt|patch|mbox|eml):\d+)");
    return std::regex_replace(text, place, "PLACE");
}

// Without a judge, who would only take time.
struct Run {
    Run(const Scenario& scenario, const LoadedDriver& driver)
        : engine(make_simgrid_engine({.bounds = bounds_of(scenario)})),
          choice(make_seeded_choice(scenario.seed)),
          world(scenario, driver, *engine, *choice) {}

    std::unique_ptr<Engine> engine;
    std::unique_ptr<Choice> choice;
    World world;
};

class Recorder : public EventListener {
public:
    explicit Recorder(World& world) : world_(world) {}

    void on_event(const Event& event) override {
        std::uint64_t sum = static_cast<std::uint64_t>(event.at.ns) * 31 + event.context;
        sum = mixed(sum, static_cast<std::uint64_t>(event.kind));
        for (const FieldInfo& field : info_of(event.kind).fields)
            sum = mixed(sum, alike(event, field));
        (event.kind == EventKind::module_param ? parameters_ : sums_).push_back(sum);
    }
    // Everything in order, behind the parameters: their order is that of the driver's files.
    std::vector<std::uint64_t> stream() {
        std::sort(parameters_.begin(), parameters_.end());
        parameters_.insert(parameters_.end(), sums_.begin(), sums_.end());
        return std::move(parameters_);
    }

private:
    static std::uint64_t mixed(std::uint64_t sum, std::uint64_t value) {
        constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
        sum = (sum ^ value) * odd;
        return sum ^ (sum >> 29);
    }
    // Alike in two objects of the same code. A driver's own variables lie where its files happened
    // to be linked: of an access it counts which of the addresses met so far it is.
    std::uint64_t alike(const Event& event, const FieldInfo& field) {
        const std::uint64_t value = raw(event, field);
        if (field.type == FieldType::text) return text_sum(value);
        if (event.kind == EventKind::point && field.type == FieldType::address)
            return addresses_.emplace(value, addresses_.size()).first->second;
        return value;
    }
    std::uint64_t text_sum(std::uint64_t index) {
        const auto [known, is_new] = texts_.emplace(index, 0);
        if (is_new)
            known->second =
                std::hash<std::string>()(without_places(world_.trace().text_at({index})));
        return known->second;
    }

    World& world_;
    std::vector<std::uint64_t> parameters_;
    std::vector<std::uint64_t> sums_;
    std::unordered_map<std::uint64_t, std::uint64_t> texts_, addresses_;
};

// Keeps the words of the events up to one.
class Narrator : public EventListener {
public:
    Narrator(World& world, std::size_t last) : world_(world), last_(last) {}

    void on_event(const Event& event) override {
        constexpr std::size_t shown = 12;
        ++count_;
        if (count_ > last_ + 1 || count_ + shown <= last_ + 1) return;
        const EventInfo& info = info_of(event.kind);
        words_ += "  " + std::to_string(event.at.ns) + " ns  " + std::string(info.name);
        for (const FieldInfo& field : info.fields)
            words_ += "  " + std::string(field.name) + "=" +
                      (field.type == FieldType::text ? world_.trace().text_at({raw(event, field)})
                                                     : std::to_string(raw(event, field)));
        words_ += "\n";
    }
    std::string words_;

private:
    World& world_;
    std::size_t last_;
    std::size_t count_ = 0;
};

std::string narrate(const Scenario& scenario, const LoadedDriver& driver, std::size_t last) {
    Run run(scenario, driver);
    World& world = run.world;
    Narrator narrator(world, last);
    world.trace().readers().listen_to_all(narrator);
    world.run();
    return narrator.words_;
}

}  // namespace

EventStream run_events(const Scenario& scenario, const LoadedDriver& driver) {
    Run run(scenario, driver);
    World& world = run.world;
    Recorder recorder(world);
    world.trace().readers().listen_to_all(recorder);
    const RunEnd end = world.run().end;
    return {recorder.stream(), world.accesses(), without_places(end.message)};
}

std::string first_difference(const Scenario& scenario, const LoadedDriver& a,
                             const LoadedDriver& b) {
    const auto x = run_events(scenario, a).events, y = run_events(scenario, b).events;
    const auto parted = std::mismatch(x.begin(), x.end(), y.begin(), y.end()).first - x.begin();
    const auto index = static_cast<std::size_t>(parted);
    return "event " + std::to_string(index + 1) + " of " + std::to_string(x.size()) + " and " +
           std::to_string(y.size()) + "\n" + a.object.path() + "\n" + narrate(scenario, a, index) +
           b.object.path() + "\n" + narrate(scenario, b, index);
}

}  // namespace xsksim::test
