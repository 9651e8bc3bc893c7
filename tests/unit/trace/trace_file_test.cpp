// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/scenario/parse.hpp"
#include "sim/trace/trace_file.hpp"
#include "tests/unit/checks/stalled_queue.hpp"

namespace xsksim::trace_tests {
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

// The header's texts have what must not be mistaken for its end.
TraceHeader header_for() {
    DriverManifest driver;
    driver.json =
        R"({"name":"v1","title":"a \",\"scenario\":{}}} b","state_bits":{"1":{"name":"WAKEUP","means":"turns_wakeups_away"}}})";
    return {"ab,\"scenario\":cd", driver,
            R"({"a":"x\",\"scenario\":{}}}","probability":0.000000001})"};
}

void save(const StalledQueue& queue, const std::string& path) {
    TraceWriter writer(path, header_for(), queue.trace);
    EventListeners readers;
    readers.listen_to_all(writer);
    queue.trace.feed(readers);
    writer.close({.accesses = 5,
                  .engine = {1, 2, 3, 4},
                  .cpu_by_context = {{"cpu1/app", Duration{70}}, {"cpu0/softirq", Duration{8}}}});
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
    queue.trace.ev(app_reclaim, 0, 0, 1).ev(xsk_bind, 0, 16, 0, 0);
    queue.trace.ev(dev_wire, 1, 0, 64, UINT64_MAX);
    return queue.end();
}

}  // namespace

TEST_CASE("trace file: what is read is what was written") {
    const std::string name = GENERATE("t", "t.zst");
    const Folder folder;
    const StalledQueue queue = stalled();
    save(queue, folder.file(name));
    TraceReader reader(folder.file(name));
    Collector collector;
    reader.readers().listen_to_all(collector);
    CHECK(reader.read() == queue.trace.end());
    REQUIRE(collector.events.size() == queue.trace.events().size());
    for (std::size_t i = 0; i < collector.events.size(); ++i) {
        const Event &read = collector.events[i], &written = queue.trace.events()[i];
        REQUIRE(read.number == written.number);
        REQUIRE(read.at == written.at);
        REQUIRE(read.kind == written.kind);
        REQUIRE(reader.context(read.context) ==
                (written.context == no_context ? "" : queue.trace.context(written.context)));
        for (const FieldInfo& field : info_of(read.kind).fields)
            if (field.type == FieldType::text)
                REQUIRE(reader.text({raw(read, field)}) == queue.trace.text({raw(written, field)}));
            else
                REQUIRE(raw(read, field) == raw(written, field));
    }
    CHECK(reader.header().build == "ab,\"scenario\":cd");
    CHECK(reader.header().scenario_json == header_for().scenario_json);
    CHECK(reader.header().driver.words.name_of_bit(1) == "WAKEUP");
    CHECK(reader.measured().events == queue.trace.events().size());
    CHECK(reader.measured().accesses == 5);
    CHECK(reader.measured().engine.points == 4);
    CHECK(reader.measured().cpu_by_context.at(0).first == "cpu1/app");
    CHECK(reader.measured().cpu_by_context.at(1).second == Duration{8});
}

TEST_CASE("trace file: judging it again gives the same violations and the same explanation") {
    const Folder folder;
    const StalledQueue queue = stalled();
    save(queue, folder.file("t"));
    TraceReader reader(folder.file("t"));
    Judge again(queue.settings, reader);
    again.listen_to(reader.readers());
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
    CHECK(xsksim::explain(again.picture()).text() == xsksim::explain(live.judge.picture()).text());
    CHECK(again.stalled());
    CHECK(again.counts().of("fault:1") == 1);
}

TEST_CASE("trace file: a person can read it, line by line") {
    const Folder folder;
    save(stalled(), folder.file("t"));
    const std::string text = contents(folder.file("t"));
    CHECK_THAT(text, Contains(R"("context":"device","event":"xsk_bind","fields":{"pair":0,)"
                              R"("result":"EBUSY","zero_copy":false,"completion_ring":0}})"
                              "\n"));
    CHECK_THAT(text, Contains(R"("operation":"test_and_set")"));
    CHECK_THAT(text, Contains(R"("digest":"0xffffffffffffffff"}})"));
    CHECK_THAT(text, Contains(R"("text":"read of \"freed\"\nmemory \u0001","stack":"a\\b")"));
}

TEST_CASE("trace file: nothing is left of a trace that was not closed") {
    const Folder folder;
    {
        const StalledQueue queue;
        TraceWriter writer(folder.file("t"), {}, queue.trace);
        for (const Event& event : queue.trace.events()) writer.on_event(event);
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
        CHECK_THAT(problem_of(path), Contains("bad:1:") && Contains("xsksim-trace"));
    }
    SECTION("cut off between rows") {
        write(path, good.substr(0, good.rfind("{\"n\"")));
        CHECK_THAT(problem_of(path), Contains("trace_end: this trace was cut off"));
    }
    SECTION("cut off at any byte") {
        for (std::size_t length = 0; length + 1 < good.size(); length += 997) {
            write(path, good.substr(0, length));
            CHECK_THAT(problem_of(path), Contains("bad:"));
        }
    }
    SECTION("compressed, and cut off") {
        save(queue, folder.file("good.zst"));
        const std::string compressed = contents(folder.file("good.zst"));
        REQUIRE(compressed.size() < good.size() / 4);
        write(path, compressed.substr(0, compressed.size() / 2));
        CHECK_THAT(problem_of(path), Contains("cut off"));
    }
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string changed = good;
        const std::size_t at = changed.find(from);
        REQUIRE(at != std::string::npos);
        changed.replace(at, from.size(), to);
        write(path, changed);
        return problem_of(path);
    };
    SECTION("another version") {
        CHECK_THAT(with("\"version\":2", "\"version\":1"), Contains("version 2 of the format"));
    }
    SECTION("an event is missing") {
        CHECK_THAT(with("{\"n\":3,", "{\"n\":4,"), Contains("event 3, the next one"));
    }
    SECTION("an unknown event or field, a row of another shape") {
        CHECK_THAT(with("\"event\":\"vq_setup\"", "\"event\":\"vq_set\""),
                   Contains("a known event"));
        CHECK_THAT(with("\"size\":256", "\"sizes\":256"), Contains("a field of vq_setup"));
        CHECK_THAT(with("\"size\":256,", ""), Contains("the 8 fields of vq_setup"));
        CHECK_THAT(with("{\"n\":3,", "{\"m\":3,"), Contains("\"n\""));
    }
    SECTION("values of the wrong form") {
        CHECK_THAT(with("\"size\":256", "\"size\":\"256\""), Contains("for \"size\""));
        CHECK_THAT(with("\"size\":256", "\"size\":-256"), Contains("0 or more for \"size\""));
        CHECK_THAT(with("\"gpa\":\"0x100000000\"", "\"gpa\":5"), Contains("hexadecimal digits"));
        CHECK_THAT(with("\"event_idx\":true", "\"event_idx\":1"), Contains("true or false"));
        CHECK_THAT(with("\"result\":\"EBUSY\"", "\"result\":\"EBUSYY\""),
                   Contains("\"ok\" or an error's name"));
        CHECK_THAT(with("\"test_and_set\"", "\"test\""),
                   Contains("one of set, clear, test_and_set, test_and_clear"));
        CHECK(with("\"napi\":1,", "\"napi\":99999999999,").empty());
    }
    SECTION("time runs backwards") {
        CHECK_THAT(with("\"at_ns\":60000", "\"at_ns\":1"), Contains("a time not before"));
    }
    SECTION("something after the end") {
        write(path, good + "{}\n");
        CHECK_THAT(problem_of(path), Contains("nothing after the event trace_end"));
    }
    SECTION("another count of events") {
        CHECK_THAT(with("\"events\":", "\"events\":1"), Contains("events"));
    }
}

}  // namespace xsksim::trace_tests
