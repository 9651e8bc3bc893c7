// SPDX-License-Identifier: GPL-2.0-only
// The text of a driver while inputs are worked into it: the files of a base, each line of which
// knows where it comes from, and an account of what went where.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/import/kit.hpp"
#include "sim/import/patch.hpp"

namespace xsksim {

// One piece of the user's text and its place.
struct TakenPiece {
    Origin from;
    std::string what;                  // "hunk, 32 lines added, 0 removed", "function poll_tx"
    std::string where;                 // "models/drivers/base/virtnet.h:76, in struct send_queue"
    std::vector<std::string> skipped;  // context lines that the base words in its own way
};

class DriverText {
public:
    explicit DriverText(BaseDriver base) : base_(std::move(base)), original_(base_.files) {}

    // Throw ImportError and leave the text as it was.
    void apply(const Patch& patch);
    void take_in(const ImportInput& c_file);

    // Prototypes of the base give way to the user's own wording of the function they announce.
    void renew_prototypes();
    // Two definitions of one function in one file. Throws ImportError.
    void refuse_double_definitions() const;

    const BaseDriver& base() const { return base_; }
    const std::vector<KitFile>& files() const { return base_.files; }
    const std::vector<TakenPiece>& pieces() const { return pieces_; }
    bool is_changed(const std::string& path) const { return changed_.count(path) != 0; }

private:
    void offer_wakeup(const std::string& file);
    std::vector<std::size_t> files_meant_by(const FilePatch& patch) const;

    BaseDriver base_;
    std::vector<KitFile> original_;
    std::set<std::string> changed_;
    std::vector<TakenPiece> pieces_;
};

}  // namespace xsksim
