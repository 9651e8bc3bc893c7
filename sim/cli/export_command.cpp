// SPDX-License-Identifier: GPL-2.0-only
#include <memory>

#include "sim/cli/commands.hpp"
#include "sim/cli/view_arguments.hpp"
#include "sim/explore/explore_store.hpp"
#include "sim/view/sweep/export.hpp"

namespace xsksim::cli {
namespace {

struct ExportArguments {
    std::string store, out;
    bool csv = false, json = false, digest = false;
};

int export_runs(const ExportArguments& a) {
    Database database(a.store, Database::Mode::read);
    if (a.digest && database.has_table("exploration")) {
        write_text(a.out, explore_digest(database) + "\n");
        return 0;
    }
    const Result result = read_result(database);
    write_text(a.out, a.digest ? content_digest(database) + "\n"
                      : a.json ? runs_json(database, result)
                               : runs_csv(database, result));
    return 0;
}

}  // namespace

void add_export_command(Command& app, Action& chosen) {
    auto a = std::make_shared<ExportArguments>();
    auto* command = app.add_subcommand("export", "Every run of a sweep's store, a row each");
    add_store_argument(*command, a->store);
    auto* form = command->add_option_group("form");
    form->add_flag("--csv", a->csv, "Comma-separated values, with a heading");
    form->add_flag("--json", a->json, "JSON, an object a run");
    form->add_flag("--digest", a->digest,
                   "One number: equal contents have equal ones; of an exploration's, too");
    form->require_option(1);
    command->add_option("-o,--out", a->out, "The file to write (default: stdout)");
    command->footer(
        "A row has the run, its point and seed, the axes, verdict, good, reason and the figures.\n"
        "pandas and R read the store itself, too: SELECT * FROM result.\n\n"
        "Examples:\n"
        "  xsksim export percent-timeout.sqlite --csv -o runs.csv\n"
        "  xsksim export percent-timeout.sqlite --digest");
    command->callback([a, &chosen] { chosen = [a] { return export_runs(*a); }; });
}

}  // namespace xsksim::cli
