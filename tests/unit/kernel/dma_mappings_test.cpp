// SPDX-License-Identifier: GPL-2.0-only
// What is mapped for the device, by the rules that CONFIG_DMA_API_DEBUG holds drivers to
// (kernel/dma/debug.c, Linux 5.11).
#include <catch2/catch.hpp>

#include "tests/unit/kernel/kernel_machine.hpp"

using namespace xsksim;
using namespace xsksim::test;

namespace {

constexpr GuestPhysical page{GuestMemory::base_address + 3 * GuestMemory::page_bytes};
constexpr DmaDirection out = DmaDirection::to_the_device, in = DmaDirection::from_the_device;

}  // namespace

TEST_CASE("dma: the device reaches everything until something is mapped, then what is mapped") {
    Machine m;
    DmaMappings& dma = m.kernel.dma_mappings();
    CHECK(m.memory.device_reaches(page, 4096));
    dma.map({page + 100, 50, out});
    dma.map({page + 4000, 200, in});
    CHECK(m.memory.device_reaches(page + 100, 50));
    CHECK(m.memory.device_reaches(page, 8192));  // whole pages, as an IOMMU has them
    CHECK_FALSE(m.memory.device_reaches(page, 8193));
    dma.unmap({page + 4000, 200, in});
    CHECK(m.memory.device_reaches(page, 4096));
    CHECK_FALSE(m.memory.device_reaches(page + 4096, 1));
    dma.unmap({page + 100, 50, out});
    CHECK_FALSE(m.memory.device_reaches(page + 100, 50));
    CHECK(m.findings().empty());
}

TEST_CASE("dma: a page that is mapped twice is reached until both are unmapped") {
    Machine m;
    DmaMappings& dma = m.kernel.dma_mappings();
    dma.map({page, 10, out});
    dma.map({page, 10, out});
    dma.unmap({page, 10, out});
    CHECK(m.memory.device_reaches(page, 10));
    dma.unmap({page, 10, out});
    CHECK_FALSE(m.memory.device_reaches(page, 10));
    dma.unmap({page, 10, out});
    CHECK(m.finding() ==
          "the DMA address 0x100003000 is unmapped, 10 bytes to_the_device; no mapping begins "
          "there");
}

TEST_CASE("dma: unmapped with another size or direction, the mapping goes nevertheless") {
    const DmaMappings::Mapping other =
        GENERATE(DmaMappings::Mapping{page, 11, out}, DmaMappings::Mapping{page, 10, in});
    Machine m;
    DmaMappings& dma = m.kernel.dma_mappings();
    dma.map({page, 10, out});
    dma.unmap(other);
    CHECK_THAT(m.finding(), Catch::Contains("it was mapped as 10 bytes to_the_device"));
    CHECK(dma.all().empty());
}

TEST_CASE("dma: of several at one address the one goes that is unmapped as it was mapped") {
    Machine m;
    DmaMappings& dma = m.kernel.dma_mappings();
    dma.map({page, 10, out});
    dma.map({page, 20, in});
    dma.unmap({page, 20, in});
    CHECK(m.findings().empty());
    CHECK(dma.all().at(0).bytes == 10);
}

TEST_CASE("dma: memory that is freed while a mapping begins in it") {
    Machine m;
    DmaMappings& dma = m.kernel.dma_mappings();
    dma.map({page + 64, 10, out});
    dma.is_freed(page, 64);
    dma.is_freed(page + 65, 64);
    CHECK(m.findings().empty());
    dma.is_freed(page, 65);
    CHECK(m.finding() ==
          "the DMA address 0x100003040 is mapped, 10 bytes to_the_device; the memory that it is of "
          "is freed");
}
