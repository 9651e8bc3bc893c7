// SPDX-License-Identifier: GPL-2.0-only
// Worker processes that make numbered jobs, so that a crash costs a job and never the program.
// A worker that dies is replaced, and the jobs that waited at it are made by the next.
//
// Owner: whoever has the jobs; one thread. The pool's destructor ends what is under way, so an
// exception of the caller leaves no process behind. Errors: what goes wrong with a job is its
// JobEnd; std::system_error where the machine has no process or socket left.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/jobs/worker_process.hpp"

namespace xsksim {

struct PoolJob {
    std::uint64_t number = 0;
    std::string text;  // what the worker needs to know beside the number; any bytes
};

struct JobEnd {
    enum class How {
        done,
        died,         // of a signal, an exit or an exception
        killed,       // from outside, as often as it was tried
        out_of_time,  // ended after `seconds_max`
    };
    PoolJob job;
    How how = How::done;
    std::string reply;    // of one that is done
    std::string problem;  // of any other, in words: "Segmentation fault"
};

class Pool {
public:
    struct Options {
        unsigned workers = 1;        // at most; each is started when there is a job for it
        unsigned waiting_max = 0;    // jobs at a busy worker, so that it need not wait for its next
        unsigned seconds_max = 0;    // of wall clock, for one job; 0: no bound
        unsigned tries_max = 1;      // of a job whose worker is killed from outside
        bool fresh_process = false;  // for each job: it sees the program as it is at hand_over()
    };
    // Makes the reply to a job. Called in a worker; what it remembers, that worker remembers.
    using Work = std::function<std::string(const PoolJob&)>;

    Pool(const Options& options, Work work);

    // How many more jobs may be handed over now.
    std::size_t free_places() const;
    std::size_t under_way() const;
    void hand_over(PoolJob job);
    // Jobs that have ended, as they come. Waits for one up to `wait_ms` (-1: for ever); fewer, or
    // none, when a signal came or none is under way.
    std::vector<JobEnd> collect(int wait_ms);

private:
    struct Place {
        PoolJob job;
        unsigned tries = 0;
    };
    struct Worker {
        std::unique_ptr<WorkerProcess> process;  // none until there is a job
        std::deque<Place> places;                // the first is being made
    };

    void start(Worker& worker);
    JobMessage make(JobMessage order) const;
    void take(Worker& worker, std::vector<JobEnd>& ends);
    void bury(Worker& worker, std::vector<JobEnd>& ends);
    JobEnd end_of_first(Worker& worker, JobMessage reply) const;
    JobEnd death_of_first(Worker& worker, const ProcessEnd& end) const;

    Options options_;
    Work work_;
    std::vector<Worker> workers_;
};

}  // namespace xsksim
