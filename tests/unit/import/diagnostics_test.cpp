// SPDX-License-Identifier: GPL-2.0-only
#include <catch2/catch.hpp>

#include "sim/import/diagnostics.hpp"

using namespace xsksim;

TEST_CASE("diagnostics: errors, warnings and notes with the user's places") {
    const Diagnostics found = read_compiler_output(
        "my.c: In function 'f':\n"
        "my.c:3:7: warning: unused variable 'x' [-Wunused-variable]\n"
        "my.c:4:2: error: 'y' undeclared (first use in this function)\n"
        "my.c:4:2: note: each undeclared identifier is reported only once\n"
        "my.c:3:7: warning: unused variable 'x' [-Wunused-variable]\n");
    REQUIRE(found.errors.size() == 1);
    CHECK(found.errors[0].at == Origin{"my.c", 4});
    CHECK(found.errors[0].notes.size() == 1);
    REQUIRE(found.warnings.size() == 1);
    CHECK(found.warnings[0].at == Origin{"my.c", 3});
}

TEST_CASE("diagnostics: what only the kernel has is an error in our words") {
    const Diagnostics found = read_compiler_output(
        "my.c:3:7: warning: implicit declaration of function 'kthread_run'; did you mean 'x'? "
        "[-Wimplicit-function-declaration]\n"
        "my.c:1:10: fatal error: linux/kthread.h: No such file or directory\n");
    CHECK(found.warnings.empty());
    REQUIRE(found.errors.size() == 2);
    CHECK(found.errors[0].message == "the shim lacks kthread_run(), or nothing declares it");
    CHECK(found.errors[1].message == "the shim lacks the header linux/kthread.h");
    const Diagnostics linked = read_linker_output(
        "/usr/bin/ld: x.o: in function `f':\n/usr/bin/ld: my.c:9: undefined reference to `g'\n");
    REQUIRE(linked.errors.size() == 1);
    CHECK(linked.errors[0].at == Origin{"my.c", 9});
}
