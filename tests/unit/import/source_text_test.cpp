// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "sim/import/source_text.hpp"

using namespace xsksim;

namespace {

SourceText base() { return SourceText::from("one two three\nfour\nfive\n", "base.c", false); }

std::vector<SourceLine> added() { return {{"X", {"mail", 7}, true}, {"Y", {"mail", 8}, true}}; }

}  // namespace

TEST_CASE("source text: #line tells the compiler whose line each is") {
    SourceText text = base();
    CHECK(text.with_line_directives() == "#line 1 \"base.c\"\none two three\nfour\nfive\n");
    text.apply({{{1, 0}, {1, 0}, added()}});
    CHECK(text.with_line_directives() ==
          "#line 1 \"base.c\"\none two three\n#line 7 \"mail\"\nX\nY\n"
          "#line 2 \"base.c\"\nfour\nfive\n");
}

TEST_CASE("source text: a line that is cut keeps its number on both sides") {
    SourceText text = base();
    text.apply({{{0, 3}, {0, 8}, added()}});
    CHECK(text.with_line_directives() ==
          "#line 1 \"base.c\"\none\n#line 7 \"mail\"\nX\nY\n"
          "#line 1 \"base.c\"\n        three\nfour\nfive\n");
}

TEST_CASE("source text: several edits, and one at the end") {
    SourceText text = base();
    text.apply({{{3, 0}, {3, 0}, added()}, {{1, 0}, {2, 0}, {}}});
    CHECK(text.with_line_directives() ==
          "#line 1 \"base.c\"\none two three\n#line 3 \"base.c\"\nfive\n#line 7 \"mail\"\nX\nY\n");
}

TEST_CASE("source text: no #line inside a macro") {
    SourceText text = SourceText::from("#define A \\\n\t1\n", "base.c", false);
    text.apply({{{1, 0}, {1, 0}, {{"\t2 + \\", {"mail", 3}, true}}}});
    CHECK(text.with_line_directives() == "#line 1 \"base.c\"\n#define A \\\n\t2 + \\\n\t1\n");
}
