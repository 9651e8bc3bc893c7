// SPDX-License-Identifier: GPL-2.0-only
#include "models/kernel/cpu/point_lottery.hpp"

namespace xsksim {
namespace {

constexpr unsigned fraction_bits = 60;
constexpr std::uint64_t one = std::uint64_t{1} << fraction_bits;

std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(a) * b) >> fraction_bits);
}

}  // namespace

PointLottery::PointLottery(Choice& choice, Probability probability)
    : choice_(choice), enabled_(!probability.never()) {
    if (!enabled_) return;
    constexpr std::uint64_t billion = 1'000'000'000;
    stream_ = choice.stream("preempt");
    no_hit_in_[0] = static_cast<std::uint64_t>(static_cast<unsigned __int128>(one) *
                                               (billion - probability.per_billion) / billion);
    // Blocks that hit about every other time cost the fewest draws.
    while (levels_ < levels_max && no_hit_in_[levels_] > one / 2) {
        no_hit_in_[levels_ + 1] = multiply(no_hit_in_[levels_], no_hit_in_[levels_]);
        ++levels_;
    }
}

bool PointLottery::draw() {
    if (points_left_ == 0) draw_block();
    --points_left_;
    return points_left_ == 0 && hit_at_end_;
}

// First whether the block has a hit at all, then, half by half, where the first one is. With q the
// probability of none in a half, none in the first half given one in both is q(1-q)/(1-q*q).
void PointLottery::draw_block() {
    hit_at_end_ = !chance(no_hit_in_[levels_], one);
    points_left_ = std::uint64_t{1} << levels_;
    if (!hit_at_end_) return;
    points_left_ = 1;
    for (unsigned level = levels_; level-- > 0;)
        if (chance(no_hit_in_[level], one + no_hit_in_[level]))
            points_left_ += std::uint64_t{1} << level;
}

bool PointLottery::chance(std::uint64_t numerator, std::uint64_t denominator) {
    return choice_.below(stream_, denominator) < numerator;
}

}  // namespace xsksim
