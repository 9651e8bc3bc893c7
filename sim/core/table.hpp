// SPDX-License-Identifier: GPL-2.0-only
// Two flat containers that the checks live on: a table that grows to the index asked for, and a
// queue on a ring of slots. Both allocate only when a run reaches a size it has not had before, and
// nothing as long as they are empty.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/core/check.hpp"

namespace xsksim {

// Indexed by small numbers (queues, pairs, contexts, descriptor heads).
template <class T>
class Table {
public:
    static constexpr std::size_t index_max = std::size_t{1} << 20;

    T& operator[](std::size_t index) {
        if (index >= items_.size()) [[unlikely]]
            grow(index);
        return items_[index];
    }
    const T* find(std::size_t index) const {
        return index < items_.size() ? &items_[index] : nullptr;
    }
    T* find(std::size_t index) { return index < items_.size() ? &items_[index] : nullptr; }
    std::size_t size() const { return items_.size(); }
    auto begin() { return items_.begin(); }
    auto end() { return items_.end(); }
    auto begin() const { return items_.begin(); }
    auto end() const { return items_.end(); }

private:
    void grow(std::size_t index) {
        XSKSIM_CHECK(index < index_max, "an index in an event is beyond every table");
        items_.resize(index + 1);
    }
    std::vector<T> items_;
};

// First in, first out; what was popped stays readable as history until its slot is used again
// (at least half the ring). Positions are free-running.
template <class T>
class RingQueue {
public:
    // Powers of two. So much history is always kept: a ring grows to it before it forgets anything.
    static constexpr std::size_t slots_at_first = 16;
    static constexpr std::size_t history_slots = 1024;

    bool empty() const { return head_ == tail_; }
    std::size_t size() const { return tail_ - head_; }
    std::uint64_t head() const { return head_; }
    std::uint64_t tail() const { return tail_; }
    std::uint64_t oldest() const { return tail_ > items_.size() ? tail_ - items_.size() : 0; }
    T& front() { return at(head_); }
    T& at(std::uint64_t position) { return items_[position & (items_.size() - 1)]; }
    const T& at(std::uint64_t position) const { return items_[position & (items_.size() - 1)]; }
    void push(const T& item) {
        const bool would_forget = tail_ >= items_.size() && items_.size() < history_slots;
        if (2 * size() >= items_.size() || would_forget) [[unlikely]]
            grow();
        at(tail_++) = item;
    }
    void pop() { ++head_; }
    void pop_to(std::uint64_t position) { head_ = position; }
    void clear() { head_ = tail_; }

private:
    void grow() {
        std::vector<T> larger(std::max(slots_at_first, 2 * items_.size()));
        for (std::uint64_t p = oldest(); p < tail_; ++p) larger[p & (larger.size() - 1)] = at(p);
        items_.swap(larger);
    }
    std::vector<T> items_;
    std::uint64_t head_ = 0, tail_ = 0;
};

}  // namespace xsksim
