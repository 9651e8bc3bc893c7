// SPDX-License-Identifier: GPL-2.0-only
#include "sim/driver/loaded_driver.hpp"

#include <filesystem>
#include <map>

#include "sim/scenario/parse.hpp"

namespace xsksim {
namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse_driver(const std::string& asked_by, const std::string& wanted,
                                const std::string& got) {
    throw BadInput({{asked_by, 0, "/driver/name", wanted, got, ""}});
}

DriverObject& load_object(const fs::path& path, const std::string& asked_by) {
    try {
        return DriverObject::load(fs::absolute(path).string());
    } catch (const std::runtime_error& error) {
        refuse_driver(asked_by, "a driver object", error.what());
    }
}

// `path`: what it is read from, the object or a file of its own.
template <class Read>
const DriverManifest& manifest_of(const fs::path& path, Read read) {
    static std::map<std::string, DriverManifest> known;
    const std::string key = fs::absolute(path).string();
    const auto found = known.find(key);
    return found != known.end() ? found->second : known.emplace(key, read()).first->second;
}

LoadedDriver load_file(const std::string& file, const std::string& asked_by) {
    if (!fs::is_regular_file(file))
        refuse_driver(asked_by, "a driver file", file + ": no such file");
    DriverObject& object = load_object(file, asked_by);
    const auto* text = static_cast<const char*>(object.symbol("xs_driver_manifest"));
    if (text == nullptr)
        refuse_driver(asked_by, "a file that `xsksim driver build` wrote",
                      file + ": has no manifest");
    return {manifest_of(object.path(), [&] { return parse_manifest(text, file); }), object};
}

}  // namespace

bool is_driver_file(const std::string& name_or_file) {
    return name_or_file.find('/') != std::string::npos || name_or_file.ends_with(".so");
}

LoadedDriver load_driver(const std::string& name_or_file, const std::string& directory,
                         const std::string& asked_by) {
    if (is_driver_file(name_or_file)) return load_file(name_or_file, asked_by);
    const fs::path folder = driver_directory(directory);
    const fs::path path = folder / (name_or_file + ".so");
    if (!fs::is_regular_file(path))
        refuse_driver(asked_by, "a driver in " + folder.string(),
                      "no " + name_or_file + ".so there");
    const fs::path manifest = folder / (name_or_file + ".json");
    return {manifest_of(manifest, [&] { return load_manifest(manifest.string()); }),
            load_object(path, asked_by)};
}

}  // namespace xsksim
