// SPDX-License-Identifier: GPL-2.0-only
// Which part of all numbered work this process makes, as the user or a cluster's scheduler says.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace xsksim {

// Every n-th: what has number k belongs to shard k mod count.
struct Shard {
    std::uint32_t index = 0, count = 1;
    bool has(std::uint64_t k) const { return k % count == index; }
};

// "3/8": the third of eight. "auto": the task of an array job, from the environment of Slurm, PBS,
// Grid Engine or LSF. Throws std::invalid_argument with a sentence.
Shard parse_shard(const std::string& text,
                  const std::function<const char*(const char*)>& environment);

}  // namespace xsksim
