// SPDX-License-Identifier: GPL-2.0-only
// kmalloc and kfree.
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

TEST_CASE("kmalloc: zero bytes are not null and may be freed") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        void* none = m.kernel.kmalloc().allocate({0, true, false});
        CHECK(none != nullptr);
        m.kernel.kmalloc().free(none);
        m.kernel.kmalloc().free(nullptr);
    });
    m.run();
    CHECK(m.findings().empty());
}

TEST_CASE("kmalloc: freed twice, or freed inside, is a finding") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        auto* object = static_cast<std::byte*>(m.kernel.kmalloc().allocate({100, true, false}));
        m.kernel.kmalloc().free(object + 8);
        m.kernel.kmalloc().free(object);
        m.kernel.kmalloc().free(object);
    });
    m.run();
    CHECK(m.findings() == std::vector<std::string>{"kfree of an address inside an object",
                                                   "kfree of memory that is freed already"});
}

TEST_CASE("kmalloc: an allocation that may sleep is a finding in atomic context") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        m.cpus().softirqs().bh_disable();
        m.kernel.kmalloc().free(m.kernel.kmalloc().allocate({8, false, /*atomic=*/true}));
        CHECK(m.findings().empty());
        m.kernel.kmalloc().free(m.kernel.kmalloc().allocate({8, false, /*atomic=*/false}));
        m.cpus().softirqs().bh_enable();
    });
    m.run();
    CHECK(m.finding() == "sleeping in atomic context: kmalloc");
}

TEST_CASE("kmalloc: it fails where it is told to") {
    Machine m;
    m.kernel.kmalloc().fail_allocation = [](const Kmalloc::Request& request) {
        return request.bytes == 64;
    };
    m.kernel_task(0, "worker", [&] {
        CHECK(m.kernel.kmalloc().allocate({64, true, false}) == nullptr);
        CHECK(m.kernel.kmalloc().allocate({65, true, false}) != nullptr);
    });
    m.run();
    CHECK(arg(m.all(EventKind::alloc_failed).at(0), 0) == 64);
}

TEST_CASE("kmalloc: it fails where the guest's memory is used up, and says so") {
    Machine m;
    m.kernel_task(0, "worker", [&] {
        std::vector<void*> objects;
        while (void* object = m.kernel.kmalloc().allocate({std::size_t{1} << 20, false, false}))
            objects.push_back(object);
        REQUIRE(!objects.empty());
        CHECK(m.kernel.kmalloc().allocate({std::size_t{1} << 62, false, false}) == nullptr);
        // Two, as the quarantine keeps the last.
        for (int i = 0; i < 2; ++i) {
            m.kernel.kmalloc().free(objects.back());
            objects.pop_back();
        }
        CHECK(m.kernel.kmalloc().allocate({std::size_t{1} << 20, false, false}) != nullptr);
    });
    m.run();
    CHECK(arg(m.all(EventKind::alloc_failed).at(0), 0) == std::size_t{1} << 20);
    CHECK(m.findings() == std::vector<std::string>{"kmalloc: the guest's memory is used up",
                                                   "kmalloc: the guest's memory is used up"});
}
