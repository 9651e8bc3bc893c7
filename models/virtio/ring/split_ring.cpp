// SPDX-License-Identifier: GPL-2.0-only
#include "models/virtio/ring/split_ring.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "sim/core/check.hpp"

namespace xsksim {

std::string_view SplitRing::set_up(const QueueAddresses& addresses, RingFeatures features) {
    forget_all();
    const std::uint32_t size = addresses.size;
    if (!std::has_single_bit(size) || size > ring::size_max)
        return "queue size is not a power of two up to 32768";
    if (addresses.descriptors.value % 16 != 0 || addresses.available.value % 2 != 0 ||
        addresses.used.value % 4 != 0)
        return "a queue area is not aligned (descriptors 16, available 2, used 4)";
    descriptors_ = memory_.guest().pointer(addresses.descriptors, ring::descriptors_bytes(size));
    available_ = memory_.guest().pointer(addresses.available, ring::available_bytes(size));
    used_ = memory_.guest().pointer(addresses.used, ring::used_bytes(size));
    if (descriptors_ == nullptr || available_ == nullptr || used_ == nullptr)
        return "a queue area lies outside guest memory";
    size_ = size;
    features_ = features;
    return {};
}

void SplitRing::forget_all() {
    size_ = 0;
    last_available_ = completed_ = published_ = shift_ = available_event_ = told_ = 0;
    published_total_ = 0;
    decided_ahead_ = false;
    decision_.reset();
    fault_ = {};
}

DeviceRing::Take SplitRing::take(BufferChain& chain) {
    const std::uint16_t ahead = waiting();
    if (ahead == 0) return Take::empty;
    fault_head_ = 0;
    chain.clear();
    if (ahead > size_ || ring::distance(published_, last_available_) >= size_) {
        refuse("more buffers are available than the queue has descriptors");
        return Take::bad;
    }
    const std::uint32_t slot = last_available_ & (size_ - 1);
    chain.head = fault_head_ =
        memory_.load16(available_ + ring::slots_offset + 2 * slot, plain_read);
    if (!walk(chain, {descriptors_, size_, false}, chain.head)) return Take::bad;
    ++last_available_;
    return Take::taken;
}

bool SplitRing::refuse(std::string_view why) {
    fault_ = why;
    return false;
}

bool SplitRing::walk(BufferChain& chain, Table table, std::uint16_t index) {
    for (std::uint32_t seen = 0;; ++seen) {
        if (index >= table.entries) return refuse("a descriptor index is outside its table");
        if (seen == table.entries) return refuse("the descriptor chain is a loop");
        RingDescriptor descriptor;
        memory_.load(&descriptor, table.first + sizeof descriptor * index, sizeof descriptor,
                     plain_read);
        if ((descriptor.flags & ring::descriptor_indirect) != 0)
            return enter_indirect(chain, descriptor, table.is_indirect);
        if (!append(chain, descriptor)) return false;
        if ((descriptor.flags & ring::descriptor_next) == 0) return true;
        index = descriptor.next;
    }
}

bool SplitRing::enter_indirect(BufferChain& chain, const RingDescriptor& descriptor, bool nested) {
    if (!features_.indirect) return refuse("indirect descriptor without VIRTIO_F_INDIRECT_DESC");
    if (nested) return refuse("an indirect table refers to an indirect table");
    if ((descriptor.flags & ring::descriptor_next) != 0)
        return refuse("an indirect descriptor has a next one");
    if (descriptor.bytes == 0 || descriptor.bytes % sizeof(RingDescriptor) != 0)
        return refuse("the length of an indirect table is not a multiple of 16");
    const std::byte* first = memory_.guest().pointer({descriptor.address}, descriptor.bytes);
    if (first == nullptr) return refuse("an indirect table lies outside guest memory");
    const auto entries = static_cast<std::uint32_t>(descriptor.bytes / sizeof(RingDescriptor));
    return walk(chain, {first, entries, true}, 0);
}

bool SplitRing::append(BufferChain& chain, const RingDescriptor& descriptor) {
    const bool device_writes = (descriptor.flags & ring::descriptor_device_writes) != 0;
    fault_ =
        chain.append(memory_.guest(), {descriptor.address}, descriptor.bytes, device_writes, size_);
    return fault_.empty();
}

void SplitRing::complete(std::uint16_t head, std::uint32_t written_bytes) {
    XSKSIM_CHECK(unpublished() < size_, "more completions than the used ring has slots");
    const UsedElement element{head, written_bytes};
    ++completed_;
    memory_.store(slot_of_last_completed(), &element, sizeof element, plain_write);
}

// A batch's only entry lies where its first buffer's would.
std::byte* SplitRing::slot_of_last_completed() const {
    return used_slot(features_.in_order_batches ? published_
                                                : static_cast<std::uint16_t>(completed_ - 1));
}

std::byte* SplitRing::used_slot(std::uint16_t index) const {
    return used_ + ring::slots_offset + sizeof(UsedElement) * (shown(index) & (size_ - 1));
}

DeviceRing::UsedBuffer SplitRing::last_completed() const {
    XSKSIM_CHECK(unpublished() != 0, "every completed element is published");
    UsedElement element;
    std::memcpy(&element, slot_of_last_completed(), sizeof element);
    return {element.head, element.written_bytes};
}

void SplitRing::rewrite_last(UsedBuffer entry) {
    XSKSIM_CHECK(unpublished() != 0, "every completed element is published");
    const UsedElement element{entry.head, entry.written_bytes};
    memory_.store(slot_of_last_completed(), &element, sizeof element, plain_write);
}

bool SplitRing::reverse_unpublished(std::uint32_t group) {
    const std::uint32_t count = features_.in_order_batches ? 1 : unpublished();
    const auto slot = [this](std::uint32_t n) {
        return used_slot(static_cast<std::uint16_t>(published_ + n));
    };
    for (std::uint32_t first = 0; first < count; first += group)
        for (std::uint32_t low = first, high = std::min(first + group, count); low + 1 < high;)
            std::swap_ranges(slot(low), slot(low) + sizeof(UsedElement), slot(--high)), ++low;
    return count >= 2 && group >= 2;
}

void SplitRing::publish() {
    published_total_ += unpublished();
    published_ = completed_;
    const std::uint16_t before = std::exchange(told_, shown(published_));
    memory_.store16(used_ + ring::index_offset, told_);
    if (!std::exchange(decided_ahead_, false)) decision_.published(before, told_);
}

void SplitRing::suppress_notifications() {
    if (!features_.event_idx) memory_.store16(used_ + ring::flags_offset, ring::used_no_notify);
}

void SplitRing::enable_notifications(NotifyAbout about) {
    available_event_ = about == NotifyAbout::first_not_taken ? last_available_ : available_index();
    if (features_.event_idx)
        memory_.store16(used_ + ring::available_event_offset(size_), available_event_);
    else
        memory_.store16(used_ + ring::flags_offset, 0);
    memory_.guest().full_barrier();
}

std::uint32_t SplitRing::interrupt_wish() const {
    return memory_.load16(
        available_ + (features_.event_idx ? ring::used_event_offset(size_) : ring::flags_offset));
}

bool SplitRing::decide_interrupt(std::uint32_t wish, Upto upto) {
    if (upto == Upto::completed && unpublished() != 0) decided_ahead_ = true;
    return decision_.decide(EventWish::of_split(wish, features_.event_idx), used_position(upto));
}

}  // namespace xsksim
