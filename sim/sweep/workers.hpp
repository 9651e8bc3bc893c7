// SPDX-License-Identifier: GPL-2.0-only
// Worker processes that make runs of one sweep, one after another. A worker that dies costs the run
// it was making and never the sweep.
//
// A run that kills its worker, or takes longer than `run_seconds_max` of wall clock, becomes a row
// that says so. A worker that somebody else killed (SIGKILL, SIGTERM: a person, the kernel when
// memory runs out) is replaced and its run made again, up to tries_max times.
// Workers end with the process that made them, whatever ends it.
#pragma once

#include <sys/types.h>

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "sim/sweep/plan.hpp"
#include "sim/sweep/run_row.hpp"

namespace xsksim {

class Workers {
public:
    struct Options {
        unsigned count = 1;
        std::string driver_directory;
        unsigned run_seconds_max = 300;
    };

    Workers(const Plan& plan, const Options& options);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // How many more runs may be handed over now; some wait at their worker, so that it need not.
    std::size_t free_places() const;
    std::size_t under_way() const;
    std::size_t count() const { return workers_.size(); }
    void hand_over(RunOrder order);
    // Rows that are done, waiting for one up to `wait_ms`; fewer, or none, when a signal came.
    std::vector<RunRow> collect(int wait_ms);

private:
    static constexpr std::size_t ahead = 3;  // orders at a worker, the one it makes included
    static constexpr unsigned tries_max = 3;

    struct Order {
        RunOrder order;
        unsigned tries = 0;
    };
    struct Worker {
        pid_t pid = -1;
        int socket = -1;
        std::string received;
        std::deque<Order> orders;  // the first is being made
    };

    void start(Worker& worker);
    [[noreturn]] void be_worker(int socket) const;
    void send(Worker& worker, const Order& order);
    void take_rows(Worker& worker, std::vector<RunRow>& rows);
    void replace(Worker& worker, std::vector<RunRow>& rows);
    static RunRow row_of_death(const RunOrder& order, int status, unsigned run_seconds_max);
    void close_all();

    const Plan& plan_;
    Options options_;
    std::vector<Worker> workers_;
};

}  // namespace xsksim
