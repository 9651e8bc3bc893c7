// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/repeat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/view/text/words.hpp"

namespace xsksim {

std::string set_options(const std::vector<Override>& settings) {
    std::string text;
    for (const Override& setting : settings)
        text += " --set " + shell_quoted(setting.pointer + "=" + setting.value);
    return text;
}

std::string base_words(const Result& result) {
    return shell_quoted(result.base) + set_options(result.set);
}

std::vector<Override> searched_settings(const Result& result, double value) {
    if (!result.searched || !std::isfinite(value)) return {};
    return {{result.axes[*result.searched].at, fmt::format("{}", value)}};
}

std::string repeat_command(const Result& result, RunIndex run, const std::string& program) {
    std::string command = program + " run " + base_words(result);
    for (std::size_t a = 0; a < result.axes.size(); ++a)
        if (result.searched != a)
            command += set_options(
                result.axes[a].values[result.value_at(result.run_points[run], a)].settings);
    command += set_options(searched_settings(result, result.run_searched[run]));
    return command + fmt::format(" --seed {} --timeline", result.seeds[run]);
}

std::string run_text(const Result& result, RunIndex run) {
    std::string text;
    for (std::size_t a = 0; a < result.axes.size(); ++a) {
        const ResultAxis& axis = result.axes[a];
        if (result.searched == a)
            text += fmt::format("{} {}{}, ", axis.name, result.run_searched[run],
                                axis.unit.empty() ? "" : " " + axis.unit);
        else
            text += fmt::format("{} {}, ", axis.name,
                                axis.value_text(result.value_at(result.run_points[run], a)));
    }
    return text + fmt::format("seed {}", result.seeds[run]);
}

std::optional<RunIndex> telling_run(const Result& result, const std::vector<bool>& points) {
    std::optional<RunIndex> any, not_passed, stalled;
    for (RunIndex run = 0; run < result.runs(); ++run) {
        if (!points[result.run_points[run]]) continue;
        const std::string& verdict = result.verdicts[result.run_verdicts[run]];
        if (verdict == "simulator fault") return run;
        if (!stalled && verdict == "stalled") stalled = run;
        if (!any) any = run;
        if (!not_passed && verdict != "pass") not_passed = run;
    }
    return stalled ? stalled : not_passed ? not_passed : any;
}

}  // namespace xsksim
