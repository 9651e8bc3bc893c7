// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/view_arguments.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace xsksim::cli {

void add_store_argument(Command& command, std::string& store) {
    command.add_option("STORE", store, "A store that `xsksim sweep` wrote")->required();
}

void add_view_options(Command& command, ViewArguments& arguments) {
    add_store_argument(command, arguments.store);
    command
        .add_option("--show", arguments.show,
                    "verdict, good, or a figure: the median of a point's runs")
        ->capture_default_str();
    command.add_option("--where", arguments.where,
                       "axis=value: these points only; several of one axis are alternatives");
}

std::vector<double> figure_of(Database& database, const Result& result, const Shown& shown) {
    if (shown.kind != Shown::Kind::figure) return {};
    return read_figure(database, result, shown.figure);
}

void write_text(const std::string& file, std::string_view text) {
    std::FILE* out = file.empty() ? stdout : std::fopen(file.c_str(), "wb");
    const auto fail = [&] {
        throw std::runtime_error((file.empty() ? "stdout" : file) +
                                 ": cannot be written: " + std::strerror(errno));
    };
    if (out == nullptr) fail();
    const bool written = std::fwrite(text.data(), 1, text.size(), out) == text.size();
    const bool flushed = file.empty() ? std::fflush(out) == 0 : std::fclose(out) == 0;
    if (!written || !flushed) fail();
}

}  // namespace xsksim::cli
