// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/report_text.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "sim/view/text/words.hpp"

namespace xsksim::cli {
namespace {

enum class Paint { green, red, yellow, bold, dim };

std::string in_paint(const ReportStyle& style, Paint paint, const std::string& text) {
    if (!style.colour) return text;
    static constexpr const char* codes[] = {"32", "31", "33", "1", "2"};
    return fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<int>(paint)], text);
}

std::string microseconds(std::int64_t ns) {
    return fmt::format("{}.{:01} us", ns / 1000, ns % 1000 / 100);
}

std::string headline(const Scenario& scenario, const RunResult& result, const ReportStyle& style) {
    const Paint paint = !result.as_expected                       ? Paint::red
                        : result.outcome == Outcome::inconclusive ? Paint::yellow
                                                                  : Paint::green;
    const std::string verdict = fmt::format(
        "{}{}", word_of(result.outcome),
        result.as_expected ? ", as expected"
                           : fmt::format(", expected {}", word_of(scenario.expect.verdict)));
    return fmt::format("{}: {}\n  {}\n", in_paint(style, Paint::bold, scenario.name),
                       in_paint(style, paint, verdict), scenario.question);
}

std::string figures(const Summary& s) {
    std::string text = fmt::format(
        "  {} of {} frames on the wire in {}, {:.0f} packets/s; at most {} in the virtqueue\n",
        s.on_wire, s.submitted, microseconds(s.simulated.ns), s.packets_per_second,
        s.in_flight_max);
    text += fmt::format(
        "  {} kicks, {} interrupts raised, {} delivered, {} lost, {} NAPI polls, {} timer fires\n",
        s.kicks, s.interrupts_raised, s.interrupts_delivered, s.interrupts_lost, s.napi_polls,
        s.timer_fires);
    if (s.udp_submitted > 0)
        text += fmt::format("  {} of {} datagrams of kernel senders on the wire\n", s.udp_on_wire,
                            s.udp_submitted);
    if (s.xdp_on_wire > 0) text += fmt::format("  {} frames of XDP on the wire\n", s.xdp_on_wire);
    if (s.submit_to_wire.count > 0)
        text += fmt::format("  submit to wire: median {}, 99 % {}, longest {}\n",
                            microseconds(s.submit_to_wire.p50), microseconds(s.submit_to_wire.p99),
                            microseconds(s.submit_to_wire.max));
    return text;
}

std::string indented(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        out += "  " + text.substr(at, end - at) + "\n";
        at = end + 1;
    }
    return out;
}

std::string violations(const RunResult& result, const ReportStyle& style) {
    std::string text;
    std::size_t notes = 0;
    for (const auto& violation : result.violations) {
        if (violation.is_note && !style.timeline) {
            ++notes;
            continue;
        }
        const std::string kind = violation.is_note ? in_paint(style, Paint::dim, "note")
                                                   : in_paint(style, Paint::red, "failure");
        text += fmt::format("  {} [{}] at {} (event {}): {}\n", kind, name_of(violation.code),
                            microseconds(violation.at.ns), violation.event, violation.message);
        if (!violation.stack.empty()) text += indented(violation.stack);
    }
    if (notes > 0) text += fmt::format("  {} notes; --timeline shows them\n", notes);
    return text;
}

}  // namespace

std::string program_name() {
    const char* named = std::getenv("XSKSIM_COMMAND");
    return named ? named : "xsksim";
}

std::string command_again(const Job& job, const JobOptions& options, const Scenario& scenario) {
    const std::string program = program_name();
    if (job.is_trace) return fmt::format("{} judge {}", program, shell_quoted(job.file));
    std::string command =
        fmt::format("{} run {} --seed {}", program, shell_quoted(job.file), scenario.seed);
    for (const auto& set : options.overrides)
        command += " --set " + shell_quoted(set.pointer + "=" + set.value);
    for (const auto& set : job.overrides)
        command += " --set " + shell_quoted(set.pointer + "=" + set.value);
    const std::string& driver = job.driver.empty() ? options.driver : job.driver;
    if (!driver.empty()) command += " --driver " + shell_quoted(driver);
    if (options.engine != EngineKind::simgrid)
        command += fmt::format(" --engine {}", word_of(options.engine));
    return command + " --timeline";
}

std::string report_text(const Job& job, const JobOptions& options, const Scenario& scenario,
                        const RunResult& result, const ReportStyle& style) {
    std::string text = headline(scenario, result, style);
    if (style.timeline) text += "\n" + result.timeline + "\n";
    text += figures(result.summary);
    if (result.explanation) text += "\n" + indented(result.explanation->text());
    if (!result.inconclusive_reason.empty())
        text += fmt::format("  inconclusive: {}\n", result.inconclusive_reason);
    text += violations(result, style);
    for (const auto& sentence : result.unexpected)
        text += fmt::format("  {} {}\n", in_paint(style, Paint::red, "unexpected:"), sentence);
    if (!result.as_expected || result.outcome != Outcome::pass)
        text += fmt::format("  again: {}\n", command_again(job, options, scenario));
    return text;
}

}  // namespace xsksim::cli
