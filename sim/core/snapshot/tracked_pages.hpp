// SPDX-License-Identifier: GPL-2.0-only
// Memory of which it is known which pages were ever written, so that a copy of those few is a copy
// of all that can differ. Every page is protected once; the first write to one raises a signal,
// whose handler saves the page as it still is and lets it be written from then on. So pages are
// learned, and once they are, nothing costs a system call: worlds that follow each other write to
// much the same ones. (On a virtual machine learning one took 28 us, copying one 0.06.)
// Real counterpart: none (CRIU and rr ask the host for its soft-dirty bits, at a call a look).
// Owner: Rewindable. Who handles SIGSEGV himself asks lets_write() first. A system call that is to
// write to a page that is not learned yet fails with EFAULT: whoever makes one has written there
// before. Errors: SimulatorFault where the host refuses.
#pragma once

#include <csignal>

#include <cstddef>
#include <memory>
#include <vector>

#include "sim/core/snapshot/memory_span.hpp"

namespace xsksim {

// All pages learned by a moment, as they were then.
struct PageCopies {
    std::vector<std::byte*> pages;
    std::unique_ptr<std::byte[]> bytes;  // of one after another
    std::size_t room = 0;                // for so many pages
    std::size_t learned = 0;             // by that moment
    MemorySpan unused;                   // nothing is in there, whatever is written
};

class TrackedPages {
public:
    static constexpr std::size_t page_bytes = 4096;

    TrackedPages();
    TrackedPages(const TrackedPages&) = delete;
    TrackedPages& operator=(const TrackedPages&) = delete;

    // For good; whole pages.
    void add(MemorySpan span);
    // Writes to them come between the two only. One of all may be written at a time.
    void begin_writing();
    void end_writing();
    // Protects all anew. Copies so far are void.
    void forget();

    // What is in `unused` counts for nothing at this moment: neither kept nor put back.
    void copy_to(PageCopies& copies, MemorySpan unused = {}) const;
    // What was learned since the copies were made is put back as it was first met.
    void take_back(const PageCopies& copies) const;
    // How many of the copies differ from their pages.
    std::size_t changed_since(const PageCopies& copies) const;

    // A handler's question: the signal was for a write to such a page, which may go on now.
    static bool lets_write(const siginfo_t& info, const void* context);

    std::size_t learned() const { return learned_; }

private:
    static constexpr std::size_t pages_max = std::size_t{1} << 19;

    static void on_signal(int signal, siginfo_t* info, void* context);
    bool learn(std::byte* page);
    bool is_in_span(const std::byte* address) const;

    static TrackedPages* written_;
    std::vector<MemorySpan> spans_;
    std::byte** pages_ = nullptr;     // learned, in their order
    std::byte* first_met_ = nullptr;  // as many pages: as each was when it was learned
    std::size_t learned_ = 0;
    struct sigaction handler_before_ {};
    stack_t stack_before_{};
};

}  // namespace xsksim
