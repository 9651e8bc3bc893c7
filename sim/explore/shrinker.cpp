// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/shrinker.hpp"

#include <charconv>
#include <utility>

namespace xsksim {
namespace {

std::optional<std::int64_t> integer_in(const std::string& json) {
    std::int64_t value = 0;
    const char* const end = json.data() + json.size();
    const auto read = std::from_chars(json.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return value;
}

// 1, 2, 5, 10, 20, 50, ...: what a person would write.
std::int64_t next_round(std::int64_t value) {
    std::int64_t power = 1;
    while (value >= 10 * power) power *= 10;
    const std::int64_t digit = value / power;
    return power * (digit < 2 ? 2 : digit < 5 ? 5 : 10);
}

}  // namespace

bool Shrinker::still_fails(const Counterexample& candidate) {
    if (found_.runs >= runs_max_) return false;
    ++found_.runs;
    try {
        Scenario scenario = search_.scenario_with(candidate.settings);
        scenario.holds.insert(scenario.holds.end(), candidate.holds.begin(), candidate.holds.end());
        const auto failure = failure_of(search_.executor().run(scenario, {}));
        return failure && failure->signature() == signature_;
    } catch (const BadInput&) {  // what is left does not go together
        return false;
    }
}

bool Shrinker::take_if_it_fails(Counterexample candidate) {
    if (!still_fails(candidate)) return false;
    candidate.runs = found_.runs;
    found_ = std::move(candidate);
    return true;
}

void Shrinker::shrink() {
    bool smaller = true;
    while (smaller && found_.runs < runs_max_) {
        smaller = leave_out_holds();
        smaller = leave_out_settings() || smaller;
        smaller = lower_numbers() || smaller;
        smaller = simplify_holds() || smaller;
    }
}

bool Shrinker::leave_out_holds() {
    bool any = false;
    for (std::size_t i = found_.holds.size(); i-- > 0;) {
        Counterexample without = found_;
        without.holds.erase(without.holds.begin() + static_cast<std::ptrdiff_t>(i));
        any = take_if_it_fails(std::move(without)) || any;
    }
    return any;
}

bool Shrinker::leave_out_settings() {
    bool any = false;
    for (std::size_t i = found_.settings.size(); i-- > kept_;) {
        Counterexample without = found_;
        without.settings.erase(without.settings.begin() + static_cast<std::ptrdiff_t>(i));
        any = take_if_it_fails(std::move(without)) || any;
    }
    return any;
}

bool Shrinker::lower_numbers() {
    bool any = false;
    for (std::size_t i = kept_; i < found_.settings.size(); ++i) any = lower(i) || any;
    return any;
}

bool Shrinker::lower(std::size_t setting) {
    const auto value = integer_in(found_.settings[setting].value);
    if (!value) return false;
    for (std::int64_t smaller = 1; smaller < *value; smaller = next_round(smaller)) {
        Counterexample with = found_;
        with.settings[setting].value = std::to_string(smaller);
        if (take_if_it_fails(std::move(with))) return true;
    }
    return false;
}

bool Shrinker::simplify_holds() {
    bool any = false;
    for (std::size_t i = 0; i < found_.holds.size(); ++i) any = simplify(i) || any;
    return any;
}

bool Shrinker::simplify(std::size_t hold) {
    bool any = false;
    if (found_.holds[hold].only_context) {
        Counterexample with = found_;
        with.holds[hold].only_context = false;
        any = take_if_it_fails(std::move(with));
    }
    for (std::int64_t ns = 100; ns < found_.holds[hold].at_most.ns; ns = next_round(ns)) {
        Counterexample with = found_;
        with.holds[hold].at_most = {ns};
        if (take_if_it_fails(std::move(with))) return true;
    }
    return any;
}

}  // namespace xsksim
