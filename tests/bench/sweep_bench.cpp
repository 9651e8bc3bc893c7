// SPDX-License-Identifier: GPL-2.0-only
// `./dev bench`: what a sweep costs beside the bare runs, how far a second job helps, and how
// a store of 100,000 points is read. Overheads are CPU time of all processes, which a busy machine
// does not stretch; each pair is measured in turn, several times, and the least counts.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>

#include "sim/simulate/simulate.hpp"
#include "sim/sweep/grid.hpp"
#include "sim/sweep/point_runner.hpp"
#include "sim/sweep/sweep_run.hpp"

using namespace xsksim;

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int repetitions = 5;
constexpr std::uint32_t many_points = 100'000;

double seconds_of(const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
}
double cpu_seconds(int who) {
    rusage usage{};
    ::getrusage(who, &usage);
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}
double wall_seconds(const std::function<void()>& action) {
    const auto begun = Clock::now();
    action();
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

// Of this process and those that it waited for.
double cpu_of(const std::function<void()>& action) {
    const auto used = [] { return cpu_seconds(RUSAGE_SELF) + cpu_seconds(RUSAGE_CHILDREN); };
    const double before = used();
    action();
    return used() - before;
}

class Scratch {
public:
    Scratch() : path_((fs::temp_directory_path() / "xsksim-bench-XXXXXX").string()) {
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make " + path_);
    }
    ~Scratch() { fs::remove_all(path_); }
    std::string file(const std::string& name) const { return path_ + "/" + name; }
    Plan plan(std::uint32_t points, std::uint64_t frames) const {
        std::ofstream(file("sweep.json"))
            << R"({"name": "bench", "question": "?", "base": ")"
            << fs::relative(XSKSIM_SOURCE_DIR "/scenarios/baseline.json", path_).string()
            << R"(", "set": {"/end/frames": )" << frames
            << R"(}, "axes": [{"name": "timeout", "at": "/driver/parameters/xsk_check_timeout", )"
            << R"("from": 1, "to": )" << points << R"(, "count": )" << points << "}]}";
        return load_plan(file("sweep.json"));
    }

private:
    std::string path_;
};

// CPU time of the runs alone.
double bare(const Plan& plan) {
    const ScenarioFile base(plan.sweep.base);
    SimulateOptions options;
    options.engine = EngineKind::native;
    options.driver_directory = XSKSIM_DRIVER_DIR;
    std::vector<Scenario> scenarios;
    for (PointIndex point = 0; point < plan.points.size(); ++point)
        scenarios.push_back(base.with(plan.settings_of(point)));
    const LoadedDriver driver = load_driver(scenarios[0].driver.name, options.driver_directory, "");
    options.driver = &driver;
    const double before = cpu_seconds(RUSAGE_SELF);
    for (const Scenario& scenario : scenarios) simulate(scenario, options);
    return cpu_seconds(RUSAGE_SELF) - before;
}

void swept(const Scratch& scratch, const Plan& plan, unsigned jobs) {
    fs::remove(scratch.file("store"));
    Store store = Store::create(scratch.file("store"), plan, "bench");
    SweepOptions options;
    options.jobs = jobs;
    options.driver_directory = XSKSIM_DRIVER_DIR;
    run_sweep(
        plan, options, store, [] { return false; }, [](const SweepProgress&) {});
    store.close();
}

void overhead(const char* what, std::uint32_t points, std::uint64_t frames) {
    const Scratch scratch;
    const Plan plan = scratch.plan(points, frames);
    double least_bare = 1e9, least_swept = 1e9;
    for (int i = 0; i < repetitions; ++i) {
        least_bare = std::min(least_bare, bare(plan));
        least_swept = std::min(least_swept, cpu_of([&] { swept(scratch, plan, 1); }));
    }
    fmt::print("{}: {:.3f} ms a bare run, {:.3f} ms in a sweep: {:.3f} ms, {:.1f} % more\n", what,
               1e3 * least_bare / points, 1e3 * least_swept / points,
               1e3 * (least_swept - least_bare) / points, 100 * (least_swept / least_bare - 1));
}

void second_job() {
    std::fflush(stdout);
    const Scratch scratch;
    const Plan plan = scratch.plan(200, 10'000);
    double best = 0;
    for (int i = 0; i < repetitions; ++i) {
        const double one = wall_seconds([&] { swept(scratch, plan, 1); });
        const double two = wall_seconds([&] { swept(scratch, plan, 2); });
        best = std::max(best, one / two);
    }
    fmt::print("two jobs: {:.2f} times one\n", best);
}

RunRow made_up(const RunOrder& order, std::size_t figures) {
    RunRow row;
    row.run = order.run;
    row.point = order.point;
    row.seed = order.seed;
    row.verdict = order.run % 7 == 0 ? "stalled" : "pass";
    for (std::size_t f = 0; f < figures; ++f) row.figures.push_back(static_cast<double>(order.run));
    return row;
}

void large_store() {
    const Scratch scratch;
    const Plan plan = scratch.plan(many_points, 1);
    {
        Store store = Store::create(scratch.file("store"), plan, "bench");
        Grid grid(plan, {}, store);
        std::vector<RunRow> rows;
        while (const auto order = grid.next()) rows.push_back(made_up(*order, plan.figures.size()));
        rows.pop_back();  // one is missing
        store.write(rows, std::vector<bool>(rows.size(), true));
        store.close();
    }
    const double resume = wall_seconds([&] {
        Store store = Store::resume(scratch.file("store"), plan, "bench");
        Grid grid(plan, {}, store);
        if (!grid.next()) throw std::runtime_error("nothing is missing");
    });
    const double query = wall_seconds([&] {
        Database database(scratch.file("store"), Database::Mode::read);
        auto rows = database.prepare("SELECT sum(sustained_packets_per_second) FROM result");
        rows.row();
    });
    fmt::print("{} points: {:.2f} s to resume, {:.2f} s to read a figure through the view\n",
               many_points, resume, query);
}

}  // namespace

int main() {
    overhead("tiny runs (1 frame)", 2000, 1);
    overhead("runs of 10,000 frames", 100, 10'000);
    second_job();
    large_store();
}
