// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/object_cache.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <vector>

namespace xsksim {
namespace fs = std::filesystem;

namespace {

struct Kept {
    fs::file_time_type used;
    std::string place;
    std::uint64_t bytes = 0;
};

std::vector<Kept> objects_in(const std::string& folder) {
    std::vector<Kept> kept;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.path().extension() != ".o") continue;
        const auto used = entry.last_write_time(error);
        const std::uint64_t bytes = entry.file_size(error);
        if (!error) kept.push_back({used, entry.path().string(), bytes});
    }
    return kept;
}

}  // namespace

bool ObjectCache::has(const std::string& place) const {
    std::error_code error;
    if (!fs::exists(place, error)) return false;
    fs::last_write_time(place, fs::file_time_type::clock::now(), error);
    return true;
}

void ObjectCache::keep(const std::string& object, const std::string& place) const {
    std::error_code error;
    fs::create_directories(folder_, error);
    const std::string beside = fmt::format("{}.{}.new", place, ::getpid());
    fs::copy_file(object, beside, fs::copy_options::overwrite_existing, error);
    if (!error) fs::rename(beside, place, error);
}

void ObjectCache::forget_least_used() const {
    if (is_none()) return;
    std::vector<Kept> kept = objects_in(folder_);
    std::uint64_t bytes = 0;
    for (const Kept& object : kept) bytes += object.bytes;
    std::ranges::sort(kept, {}, &Kept::used);
    for (const Kept& object : kept) {
        if (bytes <= bytes_max_) return;
        std::error_code error;
        if (fs::remove(object.place, error)) bytes -= object.bytes;
    }
}

}  // namespace xsksim
