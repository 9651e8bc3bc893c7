// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <filesystem>
#include <map>

#include "sim/import/driver_text.hpp"
#include "sim/import/placement.hpp"

namespace xsksim {

namespace {

struct Placed {
    const Hunk* hunk = nullptr;
    std::size_t file = 0;
    Placement placement;
};

// A heading names the function that precedes the hunk's first line or holds it.
bool heading_speaks_for(const Hunk& hunk, const HunkTarget& target, std::size_t word) {
    const CItem* named = nullptr;
    for (const CItem& item : target.items()) {
        if (item.kind == CItem::Kind::prototype || item.name().empty()) continue;
        if (item.first > target.words()[word]) break;
        if (named != nullptr && hunk.heading.find(named->name()) != std::string::npos &&
            &item == target.item_at(word))
            return true;
        named = &item;
    }
    return named != nullptr && hunk.heading.find(named->name()) != std::string::npos;
}

// Candidates: every file that the patch may mean.
class HunkPlacer {
public:
    HunkPlacer(const std::vector<KitFile>& files, const std::vector<std::size_t>& candidates) {
        for (const std::size_t index : candidates)
            targets_.emplace(index, HunkTarget(files[index].text));
    }

    std::vector<Placed> find(const Hunk& hunk) const {
        std::vector<Placed> found;
        for (const auto& [index, target] : targets_)
            for (Placement& placement : placements(hunk, target))
                found.push_back({&hunk, index, std::move(placement)});
        int best = 0;
        for (const Placed& placed : found) best = std::max(best, placed.placement.score);
        std::erase_if(found, [&](const Placed& p) { return p.placement.score < best; });
        if (found.size() < 2) return found;
        std::vector<Placed> named;
        for (const Placed& placed : found)
            if (heading_speaks_for(hunk, targets_.at(placed.file), placed.placement.first_word))
                named.push_back(placed);
        return named.size() == 1 ? named : found;
    }

    const HunkLine* line_not_found(const Hunk& hunk) const {
        std::vector<const HunkTarget*> all;
        for (const auto& entry : targets_) all.push_back(&entry.second);
        return first_line_not_found(hunk, all);
    }

private:
    std::map<std::size_t, HunkTarget> targets_;
};

ImportProblem no_place(const Hunk& hunk, const HunkPlacer& now, const HunkPlacer& before) {
    ImportProblem problem{hunk.at, "the hunk has no place in the base", {}};
    if (before.find(hunk).size() == 1)
        problem.message = "the hunk conflicts with an earlier one that changed its place";
    if (const HunkLine* line = now.line_not_found(hunk)) {
        const bool removed = line->kind == HunkLine::Kind::removed;
        problem.notes.push_back(Origin{hunk.at.file, line->line}.text() +
                                ": not there: " + (removed ? "-" : "") + line->text);
    } else {
        problem.notes.push_back("its lines are there, but not together in one place");
    }
    return problem;
}

ImportProblem ambiguous(const Hunk& hunk, const std::vector<Placed>& found) {
    ImportProblem problem{hunk.at,
                          "the hunk has " + std::to_string(found.size()) +
                              " places that fit equally well; more context would tell",
                          {}};
    for (const Placed& placed : found) problem.notes.push_back(placed.placement.where);
    return problem;
}

bool overlap(const TextEdit& a, const TextEdit& b) {
    if (a.begin == b.begin && a.end == b.end) return true;
    return a.begin < b.end && b.begin < a.end;
}

// Hunks of one patch all speak of the text before it, so they may not meet.
void refuse_overlaps(const std::vector<Placed>& placed, std::vector<ImportProblem>& problems) {
    for (std::size_t i = 0; i < placed.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            if (placed[i].file != placed[j].file) continue;
            const auto& a = placed[i].placement.edits;
            const auto& b = placed[j].placement.edits;
            const bool meets = std::any_of(a.begin(), a.end(), [&](const TextEdit& x) {
                return std::any_of(b.begin(), b.end(),
                                   [&](const TextEdit& y) { return overlap(x, y); });
            });
            if (meets)
                problems.push_back({placed[i].hunk->at,
                                    "the hunk conflicts with that of " + placed[j].hunk->at.text() +
                                        ": both change the same place",
                                    {placed[i].placement.where}});
        }
}

std::string counts_of(const Hunk& hunk) {
    const auto count = [&](HunkLine::Kind kind) {
        return std::to_string(std::count_if(hunk.lines.begin(), hunk.lines.end(),
                                            [kind](const HunkLine& l) { return l.kind == kind; }));
    };
    return "hunk +" + count(HunkLine::Kind::added) + " -" + count(HunkLine::Kind::removed);
}

}  // namespace

// A path of the base's own tree means that file; the kernel's single file may be spread over
// several here.
std::vector<std::size_t> DriverText::files_meant_by(const FilePatch& patch) const {
    std::vector<std::size_t> exact, spread;
    const std::string name = std::filesystem::path(patch.path).filename().string();
    for (std::size_t i = 0; i < base_.files.size(); ++i) {
        const KitFile& file = base_.files[i];
        const std::string full = "models/drivers/" + file.path;
        if (full == patch.path || full.ends_with("/" + patch.path) ||
            patch.path.ends_with("/" + full))
            exact.push_back(i);
        const bool is_ring = file.folder == "virtqueue";
        if ((name == "virtio_net.c" && !is_ring) || (name == "virtio_ring.c" && is_ring))
            spread.push_back(i);
    }
    return exact.size() == 1 ? exact : spread;
}

void DriverText::apply(const Patch& patch) {
    std::vector<ImportProblem> problems;
    std::vector<Placed> placed;
    for (const FilePatch& file : patch.files) {
        const std::vector<std::size_t> candidates = files_meant_by(file);
        if (candidates.empty()) {
            problems.push_back({file.at,
                                "a patch of " + file.path + ", which is no file of the base " +
                                    "(drivers/net/virtio_net.c, drivers/virtio/virtio_ring.c)",
                                {}});
            continue;
        }
        const HunkPlacer now(base_.files, candidates), before(original_, candidates);
        for (const Hunk& hunk : file.hunks) {
            std::vector<Placed> found = now.find(hunk);
            if (found.empty())
                problems.push_back(no_place(hunk, now, before));
            else if (found.size() > 1)
                problems.push_back(ambiguous(hunk, found));
            else
                placed.push_back(std::move(found.front()));
        }
    }
    refuse_overlaps(placed, problems);
    if (!problems.empty()) throw ImportError(std::move(problems));
    std::map<std::size_t, std::vector<TextEdit>> edits;
    for (const Placed& one : placed) {
        auto& all = edits[one.file];
        all.insert(all.end(), one.placement.edits.begin(), one.placement.edits.end());
        pieces_.push_back(
            {one.hunk->at, counts_of(*one.hunk), one.placement.where, one.placement.skipped});
    }
    for (auto& [index, list] : edits) {
        base_.files[index].text.apply(std::move(list));
        changed_.insert(base_.files[index].path);
    }
}

}  // namespace xsksim
