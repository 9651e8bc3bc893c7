// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/snapshot/tracked_pages.hpp"

#include <sys/mman.h>
#include <ucontext.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "sim/core/check.hpp"

namespace xsksim {
namespace {

// A write was refused; the bits of the page fault's error code that an x86 processor gives.
bool was_a_write(const void* context) {
    constexpr greg_t error_write = 2;
    return (static_cast<const ucontext_t*>(context)->uc_mcontext.gregs[REG_ERR] & error_write) != 0;
}

void* reserve(std::size_t bytes) {
    void* const at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    XSKSIM_CHECK(at != MAP_FAILED, "the host refuses the address space for copies of pages");
    return at;
}

void protect(const MemorySpan& span, int access) {
    XSKSIM_CHECK(mprotect(span.begin, span.bytes, access) == 0,
                 "the host refuses to protect pages");
}

}  // namespace

TrackedPages* TrackedPages::tracking_ = nullptr;

TrackedPages::TrackedPages()
    : pages_(static_cast<std::byte**>(reserve(pages_max * sizeof(std::byte*)))),
      first_met_(static_cast<std::byte*>(reserve(pages_max * page_bytes))) {}

void TrackedPages::add(MemorySpan span) {
    XSKSIM_CHECK(reinterpret_cast<std::uintptr_t>(span.begin) % page_bytes == 0 &&
                     span.bytes % page_bytes == 0,
                 "tracked memory is whole pages");
    madvise(span.begin, span.bytes, MADV_NOHUGEPAGE);  // protecting a page would tear one apart
    spans_.push_back(span);
    if (tracking_ == this) protect(span, PROT_READ);
}

void TrackedPages::begin() {
    XSKSIM_CHECK(tracking_ == nullptr, "one world at a time is tracked");
    for (const MemorySpan& span : spans_) protect(span, PROT_READ);
    std::sort(pages_, pages_ + learned_);
    for (std::size_t i = 0; i < learned_;) {
        MemorySpan together{pages_[i], 0};
        for (; i < learned_ && pages_[i] == together.end(); ++i) together.bytes += page_bytes;
        protect(together, PROT_READ | PROT_WRITE);
    }
    struct sigaction action {};
    action.sa_sigaction = on_signal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    tracking_ = this;
    sigaction(SIGSEGV, &action, &before_);
}

void TrackedPages::end() {
    XSKSIM_CHECK(tracking_ == this, "nothing is tracked");
    sigaction(SIGSEGV, &before_, nullptr);
    tracking_ = nullptr;
    for (const MemorySpan& span : spans_) protect(span, PROT_READ | PROT_WRITE);
}

void TrackedPages::forget() {
    XSKSIM_CHECK(tracking_ != this, "what is tracked cannot be forgotten");
    learned_ = 0;
}

bool TrackedPages::is_in_span(const std::byte* address) const {
    return std::ranges::any_of(spans_,
                               [&](const MemorySpan& span) { return span.contains(address); });
}

// Only what a signal handler may do. A page is learned once: it can be written from then on.
bool TrackedPages::learn(const siginfo_t& info, const void* context) {
    const auto address = reinterpret_cast<std::uintptr_t>(info.si_addr);
    auto* const page = reinterpret_cast<std::byte*>(address / page_bytes * page_bytes);
    if (info.si_code != SEGV_ACCERR || !was_a_write(context) || !is_in_span(page)) return false;
    if (learned_ == pages_max || mprotect(page, page_bytes, PROT_READ | PROT_WRITE) != 0)
        std::abort();
    std::memcpy(first_met_ + learned_ * page_bytes, page, page_bytes);
    pages_[learned_++] = page;
    return true;
}

void TrackedPages::on_signal(int signal, siginfo_t* info, void* context) {
    TrackedPages& self = *tracking_;
    if (self.learn(*info, context)) return;
    if ((self.before_.sa_flags & SA_SIGINFO) != 0)
        self.before_.sa_sigaction(signal, info, context);
    else
        sigaction(signal, &self.before_, nullptr);
}

void TrackedPages::copy_to(PageCopies& copies) const {
    copies.pages = learned_;
    if (copies.bytes.size() < learned_ * page_bytes) copies.bytes.resize(learned_ * page_bytes);
    for (std::size_t i = 0; i < learned_; ++i)
        std::memcpy(copies.bytes.data() + i * page_bytes, pages_[i], page_bytes);
}

void TrackedPages::take_back(const PageCopies& copies) const {
    for (std::size_t i = 0; i < copies.pages; ++i)
        std::memcpy(pages_[i], copies.bytes.data() + i * page_bytes, page_bytes);
    for (std::size_t i = copies.pages; i < learned_; ++i)
        std::memcpy(pages_[i], first_met_ + i * page_bytes, page_bytes);
}

}  // namespace xsksim
