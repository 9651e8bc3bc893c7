// SPDX-License-Identifier: GPL-2.0-only
// docs/architecture.md: arrows point down only.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "tests/rules/source_tree.hpp"

using xsksim::rules::sources_below;
using xsksim::rules::starts_with_one_of;
using xsksim::rules::WordPattern;

namespace {

// What each folder may include beside itself, by prefix of the include path.
const std::map<std::string, std::vector<std::string>> allowed = {
    {"sim/core", {}},
    {"sim/jobs", {"sim/core/"}},
    // And every options header, see below.
    {"sim/scenario", {"sim/core/", "models/events"}},
    {"sim/driver",
     {"sim/core/", "sim/scenario/", "models/observe/", "models/shim/object/",
      "models/shim/shim_options.hpp"}},
    {"sim/run", {"sim/core/", "sim/scenario/", "sim/driver/", "models/"}},
    {"sim/trace",
     {"sim/core/", "sim/scenario/", "sim/driver/", "sim/run/", "models/events", "models/observe/"}},
    {"sim/simulate", {"sim/core/", "sim/run/"}},
    {"sim/store", {"sim/core/", "sim/driver/"}},
    {"sim/sweep",
     {"sim/core/", "sim/jobs/", "sim/store/", "sim/scenario/", "sim/driver/", "sim/run/",
      "sim/simulate/"}},
    {"sim/explore",
     {"sim/core/", "sim/jobs/", "sim/store/", "sim/scenario/", "sim/driver/", "sim/run/",
      "sim/simulate/", "models/fault_kinds.hpp"}},
    {"sim/import", {"sim/core/", "sim/jobs/"}},
    {"sim/view/text", {}},
    {"sim/view/json", {}},
    {"sim/view/run",
     {"sim/core/", "sim/scenario/", "sim/run/", "sim/view/json/", "models/events",
      "models/observe/", "models/checks/"}},
    {"sim/view/sweep", {"sim/scenario/", "sim/sweep/", "sim/view/text/", "sim/view/json/"}},
    {"sim/cli",
     {"sim/core/", "sim/jobs/", "sim/scenario/", "sim/driver/", "sim/run/", "sim/trace/",
      "sim/simulate/", "sim/store/", "sim/sweep/", "sim/explore/", "sim/view/", "sim/import/"}},
    {"models/memory", {"sim/core/"}},
    {"models/kernel",
     {"sim/core/", "models/memory/", "models/events", "models/ports.hpp", "models/fault_port.hpp",
      "models/shim/hypercalls/hypercalls.h"}},
    {"models/shim",
     {"sim/core/", "models/memory/", "models/kernel/", "models/events", "models/ports.hpp",
      "models/split_ring_layout.hpp", "models/packed_ring_layout.hpp",
      "models/buffer_positions.hpp", "models/virtio_features.hpp"}},
    {"models/virtio",
     {"sim/core/", "models/memory/", "models/events", "models/ports.hpp", "models/fault_port.hpp",
      "models/split_ring_layout.hpp", "models/packed_ring_layout.hpp",
      "models/buffer_positions.hpp", "models/virtio_features.hpp"}},
    {"models/irq", {"sim/core/", "models/events", "models/ports.hpp", "models/fault_port.hpp"}},
    {"models/faults",
     {"sim/core/", "models/events", "models/ports.hpp", "models/fault_port.hpp",
      "models/fault_kinds.hpp"}},
    {"models/app",
     {"sim/core/", "models/memory/", "models/events", "models/ports.hpp", "models/fault_port.hpp"}},
    // What was set, as the run's reader must know it.
    {"models/observe",
     {"sim/core/", "models/events", "models/fault_kinds.hpp", "models/app/xsk_sender_options.hpp",
      "models/virtio/net/virtio_net_options.hpp", "models/kernel/xsk_core_options.hpp"}},
    {"models/explain",
     {"sim/core/", "models/observe/", "models/irq/interrupt_controller_options.hpp"}},
    {"models/checks", {"sim/core/", "models/observe/", "models/events"}},
};

// Plain values between models, and what such values are made of.
const std::set<std::string> plain_headers = {
    "models/codes.hpp",          "models/fault_rule.hpp",    "models/field_value.hpp",
    "models/numbers.hpp",        "models/place.hpp",         "models/queue_map.hpp",
    "models/socket_options.hpp", "models/tx_coalescing.hpp", "models/xdp_action.hpp"};

// What a model is set to (decision 0014): a scenario is made of it.
bool is_options_header(const std::string& path) {
    static const std::regex name(R"(models/.*/(\w+_(options|costs|rule)|costs|timed_step)\.hpp)");
    return std::regex_match(path, name);
}

bool is_allowed(const std::string& folder, const std::string& include) {
    if (include.rfind(folder + "/", 0) == 0) return true;
    if (plain_headers.contains(include) && folder != "sim/core") return true;
    if (folder == "sim/scenario" && is_options_header(include)) return true;
    for (const auto& prefix : allowed.at(folder))
        if (include.rfind(prefix, 0) == 0) return true;
    return false;
}

}  // namespace

TEST_CASE("layers: every folder of C++ includes only what lies below it") {
    for (const auto& [folder, unused] : allowed)
        for (const auto& file : sources_below(folder, {".cpp", ".hpp"}))
            for (const auto& include : file.quoted_includes) {
                INFO(file.path << " includes " << include);
                CHECK(is_allowed(folder, include));
            }
}

TEST_CASE("layers: what a folder may include, some file of it does") {
    for (const auto& [folder, prefixes] : allowed) {
        std::set<std::string> includes;
        for (const auto& file : sources_below(folder, {".cpp", ".hpp"}))
            for (const auto& include : file.quoted_includes)
                if (!include.starts_with(folder + "/")) includes.insert(include);
        for (const std::string& prefix : prefixes) {
            INFO(folder << " may include " << prefix);
            CHECK(std::ranges::any_of(
                includes, [&](const std::string& include) { return include.starts_with(prefix); }));
        }
    }
}

TEST_CASE("layers: the format of a ring is known to its implementations only") {
    const std::vector<std::string> formats = {"models/split_ring_layout.hpp",
                                              "models/virtio/ring/split_ring.hpp",
                                              "models/virtio/ring/interrupt_decision.hpp",
                                              "models/shim/ring/split_shared_ring.hpp",
                                              "models/packed_ring_layout.hpp",
                                              "models/virtio/ring/packed_ring.hpp",
                                              "models/buffer_positions.hpp",
                                              "models/shim/ring/packed_shared_ring.hpp"};
    std::size_t users = 0;
    for (const auto& file : sources_below("models", {".cpp", ".hpp"}))
        for (const auto& include : file.quoted_includes) {
            if (!starts_with_one_of(include, formats)) continue;
            INFO(file.path << " includes " << include);
            CHECK(starts_with_one_of(file.path, {"models/virtio/ring/", "models/shim/ring/"}));
            ++users;
        }
    CHECK(users > 4);
}

TEST_CASE("layers: options are plain values: their headers include none but each other") {
    const std::set<std::string> below = {"sim/core/time.hpp", "sim/core/choice.hpp",
                                         "models/fault_kinds.hpp", "models/kernel/level.hpp",
                                         "models/codes/all.def"};
    std::size_t headers = 0;
    std::set<std::string> included;
    for (const auto& file : sources_below("models", {".hpp"})) {
        if (!is_options_header(file.path) && !plain_headers.contains(file.path)) continue;
        included.insert(file.quoted_includes.begin(), file.quoted_includes.end());
        ++headers;
        for (const auto& include : file.quoted_includes) {
            INFO(file.path << " includes " << include);
            CHECK((is_options_header(include) || plain_headers.contains(include) ||
                   below.contains(include)));
        }
    }
    CHECK(headers > 20);
    for (const std::string& header : below) {
        INFO(header);
        CHECK(included.contains(header));
    }
}

TEST_CASE("layers: SimGrid is seen in sim/core only, CLI11 in one file, JSON at the borders") {
    for (const auto& folder : {"sim", "models"})
        for (const auto& file : sources_below(folder, {".cpp", ".hpp"}))
            for (const auto& include : file.angle_includes) {
                INFO(file.path << " includes " << include);
                if (starts_with_one_of(include, {"simgrid/", "xbt/"}))
                    CHECK(file.path == "sim/core/simgrid_engine.cpp");
                if (include.rfind("CLI/", 0) == 0) CHECK(file.path == "sim/cli/command_line.cpp");
                if (include.rfind("nlohmann/", 0) == 0)
                    CHECK(starts_with_one_of(
                        file.path, {"sim/scenario/", "sim/driver/", "sim/trace/", "sim/import/",
                                    "sim/sweep/run_row", "sim/view/json/", "sim/view/run/",
                                    "sim/view/sweep/export_schema", "sim/cli/"}));
            }
}

TEST_CASE("layers: which engine and whose choices a run has, only those know who start one") {
    // Whoever makes runs; an exploration's own dice.
    const std::set<std::string> may_decide{
        "sim/simulate/simulate.cpp", "sim/simulate/rewindable_run.cpp", "sim/explore/executor.cpp",
        "sim/explore/restored_executions.cpp", "sim/explore/dice.hpp"};
    const WordPattern decides(
        {"simgrid_engine", "native_engine", "_choice("},
        R"((simgrid|native)_engine\.hpp|\bmake_((simgrid|native)_engine|\w+_choice)\()");
    std::size_t decided = 0;
    for (const auto& folder : {"sim", "models"})
        for (const auto& file : sources_below(folder, {".cpp", ".hpp"})) {
            if (file.path.rfind("sim/core/", 0) == 0) continue;
            for (const std::string& line : file.lines) {
                if (!decides.is_in(line)) continue;
                INFO(file.path << ": " << line);
                CHECK(may_decide.contains(file.path));
                ++decided;
            }
        }
    CHECK(decided == 9);
}

TEST_CASE("layers: processes are made in sim/jobs only") {
    const WordPattern makes_one(
        {"fork", "posix_spawn", "popen", "exec", "wait", "std::system"},
        R"(\b(v?fork|posix_spawnp?|popen|exec[lv]p?e?|waitpid|wait4)\(|std::system\()");
    std::size_t made = 0;
    for (const auto& folder : {"sim", "models", "tests"})
        for (const auto& file : sources_below(folder, {".cpp", ".hpp"})) {
            if (file.path.rfind("tests/unit/jobs/", 0) == 0) continue;
            const bool may = file.path.rfind("sim/jobs/", 0) == 0;
            for (std::size_t i = 0; i < file.lines.size(); ++i) {
                if (!makes_one.is_in(file.lines[i])) continue;
                INFO(file.path << ":" << i + 1 << ": " << file.lines[i]);
                CHECK(may);
                ++made;
            }
        }
    CHECK(made > 0);
}

TEST_CASE("layers: driver C includes nothing but mirrored kernel headers and its own") {
    const std::set<std::string> mirrored = [] {
        std::set<std::string> names;
        const auto root = xsksim::rules::top() / "models/shim/include";
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
            if (entry.is_regular_file())
                names.insert(std::filesystem::relative(entry.path(), root).string());
        return names;
    }();
    for (const auto& file : sources_below("models/drivers", {".c", ".h"})) {
        for (const auto& include : file.angle_includes) {
            INFO(file.path << " includes <" << include << ">");
            CHECK(mirrored.count(include) == 1);
        }
        for (const auto& include : file.quoted_includes) {
            INFO(file.path << " includes " << include);
            CHECK(include.find("hypercalls") == std::string::npos);
        }
    }
}
