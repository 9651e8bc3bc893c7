// SPDX-License-Identifier: GPL-2.0-only
// A kernel's source tree as a person has it: unconfigured, nothing of it built. It is read and
// never written to. Throws ImportError where the folder is no such tree, or lacks what is needed of
// one.
#pragma once

#include <string>
#include <vector>

#include "sim/import/problem.hpp"

namespace xsksim {

struct KernelVersion {
    int major = 0, minor = 0, patch = 0;
    std::string text() const;  // "6.1.192"
};

class KernelTree {
public:
    explicit KernelTree(std::string directory);

    const KernelVersion& version() const { return version_; }
    std::string path(const std::string& file) const { return directory_ + "/" + file; }
    bool has(const std::string& file) const;
    std::string read(const std::string& file) const;
    // Names of the headers that lie in a folder, sorted; none where there is no such folder.
    std::vector<std::string> headers(const std::string& folder) const;
    // One number over what can be included: the same for the same bytes under the same names.
    std::string headers_digest() const;

private:
    KernelVersion read_version() const;

    std::string directory_;
    KernelVersion version_;
};

}  // namespace xsksim
