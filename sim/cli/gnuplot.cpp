// SPDX-License-Identifier: GPL-2.0-only
#include "sim/cli/gnuplot.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "sim/jobs/spawn.hpp"

namespace xsksim::cli {
namespace {

constexpr std::size_t complaint_max = 400;

// A picture that is not there yet; removed unless it is kept.
class PartialFile {
public:
    explicit PartialFile(const std::string& file)
        : file_(file), partial_(file + ".partial"), out_(partial_, std::ios::binary) {
        if (!out_) throw std::runtime_error(file + ": cannot be written: " + std::strerror(errno));
    }
    ~PartialFile() {
        std::error_code ignored;
        if (!kept_) std::filesystem::remove(partial_, ignored);
    }
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;

    void keep(const std::string& content) {
        out_ << content;
        out_.close();
        if (!out_) throw std::runtime_error(file_ + ": cannot be written");
        std::filesystem::rename(partial_, file_);
        kept_ = true;
    }

private:
    std::string file_, partial_;
    std::ofstream out_;
    bool kept_ = false;
};

ProgramEnd run_gnuplot(const std::string& script, const std::string& file) {
    try {
        // A user's own start-up file may set anything.
        return run_program({{"gnuplot", "-d"}, script});
    } catch (const std::system_error& error) {
        if (error.code() == std::errc::no_such_file_or_directory)
            throw std::runtime_error(
                "pictures are drawn by gnuplot, which is not there: install the "
                "Debian package gnuplot-nox");
        throw std::runtime_error("gnuplot could not draw " + file + ": " + error.code().message());
    }
}

}  // namespace

void draw(const std::string& script, const std::string& file) {
    PartialFile picture(file);
    const ProgramEnd end = run_gnuplot(script, file);
    if (!end.is_success() || end.output.empty())
        throw std::runtime_error("gnuplot could not draw " + file + ": " +
                                 end.errors.substr(0, complaint_max));
    picture.keep(end.output);
}

}  // namespace xsksim::cli
