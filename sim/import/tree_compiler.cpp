// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/tree_compiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <filesystem>
#include <iterator>
#include <set>
#include <sstream>

#include "sim/import/c_string.hpp"
#include "sim/import/content_key.hpp"
#include "sim/import/probe_values.hpp"
#include "sim/import/text_file.hpp"
#include "sim/import/tree_headers.hpp"

namespace xsksim {
namespace fs = std::filesystem;

namespace {

// Of the tree's own library, where it has them: they ask for nothing of the model.
constexpr std::array library_files = {"lib/find_bit.c", "lib/cpumask.c", "lib/bitmap.c",
                                      "lib/hweight.c", "lib/dynamic_queue_limits.c"};

constexpr std::size_t kit_files_together = 7;

ProgramCall said_in_english(std::vector<std::string> command) {
    return {.command = std::move(command), .in_c_locale = true};
}

// Symbols as nm prints them: "ADDRESS TYPE NAME", or "TYPE NAME" where there is no address.
struct Symbols {
    std::set<std::string> defined, undefined;
};

Symbols symbols_of(const std::vector<std::string>& objects) {
    std::vector<std::string> command = {"nm"};
    command.insert(command.end(), objects.begin(), objects.end());
    const ProgramEnd nm = run_program(said_in_english(std::move(command)));
    if (!nm.is_success()) throw std::runtime_error("nm failed:\n" + nm.errors);
    Symbols symbols;
    std::istringstream lines(nm.output);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        const std::vector<std::string> parts{std::istream_iterator<std::string>(words), {}};
        if (parts.size() == 3)
            symbols.defined.insert(parts[2]);
        else if (parts.size() == 2 && parts[0] == "U")
            symbols.undefined.insert(parts[1]);
    }
    return symbols;
}

// What the linker, the compiler's run time or the hooks supply.
bool is_not_the_kernels(const std::string& symbol) {
    for (const char* prefix : {"__tsan_", "__sanitizer", "_Unwind_", "__gcc_personality",
                               "_GLOBAL_", "__start_", "__stop_", "__real_", "__wrap_"})
        if (symbol.starts_with(prefix)) return true;
    return false;
}

}  // namespace

TreeCompiler::TreeCompiler(const Kit& kit, const KernelTree& tree, std::string folder,
                           std::string overlay, std::string cache, unsigned at_once)
    : kit_(kit),
      tree_(tree),
      folder_(std::move(folder)),
      overlay_(std::move(overlay)),
      cache_(std::move(cache)),
      at_once_(std::max(1U, at_once)) {
    write_tree_headers(tree_, kit_, folder_ + "/generated");
    if (!cache_.is_none()) inputs_digest_ = inputs_digest();
}

std::string TreeCompiler::inputs_digest() const {
    ContentKey key;
    key.add(kit_.tree_headers_digest()).add(tree_.headers_digest()).add(tree_.version().text());
    if (!overlay_.empty())
        for (const auto& entry : fs::recursive_directory_iterator(overlay_))
            if (entry.path().extension() == ".h") key.add(read_text_file(entry.path().string()));
    return key.text();
}

std::string TreeCompiler::source(const std::string& file) const {
    const std::string changed = overlay_ + "/" + file;
    return !overlay_.empty() && fs::exists(changed) ? changed : tree_.path(file);
}

// The kit's files together, so that the tree's headers are read a few times and not for each.
std::vector<TreeCompiler::Unit> TreeCompiler::kit_units() const {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(kit_.tree_kit()))
        if (entry.path().extension() == ".c") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    std::vector<Unit> units;
    std::string text;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (i % kit_files_together == 0) {
            const std::string name = fmt::format("kit_{}", units.size());
            units.push_back({name, folder_ + "/" + name + ".c"});
            text.clear();
        }
        text += fmt::format("#include \"{}\"\n", files[i]);
        units.back().parts.push_back(files[i]);
        write_text_file(units.back().source, text);
    }
    return units;
}

std::vector<TreeCompiler::Unit> TreeCompiler::units() const {
    std::vector<Unit> all = {{"virtio_net", source(driver)}, {"virtio_ring", source(ring)}};
    for (Unit& unit : kit_units()) all.push_back(std::move(unit));
    all.push_back({"ring_boundary", kit_.ring_boundary_source()});
    for (const char* file : library_files)
        if (tree_.has(file))
            all.push_back({"lib_" + fs::path(file).stem().string(), tree_.path(file), true});
    return all;
}

// As the kernel's own build has it, but for the arch, and compiled as every driver here is.
std::vector<std::string> TreeCompiler::command(const std::string& source) const {
    const std::string generated = folder_ + "/generated", arch = kit_.arch_include();
    const std::string name = fs::path(source).stem().string();
    std::vector<std::string> command = {"gcc"};
    std::vector<std::string> include = {"-I" + kit_.tree_kit(), "-I" + arch, "-I" + generated};
    if (!overlay_.empty()) include.push_back("-I" + overlay_ + "/include");
    for (const std::string& more : {"-I" + tree_.path("include"), "-I" + arch + "/uapi",
                                    "-I" + generated + "/uapi", "-I" + tree_.path("include/uapi")})
        include.push_back(more);
    command.insert(command.end(), include.begin(), include.end());
    command.insert(command.end(), kit_.flags().begin(), kit_.flags().end());
    command.insert(command.end(), {"-w", "-fms-extensions", "-fno-diagnostics-show-caret",
                                   "-Werror=implicit-function-declaration", same_wherever()});
    for (const char* first : {"include/linux/compiler-version.h", "include/linux/kconfig.h",
                              "include/linux/compiler_types.h"})
        if (tree_.has(first)) command.insert(command.end(), {"-include", tree_.path(first)});
    command.insert(command.end(), {"-D__KERNEL__", "-DMODULE", "-D__DISABLE_EXPORTS",
                                   "-D__KBUILD_MODNAME=" + name});
    for (const char* macro : {"MODNAME", "BASENAME", "MODFILE"})
        command.push_back(fmt::format("-DKBUILD_{}=\"{}\"", macro, name));
    command.push_back(source);
    return command;
}

// The folder has another name each time, and the same inputs make the same bytes.
std::string TreeCompiler::same_wherever() const { return "-fdebug-prefix-map=" + folder_ + "=."; }

// By everything that goes into an object.
std::string TreeCompiler::key_of(const Unit& unit) const {
    ContentKey key;
    key.add(inputs_digest_).add(unit.name);
    if (unit.parts.empty()) key.add(read_text_file(unit.source));
    for (const std::string& part : unit.parts) key.add(part).add(read_text_file(part));
    return key.text();
}

void TreeCompiler::compile() {
    std::vector<Unit> units = this->units();
    for (Unit& unit : units) {
        unit.object = folder_ + "/" + unit.name + ".o";
        if (cache_.is_none()) continue;
        unit.kept = cache_.place_of(key_of(unit));
        unit.is_done = cache_.has(unit.kept);
    }
    compile_all(units);
    for (const Unit& unit : units)
        if (unit.is_done) objects_.push_back(fs::exists(unit.object) ? unit.object : unit.kept);
    find_gaps();
    compile_gaps();
}

void TreeCompiler::compile_all(std::vector<Unit>& units) const {
    std::deque<std::pair<Unit*, RunningProgram>> running;
    Diagnostics all;
    const auto end_first = [&] {
        all.add(ended(*running.front().first, running.front().second.end()));
        running.pop_front();
    };
    for (Unit& unit : units) {
        if (unit.is_done) continue;
        if (running.size() == at_once_) end_first();
        std::vector<std::string> gcc = command(unit.source);
        gcc.insert(gcc.end(), {"-c", "-o", unit.object});
        running.emplace_back(&unit, RunningProgram(said_in_english(std::move(gcc))));
    }
    while (!running.empty()) end_first();
    if (!all.errors.empty()) throw ImportError(std::move(all.errors));
}

Diagnostics TreeCompiler::ended(Unit& unit, const ProgramEnd& end) const {
    if (end.is_success()) {
        unit.is_done = true;
        if (!unit.kept.empty()) cache_.keep(unit.object, unit.kept);
        return {};
    }
    if (unit.may_fail) return {};
    Diagnostics found = read_compiler_output(end.errors);
    if (found.errors.empty()) throw std::runtime_error("gcc failed:\n" + end.errors);
    return found;
}

void TreeCompiler::find_gaps() {
    const Symbols all = symbols_of(objects_);
    const std::vector<std::string> calls = kit_.hypercalls();
    const std::set<std::string> hypercalls(calls.begin(), calls.end());
    for (const std::string& symbol : all.undefined) {
        if (is_not_the_kernels(symbol)) continue;
        if (!all.defined.contains(symbol) && !hypercalls.contains(symbol)) gaps_.push_back(symbol);
    }
    // The first two are the tree's driver and ring.
    const Symbols first = symbols_of({objects_[0], objects_[1]});
    supplied_ = static_cast<std::size_t>(std::count_if(
        first.undefined.begin(), first.undefined.end(), [&](const std::string& symbol) {
            return !is_not_the_kernels(symbol) && !first.defined.contains(symbol) &&
                   all.defined.contains(symbol);
        }));
}

void TreeCompiler::compile_gaps() {
    std::string text = "void xs_gap(const char *what) __attribute__((noreturn));\n";
    for (const std::string& gap : gaps_)
        text += fmt::format("void {0}(void);\nvoid {0}(void)\n{{\n\txs_gap(\"{0}\");\n}}\n", gap);
    write_text_file(folder_ + "/gaps.c", text);
    const std::string object = folder_ + "/gaps.o";
    const ProgramEnd end = run_program(said_in_english(
        {"gcc", "-O1", "-g", "-fPIC", "-fexceptions", "-fvisibility=hidden", "-fno-builtin", "-w",
         same_wherever(), "-c", folder_ + "/gaps.c", "-o", object}));
    if (!end.is_success()) throw std::runtime_error("gcc failed:\n" + end.errors);
    objects_.push_back(object);
}

std::vector<long> TreeCompiler::values(const std::vector<std::string>& expressions) const {
    ValueProbe probe(source(driver));
    for (std::size_t i = 0; i < expressions.size(); ++i) probe.ask(i, expressions[i]);
    write_text_file(folder_ + "/probe.c", probe.source());
    std::vector<std::string> gcc = command(folder_ + "/probe.c");
    gcc.insert(gcc.end(), {"-fno-sanitize=thread", "-O0", "-g0", "-S", "-o", folder_ + "/probe.s"});
    const ProgramEnd end = run_program(said_in_english(std::move(gcc)));
    if (!end.is_success()) throw std::runtime_error("gcc failed:\n" + end.errors);
    std::vector<long> values(expressions.size(), 0);
    ValueProbe::read(read_text_file(folder_ + "/probe.s"), values);
    return values;
}

void TreeCompiler::link(const std::string& manifest, const std::string& output) const {
    write_text_file(folder_ + "/manifest.c", manifest_source(manifest));
    std::vector<std::string> gcc = {"gcc",
                                    "-shared",
                                    "-fPIC",
                                    "-nostdlib",
                                    "-Wl,-z,now",
                                    "-Wl,-z,start-stop-visibility=hidden",
                                    "-Wl,@" + kit_.ring_boundary()};
    gcc.insert(gcc.end(), objects_.begin(), objects_.end());
    gcc.insert(gcc.end(), {same_wherever(), folder_ + "/manifest.c", "-lgcc_s", "-o", output});
    const ProgramEnd end = run_program(said_in_english(std::move(gcc)));
    if (end.is_success()) return;
    const Diagnostics found = read_linker_output(end.errors);
    if (found.errors.empty()) throw std::runtime_error("the linker failed:\n" + end.errors);
    throw ImportError(found.errors);
}

}  // namespace xsksim
