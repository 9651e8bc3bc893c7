// SPDX-License-Identifier: GPL-2.0-only
#include "models/app/udp_sender.hpp"

#include <utility>

#include "models/app/frame_content.hpp"

namespace xsksim {

UdpSender::UdpSender(Engine& engine, TaskCalls& tasks, DatagramCalls& stack,
                     const UdpSenderOptions& options, SenderRole role)
    : engine_(engine),
      tasks_(tasks),
      stack_(stack),
      options_(options),
      role_(std::move(role)),
      schedule_(options.schedule),
      payload_(options.bytes),
      sequence_(role_.first_sequence) {}

void UdpSender::start() {
    tasks_.spawn_task(options_.cpu, role_.task_name, [this] { run(); });
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
           (options_.datagrams && sequence_ - role_.first_sequence >= *options_.datagrams);
}

void UdpSender::send_one() {
    fill_frame(payload_, FrameKind::udp, sequence_);
    tasks_.spend_user(role_.costs.fill, Operation::local());
    schedule_.sent(engine_.now(), 1);
    const int result = stack_.send(options_.pair, sequence_++, payload_);
    if (result == 0) {
        ++counters_.sent;
        return;
    }
    ++counters_.errors;
    tasks_.sleep_until(engine_.now() + sender_error_backoff);
}

}  // namespace xsksim
