// SPDX-License-Identifier: GPL-2.0-only
// Compiled objects, kept by the contents of all that goes into them, so that a second build
// compiles what has changed. Of a user, for all trees; a folder that cannot be written to keeps
// nothing, and nobody is told: it only takes longer then. What was used least recently goes where
// they take more than they may together. Owner: who compiles. Bytes. Several programs may use one
// at a time.
#pragma once

#include <cstdint>
#include <string>

namespace xsksim {

class ObjectCache {
public:
    static constexpr std::uint64_t usual_bytes_max = std::uint64_t{512} << 20;

    // `folder` empty: keeps nothing.
    explicit ObjectCache(std::string folder, std::uint64_t bytes_max = usual_bytes_max)
        : folder_(std::move(folder)), bytes_max_(bytes_max) {}

    bool is_none() const { return folder_.empty(); }
    // Where an object with this key lies, or would.
    std::string place_of(const std::string& key) const { return folder_ + "/" + key + ".o"; }
    // Whether it does; it then counts as used.
    bool has(const std::string& place) const;
    // Whole or not at all.
    void keep(const std::string& object, const std::string& place) const;
    void forget_least_used() const;

private:
    std::string folder_;
    std::uint64_t bytes_max_;
};

}  // namespace xsksim
