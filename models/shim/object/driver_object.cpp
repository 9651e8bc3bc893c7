// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/object/driver_object.hpp"

#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "models/shim/object/function_prices.hpp"
#include "models/shim/object/symbols.hpp"
#include "sim/core/snapshot/world_heap.hpp"

namespace xsksim {

namespace {

struct SegmentSearch {
    std::uintptr_t load_bias = 0;
    std::string_view name;
    AddressRange text;
    AddressRange image;
    AddressRange relro;
    std::vector<AddressRange> writable;
};

void note_segment(SegmentSearch& search, const ElfW(Phdr) & segment, std::uintptr_t bias) {
    const AddressRange range{bias + segment.p_vaddr, bias + segment.p_vaddr + segment.p_memsz};
    if (segment.p_type == PT_GNU_RELRO) search.relro = range;
    if (segment.p_type != PT_LOAD) return;
    if (search.image.end == 0) search.image = range;
    search.image.begin = std::min(search.image.begin, range.begin);
    search.image.end = std::max(search.image.end, range.end);
    if (segment.p_flags & PF_X) search.text = range;
    if (segment.p_flags & PF_W) search.writable.push_back(range);
}

int visit_object(dl_phdr_info* info, std::size_t, void* argument) {
    auto& search = *static_cast<SegmentSearch*>(argument);
    if (info->dlpi_addr != search.load_bias || search.name != info->dlpi_name) return 0;
    for (int i = 0; i < info->dlpi_phnum; ++i)
        note_segment(search, info->dlpi_phdr[i], info->dlpi_addr);
    return 1;
}

// What the loader made read-only after relocation (the GOT among it) lies at the start of the
// writable segment and must stay as it is.
AddressRange without_relro(AddressRange segment, const AddressRange& relro) {
    constexpr std::uintptr_t page = 4096;
    const std::uintptr_t relro_end = relro.end & ~(page - 1);
    if (relro.begin >= segment.begin && relro_end <= segment.end)
        segment.begin = std::max(segment.begin, relro_end);
    return segment;
}

}  // namespace

DriverObject& DriverObject::load(const std::string& path) {
    static std::map<std::string, std::unique_ptr<DriverObject>> loaded;
    const std::string key = std::filesystem::weakly_canonical(path).string();
    auto& slot = loaded[key];
    if (!slot) slot.reset(new DriverObject(key));
    return *slot;
}

DriverObject::DriverObject(std::string path) : path_(std::move(path)) {
    handle_ = dlopen(path_.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle_ == nullptr) throw std::runtime_error(dlerror());
    init = reinterpret_cast<int (*)()>(symbol("xs_driver_init"));
    exit = reinterpret_cast<void (*)()>(symbol("xs_driver_exit"));
    if (init == nullptr) throw std::runtime_error(path_ + ": exports no xs_driver_init");
    read_parameters();
    find_segments();
    for (const AddressRange& range : writable_) {
        const auto* first = reinterpret_cast<const std::byte*>(range.begin);
        snapshot_.emplace_back(first, first + (range.end - range.begin));
    }
}

// The object stays mapped: contexts of a world that is being torn down may still unwind through it.
DriverObject::~DriverObject() = default;

const Symbols& DriverObject::symbols() const {
    const WorldHeap::Outside read_once;
    if (!symbols_) symbols_ = std::make_unique<Symbols>(*this);
    return *symbols_;
}

std::shared_ptr<const FunctionPrices> DriverObject::prices(
    const std::map<std::string, Duration>& by_function) const {
    const WorldHeap::Outside the_next_world_may_want_the_same;
    if (!prices_ || prices_->by_function() != by_function)
        prices_ = std::make_shared<FunctionPrices>(*this, by_function);
    return prices_;
}

void* DriverObject::symbol(const std::string& name) const { return dlsym(handle_, name.c_str()); }

void DriverObject::find_segments() {
    link_map* map = nullptr;
    if (dlinfo(handle_, RTLD_DI_LINKMAP, &map) != 0) throw std::runtime_error(dlerror());
    SegmentSearch search;
    search.load_bias = map->l_addr;
    search.name = map->l_name;
    dl_iterate_phdr(visit_object, &search);
    load_bias_ = search.load_bias;
    text_ = search.text;
    image_ = search.image;
    for (const AddressRange& segment : search.writable) {
        const AddressRange range = without_relro(segment, search.relro);
        if (range.end > range.begin) writable_.push_back(range);
    }
}

void DriverObject::read_parameters() {
    using Reader = const xs_param* (*)(std::size_t*);
    const auto read = reinterpret_cast<Reader>(symbol("xs_driver_params"));
    if (read == nullptr) return;
    std::size_t count = 0;
    const xs_param* first = read(&count);
    parameters_.assign(first, first + count);
}

void DriverObject::restore_data() {
    for (std::size_t i = 0; i < writable_.size(); ++i)
        std::memcpy(reinterpret_cast<void*>(writable_[i].begin), snapshot_[i].data(),
                    snapshot_[i].size());
}

}  // namespace xsksim
