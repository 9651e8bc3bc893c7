// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "sim/import/patch.hpp"

using namespace xsksim;

namespace {

constexpr const char* diff =
    "--- a/drivers/net/virtio_net.c\n"
    "+++ b/drivers/net/virtio_net.c\n"
    "@@ -10,3 +10,4 @@ int before(void)\n"
    " \tone();\n"
    "+\ttwo();\n"
    " \n"
    " \tthree();\n";

std::vector<Patch> read(const std::string& text) { return read_patches({"in.txt", text}); }

std::string refusal(const std::string& text) {
    try {
        read(text);
    } catch (const ImportError& error) {
        return error.what();
    }
    return "accepted";
}

std::string quoted(const std::string& text, const std::string& mark) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find('\n', at);
        result += mark + text.substr(at, end - at) + "\n";
        at = end + 1;
    }
    return result;
}

}  // namespace

TEST_CASE("patch: a plain diff") {
    const auto patches = read(diff);
    REQUIRE(patches.size() == 1);
    CHECK(patches[0].title.empty());
    REQUIRE(patches[0].files.size() == 1);
    CHECK(patches[0].files[0].path == "drivers/net/virtio_net.c");
    REQUIRE(patches[0].files[0].hunks.size() == 1);
    const Hunk& hunk = patches[0].files[0].hunks[0];
    CHECK(hunk.at == Origin{"in.txt", 3});
    CHECK(hunk.heading == "int before(void)");
    REQUIRE(hunk.lines.size() == 4);
    CHECK(hunk.lines[1].kind == HunkLine::Kind::added);
    CHECK(hunk.lines[1].text == "\ttwo();");
    CHECK(hunk.lines[1].line == 5);
}

TEST_CASE("patch: quote marks of any depth and form") {
    for (const std::string mark : {"> ", ">", "> > ", ">> ", "> > > "}) {
        INFO(mark);
        const auto patches = read("Hello,\n\n" + quoted(diff, mark) + "\nlooks good\n");
        REQUIRE(patches.size() == 1);
        const Hunk& hunk = patches[0].files.at(0).hunks.at(0);
        REQUIRE(hunk.lines.size() == 4);
        CHECK(hunk.lines[1].kind == HunkLine::Kind::added);
        CHECK(hunk.lines[1].line == 7);
        CHECK(hunk.lines[3].text == "\tthree();");
    }
}

TEST_CASE("patch: a reviewer's words inside a hunk keep the lines' numbers") {
    std::string text = quoted(diff, "> ");
    const std::string two = "> +\ttwo();\n";
    text.insert(text.find(two), "\n- why?\n+ no\n\n");
    const auto patches = read(text);
    const Hunk& hunk = patches.at(0).files.at(0).hunks.at(0);
    REQUIRE(hunk.lines.size() == 8);
    for (std::size_t i = 1; i < 5; ++i) {
        CHECK(hunk.lines[i].kind == HunkLine::Kind::reviewer);
        CHECK(hunk.lines[i].text.empty());
    }
    CHECK(hunk.lines[5].kind == HunkLine::Kind::added);
    CHECK(hunk.lines[5].line == 9);
}

TEST_CASE("patch: white space that an archive flattened") {
    const auto patches = read(
        "> --- a/drivers/net/virtio_net.c\n> +++ b/drivers/net/virtio_net.c\n"
        "> @@ -10,3 +10,4 @@\n> one();\n> + two();\n>\n> three();\n> --\n> 2.30\n");
    const Hunk& hunk = patches.at(0).files.at(0).hunks.at(0);
    REQUIRE(hunk.lines.size() == 4);
    CHECK(hunk.lines[0].text == "one();");
    CHECK(hunk.lines[2].text.empty());
}

TEST_CASE("patch: an mbox holds several, each with its subject") {
    const std::string header = "From 0123456789 Mon Sep 17 00:00:00 2001\nSubject: ";
    const auto patches =
        read(header + "[PATCH net 1/2] tx: first\n\n---\n" + diff + "-- \n2.30\n\n" + header +
             "Re: [PATCH net 2/2] tx:\n second\n\n---\n" + diff);
    REQUIRE(patches.size() == 2);
    CHECK(patches[0].title == "tx: first");
    CHECK(patches[1].title == "tx: second");
    CHECK(patches[0].files.at(0).hunks.size() == 1);
    CHECK(patches[1].files.at(0).hunks.size() == 1);
}

TEST_CASE("patch: what is no patch is refused, with its line") {
    CHECK(refusal("hello\n") ==
          "in.txt: wanted a patch or a mail with one, found no hunk (@@ -1,2 +3,4 @@) in it");
    CHECK(refusal(std::string("a\0b", 3)).find("binary data") != std::string::npos);
    CHECK(refusal("@@ -1 +1 @@\n-a\n+b\n").find("in.txt:1: a hunk without the name of a file") ==
          0);
    CHECK(refusal("Content-Transfer-Encoding: base64\n\nYQ==\n").find("in.txt:1: ") == 0);
}

TEST_CASE("patch: a hunk that ends early is told from where to where") {
    const std::string whole = diff;
    const std::string cut = whole.substr(0, whole.find(" \tthree"));
    CHECK(refusal(cut).find("in.txt:3: the hunk ends early") == 0);
    CHECK(refusal(cut).find("of which 1 old and 1 new ones are missing") != std::string::npos);
    CHECK(refusal(cut + "-- \n2.30\n").find("in.txt:7: ends here") != std::string::npos);
    CHECK(refusal(cut + "@@ -1 +1 @@\n-a\n+b\n").find("in.txt:3: the hunk ends early") == 0);
    std::string long_one = whole;
    long_one.replace(long_one.find("-10,3"), 5, "-10,1");
    CHECK(refusal(long_one).find("does not fit its heading") != std::string::npos);
}
