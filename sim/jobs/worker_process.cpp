// SPDX-License-Identifier: GPL-2.0-only
#include "sim/jobs/worker_process.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "sim/core/sanitizer.hpp"

namespace xsksim {
namespace {

using Buffer = std::array<char, 262144>;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

void become_worker(pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(0);
    ::signal(SIGINT, SIG_IGN);
    for (const int number : {SIGABRT, SIGTERM, SIGALRM}) ::signal(number, SIG_DFL);
    if (!address_sanitizer)
        for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) ::signal(number, SIG_DFL);
}

// False when the other end is gone.
bool send_all(int socket, const std::string& bytes) {
    for (std::size_t sent = 0; sent < bytes.size();) {
        const ssize_t n = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        sent += static_cast<std::size_t>(n);
    }
    return true;
}

// What is thrown here must not unwind the stack of the program that was forked.
void serve(int socket, const WorkerProcess::Work& work, bool is_for_one) noexcept {
    MessageReader reader;
    Buffer buffer;
    for (;;) {
        const ssize_t n = ::read(socket, buffer.data(), buffer.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return;
        reader.add(buffer.data(), static_cast<std::size_t>(n));
        while (auto message = reader.next()) {
            const JobMessage reply = work(std::move(*message));
            if (!send_all(socket, reply.bytes()) || is_for_one) return;
        }
    }
}

}  // namespace

WorkerProcess::WorkerProcess(const Work& work, bool is_for_one) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) fail("socketpair");
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) {
        const int error = errno;
        ::close(ends[0]);
        ::close(ends[1]);
        errno = error;
        fail("fork");
    }
    if (pid_ == 0) {
        become_worker(parent);
        ::close(ends[0]);
        serve(ends[1], work, is_for_one);
        ::_exit(0);
    }
    // Nobody else holds the worker's end, so that its death ends the stream.
    ::close(ends[1]);
    socket_ = ends[0];
}

WorkerProcess::~WorkerProcess() {
    ::close(socket_);
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    wait_for(pid_);
}

void WorkerProcess::send(const JobMessage& message) {
    outgoing_ += message.bytes();
    send_outgoing();
}

void WorkerProcess::send_outgoing() {
    std::size_t sent = 0;
    while (sent < outgoing_.size()) {
        const ssize_t n = ::send(socket_, outgoing_.data() + sent, outgoing_.size() - sent,
                                 MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno != EAGAIN) sent = outgoing_.size();  // its end is noticed by reading
        if (n < 0) break;
        sent += static_cast<std::size_t>(n);
    }
    outgoing_.erase(0, sent);
}

pollfd WorkerProcess::interest() const {
    return {socket_, static_cast<short>(outgoing_.empty() ? POLLIN : POLLIN | POLLOUT), 0};
}

bool WorkerProcess::exchange(std::vector<JobMessage>& received) {
    send_outgoing();
    Buffer buffer;
    const ssize_t n = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (n < 0) return errno == EINTR || errno == EAGAIN;
    incoming_.add(buffer.data(), static_cast<std::size_t>(n));
    while (auto message = incoming_.next()) received.push_back(std::move(*message));
    return n > 0;
}

ProcessEnd WorkerProcess::end() { return wait_for(std::exchange(pid_, -1)); }

}  // namespace xsksim
