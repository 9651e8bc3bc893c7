// SPDX-License-Identifier: GPL-2.0-only
// Fault rules. What a kind is, where it strikes and which parameters it has:
// models/fault_kinds.hpp.
#include <cerrno>

#include "sim/scenario/key_entry.hpp"

namespace xsksim {

using namespace keys;

namespace {

constexpr std::int64_t ring_max = 32768;       // the largest virtqueue
constexpr std::int64_t used_jump_max = 65535;  // of a 16-bit index
constexpr std::int64_t word_max = 4294967295;  // le32

constexpr auto rule = whole<ExpectedFault>;

using Words = std::vector<std::pair<std::string, FaultWhat>>;

Words fault_words() {
    Words words;
    for (const FaultInfo& info : fault_table::infos) words.emplace_back(info.name, info.what);
    return words;
}

ShapePointer<FaultCondition> condition_shape() {
    std::vector<std::pair<std::string, FaultCondition>> words;
    for (const auto& [name, condition] : fault_conditions) words.emplace_back(name, condition);
    return word<FaultCondition>(std::move(words));
}

using Test = std::function<bool(const FaultInfo&)>;

Test takes(unsigned parameter) {
    return [parameter](const FaultInfo& info) { return (info.takes & parameter) != 0; };
}

bool has_place(const FaultInfo& info, FaultPlace place) { return place_of(info.site) == place; }

// A key of the kinds that `applies` picks; `whose` says which these are.
Key<ExpectedFault> only(Key<ExpectedFault> entry, const std::string& whose, const Test& applies) {
    return std::move(entry).only("only with faults " + whose, [applies](const ExpectedFault& rule) {
        return applies(info_of(rule.what));
    });
}

std::vector<Key<ExpectedFault>> where_keys() {
    return {
        key("pair", rule / &FaultRule::pair, between(0, pairs_max - 1), "queue pair",
            "Whose, counted from 0. Of faults of a vCPU or the guest: whose conditions `while` "
            "means."),
        only(key("direction", rule / &FaultRule::rx, word<bool>({{"tx", false}, {"rx", true}}), "",
                 "Which of the pair's two queues, or of its two vectors."),
             "of a queue",
             [](const FaultInfo& info) { return has_place(info, FaultPlace::queue); }),
        only(key("cpu", rule / &FaultRule::cpu, between(0, vcpus_max - 1), "vCPU",
                 "Which vCPU; absent: any."),
             "of a vCPU", [](const FaultInfo& info) { return has_place(info, FaultPlace::cpu); }),
    };
}

std::vector<Key<ExpectedFault>> when_keys() {
    const auto where = rule / &FaultRule::at;
    const auto has_at = [](const ExpectedFault& rule) { return rule.at.is_set(); };
    return {
        key("nth", rule / &FaultRule::nth, list(integer<std::uint64_t>(between(1, integer_max))),
            "",
            "These opportunities, counted from 1 (of a happening: these of its times); empty: "
            "all."),
        key("every", rule / &FaultRule::every, between(1, integer_max), "",
            "Every so-manieth; absent: all."),
        key("probability", rule / &FaultRule::probability, probability(), "",
            "Each with this probability; absent: certainly."),
        key("from_ns", rule / &FaultRule::from, nanoseconds(), "ns",
            "From this time on; absent: from the start."),
        key("until_ns", rule / &FaultRule::until, nanoseconds(), "ns",
            "Before this time; absent: to the end."),
        only(key("period_ns", rule / &FaultRule::period, nanoseconds(1), "ns",
                 "A happening comes again each time so much has passed; absent: once."),
             "that happen by themselves",
             [](const FaultInfo& info) { return is_happening(info.site); }),
        key("while", rule / &FaultRule::conditions, list(condition_shape()), "",
            "Only while all of these hold for the pair. A happening whose time has come waits for "
            "them."),
        key("at", where / &Place::name, place(), "",
            "A place, as in `schedule/holds`: after it was passed, the rule strikes the next "
            "opportunity, once; a happening happens there."),
        key("at_where", where / &Place::where, event_fields(), "",
            "Fields of that event, and their values.")
            .only("only with at", has_at),
        key("hit", rule / &FaultRule::hit, between(1, integer_max), "times",
            "Only the so-manieth passing of `at`; absent: each.")
            .only("only with at", has_at),
    };
}

std::vector<Key<ExpectedFault>> delay_keys() {
    const auto delay = rule / &FaultRule::delay;
    const auto delays = [](Key<ExpectedFault> entry) {
        return only(std::move(entry), "that take a delay", takes(fault_takes::delay));
    };
    return {
        delays(key("delay_ns", delay / &FaultDelay::low, nanoseconds(), "ns", "How long.")),
        delays(key("delay_max_ns", delay / &FaultDelay::high, nanoseconds(), "ns",
                   "With it, each delay is drawn between `delay_ns` and this one.")),
        delays(key("delay_mean_ns", delay / &FaultDelay::mean, nanoseconds(1), "ns",
                   "Instead: each is drawn from an exponential distribution with this mean.")),
        delays(key("delay_table_ns", delay / &FaultDelay::table,
                   list(integer<Duration>(nanoseconds())), "ns",
                   "Instead: each is one of these, with equal chance.")),
    };
}

// Each needed by the kinds that take it.
std::vector<Key<ExpectedFault>> number_keys() {
    const auto needed = [](Key<ExpectedFault> entry, const std::string& whose, unsigned parameter) {
        return std::move(entry).needed_only("only with faults that take " + whose,
                                            [parameter](const ExpectedFault& rule) {
                                                return takes(parameter)(info_of(rule.what));
                                            });
    };
    return {
        needed(key("per_second", rule / &FaultRule::per_second, between(1, rate_pps_max), "1/s",
                   "No more than so many."),
               "a rate", fault_takes::per_second),
        needed(key("packets", rule / &FaultRule::packets, between(1, ring_max), "packets",
                   "How many make a group."),
               "packets", fault_takes::packets),
        needed(key("interrupts", rule / &FaultRule::interrupts, between(1, 1'000'000), "interrupts",
                   "Of how many (Linux: of 100000)."),
               "a number of interrupts", fault_takes::interrupts),
        needed(key("entries", rule / &FaultRule::entries, between(1, used_jump_max), "entries",
                   "How many entries of the used ring."),
               "a number of entries", fault_takes::entries),
        needed(key("id", rule / &FaultRule::id, between(0, word_max), "",
                   "The id of a used entry: the head of a buffer, or none at all."),
               "an id", fault_takes::id),
        needed(key("bytes", rule / &FaultRule::bytes, between(0, word_max), "bytes",
                   "The length in a used entry."),
               "a length", fault_takes::bytes),
        needed(key("error", rule / &FaultRule::error,
                   word<int>({{"EIO", EIO}, {"ENOMEM", ENOMEM}, {"ENOSPC", ENOSPC}}), "",
                   "What fails so. Of 5.11's own, a DMA mapping that fails is ENOMEM."),
               "an error", fault_takes::error),
    };
}

}  // namespace

ShapePointer<ExpectedFault> fault_shape() {
    std::vector<Key<ExpectedFault>> all = {
        key("what", rule / &FaultRule::what, word<FaultWhat>(fault_words()), "", "What goes wrong.")
            .required()};
    for (auto part : {where_keys(), when_keys(), delay_keys(), number_keys()})
        for (auto& entry : part) all.push_back(std::move(entry));
    all.push_back(flag("optional", &ExpectedFault::optional, "Whether the rule may never fire."));
    return record<ExpectedFault>(std::move(all));
}

}  // namespace xsksim
