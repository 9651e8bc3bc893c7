// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>
#include <catch2/catch.hpp>

#include "sim/scenario/profile.hpp"
#include "tests/unit/scenario/scenario_text.hpp"

using namespace xsksim;
using xsksim::test::with;

namespace {

// A folder with a scenario and profiles, gone at the end.
class Bench {
public:
    Bench() {
        std::string pattern = std::filesystem::temp_directory_path() / "xsksim-profile-XXXXXX";
        path_ = mkdtemp(pattern.data());
        write("profiles/fast.json",
              number(R"("key": "/device/service_ns", "value": 7, "unit": "ns")"));
        write("profiles/slow.json",
              number(R"("key": "/device/service_ns", "value": 9999, "unit": "ns")"));
    }
    ~Bench() { std::filesystem::remove_all(path_); }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    static std::string number(const std::string& members) {
        return R"({"title": "t", "numbers": [{)" + members + R"(, "source": "assumed"}]})";
    }
    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name) << text;
    }
    std::string path(const std::string& name) const { return path_ / name; }
    Scenario load(const std::string& name, const std::vector<Override>& overrides = {}) const {
        return load_scenario(path(name), overrides);
    }
    std::string problems(const std::string& name,
                         const std::vector<Override>& overrides = {}) const {
        try {
            load(name, overrides);
        } catch (const BadInput& bad) {
            return bad.what();
        }
        return "";
    }

private:
    std::filesystem::path path_;
};

std::vector<std::filesystem::path> shipped_profiles() {
    std::vector<std::filesystem::path> paths;
    const std::string folder = test::source_directory() / "profiles";
    for (const std::string& name : profile_names(folder))
        paths.push_back(std::filesystem::path(folder) / (name + ".json"));
    return paths;
}

}  // namespace

TEST_CASE("profile: built-in default, profile, base, scenario, --set: the later wins") {
    Bench bench;
    bench.write("plain.json", with("\"seed\": 1"));
    bench.write("profiled.json", with(R"("profile": "fast")"));
    bench.write("base.json", with(R"("profile": "fast", "device": {"service_ns": 20})"));
    bench.write("child.json", R"({"extends": "base.json", "profile": "slow"})");
    CHECK(bench.load("plain.json").device.service == VirtioNetOptions{}.service);
    CHECK(bench.load("profiled.json").device.service == Duration{7});
    CHECK(bench.load("plain.json", {{"/profile", "slow"}}).device.service == Duration{9999});
    CHECK(bench.load("profiled.json", {{"/profile", "slow"}}).device.service == Duration{9999});
    CHECK(bench.load("profiled.json", {{"/profile", "null"}}).device.service ==
          VirtioNetOptions{}.service);
    // What a base says counts, though the profile was named by the file that extends it.
    CHECK(bench.load("child.json").device.service == Duration{20});
    CHECK(bench.load("profiled.json", {{"/device/service_ns", "3"}}).device.service == Duration{3});
    CHECK(bench.load("profiled.json", {{"/device/service_ns", "null"}}).device.service ==
          VirtioNetOptions{}.service);
    CHECK(bench.load("profiled.json").device.tx_ring_size == VirtioNetOptions{}.tx_ring_size);
}

TEST_CASE("profile: the resolved scenario needs no profile") {
    Bench bench;
    bench.write("a.json", with(R"("profile": "fast")"));
    const Scenario scenario = bench.load("a.json");
    CHECK(parse_scenario(resolved_json(scenario), "resolved") == scenario);
}

TEST_CASE("profile: found beside the scenario, above it, and with the program; the nearest first") {
    Bench bench;
    bench.write("deep/down/a.json", with(R"("profile": "fast")"));
    CHECK(bench.load("deep/down/a.json").device.service == Duration{7});
    bench.write("deep/profiles/fast.json",
                Bench::number(R"("key": "/device/service_ns", "value": 8, "unit": "ns")"));
    CHECK(bench.load("deep/down/a.json").device.service == Duration{8});
    bench.write("deep/down/b.json", with(R"("profile": "slow")"));
    CHECK(bench.load("deep/down/b.json").device.service == Duration{9999});
}

TEST_CASE("profile: an unknown name is told the known ones") {
    Bench bench;
    bench.write("a.json", with(R"("profile": "fsat")"));
    CHECK_THAT(bench.problems("a.json"),
               Catch::Contains("/profile: wanted a profile: \"fast\", \"slow\"") &&
                   Catch::EndsWith("got \"fsat\""));
    CHECK_THAT(
        bench.problems("a.json", {{"/profile", "4"}}),
        Catch::StartsWith("--set: /profile: wanted a profile: ") && Catch::EndsWith("got 4"));
    CHECK_THROWS_WITH(parse_scenario(with(R"("profile": "fast")"), "t.json"),
                      Catch::Contains("wanted no profile, as this text is no file, got \"fast\""));
}

TEST_CASE("profile: a number that is wrong is named in the profile's file") {
    Bench bench;
    const auto problem = [&](const std::string& members) {
        bench.write("profiles/bad.json", Bench::number(members));
        bench.write("a.json", with(R"("profile": "bad")"));
        return bench.problems("a.json");
    };
    CHECK_THAT(problem(R"("key": "/device/service_ns", "value": -1, "unit": "ns")"),
               Catch::Contains("profiles/bad.json:1: /device/service_ns: wanted"));
    CHECK_THAT(problem(R"("key": "/device/service", "value": 1, "unit": "ns")"),
               Catch::Contains("wanted a key below /guest, /device or /interrupts"));
    CHECK_THAT(problem(R"("key": "/application/batch", "value": 1, "unit": "frames")"),
               Catch::Contains("wanted a key below /guest, /device or /interrupts"));
    CHECK_THAT(problem(R"("key": "/device/service_ns", "value": 1, "unit": "us")"),
               Catch::Contains("wanted the key's unit, ns, got \"us\""));
    CHECK_THAT(problem(R"("key": "/device/service_ns", "value": 1)"),
               Catch::Contains("wanted the key's unit, ns"));
    CHECK_THAT(problem(R"("key": "/device/event_idx", "value": true, "unit": "ns")"),
               Catch::Contains("wanted no unit"));
    CHECK_THAT(problem(R"("key": "/device/service_ns", "value": [1], "unit": "ns")"),
               Catch::Contains("wanted a number"));
    bench.write(
        "profiles/bad.json",
        R"({"title": "t", "numbers": [{"key": "/device/service_ns", "value": 1, "unit": "ns"}]})");
    CHECK_THAT(bench.problems("a.json"), Catch::Contains("source"));
    const std::string once =
        R"({"key": "/device/service_ns", "value": 1, "unit": "ns", "source": "x"})";
    bench.write("profiles/bad.json", R"({"title": "t", "numbers": [)" + once + "," + once + "]}");
    CHECK_THAT(bench.problems("a.json"), Catch::Contains("wanted each key once"));
}

TEST_CASE("profile: each shipped number has a unit, and a source that says what it is") {
    REQUIRE(shipped_profiles().size() == 3);
    for (const auto& path : shipped_profiles()) {
        const Profile profile = load_profile(path);  // checks the units
        CHECK(profile.numbers.size() >= 20);
        for (const ProfileNumber& number : profile.numbers) {
            INFO(path << " " << number.key << ": " << number.source);
            const bool says_what = number.source.rfind("assumed", 0) == 0 ||
                                   number.source.rfind("calibrated against ", 0) == 0 ||
                                   number.source.find("facts §") != std::string::npos ||
                                   number.source.find("QEMU") != std::string::npos;
            CHECK(says_what);
        }
    }
}

TEST_CASE("profile: each has a measured figure that was not used in its calibration") {
    for (const auto& path : shipped_profiles()) {
        INFO(path);
        int calibrated = 0, predicted = 0;
        const Profile profile = load_profile(path);
        for (const Measurement& row : profile.measured)
            ++(row.use == Measurement::Use::calibrated ? calibrated : predicted);
        int chosen = 0;
        for (const ProfileNumber& number : profile.numbers)
            chosen += number.source.rfind("calibrated against ", 0) == 0;
        CHECK(predicted >= 1);
        CHECK(chosen == calibrated);  // no more numbers to turn than figures to meet
    }
}
