// SPDX-License-Identifier: GPL-2.0-only
// What more of the same exploring would show, told from what it has shown. Nothing here says
// anything of what this exploring cannot reach: other scenarios, draws, strategies or longer
// hold-ups.
//
// The samples are workloads, not executions: workloads are drawn one by one, while the executions
// of one share all its values and resemble each other. Real counterpart: species in ecology, and
// their estimators in fuzzing (Boehme, STADS: Software Testing as Species Discovery, ACM TOSEM
// 2018).
#pragma once

#include <cstdint>

namespace xsksim {

// How many classes the next sample shows, on average, that no sample so far has: those met once, by
// samples (Good, The population frequencies of species and the estimation of population parameters,
// Biometrika 1953). That it shows any has at most this probability. 0 samples: 0.
double new_classes_in_next(std::uint64_t met_once, std::uint64_t samples);

// How many classes there are for this sampling, at least: those seen, and an estimate from below of
// the unseen (Chao, Nonparametric estimation of the number of classes in a population,
// Scandinavian Journal of Statistics 1984; for samples that show many classes each: Chao,
// Biometrics 1987). Where none was met twice: its bias-corrected form.
double classes_at_least(std::uint64_t seen, std::uint64_t met_once, std::uint64_t met_twice,
                        std::uint64_t samples);

// A probability that an event has less than, with 95 % confidence, which none of so many
// independent samples showed: 3 by samples, 1 at most (the rule of three; Hanley and Lippman-Hand,
// JAMA 1983).
double probability_below(std::uint64_t samples);

}  // namespace xsksim
