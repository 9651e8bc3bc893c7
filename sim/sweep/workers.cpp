// SPDX-License-Identifier: GPL-2.0-only
#include "sim/sweep/workers.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "sim/sweep/point_runner.hpp"

namespace xsksim {
namespace {

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

// False when the other end is gone.
bool send_all(int socket, const std::string& text) {
    for (std::size_t sent = 0; sent < text.size();) {
        const ssize_t n = ::send(socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        sent += static_cast<std::size_t>(n);
    }
    return true;
}

void default_signals() {
    // Ctrl-C is for the whole terminal group; the sweep lets its workers finish.
    ::signal(SIGINT, SIG_IGN);
    for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTERM, SIGALRM})
        ::signal(number, SIG_DFL);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
}

bool was_killed_from_outside(int status) {
    return WIFSIGNALED(status) && (WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGTERM);
}

}  // namespace

Workers::Workers(const Plan& plan, const Options& options) : plan_(plan), options_(options) {
    workers_.resize(options.count);
    for (Worker& worker : workers_) start(worker);
}

Workers::~Workers() { close_all(); }

void Workers::close_all() {
    for (Worker& worker : workers_) {
        ::close(worker.socket);
        if (!worker.orders.empty()) ::kill(worker.pid, SIGKILL);
        while (::waitpid(worker.pid, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
}

// --- the worker's side ---

void Workers::start(Worker& worker) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) fail("socketpair");
    const pid_t parent = ::getpid();
    worker.pid = ::fork();
    if (worker.pid < 0) fail("fork");
    if (worker.pid == 0) {
        default_signals();
        if (::getppid() != parent) ::_exit(0);
        ::close(ends[0]);
        for (const Worker& other : workers_)
            if (other.socket >= 0) ::close(other.socket);
        be_worker(ends[1]);
    }
    ::close(ends[1]);
    worker.socket = ends[0];
    worker.received.clear();
}

void Workers::be_worker(int socket) const {
    PointRunner runner(plan_, options_.driver_directory);
    std::string received;
    char buffer[65536];
    for (;;) {
        const ssize_t n = ::read(socket, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) ::_exit(0);
        received.append(buffer, static_cast<std::size_t>(n));
        for (std::size_t end; (end = received.find('\n')) != std::string::npos;) {
            const RunOrder order = decode_order(received.substr(0, end));
            received.erase(0, end + 1);
            ::alarm(options_.run_seconds_max);
            const RunRow row = runner.run(order);
            ::alarm(0);
            if (!send_all(socket, encode(row))) ::_exit(0);
        }
    }
}

// --- the sweep's side ---

std::size_t Workers::under_way() const {
    std::size_t n = 0;
    for (const Worker& worker : workers_) n += worker.orders.size();
    return n;
}

std::size_t Workers::free_places() const { return workers_.size() * ahead - under_way(); }

void Workers::hand_over(RunOrder order) {
    Worker& idlest = *std::min_element(
        workers_.begin(), workers_.end(),
        [](const Worker& a, const Worker& b) { return a.orders.size() < b.orders.size(); });
    idlest.orders.push_back({std::move(order), 0});
    send(idlest, idlest.orders.back());
}

// A worker that has died is noticed when its socket is read.
void Workers::send(Worker& worker, const Order& order) {
    send_all(worker.socket, encode(order.order));
}

std::vector<RunRow> Workers::collect(int wait_ms) {
    std::vector<pollfd> polled;
    for (const Worker& worker : workers_) polled.push_back({worker.socket, POLLIN, 0});
    std::vector<RunRow> rows;
    if (::poll(polled.data(), polled.size(), wait_ms) < 0) {
        if (errno != EINTR) fail("poll");
        return rows;
    }
    for (std::size_t i = 0; i < polled.size(); ++i)
        if (polled[i].revents != 0) take_rows(workers_[i], rows);
    return rows;
}

void Workers::take_rows(Worker& worker, std::vector<RunRow>& rows) {
    char buffer[262144];
    const ssize_t n = ::read(worker.socket, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) return;
    if (n <= 0) return replace(worker, rows);
    worker.received.append(buffer, static_cast<std::size_t>(n));
    std::size_t begin = 0;
    for (std::size_t end; (end = worker.received.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
        rows.push_back(decode_row(worker.received.substr(begin, end - begin)));
        worker.orders.pop_front();
    }
    worker.received.erase(0, begin);
}

void Workers::replace(Worker& worker, std::vector<RunRow>& rows) {
    ::close(worker.socket);
    worker.socket = -1;
    int status = 0;
    while (::waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!worker.orders.empty()) {
        Order& first = worker.orders.front();
        const bool again = was_killed_from_outside(status) && ++first.tries < tries_max;
        if (!again) {
            rows.push_back(row_of_death(first.order, status, options_.run_seconds_max));
            worker.orders.pop_front();
        }
    }
    start(worker);
    for (const Order& order : worker.orders) send(worker, order);
}

RunRow Workers::row_of_death(const RunOrder& order, int status, unsigned run_seconds_max) {
    RunRow row;
    row.run = order.run;
    row.point = order.point;
    row.seed = order.seed;
    row.searched = order.searched;
    const bool too_long = WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM;
    row.verdict = too_long ? "out of time" : "crashed";
    if (too_long)
        row.reason = fmt::format("did not end within {} s", run_seconds_max);
    else if (was_killed_from_outside(status))
        row.reason = fmt::format("its process was killed {} times", tries_max);
    else if (WIFSIGNALED(status))
        row.reason = fmt::format("the simulator died: {}", ::strsignal(WTERMSIG(status)));
    else
        row.reason = fmt::format("the simulator died: exit status {}", WEXITSTATUS(status));
    return row;
}

}  // namespace xsksim
