// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "sim/import/placement.hpp"

using namespace xsksim;

namespace {

constexpr const char* base_file =
    "/* What is there. */\n"                                 // 1
    "struct queue {\n"                                       // 2
    "\tint count;\n"                                         // 3
    "};\n"                                                   // 4
    "\n"                                                     // 5
    "static inline int first(struct queue *q, int limit)\n"  // 6
    "{\n"                                                    // 7
    "\tint n = 0;\n"                                         // 8
    "\n"                                                     // 9
    "\t/* In our words. */\n"                                // 10
    "\tlock(q);\n"                                           // 11
    "\tn = q->count; own();\n"                               // 12
    "\tunlock(q);\n"                                         // 13
    "\treturn n;\n"                                          // 14
    "}\n"                                                    // 15
    "\n"                                                     // 16
    "void __weak second(struct queue *q,\n"                  // 17
    "\t\t   bool why)\n"                                     // 18
    "{\n"                                                    // 19
    "\tlock(q);\n"                                           // 20
    "\tq->count++;\n"                                        // 21
    "\tunlock(q);\n"                                         // 22
    "}\n";                                                   // 23

Hunk hunk(const std::string& lines, const std::string& heading = "") {
    const std::string text = "--- a/x.c\n+++ b/x.c\n@@ -1,OLD +1,NEW @@ " + heading + "\n" + lines;
    int old_lines = 0, new_lines = 0;
    for (std::size_t at = 0; at < lines.size(); at = lines.find('\n', at) + 1) {
        if (lines[at] != '+') ++old_lines;
        if (lines[at] != '-') ++new_lines;
    }
    std::string counted = text;
    counted.replace(counted.find("OLD"), 3, std::to_string(old_lines));
    counted.replace(counted.find("NEW"), 3, std::to_string(new_lines));
    return read_patches({"p", counted}).at(0).files.at(0).hunks.at(0);
}

std::vector<Placement> places(const std::string& lines) {
    const SourceText text = SourceText::from(base_file, "x.c", false);
    return placements(hunk(lines), HunkTarget(text));
}

// The base with the hunk in its one place, from the line behind `before` on.
std::string applied(const std::string& lines) {
    SourceText text = SourceText::from(base_file, "x.c", false);
    const auto found = placements(hunk(lines), HunkTarget(text));
    if (found.size() != 1) return std::to_string(found.size()) + " places";
    text.apply(found[0].edits);
    std::string result;
    for (const SourceLine& line : text.lines()) result += line.text + "\n";
    return result;
}

std::string base_with(const std::string& after, const std::string& added) {
    std::string text = base_file;
    const auto at = text.find(after);
    REQUIRE(at != std::string::npos);
    text.insert(at + after.size(), added);
    return text;
}

}  // namespace

TEST_CASE("placement: white space, comments and linkage words do not count") {
    CHECK(applied(" int n = 0;\n+\tint m;\n \n /* Other words. */\n lock(q);\n") ==
          base_with("\tint n = 0;\n", "\tint m;\n"));
    CHECK(applied(" };\n \n+int g;\n int first(struct queue *q,\n           int limit)\n") ==
          base_with("};\n\n", "int g;\n"));
    CHECK(applied(" static void second(struct queue *q, bool why)\n {\n+\tint i;\n \tlock(q);\n") ==
          base_with("bool why)\n{\n", "\tint i;\n"));
}

TEST_CASE("placement: removed lines go, added ones come in their place") {
    std::string wanted = base_file;
    wanted.replace(wanted.find("\tq->count++;\n"), 13, "\tq->count += 2;\n");
    CHECK(applied(" lock(q);\n-\tq->count++;\n+\tq->count += 2;\n unlock(q);\n") == wanted);
}

TEST_CASE("placement: words of the base's own on the same line stay") {
    std::string wanted = base_file;
    wanted.replace(wanted.find("\tn = q->count; own();\n"), 22,
                   "\tn = q->count;\n\tmine();\n               own();\n");
    CHECK(applied(" \tlock(q);\n \tn = q->count;\n+\tmine();\n") == wanted);
}

TEST_CASE("placement: a context line in other words is skipped where the place stays sure") {
    CHECK(applied(" return n;\n }\n+int g;\n void another_one(void)\n") ==
          base_with("\treturn n;\n}\n", "int g;\n"));
    // Neither neighbour is there: no place, however much of the rest is.
    CHECK(places(" lock(q);\n other();\n+\tx();\n another();\n unlock(q);\n").empty());
    // The base has words of its own where the piece would go, inside a function.
    CHECK(places(" n = q->count;\n+\tx();\n unlock(q);\n").empty());
}

TEST_CASE("placement: a removed line that is not there leaves no place") {
    CHECK(places(" lock(q);\n-\tq->count--;\n unlock(q);\n").empty());
    const Hunk missing = hunk(" lock(q);\n-\tq->count--;\n unlock(q);\n");
    const SourceText text = SourceText::from(base_file, "x.c", false);
    const HunkTarget target(text);
    REQUIRE(first_line_not_found(missing, {&target}) != nullptr);
    CHECK(first_line_not_found(missing, {&target})->text == "\tq->count--;");
}

TEST_CASE("placement: all equally good places are told") {
    CHECK(places(" lock(q);\n+\tx();\n").size() == 2);
    CHECK(places(" lock(q);\n+\tx();\n").at(0).where == "x.c:11, in first");
    CHECK(places(" lock(q);\n+\tx();\n").at(1).where == "x.c:20, in second");
    CHECK(places(" lock(q);\n+\tx();\n q->count++;\n").size() == 1);
}

TEST_CASE("placement: a context line that stands elsewhere says that the place is there") {
    CHECK(places(" q->count++;\n unlock(q);\n+\tx();\n int other(struct queue *q, int limit)\n")
              .size() == 1);
    CHECK(places(" q->count++;\n unlock(q);\n+\tx();\n int first(struct queue *q, int limit)\n")
              .empty());
}

TEST_CASE("placement: own words between two removed lines leave no place") {
    CHECK(places(" lock(q);\n-\tn = q->count;\n-\tunlock(q);\n return n;\n").empty());
    CHECK(places(" lock(q);\n-\tn = q->count; own();\n-\tunlock(q);\n return n;\n").size() == 1);
}
