// SPDX-License-Identifier: GPL-2.0-only
// Small stores written by hand, so that what is read from them is known.
#pragma once

#include <memory>
#include <string>

#include "sim/sweep/store_tables.hpp"
#include "sim/view/sweep/result.hpp"

namespace xsksim::test {

using MadeUpStore = std::unique_ptr<Database>;

// In memory.
inline MadeUpStore made_up_database(const std::string& name, const std::string& rows) {
    auto database = std::make_unique<Database>(":memory:", Database::Mode::create);
    database->execute(store_tables);
    database->execute(
        "INSERT INTO sweep VALUES ('format', 'xsksim-store-2'), ('name', '" + name +
        "'), ('question', 'Which one <stalls>?'), ('base', 'scenarios/base line.json'), "
        "('build', 'abc'), ('plan', '0'), ('set', '/end/frames=10\n/note=\"it''s\"')");
    database->execute(rows);
    return database;
}

// Two axes, one of numbers and one of words; three seeds; run 11 (point 3, seed 3) is missing, and
// run 9 has no figures.
//
//      percent  driver  verdicts               rate               kicks
//   0        5  v1      pass, stalled, pass    10, 0, 30          1, 1, 1
//   1        5  new     stalled (all)          1, 2, 3            2, 2, 2
//   2       40  v1      pass (all)             1e6, 2e6, 1.5e6    3, 3, 3
//   3       40  new     crashed, pass          -, 7               -, 4
inline MadeUpStore grid_database() {
    return made_up_database("grid", R"sql(
INSERT INTO sweep VALUES ('good', 'pass'), ('find', ''), ('points', '4'), ('seeds', '3'),
  ('runs', '12'), ('plan_text', '{"combine":"product"}
');
INSERT INTO axis VALUES (0, 'percent', '%', 'linear'), (1, 'driver', '', 'linear');
INSERT INTO axis_value VALUES (0, 0, '5', 5, '/driver/parameters/p=5'),
  (0, 1, '40', 40, '/driver/parameters/p=40'),
  (1, 0, 'v1', NULL, '/driver/name="v1"'), (1, 1, 'new, "best"', NULL, '/driver/name="v3"
/x=1');
INSERT INTO figure VALUES (0, 'rate', 'packets/s', 'packets a second'), (1, 'kicks', '', 'kicks');
INSERT INTO parameter VALUES (0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1),
  (2, 0, 1), (2, 1, 0), (3, 0, 1), (3, 1, 1);
INSERT INTO run VALUES (0, 0, 1, NULL, 'pass', 1, '', ''),
  (1, 0, 2, NULL, 'stalled', 0, 'no, wake', 'stall.driver_not_called'),
  (2, 0, 3, NULL, 'pass', 1, '', ''), (3, 1, 1, NULL, 'stalled', 0, 's', ''),
  (4, 1, 2, NULL, 'stalled', 0, 's', ''), (5, 1, 3, NULL, 'stalled', 0, 's', ''),
  (6, 2, 1, NULL, 'pass', 1, '', ''), (7, 2, 2, NULL, 'pass', 1, '', ''),
  (8, 2, 3, NULL, 'pass', 1, '', ''),
  (9, 3, 1, NULL, 'crashed', 0, 'died', ''), (10, 3, 2, NULL, 'pass', 1, '', '');
INSERT INTO scalar VALUES (0, 0, 10), (0, 1, 0), (0, 2, 30), (0, 3, 1), (0, 4, 2), (0, 5, 3),
  (0, 6, 1e6), (0, 7, 2e6), (0, 8, 1.5e6), (0, 10, 7),
  (1, 0, 1), (1, 1, 1), (1, 2, 1), (1, 3, 2), (1, 4, 2), (1, 5, 2), (1, 6, 3), (1, 7, 3),
  (1, 8, 3), (1, 10, 4);
INSERT INTO explanation VALUES (1, 'because </script> of
this'), (3, 'first'), (4, 'second');
)sql");
}

// The largest good loss by percent: 0.25 at 5 (0.5 is not good), none at 40, all of the range
// at 80.
inline MadeUpStore search_database() {
    return made_up_database("search", R"sql(
INSERT INTO sweep VALUES ('good', 'pass'), ('find', 'loss'), ('points', '3'), ('seeds', '1'),
  ('runs', ''), ('plan_text', '{"axes":[{"name":"percent"},{"name":"loss","at":"/loss"}],'
  || '"find":{"axis":"loss","want":"largest"}}
');
INSERT INTO axis VALUES (0, 'percent', '%', 'linear'), (1, 'loss', '', 'log');
INSERT INTO axis_value VALUES (0, 0, '5', 5, '/p=5'), (0, 1, '40', 40, '/p=40'),
  (0, 2, '80', 80, '/p=80');
INSERT INTO figure VALUES (0, 'rate', 'packets/s', 'packets a second');
INSERT INTO parameter VALUES (0, 0, 0), (1, 0, 1), (2, 0, 2);
INSERT INTO run VALUES (0, 0, 1, 0.1, 'pass', 1, '', ''), (1, 0, 1, 1, 'stalled', 0, '', ''),
  (2, 0, 1, 0.5, 'stalled', 0, '', ''), (3, 0, 1, 0.25, 'pass', 1, '', ''),
  (64, 1, 1, 0.1, 'stalled', 0, '', ''), (128, 2, 1, 0.1, 'pass', 1, '', ''),
  (129, 2, 1, 1, 'pass', 1, '', '');
INSERT INTO explanation VALUES (1, 'at 1'), (2, 'at 0.5');
INSERT INTO boundary VALUES (0, 0.25, 0.5, 4, 1, 1, 0, 1, 'largest loss that is good: 0.25'),
  (1, NULL, 0.1, 1, 0, 0, 0, 1, 'no loss is good'),
  (2, 1, NULL, 2, 1, 1, 0, 0, 'good from 0.1 to 1');
)sql");
}

}  // namespace xsksim::test
