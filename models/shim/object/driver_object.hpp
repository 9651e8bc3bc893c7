// SPDX-License-Identifier: GPL-2.0-only
// A driver object: the C of one driver variant with its shim, loaded into this process.
// Stands for: a kernel module in memory (kernel/module.c, Linux 5.11: load, symbols, parameters).
// Simplified: loaded once per path and never unloaded; a new world does not load it again but gets
// the static variables back as they were right after loading, so it remembers nothing of the last.
// Owner: the process. Callers: sim/driver, the rest of models/shim. No scheduling points, no cost.
// Errors: load() throws std::runtime_error with the loader's words (bad input, not a finding).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "models/shim/hypercalls/hypercalls.h"
#include "sim/core/time.hpp"

namespace xsksim {

class FunctionPrices;
class Symbols;

// A half-open range of host addresses. Addresses never leave the shim.
struct AddressRange {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    bool contains(std::uintptr_t address, std::size_t bytes = 1) const {
        return address >= begin && address <= end && bytes <= end - address;
    }
};

class DriverObject {
public:
    // The object at `path` (absolute or relative), from the cache if it was loaded before.
    static DriverObject& load(const std::string& path);
    ~DriverObject();
    DriverObject(const DriverObject&) = delete;
    DriverObject& operator=(const DriverObject&) = delete;

    // Entry points. To be called inside a guest context only; exit may be absent (nullptr).
    int (*init)() = nullptr;
    void (*exit)() = nullptr;
    // Its module parameters; the values they point to are its static variables.
    const std::vector<xs_param>& parameters() const { return parameters_; }

    // Static variables as they were right after loading.
    void restore_data();

    const std::string& path() const { return path_; }
    std::uintptr_t load_bias() const { return load_bias_; }
    const AddressRange& text() const { return text_; }
    // Everything mapped, and of that what the driver may write to.
    const AddressRange& image() const { return image_; }
    const std::vector<AddressRange>& writable() const { return writable_; }
    // Its debug information, read on first use.
    const Symbols& symbols() const;
    // What its functions cost; shared, since another world may ask for others while this one lives.
    std::shared_ptr<const FunctionPrices> prices(
        const std::map<std::string, Duration>& by_function) const;
    // A further symbol by name, nullptr if absent (tests).
    void* symbol(const std::string& name) const;

private:
    explicit DriverObject(std::string path);
    void read_parameters();
    void find_segments();

    std::string path_;
    void* handle_ = nullptr;
    std::vector<xs_param> parameters_;
    std::uintptr_t load_bias_ = 0;
    AddressRange text_;
    AddressRange image_;
    std::vector<AddressRange> writable_;
    std::vector<std::vector<std::byte>> snapshot_;
    mutable std::unique_ptr<Symbols> symbols_;
    mutable std::shared_ptr<const FunctionPrices> prices_;  // asked for last
};

}  // namespace xsksim
