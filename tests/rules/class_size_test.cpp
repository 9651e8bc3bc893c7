// SPDX-License-Identifier: GPL-2.0-only
// A class is about one thing. What the largest has today is the limit: one that grows beyond it is
// to be split. A limit may fall, never rise.
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>

#include "tests/rules/class_sizes.hpp"

using namespace xsksim::rules;

namespace {

struct Limit {
    const char* below;
    std::size_t functions;
    std::size_t data;  // of a class; a struct is a value, and has what it needs
};

// The first that a file lies below.
constexpr std::array limits = {
    Limit{"models/kernel/cpu/", 25, 14},
    Limit{"models/app/", 25, 15},
    Limit{"", 51, 25},
};

const Limit& limit_for(const std::string& path) {
    return *std::find_if(limits.begin(), limits.end(),
                         [&](const Limit& limit) { return path.rfind(limit.below, 0) == 0; });
}

std::map<std::string, ClassSize> sizes_of(const std::vector<std::string>& lines) {
    std::map<std::string, ClassSize> sizes;
    for (const ClassSize& size : class_sizes(lines)) sizes.emplace(size.name, size);
    return sizes;
}

}  // namespace

TEST_CASE("classes: members are counted as a reader counts them") {
    const auto sizes = sizes_of({
        "#include <vector>",
        "namespace xsksim {",
        "class Declared;",
        "inline constexpr int limit{3};",
        "inline int free_function(int a) { return a; }",
        "// class Commented { int x; };",
        "class Whole final : public Base<int, 3> {",
        "public:",
        "    Whole(int a, int b) : a_(a), b_{b}, text_(\"}; int no(); {\") {}",
        "    Whole(const Whole&) = delete;",
        "    Whole& operator=(const Whole&) = default;",
        "    bool operator<(const Whole& other) const { return a_ < other.a_; }",
        "    template <typename T>",
        "    void each(T&& f) const {",
        "        for (int i = 0; i < 3; ++i) { f(i); }",
        "    }",
        "    int long_one(int a,",
        "                 std::map<int, int> b = {});",
        "    std::function<void(int, int)> on_done;",
        "    using Names = std::vector<int>;",
        "    enum class Kind { one, two };",
        "    static constexpr int many = 1'000'000;",
        "    struct Inner {",
        "        int x = 0, y = 0;",
        "        std::map<int, int> z{{1, 2}, {3, 4}};",
        "        int sum() const { return x + y; }",
        "    };",
        "private:",
        "    friend class Other;",
        "    void on(const event::VqAdd& add, const Event& e);",
        "    [[noreturn]] void fail(std::string_view why);",
        "    int a_ = 0;",
        "    std::array<int, 4> b_{};",
        "    std::string text_;",
        "    struct Area {",
        "        char first = '{';",
        "    } area_;",
        "};",
        "}  // namespace xsksim",
    });
    REQUIRE(sizes.size() == 3);
    CHECK(sizes.at("Whole").functions == 5);
    CHECK(sizes.at("Whole").data == 5);
    CHECK_FALSE(sizes.at("Whole").is_struct);
    CHECK(sizes.at("Whole::Inner").functions == 1);
    CHECK(sizes.at("Whole::Inner").data == 3);
    CHECK(sizes.at("Whole::Inner").is_struct);
    CHECK(sizes.at("Whole::Area").data == 1);
}

TEST_CASE("classes: none has more members than the largest there was") {
    std::size_t classes = 0;
    for (const std::string folder : {"models", "sim"})
        for (const SourceFile& file : sources_below(folder, {".hpp"}))
            for (const ClassSize& size : class_sizes(file.lines)) {
                const Limit& limit = limit_for(file.path);
                ++classes;
                INFO(file.path << ": " << size.name << " has " << size.functions
                               << " functions and " << size.data << " data members");
                CHECK(size.functions <= limit.functions);
                if (!size.is_struct) CHECK(size.data <= limit.data);
            }
    CHECK(classes > 200);
}
