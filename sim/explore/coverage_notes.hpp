// SPDX-License-Identifier: GPL-2.0-only
// Notes down what one execution covers, while it goes on. Most classes come again soon after they
// were met: those cost a comparison, and order is made at the end.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "sim/explore/coverage.hpp"

namespace xsksim {

class CoverageNotes {
public:
    // What class_of() gives: any of its bits is as good as another.
    void note(CoverageClass met) {
        CoverageClass& recent = recent_[met % recent_.size()];
        if (recent == met) return;
        recent = met;
        noted_.push_back(met);
    }

    Coverage coverage() const {
        Coverage all{noted_};
        std::ranges::sort(all.classes);
        const auto twice = std::ranges::unique(all.classes);
        all.classes.erase(twice.begin(), twice.end());
        return all;
    }

private:
    static constexpr CoverageClass none = UINT64_MAX;  // more than any class

    std::array<CoverageClass, 256> recent_ = [] {
        std::array<CoverageClass, 256> empty;
        empty.fill(none);
        return empty;
    }();
    std::vector<CoverageClass> noted_;
};

}  // namespace xsksim
