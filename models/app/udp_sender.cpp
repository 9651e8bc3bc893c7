// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/udp_sender.hpp"

#include "models/app/frame_content.hpp"

namespace xsksim {

UdpSender::UdpSender(Engine& engine, TaskCalls& tasks, DatagramCalls& stack,
                     const UdpSenderOptions& options)
    : engine_(engine),
      tasks_(tasks),
      stack_(stack),
      options_(options),
      schedule_({options.start, options.rate_pps, std::nullopt, {}}),
      payload_(options.bytes),
      sequence_(options.first_sequence) {}

void UdpSender::start() {
    tasks_.spawn_task(options_.cpu, options_.task_name, [this] { run(); });
}

void UdpSender::run() {
    stack_.set_socket_options(options_.socket);
    while (!is_finished()) {
        if (schedule_.due(engine_.now(), 1) == 0)
            tasks_.sleep_until(schedule_.next_due());
        else
            send_one();
    }
    if (on_done) on_done();
}

bool UdpSender::is_finished() const {
    return ceased_ ||
           (options_.datagrams && sequence_ - options_.first_sequence >= *options_.datagrams);
}

void UdpSender::send_one() {
    fill_frame(payload_, FrameKind::udp, sequence_);
    tasks_.spend_user(options_.fill_cost);
    schedule_.sent(engine_.now(), 1);
    const int result = stack_.send(options_.pair, sequence_++, payload_);
    if (result == 0) {
        ++counters_.sent;
        return;
    }
    ++counters_.errors;
    tasks_.sleep_until(engine_.now() + options_.error_backoff);
}

}  // namespace xsksim
