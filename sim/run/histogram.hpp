// SPDX-License-Identifier: GPL-2.0-only
// A log-linear histogram of non-negative durations: exact below 128 ns, above it 128 classes each
// power of two, so a class is less than 1 % wide. Only powers of two that were met have classes: a
// short run meets two or three of 58, and all of them would be 58 KiB to clear and to walk.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

namespace xsksim {

class Histogram {
public:
    void record(std::int64_t ns) {
        const std::uint64_t value = ns < 0 ? 0 : static_cast<std::uint64_t>(ns);
        ++class_at(index_of(value));
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
        const std::uint64_t rank = std::max<std::uint64_t>((count_ * per_mille + 999) / 1000, 1);
        std::uint64_t seen = 0;
        for (std::size_t octave = 0; octave < octaves_.size(); ++octave) {
            if (octaves_[octave] == nullptr) continue;
            if (seen + octaves_[octave]->count < rank) {
                seen += octaves_[octave]->count;
                continue;
            }
            std::size_t i = 0;
            while ((seen += octaves_[octave]->classes[i]) < rank) ++i;
            const std::uint64_t middle = middle_of(octave * linear + i);
            return static_cast<std::int64_t>(std::clamp(middle, minimum_, maximum_));
        }
        return 0;
    }

    // Coarser, for keeping: the least value of each class that holds any, and how many; eight
    // classes a power of two.
    std::vector<std::pair<std::int64_t, std::uint64_t>> bins() const {
        constexpr std::size_t width = linear / 8;
        std::vector<std::pair<std::int64_t, std::uint64_t>> bins;
        for (std::size_t octave = 0; octave < octaves_.size(); ++octave) {
            if (octaves_[octave] == nullptr) continue;
            for (std::size_t i = 0; i < linear; i += width) {
                const auto first = octaves_[octave]->classes.begin() + i;
                const auto sum = std::accumulate(first, first + width, std::uint64_t{0});
                if (sum != 0) bins.emplace_back(low_of(octave * linear + i), sum);
            }
        }
        return bins;
    }

private:
    static constexpr unsigned linear_bits = 7;
    static constexpr std::uint64_t linear = std::uint64_t{1} << linear_bits;

    // The classes of one power of two; the first octave is all that is below 128.
    struct Octave {
        std::uint64_t count = 0;
        std::array<std::uint64_t, linear> classes{};
    };

    std::uint64_t& class_at(std::size_t index) {
        const std::size_t octave = index / linear;
        if (octave >= octaves_.size()) [[unlikely]]
            octaves_.resize(octave + 1);
        if (octaves_[octave] == nullptr) [[unlikely]]
            octaves_[octave] = std::make_unique<Octave>();
        ++octaves_[octave]->count;
        return octaves_[octave]->classes[index % linear];
    }
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

    std::vector<std::unique_ptr<Octave>> octaves_;  // null: nothing was recorded there
    std::uint64_t count_ = 0, minimum_ = 0, maximum_ = 0;
};

}  // namespace xsksim
