// SPDX-License-Identifier: GPL-2.0-only
#include "sim/jobs/pool.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <system_error>
#include <utility>

#include "sim/core/check.hpp"

namespace xsksim {

Pool::Pool(const Options& options, Work work)
    : options_(options), work_(std::move(work)), workers_(options.workers) {
    XSKSIM_CHECK(options.workers > 0, "a pool without workers");
    XSKSIM_CHECK(!options.fresh_process || options.waiting_max == 0,
                 "no job can wait at a process that makes only one");
}

std::size_t Pool::under_way() const {
    std::size_t n = 0;
    for (const Worker& worker : workers_) n += worker.places.size();
    return n;
}

std::size_t Pool::free_places() const {
    return workers_.size() * (1 + options_.waiting_max) - under_way();
}

void Pool::hand_over(PoolJob job) {
    XSKSIM_CHECK(free_places() > 0, "a job for a pool that is full");
    Worker& idlest = *std::ranges::min_element(
        workers_, {}, [](const Worker& worker) { return worker.places.size(); });
    if (!idlest.process) start(idlest);
    idlest.process->send({job.number, false, job.text});
    idlest.places.push_back({std::move(job), 0});
}

void Pool::start(Worker& worker) {
    worker.process = std::make_unique<WorkerProcess>(
        [this](JobMessage order) { return make(std::move(order)); }, options_.fresh_process);
    for (const Place& place : worker.places)
        worker.process->send({place.job.number, false, place.job.text});
}

// In the worker. The alarm's signal ends the process, whatever the job is doing.
JobMessage Pool::make(JobMessage order) const {
    JobMessage reply{order.number, false, {}};
    ::alarm(options_.seconds_max);
    try {
        reply.text = work_({order.number, std::move(order.text)});
    } catch (const std::exception& error) {
        reply.is_failure = true;
        reply.text = error.what();
    }
    ::alarm(0);
    return reply;
}

std::vector<JobEnd> Pool::collect(int wait_ms) {
    std::vector<JobEnd> ends;
    if (under_way() == 0) return ends;
    std::vector<pollfd> polled;
    std::vector<Worker*> owners;
    for (Worker& worker : workers_) {
        if (!worker.process) continue;
        polled.push_back(worker.process->interest());
        owners.push_back(&worker);
    }
    if (::poll(polled.data(), polled.size(), wait_ms) < 0) {
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
        return ends;
    }
    for (std::size_t i = 0; i < polled.size(); ++i)
        if (polled[i].revents != 0) take(*owners[i], ends);
    return ends;
}

void Pool::take(Worker& worker, std::vector<JobEnd>& ends) {
    std::vector<JobMessage> replies;
    const bool lives = worker.process->exchange(replies);
    const bool is_finished = options_.fresh_process && !replies.empty();
    for (JobMessage& reply : replies) ends.push_back(end_of_first(worker, std::move(reply)));
    if (is_finished) {
        worker.process->end();
        worker.process.reset();
    } else if (!lives) {
        bury(worker, ends);
    }
}

void Pool::bury(Worker& worker, std::vector<JobEnd>& ends) {
    const ProcessEnd end = worker.process->end();
    worker.process.reset();
    if (worker.places.empty()) return;
    const bool again = end.was_killed() && ++worker.places.front().tries < options_.tries_max;
    if (!again) ends.push_back(death_of_first(worker, end));
    if (!worker.places.empty()) start(worker);
}

JobEnd Pool::end_of_first(Worker& worker, JobMessage reply) const {
    PoolJob job = std::move(worker.places.front().job);
    worker.places.pop_front();
    XSKSIM_CHECK(job.number == reply.number, "a worker replied to another job than its first");
    if (reply.is_failure) return {std::move(job), JobEnd::How::died, {}, std::move(reply.text)};
    return {std::move(job), JobEnd::How::done, std::move(reply.text), {}};
}

JobEnd Pool::death_of_first(Worker& worker, const ProcessEnd& end) const {
    PoolJob job = std::move(worker.places.front().job);
    worker.places.pop_front();
    if (end.signal == SIGALRM && options_.seconds_max > 0)
        return {std::move(job),
                JobEnd::How::out_of_time,
                {},
                fmt::format("did not end within {} s", options_.seconds_max)};
    if (end.was_killed() && options_.tries_max > 1)
        return {std::move(job),
                JobEnd::How::killed,
                {},
                fmt::format("its process was killed {} times", options_.tries_max)};
    return {std::move(job), JobEnd::How::died, {}, end.text()};
}

}  // namespace xsksim
