// SPDX-License-Identifier: GPL-2.0-only
// The timelines of all shipped scenarios, line by line and before lines are folded: no line tells
// something earlier than it happened, and no cause is told after its effect.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include "sim/scenario/parse.hpp"
#include "sim/simulate/simulate.hpp"
#include "sim/view/run/timeline.hpp"

namespace xsksim {
namespace {

namespace fs = std::filesystem;

// What lines count, in the order in which it happens to a packet.
enum class What { submitted, added, wire, published, taken, reclaimed };

// When each of it happened, by pair.
class Happenings {
public:
    void listen_to(EventListeners& events, const QueueMap& queues) {
        using namespace event;
        queues_ = &queues;
        events.listen<AppSubmit, AppReclaim, DevWire, DevPublish>(*this);
    }
    void on(const event::AppSubmit& submit, const Event& e) {
        note(submit.pair, What::submitted, e);
    }
    void on(const event::AppReclaim& reclaim, const Event& e) {
        note(reclaim.pair, What::reclaimed, e);
    }
    void on(const event::DevWire& wire, const Event& e) {
        note(queues_->pair(wire.queue), What::wire, e);
    }
    void on(const event::DevPublish& publish, const Event& e) {
        if (!queues_->transmits(publish.queue)) return;
        const auto entries = static_cast<std::uint16_t>(publish.new_idx - publish.old_idx);
        for (std::uint16_t i = 0; i < entries; ++i)
            note(queues_->pair(publish.queue), What::published, e);
    }
    // The n-th, counted from 1; nothing if it never happened.
    std::optional<Instant> nth(std::uint64_t pair, What what, std::uint64_t n) const {
        const auto times = times_.find({pair, what});
        if (times == times_.end() || n == 0 || n > times->second.size()) return std::nullopt;
        return times->second[n - 1];
    }

private:
    void note(std::uint64_t pair, What what, const Event& e) {
        times_[{pair, what}].push_back(e.at);
    }
    const QueueMap* queues_ = nullptr;
    std::map<std::pair<std::uint64_t, What>, std::vector<Instant>> times_;
};

// What the lines have told so far.
struct Told {
    std::map<std::pair<std::uint64_t, What>, std::uint64_t> counts;

    std::uint64_t& operator()(std::uint64_t pair, What what) { return counts[{pair, what}]; }
    void add(const TimelineLine& line) {
        switch (line.kind) {
            case LineKind::application:
                (*this)(line.pair, What::submitted) += line.numbers[0];
                (*this)(line.pair, What::reclaimed) += line.numbers[1];
                return;
            case LineKind::tx_poll:
            case LineKind::rx_poll:
            case LineKind::wakeup:
                (*this)(line.pair, What::taken) += line.numbers[0];
                (*this)(line.pair, What::added) += line.numbers[1];
                return;
            case LineKind::device:
                (*this)(line.pair, What::wire) += line.numbers[0];
                (*this)(line.pair, What::published) += line.numbers[1];
                return;
            default:
                return;
        }
    }
};

struct Lines {
    std::vector<TimelineLine> lines;
    Happenings happenings;
    Scenario scenario;
    RunResult result;
};

class LineListener : public RunListener {
public:
    explicit LineListener(Lines& into) : into_(into) {}

    void listen_to(const HeardRun& run) override {
        into_.happenings.listen_to(run.readers, run.picture.queues());
        Timeline& timeline = timeline_.emplace(run.picture, run.names);
        timeline.on_line = [this](const TimelineLine& line) { into_.lines.push_back(line); };
        timeline.listen_to(run.readers);
    }
    void at_end(RunResult&) override { timeline_->text(); }

private:
    Lines& into_;
    std::optional<Timeline> timeline_;
};

void read_lines(const fs::path& file, Lines& into) {
    into.scenario = load_scenario(file.string());
    LineListener lines(into);
    into.result =
        simulate(into.scenario,
                 {.engine = EngineKind::native, .driver_directory = XSKSIM_DRIVER_DIR}, {&lines});
}

std::vector<fs::path> shipped_scenarios() {
    std::vector<fs::path> files;
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(XSKSIM_SOURCE_DIR) / "scenarios"))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

// In these a packet's way is the usual one: nobody lies, gives back unsent, or has other senders.
bool is_plain(const Lines& lines) {
    return lines.scenario.faults.empty() && lines.scenario.steps.empty() &&
           lines.scenario.udp.empty() && lines.scenario.rx.empty() &&
           lines.result.outcome != Outcome::fail;
}

void check_times(const Lines& lines) {
    Told told;
    Instant last;
    for (const TimelineLine& line : lines.lines) {
        REQUIRE(line.at >= last);
        last = line.at;
        told.add(line);
        for (const What what : {What::submitted, What::wire, What::published, What::reclaimed}) {
            const auto at = lines.happenings.nth(line.pair, what, told(line.pair, what));
            INFO("pair " << line.pair << ", number " << static_cast<int>(what) << ", line at "
                         << line.at.ns);
            if (at) REQUIRE(*at <= line.at);
        }
    }
}

void check_causes(const Lines& lines) {
    Told told;
    for (const TimelineLine& line : lines.lines) {
        told.add(line);
        constexpr std::array ways = {What::submitted, What::added, What::wire,
                                     What::published, What::taken, What::reclaimed};
        for (std::size_t i = 0; i + 1 < ways.size(); ++i) {
            INFO("pair " << line.pair << ", step " << i << ", line at " << line.at.ns);
            REQUIRE(told(line.pair, ways[i + 1]) <= told(line.pair, ways[i]));
        }
    }
}

}  // namespace

TEST_CASE("timeline: no line tells what has not happened, and no effect comes before its cause") {
    std::size_t plain = 0;
    for (const fs::path& file : shipped_scenarios()) {
        INFO(file);
        Lines lines;
        read_lines(file, lines);
        REQUIRE(lines.lines.size() > 3);
        check_times(lines);
        if (!is_plain(lines)) continue;
        ++plain;
        check_causes(lines);
    }
    CHECK(plain > 50);
}

}  // namespace xsksim
