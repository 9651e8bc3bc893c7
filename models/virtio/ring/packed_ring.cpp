// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/ring/packed_ring.hpp"

#include <algorithm>
#include <cstring>
#include <ranges>
#include <utility>

#include "models/split_ring_layout.hpp"
#include "sim/core/check.hpp"

namespace xsksim {

std::string_view PackedRing::set_up(const QueueAddresses& addresses, RingFeatures features) {
    const std::uint32_t size = addresses.size;
    if (size == 0 || size > packed::size_max) return "queue size is not from 1 to 32768";
    if (addresses.descriptors.value % 16 != 0 || addresses.available.value % 4 != 0 ||
        addresses.used.value % 4 != 0)
        return "a queue area is not aligned (descriptors 16, event suppression 4)";
    descriptors_ = memory_.guest().pointer(addresses.descriptors, packed::descriptors_bytes(size));
    driver_event_ = memory_.guest().pointer(addresses.available, packed::suppression_bytes);
    device_event_ = memory_.guest().pointer(addresses.used, packed::suppression_bytes);
    if (descriptors_ == nullptr || driver_event_ == nullptr || device_event_ == nullptr)
        return "a queue area lies outside guest memory";
    size_ = size;
    features_ = features;
    taken_ = used_ = BufferPositions(size);
    return {};
}

// --- buffers that the driver made available -----------------------------------

std::uint16_t PackedRing::flags_at(std::int64_t position) const {
    std::uint16_t flags = 0;
    std::memcpy(&flags, slot(position) + packed::flags_offset, sizeof flags);
    return flags;
}

// What was available stays so until it is taken: only what is new is walked.
void PackedRing::look_for_more() const {
    seen_ = std::max(seen_, taken_.count());
    seen_end_ = std::max(seen_end_, taken_.end());
    const std::int64_t until = returned_end_ + size_;
    while (seen_end_ < until && packed::is_available(flags_at(seen_end_), seen_end_, size_)) {
        while (seen_end_ < until && (flags_at(seen_end_++) & ring::descriptor_next) != 0) {
        }
        ++seen_;
    }
}

std::uint16_t PackedRing::waiting_in_truth() const {
    look_for_more();
    return static_cast<std::uint16_t>(seen_ - taken_.count());
}

std::uint16_t PackedRing::waiting() const {
    memory_.tell(marked_read, slot(taken_.end()) + packed::flags_offset, sizeof(std::uint16_t));
    return waiting_in_truth();
}

std::uint16_t PackedRing::available_position() const {
    look_for_more();
    return static_cast<std::uint16_t>(seen_);
}

DeviceRing::Take PackedRing::take(BufferChain& chain) {
    if (waiting() == 0) return Take::empty;
    fault_head_ = 0;
    chain.clear();
    std::uint32_t descriptors = 0;
    if (!walk(chain, descriptors)) return Take::bad;
    taken_.add(descriptors);
    if (lengths_.size() <= chain.head) lengths_.resize(chain.head + std::size_t{1});
    lengths_[chain.head] = descriptors;
    return Take::taken;
}

bool PackedRing::refuse(std::string_view why) {
    fault_ = why;
    return false;
}

// The id stands in the last descriptor (§2.8.6).
bool PackedRing::walk(BufferChain& chain, std::uint32_t& descriptors) {
    const auto free = static_cast<std::uint32_t>(returned_end_ + size_ - taken_.end());
    for (std::int64_t position = taken_.end();; ++position) {
        if (descriptors == free) return refuse("a chain is longer than what the driver may use");
        const PackedDescriptor descriptor = descriptor_at(slot(position));
        chain.head = fault_head_ = descriptor.id;
        ++descriptors;
        if ((descriptor.flags & ring::descriptor_indirect) != 0)
            return enter_indirect(chain, descriptor);
        if (!append(chain, descriptor)) return false;
        if ((descriptor.flags & ring::descriptor_next) == 0) return true;
    }
}

// All of the table's descriptors, in their order (§2.8.7).
bool PackedRing::enter_indirect(BufferChain& chain, const PackedDescriptor& descriptor) {
    if (!features_.indirect) return refuse("indirect descriptor without VIRTIO_F_INDIRECT_DESC");
    if ((descriptor.flags & ring::descriptor_next) != 0 || !chain.segments.empty())
        return refuse("an indirect descriptor is part of a chain");
    if (descriptor.bytes == 0 || descriptor.bytes % sizeof(PackedDescriptor) != 0)
        return refuse("the length of an indirect table is not a multiple of 16");
    const std::byte* table = memory_.guest().pointer({descriptor.address}, descriptor.bytes);
    if (table == nullptr) return refuse("an indirect table lies outside guest memory");
    for (std::uint32_t at = 0; at < descriptor.bytes; at += sizeof(PackedDescriptor)) {
        const PackedDescriptor part = descriptor_at(table + at);
        if ((part.flags & ring::descriptor_indirect) != 0)
            return refuse("an indirect table refers to an indirect table");
        if (!append(chain, part)) return false;
    }
    return true;
}

bool PackedRing::append(BufferChain& chain, const PackedDescriptor& descriptor) {
    const bool device_writes = (descriptor.flags & ring::descriptor_device_writes) != 0;
    fault_ =
        chain.append(memory_.guest(), {descriptor.address}, descriptor.bytes, device_writes, size_);
    return fault_.empty();
}

// --- buffers given back ---------------------------------------------------------

void PackedRing::complete(std::uint16_t head, std::uint32_t written_bytes) {
    XSKSIM_CHECK(head < lengths_.size(), "a completed buffer was taken");
    unpublished_.push_back({{head, written_bytes}, lengths_[head]});
    ++completed_;
}

void PackedRing::publish() {
    const std::uint16_t before = used_position(Upto::published);
    struct Entry {
        Completed used;
        std::int64_t at = 0;
    };
    std::vector<Entry> entries;
    for (const Completed& used : unpublished_) {
        entries.push_back({used, used_.end()});
        used_.add(used.descriptors + used.skipped);
        if (used.is_true) returned_end_ += used.descriptors;
    }
    // One for all, of the last, where the first one's would lie.
    if (features_.in_order_batches && !entries.empty())
        entries = {{entries.back().used, entries.front().at}};
    for (const Entry& entry : entries) write_used(entry.used, entry.at);
    for (const Entry& entry : entries | std::views::reverse)
        memory_.store16(slot(entry.at) + packed::flags_offset, flags_of(entry.used, entry.at));
    unpublished_.clear();
    published_ = completed_;
    if (!std::exchange(decided_ahead_, false))
        decision_.published(before, used_position(Upto::published));
}

std::uint16_t PackedRing::flags_of(const Completed& used, std::int64_t position) const {
    return packed::used_flags(position + (used.is_turned_back ? std::int64_t{size_} : 0), size_);
}

void PackedRing::write_used(const Completed& used, std::int64_t position) const {
    if (!used.is_written) return;
    const auto id = static_cast<std::uint16_t>(used.entry.head);
    std::byte* const to = slot(position);
    memory_.tell(plain_write, to + packed::bytes_offset,
                 packed::flags_offset - packed::bytes_offset);
    std::memcpy(to + packed::bytes_offset, &used.entry.written_bytes, sizeof(std::uint32_t));
    std::memcpy(to + packed::id_offset, &id, sizeof id);
}

std::uint16_t PackedRing::used_position(Upto upto) const {
    return static_cast<std::uint16_t>((upto == Upto::published ? published_ : completed_) +
                                      shown_ahead_);
}

// --- who wants to be told of what -----------------------------------------------

void PackedRing::suppress_notifications() { set_event_flags(packed::EventFlags::disable); }

void PackedRing::enable_notifications(NotifyAbout about) {
    look_for_more();
    const bool is_first = about == NotifyAbout::first_not_taken;
    available_event_ = static_cast<std::uint16_t>(is_first ? taken_.count() : seen_);
    if (features_.event_idx)
        memory_.store16(device_event_ + packed::off_wrap_offset,
                        packed::off_wrap_of(is_first ? taken_.end() : seen_end_, size_));
    set_event_flags(features_.event_idx ? packed::EventFlags::descriptor
                                        : packed::EventFlags::enable);
    memory_.guest().full_barrier();
}

void PackedRing::set_event_flags(packed::EventFlags flags) const {
    memory_.store16(device_event_ + packed::event_flags_offset, static_cast<std::uint16_t>(flags));
}

// By how far the device has come: an index ahead of that is of a buffer that it has taken.
std::uint32_t PackedRing::interrupt_wish() const {
    const std::uint16_t flags = memory_.load16(driver_event_ + packed::event_flags_offset);
    if (flags != static_cast<std::uint16_t>(packed::EventFlags::descriptor))
        return EventWish::told_of_packed(flags, 0);
    const std::uint16_t word = memory_.load16(driver_event_ + packed::off_wrap_offset);
    const std::int64_t position = packed::event_position(word, used_.end(), taken_.end(), size_);
    const BufferPositions& order = position < used_.end() ? used_ : taken_;
    const auto buffer = order.buffer_at(position) +
                        (position < used_.end() ? 0 : static_cast<std::int64_t>(shown_ahead_));
    return EventWish::told_of_packed(flags, static_cast<std::uint16_t>(buffer));
}

bool PackedRing::decide_interrupt(std::uint32_t wish, Upto upto) {
    if (upto == Upto::completed && unpublished() != 0) decided_ahead_ = true;
    return decision_.decide(EventWish::of_packed(wish), used_position(upto));
}

// --- lies -------------------------------------------------------------------------

DeviceRing::UsedBuffer PackedRing::last_completed() const {
    XSKSIM_CHECK(!unpublished_.empty(), "every completed element is published");
    return unpublished_.back().entry;
}

void PackedRing::rewrite_last(UsedBuffer entry) {
    XSKSIM_CHECK(!unpublished_.empty(), "every completed element is published");
    unpublished_.back().entry = entry;
    unpublished_.back().is_written = true;
}

bool PackedRing::reverse_unpublished(std::uint32_t group) {
    const auto count =
        features_.in_order_batches ? 1 : static_cast<std::ptrdiff_t>(unpublished_.size());
    for (std::ptrdiff_t first = 0; first < count; first += group)
        std::reverse(unpublished_.begin() + first,
                     unpublished_.begin() + std::min<std::ptrdiff_t>(first + group, count));
    return count >= 2 && group >= 2;
}

void PackedRing::show_ahead(std::int64_t entries) {
    XSKSIM_CHECK(entries >= 0, "a packed ring has no index to take back");
    shown_ahead_ += static_cast<std::uint64_t>(entries);
    for (; entries > 0; --entries) unpublished_.push_back({{}, 1, false, false});
}

bool PackedRing::turn_back_last() {
    unpublished_.back().is_turned_back = true;
    return true;
}

bool PackedRing::skip_behind_last(std::uint32_t descriptors) {
    unpublished_.back().skipped = descriptors;
    return true;
}

PackedDescriptor PackedRing::descriptor_at(const std::byte* from) const {
    PackedDescriptor descriptor;
    memory_.load(&descriptor, from, sizeof descriptor, plain_read);
    return descriptor;
}

}  // namespace xsksim
