// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/object/symbols.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "sim/core/snapshot/world_heap.hpp"

namespace xsksim {

namespace {

constexpr std::string_view shim_folder = "/models/shim/";

const Dwfl_Callbacks callbacks = {
    .find_elf = dwfl_build_id_find_elf,
    .find_debuginfo = dwfl_standard_find_debuginfo,
    .section_address = dwfl_offline_section_address,
    .debuginfo_path = nullptr,
};

std::string base_name(std::string_view path) {
    const auto slash = path.rfind('/');
    return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

// Without gcc's marks of clones ("function.isra.0") and the linker's of wrappers: they are the same
// function to its author.
std::string source_name(std::string_view name) {
    constexpr std::string_view wrapper = "__wrap_";
    if (name.starts_with(wrapper)) name.remove_prefix(wrapper.size());
    return std::string(name.substr(0, name.find('.')));
}

bool is_shim_file(const char* path) {
    return path != nullptr && std::string_view(path).find(shim_folder) != std::string_view::npos;
}

const char* file_of(Dwarf_Die* unit, Dwarf_Die* scope, unsigned attribute_name) {
    Dwarf_Attribute attribute;
    Dwarf_Word index = 0;
    Dwarf_Files* files = nullptr;
    std::size_t count = 0;
    if (dwarf_formudata(dwarf_attr(scope, attribute_name, &attribute), &index) != 0) return nullptr;
    if (dwarf_getsrcfiles(unit, &files, &count) != 0) return nullptr;
    return dwarf_filesrc(files, index, nullptr, nullptr);
}

}  // namespace

std::string SourceLocation::text() const {
    if (file.empty()) return function;
    return function + " " + file + ":" + std::to_string(line);
}

Symbols::Symbols(const DriverObject& object) : dwfl_(dwfl_begin(&callbacks)) {
    dwfl_report_begin(dwfl_);
    module_ =
        dwfl_report_elf(dwfl_, "driver", object.path().c_str(), -1, object.load_bias(), false);
    dwfl_report_end(dwfl_, nullptr, nullptr);
    read_functions();
}

Symbols::~Symbols() { dwfl_end(dwfl_); }

Dwarf* Symbols::dwarf() const {
    Dwarf_Addr bias = 0;
    return module_ == nullptr ? nullptr : dwfl_module_getdwarf(module_, &bias);
}

const SourceLocation& Symbols::locate(std::uintptr_t pc) const {
    const auto known = located_.find(pc);
    if (known != located_.end()) return known->second;
    const WorldHeap::Outside looked_up_once;
    return located_[pc] = look_up(pc);
}

SourceLocation Symbols::look_up(std::uintptr_t pc) const {
    SourceLocation location;
    if (module_ == nullptr) return location;
    if (const char* name = dwfl_module_addrname(module_, pc)) location.function = source_name(name);
    fill_line(location, pc);
    return location;
}

// Not the nearest symbol: where .bss begins that may be the linker's own, which has no type.
std::string Symbols::variable(std::uintptr_t address) const {
    if (module_ == nullptr) return "";
    const int count = dwfl_module_getsymtab(module_);
    for (int i = 1; i < count; ++i) {
        GElf_Sym symbol;
        GElf_Addr start = 0;
        const char* name =
            dwfl_module_getsym_info(module_, i, &symbol, &start, nullptr, nullptr, nullptr);
        if (name == nullptr || GELF_ST_TYPE(symbol.st_info) != STT_OBJECT) continue;
        if (address - start < symbol.st_size) return source_name(name);
    }
    return "";
}

void Symbols::fill_line(SourceLocation& location, std::uintptr_t pc) const {
    Dwarf_Addr bias = 0;
    Dwarf_Die* unit = dwfl_module_addrdie(module_, pc, &bias);
    if (unit == nullptr) return;
    if (Dwfl_Line* line = dwfl_module_getsrc(module_, pc)) {
        const char* path = dwfl_lineinfo(line, nullptr, &location.line, nullptr, nullptr, nullptr);
        if (path != nullptr) location.file = base_name(path);
    }
    // The scopes of an address are those where its innermost function was written; who inlined that
    // stands above its entry.
    Dwarf_Die* innermost = nullptr;
    Dwarf_Die* scopes = nullptr;
    const bool known = dwarf_getscopes(unit, pc - bias, &innermost) > 0;
    const int count = known ? dwarf_getscopes_die(&innermost[0], &scopes) : 0;
    std::free(innermost);
    for (int i = 0; i < count; ++i) {
        const int tag = dwarf_tag(&scopes[i]);
        if (tag == DW_TAG_subprogram) {
            location.in_shim = is_shim_file(file_of(unit, &scopes[i], DW_AT_decl_file));
            break;
        }
        if (tag != DW_TAG_inlined_subroutine) continue;
        const char* caller = file_of(unit, &scopes[i], DW_AT_call_file);
        Dwarf_Attribute attribute;
        Dwarf_Word line = 0;
        if (caller == nullptr || is_shim_file(caller)) continue;
        if (dwarf_formudata(dwarf_attr(&scopes[i], DW_AT_call_line, &attribute), &line) != 0)
            continue;
        location.file = base_name(caller);
        location.line = static_cast<int>(line);
    }
    std::free(scopes);
}

void Symbols::read_functions() {
    auto& found = functions_;
    const int count = module_ == nullptr ? 0 : dwfl_module_getsymtab(module_);
    for (int i = 0; i < count; ++i) {
        GElf_Sym symbol;
        GElf_Addr address = 0;
        const char* name =
            dwfl_module_getsym_info(module_, i, &symbol, &address, nullptr, nullptr, nullptr);
        if (name == nullptr || GELF_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_size == 0)
            continue;
        found.push_back({source_name(name), {address, address + symbol.st_size}});
    }
    std::sort(found.begin(), found.end(), [](const FunctionSymbol& a, const FunctionSymbol& b) {
        return a.code.begin != b.code.begin ? a.code.begin < b.code.begin : a.name < b.name;
    });
}

}  // namespace xsksim
