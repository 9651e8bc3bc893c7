// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "tests/unit/scenario/scenario_text.hpp"

using namespace xsksim;
using xsksim::test::problems_of;
using xsksim::test::with;

namespace {

struct Contradiction {
    std::string more;
    std::string problem;  // without its "t.json:"
};

void check_refused(const std::vector<Contradiction>& table) {
    for (const Contradiction& row : table) {
        INFO(row.more);
        CHECK(problems_of(with(row.more)) == "t.json:" + row.problem);
    }
}

}  // namespace

TEST_CASE("contradictions: a key that another value makes meaningless, or needs") {
    check_refused({
        {"\"device\": {\"publish\": {\"when\": \"each\",\n\"batch\": 64}}",
         "7: /device/publish/batch: wanted batch only with when \"batch\", got 64"},
        {"\"application\": {\"burst\": 5, \"burst_pause_ns\": 9,\n\"rate_pps\": 7}",
         "7: /application/rate_pps: wanted rate_pps only without burst, got 7"},
        {"\"application\":\n{\"burst\": 5}",
         "7: /application/burst_pause_ns: wanted an integer, 1 to 10^15, got nothing"},
        {"\"application\": {\"burst_pause_ns\": 5}",
         "6: /application/burst_pause_ns: wanted burst_pause_ns only with burst, got 5"},
        {"\"faults\": [{\"what\": \"interrupt_delayed\"}]",
         "6: /faults/0/what: wanted one of delay_ns, delay_mean_ns and delay_table_ns beside it, "
         "got "
         "interrupt_delayed"},
        {"\"faults\": [{\"what\": \"interrupt_lost\", \"delay_ns\": 5}]",
         "6: /faults/0/delay_ns: wanted delay_ns only with faults that take a delay, got 5"},
        {"\"faults\": [{\"what\": \"interrupt_rate_capped\"}]",
         "6: /faults/0/per_second: wanted an integer, 1 to 10^9, got nothing"},
        {R"("faults": [{"what": "interrupt_lost", "period_ns": 5}])",
         "6: /faults/0/period_ns: wanted period_ns only with faults that happen by themselves, "
         "got 5"},
        {R"("faults": [{"what": "interrupt_lost", "hit": 2}])",
         "6: /faults/0/hit: wanted hit only with at, got 2"},
        {R"("faults": [{"what": "interrupt_delayed", "delay_ns": 5, "delay_max_ns": 4}])",
         "6: /faults/0/delay_max_ns: wanted at least delay_ns, 5, got 4"},
        {R"("faults": [{"what": "interrupt_lost", "at": "event:dev_kick", "at_where": {"cpu": 1}}])",
         "6: /faults/0/at_where/cpu: wanted a field of event:dev_kick, got \"cpu\""},
        {"\"steps\": [{\"at_ns\": 1, \"do\": \"interface_up\", \"pair\": 0}]",
         "6: /steps/0/pair: wanted pair only with bind, unbind and "
         "kill_application, got 0"},
    });
    CHECK(
        problems_of("{\"name\": \"a\", \"question\": \"b\", \"end\": {\"frames\": 1},\n"
                    "\"expect\": {\"verdict\": \"pass\",\n\"because\": [\"lost\"]}}") ==
        "t.json:3: /expect/because: wanted because only with verdict stalled or fail, got a list");
    const auto because = [](const std::string& reason) {
        return problems_of(
            "{\"name\": \"a\", \"question\": \"b\", \"end\": {\"frames\": 1},\n"
            "\"expect\": {\"verdict\": \"fail\",\n\"because\": [\"" +
            reason + "\"]}}");
    };
    CHECK(because("memory.use_after_free") == "");
    CHECK(because("use after free") == "");
    CHECK(because("5.11's sendmsg") == "");
    CHECK(because("memory.used_after_free") ==
          "t.json:3: /expect/because/0: wanted a code of docs/codes.md, or words, got "
          "\"memory.used_after_free\"; did you mean \"memory.use_after_free\"?");
}

TEST_CASE("contradictions: queues and vCPUs that do not exist") {
    check_refused({
        {"\"application\": {\n\"cpu\": 2}",
         "7: /application/cpu: wanted less than /guest/vcpus, 2, got 2"},
        {"\"guest\": {\n\"vcpus\": 1}",
         "7: /application/cpu: wanted less than /guest/vcpus, 1, got 1 (the default)"},
        {"\"guest\": {\"tx_interrupt_cpu\": 2}",
         "6: /guest/tx_interrupt_cpu: wanted less than /guest/vcpus, 2, got 2"},
        {"\"guest\": {\"rx_interrupt_cpu\": 2}",
         "6: /guest/rx_interrupt_cpu: wanted less than /guest/vcpus, 2, got 2"},
        {"\"application\": {\"pair\": 1}",
         "6: /application/pair: wanted less than /device/pairs, 1, got 1"},
        {"\"faults\": [{\"what\": \"interrupt_lost\"},\n{\"what\": \"interrupt_lost\", \"pair\": "
         "1}]",
         "7: /faults/1/pair: wanted less than /device/pairs, 1, got 1"},
        {"\"udp\": [{\"pair\": 1}]", "6: /udp/0/pair: wanted less than /device/pairs, 1, got 1"},
        {"\"udp\": [{\"cpu\": 2}]", "6: /udp/0/cpu: wanted less than /guest/vcpus, 2, got 2"},
        {"\"rx\": [{\"pair\": 1}]", "6: /rx/0/pair: wanted less than /device/pairs, 1, got 1"},
        {"\"steps\": [{\"at_ns\": 0, \"do\": \"bind\", \"cpu\": 2}]",
         "6: /steps/0/cpu: wanted less than /guest/vcpus, 2, got 2"},
        {"\"device\": {\"pairs\": 2}, \"steps\": [{\"at_ns\": 0, \"do\": \"bind\", \"pair\": 1}]",
         "6: /steps/0/pair: wanted /application/pair, 0, got 1"},
    });
}

TEST_CASE("contradictions: an application that cannot be") {
    check_refused({
        {"\"application\": {\"frames\": 32}",
         "6: /application/batch: wanted at most /application/frames, 32, got 64 (the default)"},
        {"\"application\": {\"tx_ring\": 32}",
         "6: /application/batch: wanted at most /application/tx_ring, 32, got 64 (the default)"},
        {"\"application\": {\"chunk_bytes\": 3000}",
         "6: /application/chunk_bytes: wanted 2048 or 4096, as /application/unaligned is false, "
         "got "
         "3000"},
        {"\"application\": {\"frame_bytes\": 2000,\n\"headroom\": 49}",
         "6: /application/frame_bytes: wanted with /application/headroom, 49, at most "
         "/application/chunk_bytes, 2048, got 2000"},
        {"\"application\": {\"chunk_bytes\": 4096,\n\"frames\": 131073}",
         "7: /application/frames: wanted a UMEM of at most 536870912 bytes, got 131073 * 4096"},
    });
    CHECK(problems_of(with("\"application\": {\"chunk_bytes\": 3000, \"unaligned\": true}")) == "");
    CHECK(problems_of(with("\"application\": {\"frame_bytes\": 2000, \"headroom\": 48}")) == "");
    CHECK(problems_of(with("\"application\": {\"chunk_bytes\": 4096, \"frames\": 131072}")) == "");
}

TEST_CASE("contradictions: times and ends that do not fit") {
    check_refused({
        {"\"application\": {\"enabled\": false}",
         "5: /end/frames: wanted no frames, as /application/enabled is false, got 10"},
        {"\"schedule\": {\"preempt_max_ns\": 10}",
         "6: /schedule/preempt_min_ns: wanted at most /schedule/preempt_max_ns, 10, got 1000 (the "
         "default)"},
        {"\"faults\": [{\"what\": \"interrupt_lost\", \"from_ns\": 5, \"until_ns\": 5}]",
         "6: /faults/0/until_ns: wanted more than from_ns, 5, got 5"},
        {"\"rx\": [{\"start_ns\": 5, \"until_ns\": 4}]",
         "6: /rx/0/until_ns: wanted more than start_ns, 5, got 4"},
    });
    CHECK(problems_of("{\"name\": \"a\", \"question\": \"b\", \"expect\": {\"verdict\": \"pass\"},"
                      "\n\"end\": {\"time_ns\": 11},\n\"bounds\": {\"time_ns\": 10}}") ==
          "t.json:2: /end/time_ns: wanted at most /bounds/time_ns, 10, got 11");
}

TEST_CASE("contradictions: a step on the socket of no application") {
    CHECK(problems_of("{\"name\": \"a\", \"question\": \"b\", \"expect\": {\"verdict\": \"pass\"},"
                      "\n\"end\": {\"time_ns\": 11}, \"application\": {\"enabled\": false},\n"
                      "\"steps\": [{\"at_ns\": 0, \"do\": \"unbind\"}]}") ==
          "t.json:3: /steps/0/do: wanted nothing about a socket, as /application/enabled is false, "
          "got "
          "\"unbind\"");
}

TEST_CASE("contradictions: what cannot be reached") {
    const auto reaching = [](const std::string& item) {
        return problems_of(
            "{\"name\": \"a\", \"question\": \"b\", \"end\": {\"frames\": 1},\n"
            "\"faults\": [{\"what\": \"interrupt_lost\"}],\n"
            "\"expect\": {\"verdict\": \"pass\", \"reached\": [" +
            item + "]}}");
    };
    CHECK(reaching("{\"what\": \"fault:1\"}") == "");
    CHECK(reaching("{\"what\": \"fault:2\"}") ==
          "t.json:3: /expect/reached/0/what: wanted a rule of /faults, which has 1, got "
          "\"fault:2\"");
    CHECK(reaching("{\"what\": \"fault:0\"}") ==
          "t.json:3: /expect/reached/0/what: wanted an event kind, \"fault:N\" or \"hold:N\", got "
          "\"fault:0\"");
    CHECK(reaching("{\"what\": \"hrtimer_fired\"}") ==
          "t.json:3: /expect/reached/0/what: wanted an event kind, \"fault:N\" or \"hold:N\", got "
          "\"hrtimer_fired\"; did you mean \"hrtimer_fire\"?");
    CHECK(reaching("{\"what\": \"access\"}") ==
          "t.json:3: /expect/reached/0/what: wanted no access, as /trace/accesses is false, got "
          "\"access\"");
    CHECK(reaching("{\"what\": \"irq_lost\", \"at_most\": 0}") ==
          "t.json:3: /expect/reached/0/at_most: wanted at least at_least, 1, got 0");
    CHECK(reaching("{\"what\": \"irq_lost\", \"at_least\": 0, \"at_most\": 0}") == "");
    CHECK(reaching("{\"what\": \"irq_lost\", \"where\": {\"vector\": 1}}") == "");
    CHECK(reaching("{\"what\": \"irq_lost\", \"where\": {\"colour\": 1}}") ==
          "t.json:3: /expect/reached/0/where/colour: wanted a field of irq_lost, got \"colour\"");
    CHECK(reaching("{\"what\": \"fault:1\", \"where\": {\"rule\": 1}}") ==
          "t.json:3: /expect/reached/0/where/rule: wanted fields only of an event, got \"rule\"");
}

TEST_CASE("contradictions: a field of an event is asked for what it can be") {
    const auto asking = [](const std::string& event, const std::string& where) {
        return problems_of(
            "{\"name\": \"a\", \"question\": \"b\", \"end\": {\"frames\": 1},\n"
            "\"expect\": {\"verdict\": \"pass\", \"reached\": [{\"what\": \"" +
            event + "\",\n\"where\": {" + where + "}}]}}");
    };
    for (const char* outcome : {"\"already_scheduled\"", "1"})
        CHECK(asking("napi_schedule", std::string("\"outcome\": ") + outcome) == "");
    CHECK(asking("napi_schedule", "\"outcome\": \"already_sheduled\"") ==
          "t.json:3: /expect/reached/0/where/outcome: wanted a word of the field outcome, or its "
          "number from 0, got \"already_sheduled\"; did you mean \"already_scheduled\"?");
    CHECK(asking("finding", "\"code\": \"memory.use_after_free\"") == "");
    CHECK(asking("xsk_bind", "\"result\": \"EPERM\"") == "");
    CHECK(asking("xsk_bind", "\"result\": \"ok\"") == "");
    CHECK(asking("xsk_bind", "\"result\": \"EPERMIT\"") ==
          "t.json:3: /expect/reached/0/where/result: wanted \"ok\", the name of an error, or its "
          "number from 0, got \"EPERMIT\"");
    CHECK(asking("vq_interrupt", "\"handled\": true") == "");
    CHECK(asking("vq_interrupt", "\"handled\": \"yes\"") ==
          "t.json:3: /expect/reached/0/where/handled: wanted true, false, 1 or 0, got \"yes\"");
    CHECK(asking("irq_lost", "\"vector\": -1") ==
          "t.json:3: /expect/reached/0/where/vector: wanted 0 or more, got -1");
    CHECK(asking("finding", "\"text\": \"any words\"") == "");
}

TEST_CASE("contradictions: the review section") {
    const auto review = [](const std::string& section) {
        return problems_of(
            "{\"name\": \"a\", \"question\": \"b\", \"expect\": {\"verdict\": \"pass\"},"
            "\n\"end\": {\"frames\": 1},\n\"review\": " +
            section + "}");
    };
    CHECK(review("{\"question\": 3, \"asked\": \"For ever?\"}") == "");
    CHECK(review("{\"question\": 3}") ==
          "t.json:3: /review/asked: wanted question and asked, or neither, got one of them "
          "(the default)");
    CHECK(review("{\"figures\": [{\"name\": \"sent\"}]}") ==
          "t.json:3: /review/figures/0/count: wanted either count or summary, got neither "
          "(the default)");
    CHECK(review("{\"figures\": [{\"name\": \"lost\", \"count\": \"fault:1\"}]}") ==
          "t.json:3: /review/figures/0/count: wanted a rule of /faults, which has 0, got "
          "\"fault:1\"");
}

TEST_CASE("contradictions: several applications") {
    check_refused({
        {"\"applications\": [{\n\"cpu\": 0}]",
         "6: /applications/0/pair: wanted a pair without an AF_XDP application, or shares_umem 0, "
         "got 0 (the default)"},
        {"\"applications\": [{\"shares_umem\": 1}]",
         "6: /applications/0/shares_umem: wanted an application before this one, got 1"},
        {"\"device\": {\"pairs\": 2}, \"applications\": [{\"shares_umem\": 0,\n\"pair\": 1}]",
         "7: /applications/0/pair: wanted /application/pair, 0, as it shares that one's UMEM, got "
         "1"},
        {"\"applications\": [{\"shares_umem\": 0, \"chunk_bytes\": 4096}]",
         "6: /applications/0/chunk_bytes: wanted /application/chunk_bytes, 2048, as it shares that "
         "one's UMEM, got 4096"},
        {"\"applications\": [{\"shares_umem\": 0}, {\"shares_umem\": 1}]",
         "6: /applications/1/shares_umem: wanted an application with a UMEM of its own, got 1"},
        {"\"application\": {\"enabled\": false}, \"applications\": [{\"shares_umem\": 0}]",
         "6: /applications/0/shares_umem: wanted an application that is enabled, got 0"},
        {"\"guest\": {\"tx_interrupt_cpus\": [0, 1]}",
         "6: /guest/tx_interrupt_cpus: wanted at most /device/pairs items, 1, got 2"},
        {"\"guest\": {\"rx_interrupt_cpus\": [2]}",
         "6: /guest/rx_interrupt_cpus/0: wanted less than /guest/vcpus, 2, got 2"},
    });
}

TEST_CASE("contradictions: a fault of no application, or of another pair's") {
    const std::string head =
        "{\"name\": \"a\", \"question\": \"b\", \"expect\": {\"verdict\": \"pass\"},\n"
        "\"end\": {\"time_ns\": 11}, ";
    const std::string fault = "\"what\": \"zero_length_descriptor\"";
    CHECK(problems_of(head + "\"faults\": [{" + fault + "}]}") == "");
    CHECK(problems_of(head + "\"application\": {\"enabled\": false},\n\"faults\": [{" + fault +
                      "}]}") ==
          "t.json:3: /faults/0/pair: wanted the pair of an application, got 0 (the default)");
    CHECK(problems_of(head + "\"device\": {\"pairs\": 2},\n\"faults\": [{" + fault +
                      ", \"pair\": 1}]}") ==
          "t.json:3: /faults/0/pair: wanted the pair of an application, got 1");
}
