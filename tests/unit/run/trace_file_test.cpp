// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/run/trace_file.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/unit/checks/stalled_queue.hpp"

namespace xsksim::run_tests {
namespace {

using enum EventKind;
using Catch::Contains;
namespace fs = std::filesystem;

struct Folder {
    fs::path path = fs::temp_directory_path() / ("xsksim-trace-test-" + std::to_string(::getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    std::string file(const std::string& name) const { return (path / name).string(); }
};

std::string contents(const std::string& path) {
    std::ostringstream all;
    all << std::ifstream(path).rdbuf();
    return all.str();
}

void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

// The header's text has what must not be mistaken for its own end.
TraceHeader header_for(const JudgeSettings& settings) {
    return {R"({"a":"x\",\"scenario\":{}","probability":0.000000001})", 7, "ab,\"scenario\":cd",
            "v1", settings};
}

void save(const StalledQueue& queue, const std::string& path) {
    TraceWriter writer(path, header_for(queue.settings), queue.trace);
    queue.trace.feed(writer);
    writer.close();
}

class Collector : public EventListener {
public:
    void on_event(const Event& event) override { events.push_back(event); }
    std::vector<Event> events;
};

std::string problem_of(const std::string& path) {
    try {
        TraceReader reader(path);
        reader.read();
    } catch (const BadInput& problem) {
        return problem.what();
    }
    return "";
}

StalledQueue stalled() {
    StalledQueue queue;
    queue.fill().drain_and_raise().lose();
    // Two violations of which one carries texts that need escapes.
    queue.trace.ev(finding, queue.trace.intern("read of \"freed\"\nmemory \x01"),
                   queue.trace.intern("a\\b"), 1);
    queue.trace.ev(app_reclaim, 0, 0, 1).ev(xsk_bind, 0, static_cast<std::uint64_t>(-16), 0, 0);
    queue.trace.ev(dev_wire, 1, 0, 64, UINT64_MAX);
    return queue.end();
}

}  // namespace

TEST_CASE("trace file: what is read is what was written") {
    const Folder folder;
    const StalledQueue queue = stalled();
    save(queue, folder.file("t"));
    TraceReader reader(folder.file("t"));
    Collector collector;
    reader.listen(collector);
    CHECK(reader.read() == queue.trace.end());
    REQUIRE(collector.events.size() == queue.trace.events().size());
    for (std::size_t i = 0; i < collector.events.size(); ++i) {
        const Event &read = collector.events[i], &written = queue.trace.events()[i];
        REQUIRE(read.number == written.number);
        REQUIRE(read.at == written.at);
        REQUIRE(read.kind == written.kind);
        REQUIRE(read.context == written.context);
        for (std::size_t k = 0; k < 4; ++k)
            if (info_of(read.kind).fields[k] != "none") REQUIRE(read.arg[k] == written.arg[k]);
    }
    CHECK(reader.header().seed == 7);
    CHECK(reader.header().commit == "ab,\"scenario\":cd");
    CHECK(reader.header().scenario_json == header_for({}).scenario_json);
    CHECK(reader.header().judge.state_bits == queue.settings.state_bits);
    CHECK(reader.context(1) == "cpu1/app");
}

TEST_CASE("trace file: judging it again gives the same violations and the same explanation") {
    const Folder folder;
    const StalledQueue queue = stalled();
    save(queue, folder.file("t"));
    TraceReader reader(folder.file("t"));
    Judge again(reader.header().judge, reader);
    again.attach(reader);
    again.finish(reader.read());
    const JudgedTrace live(queue.trace, queue.settings);
    const auto expected = live.judge.violations(), got = again.violations();
    REQUIRE(expected.size() >= 3);
    REQUIRE(got.size() == expected.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
        CHECK(got[i].message == expected[i].message);
        CHECK(got[i].check == expected[i].check);
        CHECK(got[i].event == expected[i].event);
        CHECK(got[i].stack == expected[i].stack);
    }
    CHECK(xsksim::explain(again.stall()).text() == xsksim::explain(live.judge.stall()).text());
    CHECK(again.stalled());
    CHECK(again.counts().of("fault:1") == 1);
}

TEST_CASE("trace file: a person can read it, line by line") {
    const Folder folder;
    save(stalled(), folder.file("t"));
    const std::string text = contents(folder.file("t"));
    CHECK_THAT(text, Contains("{\"context\":1,\"name\":\"cpu1/app\"}\n"));
    CHECK_THAT(text, Contains("\"ctx\":\"device\",\"ev\":\"xsk_bind\",\"pair\":0,\"result\":-16"));
    CHECK_THAT(text, Contains("\"digest\":\"0xffffffffffffffff\"}"));
    CHECK_THAT(text, Contains(",\"is\":\"read of \\\"freed\\\"\\nmemory \\u0001\"}"));
}

TEST_CASE("trace file: nothing is left of a trace that was not closed") {
    const Folder folder;
    {
        const StalledQueue queue;
        TraceWriter writer(folder.file("t"), {}, queue.trace);
        queue.trace.feed(writer);
        CHECK_FALSE(fs::exists(folder.file("t")));
    }
    CHECK(fs::is_empty(folder.path));
    CHECK_THROWS_AS(TraceWriter(folder.file("no/such/t"), {}, MadeUpTrace()), std::runtime_error);
}

TEST_CASE("trace file: bad ones are refused with their line") {
    const Folder folder;
    const StalledQueue queue = stalled();
    save(queue, folder.file("good"));
    const std::string good = contents(folder.file("good"));
    const std::string path = folder.file("bad");
    CHECK_THAT(problem_of(folder.file("missing")), Contains("missing: wanted a trace file"));

    SECTION("not a trace") {
        write(path, "{\"name\":\"a scenario\"}\n");
        CHECK_THAT(problem_of(path), Contains("bad:1:") && Contains("xsksim-trace-1"));
    }
    SECTION("cut off between records") {
        write(path, good.substr(0, good.rfind("{\"end\"")));
        CHECK_THAT(problem_of(path), Contains("the end record: this trace was cut off"));
    }
    SECTION("cut off at any byte") {
        for (std::size_t length = 0; length + 1 < good.size(); length += 997) {
            write(path, good.substr(0, length));
            CHECK_THAT(problem_of(path), Contains("bad:"));
        }
    }
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string changed = good;
        const std::size_t at = changed.find(from);
        REQUIRE(at != std::string::npos);
        changed.replace(at, from.size(), to);
        write(path, changed);
        return problem_of(path);
    };
    SECTION("an event is missing") {
        CHECK_THAT(with("{\"n\":3,", "{\"n\":4,"), Contains("event 3, the next one"));
    }
    SECTION("an unknown event, field or record") {
        CHECK_THAT(with("\"ev\":\"vq_setup\"", "\"ev\":\"vq_set\""), Contains("a known event"));
        CHECK_THAT(with("\"size\":256", "\"sizes\":256"), Contains("a field of vq_setup"));
        CHECK_THAT(with("{\"n\":3,", "{\"m\":3,"), Contains("begins with n, context, text or end"));
    }
    SECTION("values of the wrong form") {
        CHECK_THAT(with("\"size\":256", "\"size\":\"256\""), Contains("an integer for \"size\""));
        CHECK_THAT(with("\"size\":256", "\"size\":2x6"), Contains("an integer for \"size\""));
        CHECK_THAT(with("\"gpa\":\"0x100000000\"", "\"gpa\":5"), Contains("hexadecimal digits"));
        CHECK_THAT(with("\"napi\":1,", "\"napi\":99999999999,").empty() ? "fine" : "refused",
                   Contains("fine"));
    }
    SECTION("time runs backwards") {
        CHECK_THAT(with("\"at_ns\":60000", "\"at_ns\":1"), Contains("a time not before"));
    }
    SECTION("a context nobody introduced") {
        CHECK_THAT(with("\"ctx\":\"cpu1/app\"", "\"ctx\":\"cpu9/app\""), Contains("introduced"));
    }
    SECTION("something after the end") {
        write(path, good + "{}\n");
        CHECK_THAT(problem_of(path), Contains("nothing after the end record"));
    }
    SECTION("another count of events") {
        CHECK_THAT(with("\"events\":", "\"events\":1"), Contains("events"));
    }
}

}  // namespace xsksim::run_tests
