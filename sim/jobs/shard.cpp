// SPDX-License-Identifier: GPL-2.0-only
#include "sim/jobs/shard.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace xsksim {
namespace {

// One-based numbers. The first and the count of an array, where a scheduler does not say them, are
// 1 and the last.
struct Scheduler {
    const char* name;
    const char *task, *first, *last, *step;
};
constexpr std::array<Scheduler, 4> schedulers = {{
    {"Slurm", "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX",
     "SLURM_ARRAY_TASK_STEP"},
    {"Grid Engine", "SGE_TASK_ID", "SGE_TASK_FIRST", "SGE_TASK_LAST", "SGE_TASK_STEPSIZE"},
    {"PBS", "PBS_ARRAY_INDEX", "XSKSIM_ARRAY_FIRST", "XSKSIM_ARRAY_LAST", "XSKSIM_ARRAY_STEP"},
    {"LSF", "LSB_JOBINDEX", "XSKSIM_ARRAY_FIRST", "LSB_JOBINDEX_END", "LSB_JOBINDEX_STEP"},
}};

std::optional<std::uint32_t> number_of(std::string_view text) {
    std::uint32_t number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

Shard shard_of(const Scheduler& scheduler,
               const std::function<const char*(const char*)>& environment) {
    const auto value = [&](const char* name, std::optional<std::uint32_t> otherwise) {
        const char* text = environment(name);
        const auto number = text == nullptr ? otherwise : number_of(text);
        if (!number)
            throw std::invalid_argument(std::string("a number in ") + name + " of " +
                                        scheduler.name + ", got " +
                                        (text == nullptr ? "none" : text));
        return *number;
    };
    const std::uint32_t task = value(scheduler.task, std::nullopt);
    const std::uint32_t first = value(scheduler.first, 1);
    const std::uint32_t last = value(scheduler.last, std::nullopt);
    const std::uint32_t step = value(scheduler.step, 1);
    const bool fits = step > 0 && first <= task && task <= last && (task - first) % step == 0;
    if (!fits)
        throw std::invalid_argument(std::string("a task of the array in ") + scheduler.task +
                                    ", got " + std::to_string(task) + " of " +
                                    std::to_string(first) + " to " + std::to_string(last));
    return {(task - first) / step, (last - first) / step + 1};
}

}  // namespace

Shard parse_shard(const std::string& text,
                  const std::function<const char*(const char*)>& environment) {
    if (text == "auto") {
        for (const Scheduler& scheduler : schedulers)
            if (environment(scheduler.task) != nullptr) return shard_of(scheduler, environment);
        throw std::invalid_argument(
            "a task of an array job, but none of SLURM_ARRAY_TASK_ID, SGE_TASK_ID, "
            "PBS_ARRAY_INDEX and LSB_JOBINDEX is set");
    }
    const std::size_t slash = text.find('/');
    const auto index = number_of(text.substr(0, slash));
    const auto count =
        slash == std::string::npos ? std::nullopt : number_of(text.substr(slash + 1));
    if (!index || !count || *index < 1 || *index > *count)
        throw std::invalid_argument("i/n with 1 <= i <= n, or auto, got \"" + text + "\"");
    return {*index - 1, *count};
}

}  // namespace xsksim
