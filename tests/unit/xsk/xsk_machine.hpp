// SPDX-License-Identifier: GPL-2.0-only
// An AF_XDP core on a guest kernel without costs, over a driver that a test writes in lambdas.
#pragma once

#include <functional>
#include <vector>

#include "models/kernel/xsk_core.hpp"
#include "tests/unit/kernel/kernel_machine.hpp"

namespace xsksim::test {

inline XskSocketOptions small_socket() {
    XskSocketOptions options;
    options.tx_ring_size = 8;
    options.completion_ring_size = 8;
    options.frames = 16;
    return options;
}

struct XskMachine {
    explicit XskMachine(const XskCoreOptions& options = {},
                        const KernelOptions& kernel_options = free_of_charge())
        : m(kernel_options),
          core({*m.engine, m.trace, m.kernel.findings(), m.cpus(), m.kernel.rcu(),
                m.kernel.net_device().rtnl(), m.memory, m.kernel.costs()},
               {[this](PoolId id, PairIndex pair, bool enable) {
                    pool = id;
                    return setup_pool ? setup_pool(pair, enable) : 0;
                },
                [this](PairIndex pair, std::uint32_t flags) {
                    wakeups.push_back(m.now());
                    return wakeup ? wakeup(pair, flags) : 0;
                },
                [this] { return is_up; }},
               options) {}

    // Runs `body` as a user task on vCPU 1 and the machine until nothing is left to do.
    void as_user(std::function<void()> body) {
        m.task(1, "app", std::move(body));
        m.run();
    }
    // Opens a socket, binds it, and goes on with it.
    void with_socket(std::function<void(XskSocket&)> body,
                     const XskSocketOptions& options = small_socket()) {
        as_user([this, options, body = std::move(body)] {
            XskSocket& socket = core.open_socket(options);
            const int result = core.bind(socket);
            if (result == 0) body(socket);
        });
    }

    // What user space does: writes descriptors and publishes them.
    static void publish(XskSocket& socket, const std::vector<XskDescriptor>& descriptors) {
        for (const XskDescriptor& desc : descriptors)
            socket.tx.slots[socket.tx.producer++ & (socket.tx.slots.size() - 1)] = desc;
    }
    static std::vector<XskDescriptor> frames(std::uint32_t first, std::uint32_t count) {
        std::vector<XskDescriptor> descriptors;
        for (std::uint32_t i = 0; i < count; ++i)
            descriptors.push_back({std::uint64_t{first + i} * 2048, 64, 0});
        return descriptors;
    }
    // The addresses that peeks give until they give none, at most `limit`.
    std::vector<std::uint64_t> peek(std::size_t limit = 1000) {
        std::vector<std::uint64_t> addresses;
        XskDescriptor desc;
        while (addresses.size() < limit && core.tx_peek(pool, desc)) addresses.push_back(desc.addr);
        return addresses;
    }
    PeekNone last_peek_none() const {
        return static_cast<PeekNone>(arg(m.all(EventKind::xsk_peek_none).back(), 1));
    }

    Machine m;
    std::function<int(PairIndex, bool)> setup_pool;
    std::function<int(PairIndex, std::uint32_t)> wakeup;
    bool is_up = true;
    PoolId pool = 0;  // the one last handed to the driver
    std::vector<Instant> wakeups;
    XskCore core;
};

}  // namespace xsksim::test
