// SPDX-License-Identifier: GPL-2.0-only
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "sim/scenario/read_document.hpp"

namespace xsksim {

std::optional<std::string> read_file(const std::string& path, std::vector<InputProblem>& problems) {
    const auto refuse = [&](std::string wanted, std::string got) {
        problems.push_back(
            {path, 0, "", std::move(wanted), std::move(got), "", ProblemKind::syntax});
        return std::nullopt;
    };
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                               &std::fclose);
    if (!file) return refuse("a readable file", std::strerror(errno));
    // One byte more than allowed tells a file that is too large from one that just fits, without
    // reading all of it.
    std::string text(document_bytes_max + 1, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file.get()));
    if (std::ferror(file.get()) != 0) return refuse("a readable file", std::strerror(errno));
    if (text.size() > document_bytes_max)
        return refuse("at most " + std::to_string(document_bytes_max) + " bytes", "more");
    return text;
}

}  // namespace xsksim
