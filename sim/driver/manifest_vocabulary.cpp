// SPDX-License-Identifier: GPL-2.0-only
#include "sim/driver/manifest_vocabulary.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string_view>

#include "models/numbers.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {
namespace {

using Json = nlohmann::ordered_json;
using Names = std::vector<std::string_view>;

constexpr std::uint64_t bits_of_a_word = 64;

std::string list_of(const Names& words) {
    std::string list;
    for (const std::string_view word : words)
        list += (list.empty() ? "" : ", ") + std::string(word);
    return list;
}

class VocabularyReader {
public:
    VocabularyReader(const Json& manifest, const std::string& file)
        : manifest_(manifest), file_(file) {
        for (const auto& [name, entry] : section("parameters").items()) parameters_.insert(name);
    }
    DriverVocabulary read() const;

private:
    [[noreturn]] void refuse(const std::string& pointer, const std::string& wanted,
                             const std::string& got) const {
        throw BadInput({{file_, 0, pointer, wanted, got, ""}});
    }
    // Empty if there is none.
    const Json& section(const char* key) const {
        static const Json none = Json::object();
        const auto found = manifest_.find(key);
        if (found == manifest_.end()) return none;
        if (!found->is_object()) refuse(std::string("/") + key, "an object", found->dump());
        return *found;
    }
    void check_keys(const std::string& pointer, const Json& object, const Names& known) const {
        if (!object.is_object()) refuse(pointer, "an object", object.dump());
        for (const auto& [key, value] : object.items())
            if (!std::ranges::count(known, key))
                refuse(pointer + "/" + key, "one of " + list_of(known), "\"" + key + "\"");
    }
    std::string text(const std::string& pointer, const Json& value) const {
        if (!value.is_string() || value.get_ref<const std::string&>().empty())
            refuse(pointer, "a text", value.dump());
        return value;
    }
    std::string text_in(const std::string& pointer, const Json& object, const char* key) const {
        return text(pointer + "/" + key, object.value(key, Json()));
    }
    Formula formula(const std::string& pointer, const std::string& words,
                    const std::set<std::string>& known) const;
    void read_bit(DriverVocabulary& words, const std::string& number, const Json& entry) const;
    InFlightLimit in_flight() const;
    std::optional<FreeMark> free_mark(const char* key) const;
    std::string timer_timeout() const;
    // The value of `key`, which names a parameter; empty if there is none.
    std::string parameter_at(const std::string& pointer, const Json& object, const char* key) const;
    FunctionRoles roles() const;
    QueueFields queue_state() const;

    const Json& manifest_;
    const std::string& file_;
    std::set<std::string> parameters_;
};

void VocabularyReader::read_bit(DriverVocabulary& words, const std::string& number,
                                const Json& entry) const {
    const std::string pointer = "/state_bits/" + number;
    std::uint64_t bit = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), bit);
    if (error != std::errc{} || end != number.data() + number.size() || bit >= bits_of_a_word)
        refuse(pointer, "the number of a bit, 0 to 63", "\"" + number + "\"");
    if (entry.is_string()) {  // a name, and no more is known
        words.state_bits[bit] = {text(pointer, entry)};
        return;
    }
    check_keys(pointer, entry, {"name", "means"});
    const std::string means = text_in(pointer, entry, "means");
    const auto& all = WordTable<BitMeaning>::words;
    const auto meaning = std::ranges::find(all, means);
    const auto value = static_cast<BitMeaning>(meaning - all.begin());
    if (meaning == all.end() || value == BitMeaning::nothing)
        refuse(pointer + "/means", "one of " + list_of({all.begin() + 1, all.end()}),
               "\"" + means + "\"");
    if (words.bit_that(value))
        refuse(pointer + "/means", "a meaning that no other bit has", "\"" + means + "\"");
    words.state_bits[bit] = {text_in(pointer, entry, "name"), value};
}

Formula VocabularyReader::formula(const std::string& pointer, const std::string& words,
                                  const std::set<std::string>& known) const {
    try {
        return {words, known};
    } catch (const std::invalid_argument& error) {
        refuse(pointer, error.what(), "\"" + words + "\"");
    }
}

InFlightLimit VocabularyReader::in_flight() const {
    const Json entry = manifest_.at("in_flight");
    const std::string pointer = "/in_flight";
    check_keys(pointer, entry, {"each_takes", "called", "at_most"});
    std::set<std::string> known = parameters_;
    known.insert(InFlightLimit::ring_size_name);
    return {text_in(pointer, entry, "each_takes"), text_in(pointer, entry, "called"),
            std::make_shared<const Formula>(
                formula(pointer + "/at_most", text_in(pointer, entry, "at_most"), known))};
}

std::optional<FreeMark> VocabularyReader::free_mark(const char* key) const {
    const Json entry = manifest_.value(key, Json());
    if (entry.is_null()) return std::nullopt;
    if (entry.is_number_unsigned()) return FreeMark{entry.get<std::uint32_t>(), ""};
    const std::string pointer = std::string("/") + key;
    const std::string words = text(pointer, entry);
    const double free =
        formula(pointer, words, {"MAX_SKB_FRAGS"}).value({{"MAX_SKB_FRAGS", max_skb_frags}});
    constexpr double ring_max = 32768;
    if (!(free >= 0 && free <= ring_max))
        refuse(pointer, "a number of descriptors", "\"" + words + "\"");
    return FreeMark{static_cast<std::uint32_t>(free), words};
}

std::string VocabularyReader::parameter_at(const std::string& pointer, const Json& object,
                                           const char* key) const {
    if (!object.contains(key)) return "";
    const std::string name = text_in(pointer, object, key);
    if (!parameters_.contains(name))
        refuse(pointer + "/" + key, "one of the manifest's parameters", "\"" + name + "\"");
    return name;
}

std::string VocabularyReader::timer_timeout() const {
    const Json& timer = section("timer");
    check_keys("/timer", timer, {"timeout"});
    const std::string name = parameter_at("/timer", timer, "timeout");
    if (name.empty()) return "";
    const std::string unit = manifest_.at("parameters").at(name).value("unit", "");
    const Names times{"ns", "us", "ms", "s"};
    const bool is_known = !unit.empty();  // a built driver tells none
    if (is_known && !std::ranges::count(times, unit))
        refuse("/parameters/" + name + "/unit",
               "a time, as it is the timer's timeout: one of " + list_of(times),
               "\"" + unit + "\"");
    return name;
}

FunctionRoles VocabularyReader::roles() const {
    const Json& entry = section("roles");
    const std::string pointer = "/roles";
    check_keys(pointer, entry, {"reaps_in_rx_napi", "stops_full_queue", "wakes_stopped_queue"});
    const auto role = [&](const char* key) {
        return entry.contains(key) ? text_in(pointer, entry, key) : std::string();
    };
    return {role("reaps_in_rx_napi"), role("stops_full_queue"), role("wakes_stopped_queue")};
}

QueueFields VocabularyReader::queue_state() const {
    const Json& entry = section("queue_state");
    const std::string pointer = "/queue_state";
    check_keys(pointer, entry, {"fields", "without"});
    if (entry.empty()) return {};
    QueueFields fields{text_in(pointer, entry, "fields"), {}};
    for (const Json& other : entry.value("without", Json::array()))
        fields.without.push_back(text(pointer + "/without", other));
    return fields;
}

DriverVocabulary VocabularyReader::read() const {
    check_keys("", manifest_,
               {"name",
                "title",
                "base",
                "base_switches",
                "description",
                "state_bits",
                "per_packet_header",
                "full_below_free",
                "wakes_at_free",
                "in_flight",
                "timer",
                "roles",
                "queue_state",
                "tx_napi_enabled_by",
                "parameters",
                "safeguards",
                "functions",
                "function_costs_ns",
                "function_costs_as",
                "function_costs_passed_on",
                "unaligned_accesses",
                "gaps",
                "built_texts"});
    DriverVocabulary words;
    for (const auto& [number, entry] : section("state_bits").items())
        read_bit(words, number, entry);
    words.per_packet_header = manifest_.value("per_packet_header", true);
    words.full = free_mark("full_below_free").value_or(FreeMark{});
    words.wakes_at = free_mark("wakes_at_free");
    if (manifest_.contains("in_flight")) words.in_flight = in_flight();
    words.timer_timeout = timer_timeout();
    words.tx_napi_enabled_by = parameter_at("", manifest_, "tx_napi_enabled_by");
    words.roles = roles();
    words.queue_state = queue_state();
    return words;
}

}  // namespace

DriverVocabulary manifest_vocabulary(const Json& manifest, const std::string& file) {
    return VocabularyReader(manifest, file).read();
}

}  // namespace xsksim
