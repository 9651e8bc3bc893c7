// SPDX-License-Identifier: GPL-2.0-only
#include "sim/import/kit.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "sim/import/content_key.hpp"
#include "sim/import/text_file.hpp"

namespace xsksim {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view drivers_path = "models/drivers/";

TextWords text_words(const nlohmann::json& base_manifest) {
    const nlohmann::json words = base_manifest.at("built_texts");
    return {words.at("state_bit_prefixes"), words.at("per_packet_header_if"),
            words.at("wakeup_function"), words.at("operations_macro"), words.dump()};
}

std::vector<std::string> read_lines(const fs::path& path) {
    std::istringstream in(read_text_file(path));
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) lines.push_back(line);
    return lines;
}

}  // namespace

std::string kit_directory() {
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    return (program.parent_path().parent_path() / "drivers" / "kit").string();
}

Kit::Kit(std::string directory) : directory_(std::move(directory)) {
    if (!fs::is_regular_file(directory_ + "/flags"))
        throw ImportError(
            {{{directory_, 0}, "no driver kit there; build the target `drivers`", {}}});
    flags_ = read_lines(directory_ + "/flags");
    sources_ = read_lines(directory_ + "/sources");
}

std::vector<std::string> Kit::driver_names() const {
    std::vector<std::string> names;
    for (const std::string& source : sources_)
        if (source.ends_with("/driver.json"))
            names.push_back(fs::path(source).parent_path().filename().string());
    return names;
}

void Kit::read_folder(const std::string& folder, std::vector<KitFile>& files) const {
    const std::string prefix = std::string(drivers_path) + folder + "/";
    for (const std::string& source : sources_)
        if (source.rfind(prefix, 0) == 0 && (source.ends_with(".c") || source.ends_with(".h")))
            files.push_back(
                {folder, source.substr(drivers_path.size()),
                 SourceText::from(read_text_file(directory_ + "/" + source), source, false)});
}

BaseDriver Kit::base(const std::string& asked) const {
    const std::vector<std::string> names = driver_names();
    const auto manifest_of = [&](const std::string& name) {
        return read_text_file(directory_ + "/" + std::string(drivers_path) + name + "/driver.json");
    };
    BaseDriver base;
    base.name = asked;
    const auto manifest = nlohmann::json::parse(manifest_of(base_driver_name));
    base.words = text_words(manifest);
    if (manifest.value("base", "") == asked) base.name = base_driver_name;
    if (std::find(names.begin(), names.end(), base.name) == names.end()) {
        std::string known;
        for (const std::string& name : names) known += (known.empty() ? "" : ", ") + name;
        throw ImportError({{{"--base", 0}, "wanted one of " + known + "; got " + asked, {}}});
    }
    base.manifest = manifest_of(base.name);
    read_folder("virtqueue", base.files);
    read_folder(base_driver_name, base.files);
    if (base.name != base_driver_name) read_folder(base.name, base.files);
    base.include_folders = {base.name, base_driver_name, "base/no_zero_copy"};
    return base;
}

std::map<std::string, std::string> Kit::objects(const std::string& driver) const {
    std::map<std::string, std::string> objects;
    for (const auto& entry : fs::directory_iterator(directory_ + "/objects/" + driver))
        if (entry.path().extension() == ".o")
            objects[entry.path().stem().string()] = entry.path().string();
    return objects;
}

std::string Kit::tree_headers_digest() const {
    ContentKey key;
    for (const std::string& flag : flags_) key.add(flag);
    key.add(read_text_file(tree_kit() + "/probes")).add(read_text_file(hypercalls_header()));
    for (const std::string& source : sources_)
        if (source.starts_with("models/linux/") && source.ends_with(".h"))
            key.add(source).add(read_text_file(directory_ + "/" + source));
    return key.text();
}

std::vector<std::string> Kit::hypercalls() const {
    const std::string header = read_text_file(hypercalls_header());
    static const std::regex name(R"(\b(xs_[a-z0-9_]+)\()");
    std::vector<std::string> names;
    for (std::sregex_iterator i(header.begin(), header.end(), name), end; i != end; ++i)
        names.push_back((*i)[1]);
    return names;
}

}  // namespace xsksim
