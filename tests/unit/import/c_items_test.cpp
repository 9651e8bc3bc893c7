// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "sim/import/c_items.hpp"

using namespace xsksim;
using Kind = CItem::Kind;

namespace {

struct Named {
    Kind kind;
    std::vector<std::string> names;
    bool operator==(const Named&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Named& named) {
    out << static_cast<int>(named.kind);
    for (const auto& name : named.names) out << " '" << name << "'";
    return out;
}

std::vector<Named> items(const std::string& text) {
    const SourceText source = SourceText::from(text, "x.c", true);
    std::vector<Named> result;
    for (const CItem& item : c_items(c_tokens(source.lines())))
        result.push_back({item.kind, item.names});
    return result;
}

}  // namespace

TEST_CASE("items: each kind of top-level item and its name") {
    CHECK(items("#include <a.h>\n#define B(x) \\\n\t(x)\n#define C 1\n") ==
          std::vector<Named>{{Kind::include, {""}}, {Kind::macro, {"B"}}, {Kind::macro, {"C"}}});
    CHECK(items("static int f(int a);\nint __weak f(int a)\n{\n\tif (a) { return 1; }\n\treturn "
                "0;\n}\n") ==
          std::vector<Named>{{Kind::prototype, {"f"}}, {Kind::function, {"f"}}});
    CHECK(items("struct s {\n\tint a;\n\tstruct { int b; } c;\n};\nenum { A, B };\n") ==
          std::vector<Named>{{Kind::type, {"struct s"}}, {Kind::type, {""}}});
    CHECK(
        items("static bool csum = true, gso = f(1, 2), napi_tx = true;\nint n[3];\n") ==
        std::vector<Named>{{Kind::variable, {"csum", "gso", "napi_tx"}}, {Kind::variable, {"n"}}});
    CHECK(items("static const struct ops o = {\n\t.a = f,\n};\n") ==
          std::vector<Named>{{Kind::variable, {"o"}}});
    CHECK(items("module_param(n, int, 0644);\nmodule_init(start);\nMODULE_LICENSE(\"GPL\");\n") ==
          std::vector<Named>{{Kind::invocation, {"module_param(n)"}},
                             {Kind::invocation, {"module_init"}},
                             {Kind::invocation, {"MODULE_LICENSE"}}});
    CHECK(items("int __attribute__((__weak__)) f(void) { return 0; }\ntypedef int t;\n") ==
          std::vector<Named>{{Kind::function, {"f"}}, {Kind::type, {"t"}}});
}

TEST_CASE("items: braces in strings, characters and comments end nothing") {
    CHECK(items("int f(void)\n{\n\tputs(\"}\"); /* } */ g('}'); // }\n}\nint a;\n") ==
          std::vector<Named>{{Kind::function, {"f"}}, {Kind::variable, {"a"}}});
    CHECK(items("/* int x;\n * int f(void) {\n */\nint b;\n") ==
          std::vector<Named>{{Kind::variable, {"b"}}});
}
