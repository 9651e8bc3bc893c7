// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/sweep/report.hpp"

// The file lies in the build folder; CMake makes it, empty where it cannot be built.
asm(".pushsection .rodata\n"
    ".global xsksim_report_page_begin\n"
    "xsksim_report_page_begin:\n"
    ".incbin \"" XSKSIM_REPORT_PAGE
    "\"\n"
    ".global xsksim_report_page_end\n"
    "xsksim_report_page_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" {
extern const char xsksim_report_page_begin[];
extern const char xsksim_report_page_end[];
}

namespace xsksim {

std::string_view built_in_report_page() {
    return {xsksim_report_page_begin,
            static_cast<std::size_t>(xsksim_report_page_end - xsksim_report_page_begin)};
}

}  // namespace xsksim
