// SPDX-License-Identifier: GPL-2.0-only
// What events say of a context, buffer, frame, NAPI, timer or lock is derived in models/observe,
// once (docs/architecture.md). Whoever reads events beside it may keep what it tells of them, but
// no table by one of these: the next reader would keep another.
#include <catch2/catch.hpp>

#include <regex>

#include "tests/rules/source_tree.hpp"

using xsksim::rules::SourceFile;
using xsksim::rules::sources_below;

namespace {

// names[e.context], queue.by_head[add.head], frames.find(returned.gpa.value)
bool looks_up_by_identity(const std::string& line) {
    static const std::regex lookup(
        R"((\[|\.find\(|\.contains\()\w+(\.|->)(context|head|napi|timer|lock|frame|addr|gpa|word)(\.\w+)?[\])])");
    return std::regex_search(line, lookup);
}

}  // namespace

TEST_CASE("facts: a table by context, buffer, frame, NAPI, timer or lock is known for what it is") {
    CHECK(looks_up_by_identity("    Situation& s = situations_[e.context];"));
    CHECK(looks_up_by_identity("    queue.of_head[got.head] = 0;"));
    CHECK(looks_up_by_identity("    if (frames_.contains(take.gpa.value)) return;"));
    CHECK(looks_up_by_identity("    auto napi = napis_.find(polled->napi);"));
    CHECK_FALSE(looks_up_by_identity("    names_.context(e.context)"));
    CHECK_FALSE(looks_up_by_identity("    told_[setup.queue] = 0;"));
    CHECK_FALSE(looks_up_by_identity("    picture_.napi(poll.napi)"));
}

TEST_CASE("facts: readers of events keep no such table; models/observe does") {
    for (const char* folder : {"models/checks", "models/explain", "sim/run", "sim/view"})
        for (const SourceFile& file : sources_below(folder, {".cpp", ".hpp"}))
            for (const std::string& line : file.lines) {
                INFO(file.path << ": " << line);
                CHECK_FALSE(looks_up_by_identity(line));
            }
    std::size_t in_observe = 0;
    for (const SourceFile& file : sources_below("models/observe", {".cpp", ".hpp"}))
        for (const std::string& line : file.lines) in_observe += looks_up_by_identity(line);
    CHECK(in_observe > 3);
}
