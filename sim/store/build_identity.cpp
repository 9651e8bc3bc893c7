// SPDX-License-Identifier: GPL-2.0-only
#include <elf.h>
#include <fmt/format.h>
#include <link.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "sim/core/build_commit.hpp"
#include "sim/driver/manifest.hpp"
#include "sim/store/build_identity.hpp"
#include "sim/store/content_sum.hpp"

namespace xsksim {
namespace {

namespace fs = std::filesystem;

// What the linker wrote into the program: a sum of all of it, so that nobody has to read it all.
std::string_view build_id_in(const char* notes, std::size_t size) {
    const auto padded = [](std::size_t n) { return (n + 3) & ~std::size_t{3}; };
    for (std::size_t at = 0; at + sizeof(ElfW(Nhdr)) <= size;) {
        ElfW(Nhdr) note;
        std::memcpy(&note, notes + at, sizeof note);
        const std::size_t name = at + sizeof note, value = name + padded(note.n_namesz);
        if (note.n_type == NT_GNU_BUILD_ID) return {notes + value, note.n_descsz};
        at = value + padded(note.n_descsz);
    }
    return {};
}

// The first object is the program.
int add_program(dl_phdr_info* info, std::size_t, void* sum) {
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const auto& segment = info->dlpi_phdr[i];
        if (segment.p_type != PT_NOTE) continue;
        const auto* notes = reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr);
        static_cast<ContentSum*>(sum)->add(build_id_in(notes, segment.p_memsz));
    }
    return 1;
}

void add_file(const fs::path& path, ContentSum& sum) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    sum.add(text.view());
}

}  // namespace

std::string build_identity(const std::string& directory) {
    ContentSum sum;
    ::dl_iterate_phdr(add_program, &sum);
    std::vector<fs::path> drivers;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(driver_directory(directory), ignored))
        if (entry.path().extension() == ".so") drivers.push_back(entry.path());
    std::sort(drivers.begin(), drivers.end());
    for (const fs::path& driver : drivers) add_file(driver, sum);
    return fmt::format("{} {:016x}", build_commit(), sum.value());
}

}  // namespace xsksim
