// SPDX-License-Identifier: GPL-2.0-only
#include "sim/store/digest.hpp"

#include <fmt/format.h>

#include "sim/store/content_sum.hpp"

namespace xsksim {

std::string digest_of(Database& database, const std::vector<std::string>& queries) {
    ContentSum sum;
    for (const std::string& query : queries) {
        auto rows = database.prepare(query);
        sum.add(query);
        while (rows.row())
            for (int column = 0; column < rows.columns(); ++column)
                sum.add(rows.is_null(column) ? "null" : rows.text(column));
    }
    return fmt::format("{:016x}", sum.value());
}

}  // namespace xsksim
