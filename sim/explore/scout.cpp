// SPDX-License-Identifier: GPL-2.0-only
#include "sim/explore/scout.hpp"

#include <algorithm>

namespace xsksim {

Scout::ObjectKey Scout::key_of(Operation operation) {
    constexpr int kind_shift = 56;  // numbers and addresses are shorter
    const std::uint64_t number = operation.number();
    return (static_cast<std::uint64_t>(operation.object()) << kind_shift) ^
           (operation.is_at_address() ? number / 8 : number);
}

Scout::Object& Scout::object_of(Operation operation) {
    const auto [entry, is_new] = objects_.try_emplace(key_of(operation));
    if (is_new) entry->second.number = objects_.size();
    return entry->second;
}

void Scout::begin() {
    if (has_begun_) return;
    has_begun_ = true;
    first_ = count_;
}

// A call says what it acts on only at its own points, which follow.
std::optional<HoldUp> Scout::hold_up(const DriverPoint& at) {
    if (!has_begun_) {
        ++count_;
        return std::nullopt;
    }
    orders_.reaches(at.context, at.place);
    const std::uint64_t point = count_++;
    conflicts_.reaches(at.context, point, at.place, engine_->now());
    places_.push_back(at.place);
    if (at.next.is_local())
        calls_[at.context] = point;
    else
        object_of(at.next).points.push_back(point);
    return std::nullopt;
}

bool Scout::puts_last(ContextId first) {
    ++tie_count_;
    if (!has_begun_ || count_ == 0) return false;
    const auto known = std::ranges::find(firsts_, first);
    const auto number = static_cast<std::size_t>(known - firsts_.begin());
    if (known == firsts_.end()) {
        firsts_.push_back(first);
        ties_.emplace_back();
    }
    ties_[number].push_back({.point = count_ - 1, .how = {}, .tie = tie_count_});
    return false;
}

void Scout::on_done(ContextId context, Operation done) {
    if (!has_begun_ || done.is_local()) return;
    Object& object = object_of(done);
    orders_.does(context, done, object.last);
    conflicts_.does(context, done, engine_->now(), object.open);
    if (object.first == no_context) object.first = context;
    object.has_second = object.has_second || object.first != context;
    object.is_changed = object.is_changed || !done.is_access() || done.act() != Act::read;
    const auto call = calls_.find(context);
    if (call == calls_.end()) return;
    object.points.push_back(call->second);
    calls_.erase(call);
}

// In the order in which they are first passed.
std::vector<std::vector<std::uint64_t>> Scout::by_place(
    const std::vector<std::vector<std::uint64_t>>& shared) const {
    std::vector<bool> is_shared(places_.size());
    for (const auto& object : shared)
        for (const std::uint64_t point : object) is_shared[point - first_] = true;
    std::map<std::uint64_t, std::size_t> numbers;
    std::vector<std::vector<std::uint64_t>> all;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        if (!is_shared[i]) continue;
        const auto [entry, is_new] = numbers.try_emplace(places_[i], all.size());
        if (is_new) all.emplace_back();
        all[entry->second].push_back(first_ + i);
    }
    return all;
}

PointMap Scout::points() const {
    std::vector<const Object*> shared;
    for (const auto& [key, object] : objects_)
        if (object.has_second && object.is_changed && !object.points.empty())
            shared.push_back(&object);
    std::ranges::sort(shared, {}, &Object::number);
    PointMap map{count_, {}, {}, ties_};
    for (const Object* object : shared) map.shared.push_back(object->points);
    map.places = by_place(map.shared);
    map.reversals = conflicts_.reversals();
    map.reversals_by_context = conflicts_.by_context();
    map.first = has_begun_ ? first_ : count_;
    return map;
}

}  // namespace xsksim
