// SPDX-License-Identifier: GPL-2.0-only
#include "sim/core/snapshot/tracked_pages.hpp"

#include <sys/mman.h>
#include <ucontext.h>

#include <algorithm>
#include <array>
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

// The library's copy: the compiler would put in a string instruction, which takes twice as long.
void copy_page(std::byte* to, const std::byte* from) {
    static volatile std::size_t bytes = TrackedPages::page_bytes;
    std::memcpy(to, from, bytes);
}

}  // namespace

TrackedPages* TrackedPages::written_ = nullptr;

TrackedPages::TrackedPages()
    : pages_(static_cast<std::byte**>(reserve(pages_max * sizeof(std::byte*)))),
      first_met_(static_cast<std::byte*>(reserve(pages_max * page_bytes))) {}

void TrackedPages::add(MemorySpan span) {
    XSKSIM_CHECK(reinterpret_cast<std::uintptr_t>(span.begin) % page_bytes == 0 &&
                     span.bytes % page_bytes == 0,
                 "tracked memory is whole pages");
    madvise(span.begin, span.bytes, MADV_NOHUGEPAGE);  // protecting a page would tear one apart
    spans_.push_back(span);
    protect(span, PROT_READ);
}

void TrackedPages::begin_writing() {
    XSKSIM_CHECK(written_ == nullptr, "one world at a time is tracked");
    static std::array<std::byte, 64 * 1024> handler_stack;
    stack_t stack{};
    stack.ss_sp = handler_stack.data();
    stack.ss_size = handler_stack.size();
    sigaltstack(&stack, &stack_before_);
    struct sigaction action {};
    action.sa_sigaction = on_signal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    written_ = this;
    sigaction(SIGSEGV, &action, &handler_before_);
}

void TrackedPages::end_writing() {
    XSKSIM_CHECK(written_ == this, "nothing is written to");
    sigaction(SIGSEGV, &handler_before_, nullptr);
    sigaltstack(&stack_before_, nullptr);
    written_ = nullptr;
}

void TrackedPages::forget() {
    for (const MemorySpan& span : spans_) protect(span, PROT_READ);
    learned_ = 0;
}

bool TrackedPages::is_in_span(const std::byte* address) const {
    return std::ranges::any_of(spans_,
                               [&](const MemorySpan& span) { return span.contains(address); });
}

// Only what a signal handler may do.
bool TrackedPages::lets_write(const siginfo_t& info, const void* context) {
    if (written_ == nullptr || info.si_code != SEGV_ACCERR || !was_a_write(context)) return false;
    const auto address = reinterpret_cast<std::uintptr_t>(info.si_addr);
    return written_->learn(reinterpret_cast<std::byte*>(address / page_bytes * page_bytes));
}

// Once: it can be written from then on.
bool TrackedPages::learn(std::byte* page) {
    if (!is_in_span(page)) return false;
    if (learned_ == pages_max || mprotect(page, page_bytes, PROT_READ | PROT_WRITE) != 0)
        std::abort();
    std::memcpy(first_met_ + learned_ * page_bytes, page, page_bytes);
    pages_[learned_++] = page;
    return true;
}

void TrackedPages::on_signal(int signal, siginfo_t* info, void* context) {
    if (lets_write(*info, context)) return;
    const struct sigaction& before = written_->handler_before_;
    if ((before.sa_flags & SA_SIGINFO) != 0)
        before.sa_sigaction(signal, info, context);
    else
        sigaction(signal, &before, nullptr);
}

void TrackedPages::copy_to(PageCopies& copies, MemorySpan unused) const {
    copies.learned = learned_;
    copies.unused = unused;
    copies.pages.clear();
    for (std::size_t i = 0; i < learned_; ++i)
        if (!unused.contains(pages_[i])) copies.pages.push_back(pages_[i]);
    if (copies.room < copies.pages.size()) {
        copies.room = copies.pages.size();
        copies.bytes = std::make_unique_for_overwrite<std::byte[]>(copies.room * page_bytes);
    }
    for (std::size_t i = 0; i < copies.pages.size(); ++i)
        copy_page(copies.bytes.get() + i * page_bytes, copies.pages[i]);
}

void TrackedPages::take_back(const PageCopies& copies) const {
    for (std::size_t i = 0; i < copies.pages.size(); ++i)
        copy_page(copies.pages[i], copies.bytes.get() + i * page_bytes);
    for (std::size_t i = copies.learned; i < learned_; ++i)
        if (!copies.unused.contains(pages_[i])) copy_page(pages_[i], first_met_ + i * page_bytes);
}

std::size_t TrackedPages::changed_since(const PageCopies& copies) const {
    std::size_t changed = 0;
    for (std::size_t i = 0; i < copies.pages.size(); ++i)
        if (std::memcmp(copies.pages[i], copies.bytes.get() + i * page_bytes, page_bytes) != 0)
            ++changed;
    return changed;
}

}  // namespace xsksim
