// SPDX-License-Identifier: GPL-2.0-only
// Which virtqueue is for what: its role, the pair that it belongs to, the MSI-X vector that tells
// of it. Nobody computes one of these numbers from another: a device may have queues of no pair (a
// control queue) and vectors of no queue (a configuration vector).
//
// Stands for: what the device's type lays down of its queues (virtio 1.x §5.1.2 for a net device,
// models/virtio/net/net_queue_layout.hpp) and the vectors that the driver's find_vqs gave them.
// Made by the world for the models; readers of a trace make the same from its vq_setup events.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/numbers.hpp"

namespace xsksim {

// What a virtqueue is for; its words are in models/events/words.hpp.
enum class QueueRole : std::uint32_t { receive, transmit, control };

struct QueuePlace {
    QueueRole role = QueueRole::receive;
    PairIndex pair = 0;  // 0 of one that belongs to none
    Vector vector = 0;
};

class QueueMap {
public:
    void set(QueueIndex queue, const QueuePlace& place) {
        if (queue >= places_.size()) places_.resize(queue + 1);
        if (place.vector >= queues_.size()) queues_.resize(place.vector + 1, no_queue);
        places_[queue] = place;
        queues_[place.vector] = queue;
    }
    // nullptr: there is no such queue.
    const QueuePlace* find(std::uint64_t queue) const {
        return queue < places_.size() && places_[queue] ? &*places_[queue] : nullptr;
    }
    bool transmits(std::uint64_t queue) const {
        const QueuePlace* place = find(queue);
        return place != nullptr && place->role == QueueRole::transmit;
    }
    // 0 of a queue that is not there, or of no pair.
    PairIndex pair(std::uint64_t queue) const {
        const QueuePlace* place = find(queue);
        return place == nullptr ? 0 : place->pair;
    }
    // no_queue: the vector tells of none.
    QueueIndex queue_of_vector(std::uint64_t vector) const {
        return vector < queues_.size() ? queues_[vector] : no_queue;
    }
    // no_queue: the pair has none of the role.
    QueueIndex queue(QueueRole role, std::uint64_t pair) const {
        for (QueueIndex queue = 0; queue < places_.size(); ++queue)
            if (places_[queue] && places_[queue]->role == role && places_[queue]->pair == pair)
                return queue;
        return no_queue;
    }
    // no_vector: the pair has no queue of the role.
    Vector vector(QueueRole role, std::uint64_t pair) const {
        const QueuePlace* place = find(queue(role, pair));
        return place == nullptr ? no_vector : place->vector;
    }
    // Of the pair's side that a rule or a routing names.
    QueueIndex queue(bool rx, PairIndex pair) const {
        return queue(rx ? QueueRole::receive : QueueRole::transmit, pair);
    }
    Vector vector(bool rx, PairIndex pair) const {
        return vector(rx ? QueueRole::receive : QueueRole::transmit, pair);
    }
    // One more than the largest number.
    QueueIndex queues() const { return static_cast<QueueIndex>(places_.size()); }
    Vector vectors() const { return static_cast<Vector>(queues_.size()); }

private:
    std::vector<std::optional<QueuePlace>> places_;  // by queue
    std::vector<QueueIndex> queues_;                 // by vector
};

}  // namespace xsksim
