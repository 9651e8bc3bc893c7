// SPDX-License-Identifier: GPL-2.0-only
// A choice that holds contexts of the driver up, or looks at where it could; whatever else is
// asked, another one answers. Base of those of explorations and tests.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "sim/core/choice.hpp"

namespace xsksim {

class HoldingChoice : public Choice {
public:
    explicit HoldingChoice(std::unique_ptr<Choice> inner) : inner_(std::move(inner)) {}

    StreamId stream(std::string_view name) override { return inner_->stream(name); }
    std::uint64_t below(StreamId stream, std::uint64_t bound) override {
        return inner_->below(stream, bound);
    }
    // Also where there is nothing to hold up: the same contexts, whatever the schedule.
    bool holds_up() const override { return true; }

private:
    std::unique_ptr<Choice> inner_;
};

}  // namespace xsksim
