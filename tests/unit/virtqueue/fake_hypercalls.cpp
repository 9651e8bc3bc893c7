// SPDX-License-Identifier: GPL-2.0-only
#include "fake_hypercalls.hpp"

#include <cstdlib>
#include <cstring>
#include <utility>

namespace xsksim::test {

FakeHypercalls& fake_hypercalls() {
    static FakeHypercalls instance;
    return instance;
}

}  // namespace xsksim::test

using xsksim::test::Bug;
using xsksim::test::fake_hypercalls;

extern "C" {

void* xs_alloc(std::size_t bytes, unsigned flags) {
    auto& fake = fake_hypercalls();
    if (fake.allocations_to_fail > 0) {
        --fake.allocations_to_fail;
        return nullptr;
    }
    void* object = std::malloc(bytes);
    std::memset(object, flags & XS_ALLOC_ZERO ? 0 : 0x5a, bytes);
    fake.live.insert(object);
    return object;
}
void xs_free(const void* object) {
    if (object == nullptr) return;
    auto& live = fake_hypercalls().live;
    const auto found = live.find(object);
    if (found == live.end()) throw Bug("freed what is not allocated");
    live.erase(found);
    std::free(const_cast<void*>(object));
}
void* xs_alloc_pages(std::size_t bytes, unsigned int /*flags*/) {
    void* pages = std::aligned_alloc(4096, bytes);
    std::memset(pages, 0, bytes);
    fake_hypercalls().live.insert(pages);
    return pages;
}
void xs_free_pages(void* first, std::size_t) { xs_free(first); }
std::uint64_t xs_dma_address(const void* p) { return reinterpret_cast<std::uintptr_t>(p); }
void* xs_page_of(const void* p) {
    return reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(p) & ~std::uintptr_t{4095});
}
std::uint64_t xs_page_dma(const void* page) { return reinterpret_cast<std::uintptr_t>(page); }

void* xs_memset(void* to, int value, std::size_t bytes) { return std::memset(to, value, bytes); }
void* xs_memcpy(void* to, const void* from, std::size_t bytes) {
    return std::memcpy(to, from, bytes);
}

void xs_barrier(enum xs_barrier kind) {
    if (fake_hypercalls().at_barrier) fake_hypercalls().at_barrier(kind);
}
int xs_vq_add_error(unsigned) { return std::exchange(fake_hypercalls().add_error, 0); }
void xs_warn(const char* text, const char*, int) { fake_hypercalls().warnings.emplace_back(text); }
void xs_bug(const char* text, const char*, int) { throw Bug(text); }
void xs_gap(const char* what) { throw Bug(what); }

}  // extern "C"
