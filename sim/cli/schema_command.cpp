// SPDX-License-Identifier: GPL-2.0-only
#include <cstdio>
#include <memory>

#include "sim/cli/commands.hpp"
#include "sim/cli/output_formats.hpp"

namespace xsksim::cli {

void add_schema_command(Command& app, Action& chosen) {
    auto named = std::make_shared<const KnownFormat*>(&known_formats().front());
    auto* command =
        app.add_subcommand("schema", "Print the JSON Schema of a format, read or written");
    auto* formats = command->add_option_group("format");
    for (const KnownFormat& format : known_formats())
        formats->add_flag_callback(
            "--" + format.name, [named, &format] { *named = &format; }, format.about);
    formats->require_option(0, 1);
    command->footer(
        "Every document that is written says at its beginning what it is and in which version:\n"
        "{\"format\": \"xsksim-verdict\", \"version\": 1, ...\n\n"
        "Examples:\n"
        "  xsksim schema > scenario.schema.json    for an editor's key completion\n"
        "  xsksim schema --verdict                 what verdict.json holds");
    command->callback([named, &chosen] {
        chosen = [named] {
            std::fputs((*named)->schema().c_str(), stdout);
            return 0;
        };
    });
}

}  // namespace xsksim::cli
