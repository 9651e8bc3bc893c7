// SPDX-License-Identifier: GPL-2.0-only
// Sweep files for tests, written to a folder of their own.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/sweep/plan.hpp"

namespace xsksim::test {

class Folder {
public:
    Folder() : path_((std::filesystem::temp_directory_path() / "xsksim-sweep-XXXXXX").string()) {
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make " + path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string file(const std::string& name) const { return path_ + "/" + name; }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(file(name)) << text;
        return file(name);
    }

private:
    std::string path_;
};

inline std::string base_scenario() {
    return std::filesystem::absolute(XSKSIM_SOURCE_DIR "/scenarios/baseline.json").string();
}

// A plan of these axes and further keys: `"axes": [...], "seeds": 2`.
inline Plan plan_of(const Folder& folder, const std::string& keys) {
    const std::string base = std::filesystem::relative(base_scenario(), folder.file("")).string();
    return load_plan(folder.write("sweep.json", R"({"name": "test", "question": "?", "base": ")" +
                                                    base + "\", " + keys + "}"));
}

inline const std::string percent_axis =
    R"({"name": "percent", "at": "/driver/parameters/xsk_num_percent", "values": [80, 5, 40]})";
inline const std::string ring_axis =
    R"({"name": "ring", "at": "/device/ring_size", "values": [256, 1024]})";

}  // namespace xsksim::test
