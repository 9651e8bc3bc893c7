// SPDX-License-Identifier: GPL-2.0-only
// What tests of processes need to know of them from outside.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace xsksim::test {

// Ends the test program that would wait for ever.
class Patience {
public:
    Patience() { ::alarm(60); }
    ~Patience() { ::alarm(0); }
};

// A pipe that every process holds which is forked while it is open for them: it ends with the last.
class LifeLine {
public:
    LifeLine() {
        if (::pipe2(ends_.data(), O_CLOEXEC) != 0) std::abort();
    }
    ~LifeLine() {
        let_go();
        ::close(ends_[0]);
    }
    LifeLine(const LifeLine&) = delete;
    LifeLine& operator=(const LifeLine&) = delete;

    void let_go() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }
    // A sign of life, from a process that holds it.
    void sign() const {
        if (::write(ends_[1], "x", 1) != 1) std::abort();
    }
    bool wait_for_sign() const {
        char sign;
        return is_readable() && ::read(ends_[0], &sign, 1) == 1;
    }
    // Whether all others end, after their signs were read.
    bool ends_soon() {
        let_go();
        char sign;
        while (is_readable())
            if (::read(ends_[0], &sign, 1) == 0) return true;
        return false;
    }

private:
    bool is_readable() const {
        pollfd polled{ends_[0], POLLIN, 0};
        return ::poll(&polled, 1, 10'000) == 1;
    }

    std::array<int, 2> ends_{};
};

// A number that this process and those forked later share.
class SharedCount {
public:
    SharedCount()
        : count_(static_cast<int*>(::mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE,
                                          MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {
        if (count_ == MAP_FAILED) std::abort();
    }
    ~SharedCount() { ::munmap(count_, sizeof(int)); }
    SharedCount(const SharedCount&) = delete;
    SharedCount& operator=(const SharedCount&) = delete;

    int next() { return __atomic_add_fetch(count_, 1, __ATOMIC_SEQ_CST); }
    int value() const { return __atomic_load_n(count_, __ATOMIC_SEQ_CST); }

private:
    int* count_;
};

}  // namespace xsksim::test
