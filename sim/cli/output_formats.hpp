// SPDX-License-Identifier: GPL-2.0-only
// Every format that the program reads or writes, with its schema: `xsksim schema`.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace xsksim::cli {

struct KnownFormat {
    std::string name;  // `xsksim schema --NAME` prints its schema
    std::string about;
    std::function<std::string()> schema;  // a JSON text
};

const std::vector<KnownFormat>& known_formats();

}  // namespace xsksim::cli
