// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/object_cache.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "sim/import/build_output.hpp"
#include "sim/import/text_file.hpp"

using namespace xsksim;
namespace fs = std::filesystem;

namespace {

// An object of 1000 bytes that was used so many hours ago.
std::string keep(const ObjectCache& cache, const std::string& folder, const std::string& key,
                 int hours_ago) {
    const std::string object = folder + "/made.o";
    write_text_file(object, std::string(1000, 'x'));
    const std::string place = cache.place_of(key);
    cache.keep(object, place);
    fs::last_write_time(place, fs::file_time_type::clock::now() - std::chrono::hours(hours_ago));
    return place;
}

}  // namespace

TEST_CASE("object cache: what was used least recently goes, as far as it must") {
    const TemporaryFolder folder;
    const ObjectCache cache(folder.path() + "/kept", 2500);
    const std::string oldest = keep(cache, folder.path(), "a", 9),
                      old = keep(cache, folder.path(), "b", 8),
                      young = keep(cache, folder.path(), "c", 1);
    write_text_file(folder.path() + "/kept/else", std::string(5000, 'x'));
    CHECK(cache.has(oldest));  // which makes it the one that was used last
    CHECK_FALSE(cache.has(cache.place_of("d")));
    cache.forget_least_used();
    CHECK(fs::exists(oldest));
    CHECK_FALSE(fs::exists(old));
    CHECK(fs::exists(young));
    CHECK(fs::exists(folder.path() + "/kept/else"));
    cache.forget_least_used();
    CHECK(fs::exists(young));
}

TEST_CASE("object cache: without a folder, or with one that cannot be, nothing is kept") {
    const TemporaryFolder folder;
    CHECK(ObjectCache("").is_none());
    ObjectCache("").forget_least_used();
    write_text_file(folder.path() + "/file", "");
    const ObjectCache cache(folder.path() + "/file/folder");
    write_text_file(folder.path() + "/made.o", "x");
    cache.keep(folder.path() + "/made.o", cache.place_of("a"));
    CHECK_FALSE(cache.has(cache.place_of("a")));
    cache.forget_least_used();
}
