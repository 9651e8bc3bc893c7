// SPDX-License-Identifier: GPL-2.0-only
// Where a build works, and how what it made gets where it is wanted.
#pragma once

#include <string>

namespace xsksim {

// Gone with all that is in it when its owner is.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

// The new file takes the old one's place in one step. Throws std::runtime_error.
void move_to(const std::string& file, const std::string& output);

}  // namespace xsksim
