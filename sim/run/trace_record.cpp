// SPDX-License-Identifier: GPL-2.0-only
#include "sim/run/trace_record.hpp"

#include <charconv>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace xsksim {

namespace {

constexpr const char* format_name = "xsksim-trace-1";
constexpr std::string_view scenario_key = ",\"scenario\":";

nlohmann::json judge_json(const JudgeSettings& judge) {
    nlohmann::json bits = nlohmann::json::object();
    for (const auto& [bit, name] : judge.state_bits) bits[std::to_string(bit)] = name;
    return {{"ring_size", judge.ring_size},
            {"event_idx", judge.event_idx},
            {"indirect_desc", judge.indirect_desc},
            {"per_packet_header", judge.per_packet_header},
            {"full_below_free", judge.full_below_free},
            {"application", judge.application},
            {"udp", judge.udp},
            {"rx", judge.rx},
            {"xsk_check_timeout_us", judge.xsk_check_timeout_us},
            {"state_bits", bits},
            {"application_polls_flag", judge.application_polls_flag},
            {"application_looks_at_submit", judge.application_looks_at_submit},
            {"sendmsg_gate", judge.sendmsg_gate},
            {"notes_fail", judge.notes_fail},
            {"progress_bound_ns", judge.progress_bound.ns}};
}

JudgeSettings judge_from(const nlohmann::json& json) {
    JudgeSettings judge;
    json.at("ring_size").get_to(judge.ring_size);
    json.at("event_idx").get_to(judge.event_idx);
    json.at("indirect_desc").get_to(judge.indirect_desc);
    json.at("per_packet_header").get_to(judge.per_packet_header);
    json.at("full_below_free").get_to(judge.full_below_free);
    json.at("application").get_to(judge.application);
    json.at("udp").get_to(judge.udp);
    json.at("rx").get_to(judge.rx);
    json.at("xsk_check_timeout_us").get_to(judge.xsk_check_timeout_us);
    for (const auto& [bit, name] : json.at("state_bits").items())
        judge.state_bits[std::stoull(bit)] = name.get<std::string>();
    json.at("application_polls_flag").get_to(judge.application_polls_flag);
    json.at("application_looks_at_submit").get_to(judge.application_looks_at_submit);
    json.at("sendmsg_gate").get_to(judge.sendmsg_gate);
    json.at("notes_fail").get_to(judge.notes_fail);
    json.at("progress_bound_ns").get_to(judge.progress_bound.ns);
    return judge;
}

}  // namespace

std::string json_string(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string header_record(const TraceHeader& header) {
    return std::string("{\"format\":\"") + format_name +
           "\",\"seed\":" + std::to_string(header.seed) +
           ",\"commit\":" + json_string(header.commit) +
           ",\"driver\":" + json_string(header.driver) +
           ",\"judge\":" + judge_json(header.judge).dump() + std::string(scenario_key) +
           (header.scenario_json.empty() ? "{}" : header.scenario_json) + "}\n";
}

TraceHeader parse_header_record(const std::string& line) {
    TraceHeader header;
    const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object() || json.value("format", "") != format_name)
        throw std::invalid_argument(std::string("a trace that begins with {\"format\":\"") +
                                    format_name + "\", ...}");
    try {
        json.at("seed").get_to(header.seed);
        json.at("commit").get_to(header.commit);
        json.at("driver").get_to(header.driver);
        header.judge = judge_from(json.at("judge"));
    } catch (const std::exception& problem) {
        throw std::invalid_argument(std::string("a complete first record (") + problem.what() +
                                    ")");
    }
    // A quote inside a string is escaped, so this can only be the key itself.
    const std::size_t scenario = line.find(scenario_key);
    if (scenario == std::string::npos)
        throw std::invalid_argument("a first record that ends with its scenario");
    header.scenario_json = line.substr(scenario + scenario_key.size());
    header.scenario_json.pop_back();
    return header;
}

void RecordParser::skip_space() {
    while (!rest_.empty() &&
           (rest_.front() == ' ' || rest_.front() == '\t' || rest_.front() == '\r'))
        rest_.remove_prefix(1);
}

void RecordParser::expect(char c) {
    skip_space();
    if (rest_.empty() || rest_.front() != c)
        throw std::invalid_argument(std::string("'") + c +
                                    "' here: " + std::string(rest_.substr(0, 30)));
    rest_.remove_prefix(1);
}

std::string_view RecordParser::string_token() {
    expect('"');
    std::size_t i = 0;
    while (i < rest_.size() && rest_[i] != '"') i += rest_[i] == '\\' ? 2 : 1;
    if (i >= rest_.size()) throw std::invalid_argument("a closing quote");
    const std::string_view token = rest_.substr(0, i);
    rest_.remove_prefix(i + 1);
    return token;
}

bool RecordParser::next() {
    skip_space();
    if (!rest_.empty() && rest_.front() == '}') {
        rest_.remove_prefix(1);
        skip_space();
        if (!rest_.empty()) throw std::invalid_argument("nothing after the record");
        return false;
    }
    if (!first_) expect(',');
    first_ = false;
    skip_space();
    key_ = string_token();
    expect(':');
    skip_space();
    is_string_ = !rest_.empty() && rest_.front() == '"';
    if (is_string_) {
        value_ = string_token();
        return true;
    }
    const std::size_t end = rest_.find_first_of(",} ");
    value_ = rest_.substr(0, std::min(end, rest_.size()));
    if (value_.empty()) throw std::invalid_argument("a value for " + std::string(key_));
    rest_.remove_prefix(value_.size());
    return true;
}

std::uint64_t RecordParser::number() const {
    const char* const last = value_.data() + value_.size();
    std::uint64_t value = 0;
    std::int64_t negative = 0;
    const bool is_negative = value_.starts_with('-');
    const auto [end, error] = is_negative ? std::from_chars(value_.data(), last, negative)
                                          : std::from_chars(value_.data(), last, value);
    if (is_string_ || error != std::errc{} || end != last)
        throw std::invalid_argument("an integer for \"" + std::string(key_) + "\"");
    return is_negative ? static_cast<std::uint64_t>(negative) : value;
}

std::uint64_t RecordParser::hexadecimal() const {
    const char* const last = value_.data() + value_.size();
    std::uint64_t value = 0;
    const bool prefixed = is_string_ && value_.starts_with("0x") && value_.size() > 2;
    const auto [end, error] = std::from_chars(value_.data() + (prefixed ? 2 : 0), last, value, 16);
    if (!prefixed || error != std::errc{} || end != last)
        throw std::invalid_argument("hexadecimal digits like \"0x1f\" for \"" + std::string(key_) +
                                    "\"");
    return value;
}

std::string RecordParser::text() const {
    if (!is_string_) throw std::invalid_argument("a string for \"" + std::string(key_) + "\"");
    if (value_.find('\\') == std::string_view::npos) return std::string(value_);
    const nlohmann::json json =
        nlohmann::json::parse("\"" + std::string(value_) + "\"", nullptr, false);
    if (!json.is_string())
        throw std::invalid_argument("a string for \"" + std::string(key_) + "\"");
    return json.get<std::string>();
}

}  // namespace xsksim
