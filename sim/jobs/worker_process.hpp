// SPDX-License-Identifier: GPL-2.0-only
// One process of a pool, as the pool sees it: a fork(2) of the program behind a stream of messages.
// It ignores Ctrl-C, which the terminal sends to the whole group: whoever made the pool decides.
// Other signals do what they do by default, so that the pool sees them, except where a sanitizer
// reports them. It never outlives the process that made it, whatever ends that.
// Owner: the pool. Errors: std::system_error where the machine has no process or socket left.
#pragma once

#include <poll.h>

#include <functional>
#include <string>
#include <vector>

#include "sim/jobs/job_message.hpp"
#include "sim/jobs/process_end.hpp"

namespace xsksim {

class WorkerProcess {
public:
    // In the worker: `work` makes one reply after another; with `is_for_one` the process ends after
    // the first.
    using Work = std::function<JobMessage(JobMessage)>;
    WorkerProcess(const Work& work, bool is_for_one);
    // Kills it.
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    // Never waits for the worker: what it does not take now goes with a later exchange().
    void send(const JobMessage& message);
    // For poll(2): when exchange() has something to do.
    pollfd interest() const;
    // Takes what has come. False when the worker is gone.
    bool exchange(std::vector<JobMessage>& received);
    // Waits until it has ended by itself.
    ProcessEnd end();

private:
    void send_outgoing();

    pid_t pid_ = -1;
    int socket_ = -1;
    std::string outgoing_;
    MessageReader incoming_;
};

}  // namespace xsksim
