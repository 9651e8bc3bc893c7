// SPDX-License-Identifier: GPL-2.0-only
// A kernel's source tree, in folders made up here.
#include "sim/import/kernel_tree.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "sim/import/build_output.hpp"
#include "sim/import/content_key.hpp"
#include "sim/import/text_file.hpp"

using namespace xsksim;
using Catch::Matchers::Contains;

namespace {

// The least that is taken for a tree.
struct MadeUp {
    explicit MadeUp(const std::string& makefile) {
        write("Makefile", makefile);
        for (const char* file : {"include/linux/netdevice.h", "include/asm-generic/barrier.h",
                                 "include/uapi/linux/virtio_net.h", "drivers/net/virtio_net.c",
                                 "drivers/virtio/virtio_ring.c"})
            write(file, "");
    }
    void write(const std::string& file, const std::string& text) const {
        write_text_file(folder.path() + "/" + file, text);
    }
    KernelTree tree() const { return KernelTree(folder.path()); }

    TemporaryFolder folder;
};

constexpr const char* makefile_6_1 =
    "# SPDX-License-Identifier: GPL-2.0\nVERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\nEXTRAVERSION "
    "=\n";

}  // namespace

TEST_CASE("tree: its version is its Makefile's") {
    CHECK(MadeUp(makefile_6_1).tree().version().text() == "6.1.192");
    CHECK(MadeUp("VERSION = 7\nPATCHLEVEL = 3\n").tree().version().text() == "7.3.0");
    CHECK_THROWS_WITH(MadeUp("all:\n").tree(), Contains("says no VERSION and PATCHLEVEL"));
    CHECK_THROWS_WITH(MadeUp("VERSION = 5\nPATCHLEVEL = 9\n").tree(),
                      Contains("is of Linux 5.9.0; wanted one from 5.10 on"));
}

TEST_CASE("tree: what is missing of it is said, all of it") {
    const MadeUp made(makefile_6_1);
    std::filesystem::remove(made.folder.path() + "/drivers/virtio/virtio_ring.c");
    std::filesystem::remove(made.folder.path() + "/include/linux/netdevice.h");
    CHECK_THROWS_WITH(made.tree(), Contains("drivers/virtio/virtio_ring.c: is not there") &&
                                       Contains("include/linux/netdevice.h: is not there"));
    CHECK_THROWS_WITH(KernelTree(made.folder.path() + "/none"), Contains("is no folder"));
}

TEST_CASE("tree: its headers have another digest when a byte or a name is another") {
    const MadeUp made(makefile_6_1);
    const std::string before = made.tree().headers_digest();
    CHECK(made.tree().headers_digest() == before);
    made.write("include/linux/skbuff.h", "int a;");
    const std::string with_one = made.tree().headers_digest();
    CHECK(with_one != before);
    made.write("include/linux/skbuff.h", "int b;");
    CHECK(made.tree().headers_digest() != with_one);
    CHECK(made.tree().headers("include/linux") ==
          std::vector<std::string>{"netdevice.h", "skbuff.h"});
}

TEST_CASE("content key: FNV-1a's offset where nothing was added, and where one lot ends counts") {
    CHECK(ContentKey().text() == "6c62272e07bb014262b821756295c58d");  // RFC 9923
    CHECK(ContentKey().add("ab").add("c").text() != ContentKey().add("a").add("bc").text());
    CHECK(ContentKey().add("abc").text() == ContentKey().add("abc").text());
}
