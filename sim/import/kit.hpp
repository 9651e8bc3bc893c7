// SPDX-License-Identifier: GPL-2.0-only
// What the build leaves behind for making drivers at run time, drivers/kit/ beside the program's
// bin/: the C of every shipped driver and of the shim's headers under their own paths (models/...),
// the compiled objects of each driver (objects/NAME/), and the compiler's flags (flags, one a
// line).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/import/source_text.hpp"

namespace xsksim {

struct KitFile {
    std::string folder;  // "base", "virtqueue", "v1"
    std::string path;    // "base/virtio_net.c"
    SourceText text;
    bool is_header() const { return path.ends_with(".h"); }
};

// What names mean in a text that somebody writes for the base: `built_texts` of base/driver.json.
struct TextWords {
    std::vector<std::string> state_bit_prefixes;  // of macros that are numbers of state bits
    std::string per_packet_header_if;             // a name in the text, then packets have headers
    std::string wakeup_function, operations_macro;
    std::string vocabulary;  // JSON: name of a state bit -> meaning, and keys of a manifest
};

// A shipped driver, taken apart.
struct BaseDriver {
    std::string name;      // the folder of its variant: "base", "v1"
    std::string manifest;  // its driver.json
    TextWords words;
    std::vector<KitFile> files;
    std::vector<std::string> include_folders;  // in the order of the search: "v1", "base", ...
};

class Kit {
public:
    // Throws ImportError when there is none: the program was not built whole.
    explicit Kit(std::string directory);

    // By the folder of a variant, or the name that base/ goes by, "5.11-xsk-series-1-4".
    BaseDriver base(const std::string& name) const;

    std::string shim_include() const { return directory_ + "/models/shim/include"; }
    // What a kernel tree's driver is compiled with (models/linux).
    std::string arch_include() const { return directory_ + "/models/linux/arch"; }
    std::string tree_kit() const { return directory_ + "/models/linux/kit"; }
    std::string tree_vocabulary() const { return directory_ + "/models/linux/vocabulary.json"; }
    std::string hypercalls_header() const {
        return directory_ + "/models/shim/hypercalls/hypercalls.h";
    }
    std::string ring_boundary_source() const {
        return directory_ + "/models/shim/c/ring_boundary.c";
    }
    // Over what every file of a kernel tree's driver is compiled with: flags and headers.
    std::string tree_headers_digest() const;
    // Linker options: what puts the shim between a driver and its rings.
    std::string ring_boundary() const { return directory_ + "/models/shim/c/ring_boundary.wraps"; }
    // Compiled objects of a driver, by the name of their source: "virtio_ring.c".
    std::map<std::string, std::string> objects(const std::string& driver) const;
    const std::vector<std::string>& flags() const { return flags_; }
    // Names of the hypercalls: what a driver may leave undefined.
    std::vector<std::string> hypercalls() const;

private:
    std::vector<std::string> driver_names() const;
    void read_folder(const std::string& folder, std::vector<KitFile>& files) const;

    std::string directory_;
    std::vector<std::string> flags_;
    std::vector<std::string> sources_;  // paths of all its C, headers and manifests
};

constexpr const char* base_driver_name = "base";

// The kit of this program.
std::string kit_directory();

}  // namespace xsksim
