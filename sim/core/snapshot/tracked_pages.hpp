// SPDX-License-Identifier: GPL-2.0-only
// Memory of which it is known which pages were written since tracking began, so that a copy of
// those few is a copy of all of it. Every page is protected once; the first write to one raises a
// signal, whose handler saves the page as it still is and lets it be written from then on. So pages
// are learned, and once they are, neither a copy nor taking it back costs a system call.
// Real counterpart: none (CRIU and rr ask the host for its soft-dirty bits, at a call a look).
// Pages learned stay known when tracking ends and begins again: worlds that follow each other write
// to much the same ones. From time to time all are forgotten, since others cost a copy each.
// Owner: Rewindable. What the handler does not know goes to whoever handled the signal before. A
// system call that is to write to a protected page fails with EFAULT, so none may be made with such
// memory. Errors: SimulatorFault where the host refuses.
#pragma once

#include <csignal>

#include <cstddef>
#include <vector>

#include "sim/core/snapshot/memory_span.hpp"

namespace xsksim {

// All that was written since tracking began, as it was at one moment.
struct PageCopies {
    std::vector<std::byte> bytes;  // of the pages learned by then, in their order
    std::size_t pages = 0;
};

class TrackedPages {
public:
    static constexpr std::size_t page_bytes = 4096;

    TrackedPages();
    TrackedPages(const TrackedPages&) = delete;
    TrackedPages& operator=(const TrackedPages&) = delete;

    // For good; whole pages. May be added while tracking.
    void add(MemorySpan span);
    // One of all may track at a time. No signal handler is installed, nor any removed, between the
    // two but in the order of a stack.
    void begin();
    void end();
    // Forgets what was learned; not while tracking.
    void forget();

    void copy_to(PageCopies& copies) const;
    // Taken since begin(). What was learned later is put back as it was first met.
    void take_back(const PageCopies& copies) const;

    std::size_t learned() const { return learned_; }

private:
    static constexpr std::size_t pages_max = std::size_t{1} << 19;

    static void on_signal(int signal, siginfo_t* info, void* context);
    bool learn(const siginfo_t& info, const void* context);
    bool is_in_span(const std::byte* address) const;

    static TrackedPages* tracking_;
    std::vector<MemorySpan> spans_;
    std::byte** pages_ = nullptr;      // learned, in their order
    std::byte* first_met_ = nullptr;   // as many pages: as each was when it was learned
    std::size_t learned_ = 0;
    struct sigaction before_ {};
};

}  // namespace xsksim
