// SPDX-License-Identifier: GPL-2.0-only
// What an undisturbed execution passes: its points of the driver, and which of them touch something
// that another context touches, too. Strategies choose among them.
// Hears every scheduling point and every access of steps (PointListener), and is asked at each
// point of the driver (Choice), where it never holds up. Costs about a run with all points watched.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/core/holding_choice.hpp"
#include "sim/explore/conflicts.hpp"
#include "sim/explore/order_coverage.hpp"
#include "sim/explore/schedule.hpp"

namespace xsksim {

// Points are numbered as in a schedule.
struct PointMap {
    std::uint64_t count = 0;
    // Those before an access or a call on an object that two contexts use, one of them to change
    // it; by object, in the order in which they were first met.
    std::vector<std::vector<std::uint64_t>> shared;
    // The same points by the place of the code that passes them: a ring has many objects, and few
    // places that touch them.
    std::vector<std::vector<std::uint64_t>> places;
    // Where several contexts were due at one time, behind the first point: by the context that
    // went first, in the order in which each was met. As a schedule has them.
    std::vector<Schedule> ties = {};
    // Pairs of accesses that might come in the other order, by their two places.
    std::vector<std::vector<Reversal>> reversals = {};
    // Numbers of those pairs, by the context that comes first.
    std::vector<std::vector<std::size_t>> reversals_by_context = {};
    // At points before this nothing is decided: the world ages.
    std::uint64_t first = 0;

    std::uint64_t to_decide() const { return count - first; }
};

class Scout : public HoldingChoice, public PointListener {
public:
    // `begins`: from the first point on, or only once somebody says so.
    explicit Scout(std::unique_ptr<Choice> inner, bool begins = true)
        : HoldingChoice(std::move(inner)), has_begun_(begins) {}

    // What is passed from now on is noted.
    void begin();

    // Of the engine that makes the execution, before it does; outlives it.
    void read_clock_of(const Engine& engine) { engine_ = &engine; }

    std::uint64_t points_before_hold_up() override { return 0; }
    std::optional<HoldUp> hold_up(const DriverPoint& point) override;
    bool puts_last(ContextId first) override;
    void on_done(ContextId context, Operation done) override;

    PointMap points() const;
    // In which orders they were passed.
    Coverage orders() const { return orders_.coverage(); }

private:
    // Accesses of one word of 8 bytes count as of one object.
    using ObjectKey = std::uint64_t;
    struct Object {
        std::size_t number = 0;  // in the order in which they were met
        ContextId first = no_context;
        bool has_second = false;
        bool is_changed = false;
        OrderCoverage::Use last;
        std::vector<std::uint64_t> points;
        std::vector<Conflicts::Use> open;
    };

    static ObjectKey key_of(Operation operation);
    Object& object_of(Operation operation);
    std::vector<std::vector<std::uint64_t>> by_place(
        const std::vector<std::vector<std::uint64_t>>& shared) const;

    const Engine* engine_ = nullptr;
    bool has_begun_;
    std::uint64_t first_ = 0;  // point that is noted
    std::uint64_t count_ = 0;
    std::unordered_map<ObjectKey, Object> objects_;
    std::vector<std::uint64_t> places_;  // of each point that is noted
    std::map<ContextId, std::uint64_t>
        calls_;  // points before a call whose object is not known yet
    std::uint64_t tie_count_ = 0;
    std::vector<ContextId> firsts_;  // of ties, each once
    std::vector<Schedule> ties_;
    OrderCoverage orders_;
    Conflicts conflicts_;
};

}  // namespace xsksim
