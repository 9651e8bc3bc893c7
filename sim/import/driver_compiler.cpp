// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/driver_compiler.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "sim/import/c_string.hpp"
#include "sim/import/probe_values.hpp"
#include "sim/import/text_file.hpp"
#include "sim/jobs/spawn.hpp"

namespace xsksim {
namespace fs = std::filesystem;

namespace {

constexpr const char* compiler = "gcc";

std::string file_name(const std::string& path) { return fs::path(path).filename().string(); }

// gcc failed and said nothing that we can place: its words as they are.
[[noreturn]] void fail_with(const std::string& what, const std::string& output) {
    throw std::runtime_error(what + " failed:\n" + output);
}

// What it says is read by us.
ProgramCall call_of(std::vector<std::string> command) {
    return {.command = std::move(command), .in_c_locale = true};
}

}  // namespace

DriverCompiler::DriverCompiler(const Kit& kit, const DriverText& text, std::string folder)
    : kit_(kit), text_(text), folder_(std::move(folder)) {
    write_text();
}

void DriverCompiler::write_text() const {
    for (const KitFile& file : text_.files())
        write_text_file(folder_ + "/" + file.path, file.text.with_line_directives());
}

// A changed header counts for all that may include it.
bool DriverCompiler::must_compile(const KitFile& file) const {
    if (file.is_header()) return false;
    if (text_.is_changed(file.path)) return true;
    const bool is_ring = file.folder == "virtqueue";
    return std::any_of(text_.files().begin(), text_.files().end(), [&](const KitFile& other) {
        return other.is_header() && text_.is_changed(other.path) &&
               (other.folder == "virtqueue") == is_ring;
    });
}

std::vector<std::string> DriverCompiler::command(const std::string& source) const {
    std::vector<std::string> command = {compiler};
    command.insert(command.end(), kit_.flags().begin(), kit_.flags().end());
    command.insert(command.end(), {"-fno-diagnostics-show-caret", "-I" + kit_.shim_include()});
    for (const std::string& include : text_.base().include_folders)
        command.push_back("-I" + folder_ + "/" + include);
    command.push_back("-fdebug-prefix-map=" + folder_ + "=models/drivers");
    command.push_back(folder_ + "/" + source);
    return command;
}

std::vector<ImportProblem> DriverCompiler::compile() {
    std::map<std::string, std::string> shipped = kit_.objects(text_.base().name);
    std::vector<RunningProgram> running;
    for (const KitFile& file : text_.files()) {
        if (!must_compile(file)) continue;
        const std::string object = folder_ + "/" + file.path + ".o";
        std::vector<std::string> gcc = command(file.path);
        gcc.insert(gcc.end(), {"-c", "-o", object});
        running.emplace_back(call_of(std::move(gcc)));
        shipped[file_name(file.path)] = object;
    }
    Diagnostics all;
    for (RunningProgram& program : running) {
        const ProgramEnd end = program.end();
        const Diagnostics found = read_compiler_output(end.errors);
        all.add(found);
        if (!end.is_success() && found.errors.empty()) fail_with(compiler, end.errors);
    }
    if (!all.errors.empty()) throw ImportError(std::move(all.errors));
    for (const auto& [source, object] : shipped) objects_.push_back(object);
    return std::move(all.warnings);
}

std::vector<long> DriverCompiler::values(const std::vector<Expression>& expressions) {
    std::vector<long> values(expressions.size(), 0);
    std::set<std::string> files;
    for (const Expression& expression : expressions) files.insert(expression.file);
    for (const std::string& file : files) {
        ValueProbe probe(file);
        for (std::size_t i = 0; i < expressions.size(); ++i)
            if (expressions[i].file == file) probe.ask(i, expressions[i].text);
        write_text_file(folder_ + "/probe.c", probe.source());
        std::vector<std::string> gcc = command("probe.c");
        gcc.insert(gcc.end(),
                   {"-w", "-O0", "-fno-sanitize=thread", "-g0", "-S", "-o", folder_ + "/probe.s"});
        if (run_program(call_of(std::move(gcc))).is_success())
            ValueProbe::read(read_text_file(folder_ + "/probe.s"), values);
    }
    return values;
}

void DriverCompiler::link(const std::string& manifest, const std::string& output) {
    write_text_file(folder_ + "/manifest.c", manifest_source(manifest));
    std::vector<std::string> gcc = {compiler,
                                    "-shared",
                                    "-fPIC",
                                    "-nostdlib",
                                    "-Wl,-z,now",
                                    "-Wl,-z,start-stop-visibility=hidden",
                                    "-Wl,@" + kit_.ring_boundary()};
    gcc.insert(gcc.end(), objects_.begin(), objects_.end());
    gcc.push_back(folder_ + "/manifest.c");
    std::vector<std::string> to_file = gcc;
    to_file.insert(to_file.end(), {"-lgcc_s", "-o", output});
    const ProgramEnd end = run_program(call_of(std::move(to_file)));
    if (!end.is_success()) {
        const Diagnostics found = read_linker_output(end.errors);
        if (found.errors.empty()) fail_with("the linker", end.errors);
        throw ImportError(found.errors);
    }
    refuse_undefined_symbols(output, gcc);
}

// The linker leaves what is undefined to the loader, which has the hypercalls and nothing else.
void DriverCompiler::refuse_undefined_symbols(const std::string& object,
                                              const std::vector<std::string>& link_command) const {
    const ProgramEnd nm = run_program(call_of({"nm", "-D", "--undefined-only", object}));
    const std::vector<std::string> hypercalls = kit_.hypercalls();
    const auto is_known = [&](const std::string& symbol) {
        return symbol.rfind("__tsan_", 0) == 0 || symbol.rfind("_Unwind_", 0) == 0 ||
               symbol.rfind("__gcc_personality", 0) == 0 ||
               std::find(hypercalls.begin(), hypercalls.end(), symbol) != hypercalls.end();
    };
    std::set<std::string> unknown;
    std::istringstream in(nm.output);
    for (std::string line; std::getline(in, line);) {
        std::string symbol = line.substr(line.rfind(' ') + 1);
        symbol = symbol.substr(0, symbol.find('@'));
        if (!is_known(symbol)) unknown.insert(symbol);
    }
    if (unknown.empty()) return;
    // Once more, so that the linker says where each is used.
    std::vector<std::string> strict = link_command;
    strict.insert(strict.end(), {"-Wl,-z,defs", "-o", folder_ + "/strict.so"});
    Diagnostics found = read_linker_output(run_program(call_of(std::move(strict))).errors);
    std::erase_if(found.errors, [&](const ImportProblem& problem) {
        return std::none_of(unknown.begin(), unknown.end(), [&](const std::string& symbol) {
            return problem.message.find(" " + symbol + ",") != std::string::npos;
        });
    });
    if (found.errors.empty())
        for (const std::string& symbol : unknown)
            found.errors.push_back({{object, 0}, "the shim lacks " + symbol, {}});
    throw ImportError(found.errors);
}

}  // namespace xsksim
