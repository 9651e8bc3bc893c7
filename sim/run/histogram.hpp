// SPDX-License-Identifier: GPL-2.0-only
// A log-linear histogram of non-negative durations: exact below 128 ns, above it 128 classes each
// power of two, so a class is less than 1 % wide. Fixed size, no allocation while recording.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

namespace xsksim {

class Histogram {
public:
    void record(std::int64_t ns) {
        const std::uint64_t value = ns < 0 ? 0 : static_cast<std::uint64_t>(ns);
        ++classes_[index_of(value)];
        minimum_ = count_ == 0 ? value : std::min(minimum_, value);
        maximum_ = std::max(maximum_, value);
        ++count_;
    }
    std::uint64_t count() const { return count_; }
    std::int64_t minimum() const { return static_cast<std::int64_t>(minimum_); }
    std::int64_t maximum() const { return static_cast<std::int64_t>(maximum_); }
    // The least value that at least `per_mille` of the recorded ones do not exceed, up to the width
    // of a class; 0 if nothing was recorded.
    std::int64_t quantile(std::uint64_t per_mille) const {
        const std::uint64_t rank = (count_ * per_mille + 999) / 1000;
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < classes_.size() && count_ != 0; ++i) {
            seen += classes_[i];
            if (seen >= std::max<std::uint64_t>(rank, 1))
                return static_cast<std::int64_t>(std::clamp(middle_of(i), minimum_, maximum_));
        }
        return 0;
    }

    // Coarser, for keeping: the least value of each class that holds any, and how many; eight
    // classes a power of two.
    std::vector<std::pair<std::int64_t, std::uint64_t>> bins() const {
        std::vector<std::pair<std::int64_t, std::uint64_t>> bins;
        for (std::size_t i = 0; i < classes_.size() && count_ != 0; ++i) {
            if (classes_[i] == 0) continue;
            const auto low = static_cast<std::int64_t>(low_of(i - i % (linear / 8)));
            if (bins.empty() || bins.back().first != low) bins.emplace_back(low, 0);
            bins.back().second += classes_[i];
        }
        return bins;
    }

private:
    static constexpr unsigned linear_bits = 7;
    static constexpr std::uint64_t linear = std::uint64_t{1} << linear_bits;

    static std::size_t index_of(std::uint64_t value) {
        if (value < linear) return value;
        const auto exponent = static_cast<unsigned>(std::bit_width(value)) - linear_bits - 1;
        return (exponent + 1) * linear + ((value >> exponent) - linear);
    }
    static std::uint64_t low_of(std::size_t index) {
        if (index < linear) return index;
        return (index % linear + linear) << (index / linear - 1);
    }
    static std::uint64_t middle_of(std::size_t index) {
        if (index < linear) return index;
        return low_of(index) + ((std::uint64_t{1} << (index / linear - 1)) >> 1);
    }

    std::vector<std::uint64_t> classes_ = std::vector<std::uint64_t>((64 - linear_bits) * linear);
    std::uint64_t count_ = 0, minimum_ = 0, maximum_ = 0;
};

}  // namespace xsksim
