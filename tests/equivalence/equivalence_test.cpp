// SPDX-License-Identifier: GPL-2.0-only
// The patch's own text, taken from the mail, does what the port in models/drivers/v1 does: the same
// events and the same sequence of shared accesses. The mail is no part of the project; where it is
// absent, this says so and is not run.
#include <unistd.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "sim/import/build_driver.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/equivalence/event_stream.hpp"
#include "tests/support/long_form.hpp"
#include "tests/support/random_scenario.hpp"

using namespace xsksim;
using namespace xsksim::test;
namespace fs = std::filesystem;

namespace {

constexpr int not_run = 77;  // CTest's SKIP_RETURN_CODE

// shared/seed beside the checkout, or beside what it is a worktree of.
fs::path mail() {
    for (fs::path above = fs::path(XSKSIM_SOURCE_DIR).parent_path(); above != above.root_path();
         above = above.parent_path()) {
        if (!fs::is_directory(above / "shared/seed")) continue;
        for (const auto& entry : fs::directory_iterator(above / "shared/seed"))
            if (entry.path().extension() == ".txt") return entry.path();
    }
    std::printf("not run: there is no mail in ../shared/seed to take the patch from\n");
    std::exit(not_run);
}

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Built once a process, and gone with it.
class FromMail {
public:
    FromMail() : report_(build_driver(request())) {}
    ~FromMail() { fs::remove(report_.output); }
    FromMail(const FromMail&) = delete;
    FromMail& operator=(const FromMail&) = delete;
    const BuildReport report_;

private:
    static BuildRequest request() {
        const fs::path file = mail();
        BuildRequest request;
        request.inputs = {{file.filename().string(), text_of(file)}};
        const std::string name = "xsksim-equivalence-" + std::to_string(::getpid()) + ".so";
        request.output = (fs::temp_directory_path() / name).string();
        request.kit = std::string(XSKSIM_DRIVER_DIR) + "/kit";
        return request;
    }
};

const BuildReport& report() {
    static const FromMail built;
    return built.report_;
}

const LoadedDriver& from_mail() {
    static const LoadedDriver loaded = load_driver(report().output, "", "equivalence");
    return loaded;
}
const LoadedDriver& port() {
    static const LoadedDriver loaded = load_driver("v1", XSKSIM_DRIVER_DIR, "equivalence");
    return loaded;
}

void check_equal(const Scenario& scenario) {
    const EventStream mail_run = run_events(scenario, from_mail());
    const EventStream port_run = run_events(scenario, port());
    CHECK(mail_run.events.size() > 10);
    CHECK(mail_run.accesses == port_run.accesses);
    CHECK(mail_run.end == port_run.end);
    const bool equal = mail_run.events == port_run.events;
    CHECK(equal);
    if (!equal) WARN(first_difference(scenario, from_mail(), port()));
}

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

// Those directly in scenarios/ and in these folders of it. Not the findings and faults: a driver
// that polls for ever makes more events than can be kept beside each other.
std::vector<std::string> shipped_scenarios(const std::vector<std::string>& folders) {
    const fs::path root = fs::path(XSKSIM_SOURCE_DIR) / "scenarios";
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        const std::string folder =
            entry.path().parent_path().lexically_relative(root).generic_string();
        const bool wanted = folder == "." || std::ranges::count(folders, folder) != 0;
        if (wanted && entry.path().extension() == ".json") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

TEST_CASE("equivalence: every function of the patch comes from its text", "[text]") {
    // Whole where the patch adds it; in part where it changes one of the base's.
    const std::vector<std::string> added = {
        "virt_xsk_complete",        "virtnet_xsk_timeout", "virtnet_xsk_pool_enable",
        "virtnet_xsk_pool_disable", "virtnet_xsk_xmit",    "virtnet_xsk_dev_is_full",
        "virtnet_xsk_xmit_zc",      "virtnet_xsk_run",     "virtnet_xsk_wakeup"};
    const std::vector<std::string> changed = {"__free_old_xmit_ptr", "virtnet_poll_tx",
                                              "virtnet_xdp", "free_unused_bufs"};
    std::vector<std::string> whole, part;
    for (const FunctionOrigin& function : report().functions)
        (function.is_whole ? whole : part).push_back(function.name);
    CHECK_THAT(whole, Catch::UnorderedEquals(added));
    CHECK_THAT(part, Catch::UnorderedEquals(changed));
    CHECK(report().pieces.size() == 14);
    CHECK(report().warnings.empty());
}

TEST_CASE("equivalence: the shipped scenarios, event by event", "[events]") {
    for (const std::string& file : shipped_scenarios({"breakers", "life", "mixed"})) {
        INFO(file);
        Scenario scenario = load_scenario(file);
        check_equal(scenario);
        // Each access takes time, so that an event's time tells how many came before it.
        scenario.shim.memory_access = Duration{1};
        check_equal(scenario);
    }
}

// Naming every access takes a thousand times as long as making it, and more for each object that is
// new, as a datagram's is. So of long runs only the part in which something happens: the first
// packets and datagrams, and what the timed steps do; of every second scenario, but of all in the
// long form.
TEST_CASE("equivalence: the shipped scenarios, access by access", "[accesses]") {
    const std::uint64_t frames = number_in("XSKSIM_TRACED_FRAMES", 300);
    constexpr std::uint64_t datagrams = 50;
    constexpr Instant without_steps{5'000'000};
    constexpr Duration after_last_step{1'000'000};
    const std::vector<std::string> files = shipped_scenarios({"breakers"});
    for (std::size_t i = 0; i < files.size(); i += is_long_form() ? 1 : 2) {
        const std::string& file = files[i];
        INFO(file);
        Scenario scenario = load_scenario(file);
        scenario.shim.access_events = true;
        if (scenario.end.frames) scenario.end.frames = std::min(*scenario.end.frames, frames);
        for (UdpSenderOptions& udp : scenario.udp)
            udp.datagrams = std::min(udp.datagrams.value_or(datagrams), datagrams);
        if (scenario.end.time) {
            Instant last = without_steps;
            for (const TimedStep& step : scenario.steps)
                if (step.at_time) last = std::max(last, *step.at_time + after_last_step);
            scenario.end.time = std::min(*scenario.end.time, last);
        }
        check_equal(scenario);
    }
}

TEST_CASE("equivalence: random scenarios", "[random]") {
    const std::uint64_t first = number_in("XSKSIM_FIRST_SEED", 1);
    const std::uint64_t step = number_in("XSKSIM_SEED_STEP", 1);
    const std::uint64_t last = number_in("XSKSIM_LAST_SEED", repeats(300, 1000));
    for (std::uint64_t seed = first; seed <= last; seed += step) {
        Scenario scenario = random_scenario(seed);
        scenario.shim.access_events = false;
        INFO("seed " << seed << ": " << resolved_json(scenario));
        check_equal(scenario);
    }
}
