// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>
#include <catch2/catch.hpp>

#include "tests/unit/scenario/scenario_text.hpp"

using namespace xsksim;
using xsksim::test::with;

namespace {

// A folder of scenario files, gone at the end; problems name files relative to it.
class Folder {
public:
    Folder() {
        std::string pattern = std::filesystem::temp_directory_path() / "xsksim-scenario-XXXXXX";
        path_ = mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name) << text;
    }
    Scenario load(const std::string& name, const std::vector<Override>& overrides = {}) const {
        return load_scenario(path_ / name, overrides);
    }
    std::string problems(const std::string& name,
                         const std::vector<Override>& overrides = {}) const {
        try {
            load(name, overrides);
        } catch (const BadInput& bad) {
            std::string text = bad.what();
            const std::string prefix = path_.string() + "/";
            for (std::size_t at; (at = text.find(prefix)) != std::string::npos;)
                text.erase(at, prefix.size());
            return text;
        }
        return "";
    }

private:
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("extends: a neighbour differs in what it says, and inherits the rest") {
    Folder folder;
    folder.write("base.json", with("\"device\": {\"ring_size\": 512, \"service_ns\": 7},\n"
                                   "\"faults\": [{\"what\": \"interrupt_lost\"}]"));
    folder.write("sub/child.json",
                 "{\"$schema\": \"x\", \"extends\": \"../base.json\", \"name\": \"child\",\n"
                 "\"device\": {\"ring_size\": 1024, \"service_ns\": null}, \"faults\": []}");
    const Scenario child = folder.load("sub/child.json");
    CHECK(child.name == "child");
    CHECK(child.question == "Is it read?");
    CHECK(child.device.tx_ring_size == 1024);
    CHECK(child.device.service == VirtioNetOptions{}.service);  // null: as if not written
    CHECK(child.faults.empty());                                // lists are replaced
}

TEST_CASE("extends: a chain of three, the last word counts") {
    Folder folder;
    folder.write("a.json", with("\"seed\": 1, \"guest\": {\"hz\": 100, \"vcpus\": 3}"));
    folder.write("b.json", "{\"extends\": \"a.json\", \"guest\": {\"hz\": 300}, \"seed\": 2}");
    folder.write("c.json", "{\"extends\": \"b.json\", \"seed\": 3}");
    const Scenario scenario = folder.load("c.json");
    CHECK(scenario.seed == 3);
    CHECK(scenario.kernel.cpus.hz == 300);
    CHECK(scenario.kernel.cpus.vcpus == 3);
}

TEST_CASE("extends: a problem is named where the offending value was written") {
    Folder folder;
    folder.write("base.json", with("\"device\": {\n\"ring_size\": 255,\n\"pairs\": 2},\n"
                                   "\"application\": {\"pair\": 1},\n\"sede\": 4"));
    folder.write("child.json",
                 "{\"extends\": \"base.json\",\n\n\"device\": {\n\"pairs\": 1,\n\"publish\": 3}}");
    CHECK(folder.problems("child.json") ==
          "base.json:10: /sede: wanted a known key, got \"sede\"; did you mean \"seed\"?\n"
          "base.json:7: /device/ring_size: wanted an integer, power of two, 2 to 32768, got 255\n"
          "child.json:5: /device/publish: wanted an object, got 3\n"
          "base.json:9: /application/pair: wanted less than /device/pairs, 1, got 1");
}

TEST_CASE("extends: a key that both files misspell is the nearer file's") {
    Folder folder;
    folder.write("base.json", with("\"sede\": 4"));
    folder.write("child.json", "{\"extends\": \"base.json\",\n\"sede\": 5}");
    CHECK(folder.problems("child.json") ==
          "child.json:2: /sede: wanted a known key, got \"sede\"; did you mean \"seed\"?");
}

TEST_CASE("extends: what neither file says is missing in the nearer one") {
    Folder folder;
    folder.write("base.json",
                 "{\"name\": \"a\", \"question\": \"b\", \"expect\": {},\n"
                 "\"end\": {\"frames\": 1}}");
    folder.write("child.json",
                 "{\"extends\": \"base.json\",\n\n\"expect\": {\"notes_fail\": true}}");
    CHECK_THAT(folder.problems("child.json"),
               Catch::StartsWith("child.json:3: /expect/verdict: wanted"));
}

TEST_CASE("extends: a base that is missing, cyclic, broken or no path") {
    Folder folder;
    folder.write("missing.json", "{\n\"extends\": \"nowhere.json\"}");
    folder.write("a.json", "{\n\n\"extends\": \"b.json\"}");
    folder.write("b.json", "{\n\"extends\": \"./a.json\"}");
    folder.write("self.json", "{\"extends\": \"self.json\"}");
    folder.write("number.json", "{\"extends\": 3}");
    folder.write("absolute.json", "{\"extends\": \"/etc/passwd\"}");
    folder.write("directory.json", "{\"extends\": \".\"}");
    folder.write("broken.json", "{\"name\": }");
    folder.write("on-broken.json", "{\"extends\": \"broken.json\"}");
    CHECK_THAT(folder.problems("missing.json"),
               Catch::StartsWith("missing.json:2: /extends: wanted a file, got") &&
                   Catch::EndsWith("nowhere.json\", not found"));
    CHECK(folder.problems("a.json") ==
          "b.json:2: /extends: wanted a file that does not extend this one, got a.json -> b.json "
          "-> a.json");
    CHECK(folder.problems("self.json") ==
          "self.json:1: /extends: wanted a file that does not extend this one, got self.json -> "
          "self.json");
    CHECK(folder.problems("number.json") == "number.json:1: /extends: wanted a path, got 3");
    CHECK(folder.problems("absolute.json") ==
          "absolute.json:1: /extends: wanted a path relative to this file, got \"/etc/passwd\"");
    CHECK_THAT(folder.problems("directory.json"), Catch::Contains("wanted a file"));
    CHECK_THAT(folder.problems("on-broken.json"), Catch::StartsWith("broken.json:1: wanted"));
    CHECK(folder.problems("none.json") ==
          "none.json: wanted a readable file, got No such file or directory");
    CHECK(folder.problems("") != "");
}

TEST_CASE("set: changes known keys, makes what is not written, appends to lists") {
    Folder folder;
    folder.write("s.json", with("\"faults\": [{\"what\": \"interrupt_lost\"}]"));
    const Scenario scenario =
        folder.load("s.json", {{"/device/ring_size", "512"},
                               {"/device/publish/when", "each"},
                               {"/driver/parameters/xsk_check_timeout", "0"},
                               {"/guest/costs/functions/start_xmit", "7"},
                               {"/faults/0/nth", "[3]"},
                               {"/faults/-", "{\"what\": \"interrupt_lost\", \"pair\": 0}"},
                               {"/faults/1/nth/-", "5"},
                               {"/udp/-/bytes", "100"},
                               {"/name", "other"}});
    CHECK(scenario.device.tx_ring_size == 512);
    CHECK(scenario.device.publish == PublishPolicy::each);
    CHECK(scenario.driver.parameters.at("xsk_check_timeout") == 0);
    CHECK(scenario.shim.function_costs.at("start_xmit") == Duration{7});
    CHECK(scenario.shim.function_costs.at("virtqueue_get_buf") == Duration{40});
    REQUIRE(scenario.faults.size() == 2);
    CHECK(scenario.faults[0].nth == std::vector<std::uint64_t>{3});
    CHECK(scenario.faults[1].nth == std::vector<std::uint64_t>{5});
    REQUIRE(scenario.udp.size() == 1);
    CHECK(scenario.udp[0].bytes == 100);
    CHECK(scenario.name == "other");
}

TEST_CASE("set: what leads nowhere or does not fit is a problem of --set") {
    Folder folder;
    folder.write("s.json", with("\"seed\": 5"));
    const auto setting = [&](const std::string& pointer, const std::string& value) {
        return folder.problems("s.json", {{pointer, value}});
    };
    CHECK(setting("/device/ring_szie", "512") ==
          "--set: /device/ring_szie: wanted a known key, got \"ring_szie\"; did you mean "
          "\"ring_size\"?");
    CHECK(setting("/device/ring_size", "500") ==
          "--set: /device/ring_size: wanted an integer, power of two, 2 to 32768, got 500");
    CHECK(setting("/device/ring_size", "5 12") ==
          "--set: /device/ring_size: wanted an integer, power of two, 2 to 32768, got \"5 12\"");
    CHECK(setting("/device/ring_size/0", "512") ==
          "--set: /device/ring_size/0: wanted a key that exists, got \"0\"; the key above holds a "
          "plain value");
    CHECK(setting("/faults/0/nth", "[1]") ==
          "--set: /faults/0/nth: wanted an index below 0, or \"-\" to append, got \"0\"");
    CHECK(setting("device", "{}") ==
          "--set: device: wanted a JSON pointer such as /device/ring_size, got \"device\"");
    CHECK(setting("", "{}") == "--set: wanted a JSON pointer such as /device/ring_size, got \"\"");
    CHECK(setting("/~2", "1") ==
          "--set: /~2: wanted a JSON pointer such as /device/ring_size, got \"/~2\"");
    CHECK(setting("/extends", "x.json") ==
          "--set: /extends: wanted a key of the scenario, got \"extends\"; it is applied before "
          "--set");
    CHECK(setting("/end/frames", "null") ==
          "s.json:5: /end: wanted frames or time_ns, got neither");
    CHECK(setting("/application/cpu", "4") ==
          "--set: /application/cpu: wanted less than /guest/vcpus, 2, got 4");
    CHECK(setting("/trace", "{\"accesses\": true, \"accesses\": true}") ==
          "--set: /accesses: wanted each key once, got a second \"accesses\"");
}
