// SPDX-License-Identifier: GPL-2.0-only
// A scenario file and those it extends, merged to one document.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/scenario/parse.hpp"

namespace xsksim {

// JSON merge patch (RFC 7396), with one liberty: a null of the patch stays as null, since every
// reader takes null for "not set". Values keep the origin of where they were written.
void merge_patch(Node& target, Node patch);

// Nothing when a file could not be read. Otherwise without "extends".
std::optional<Node> load_document(const std::string& path, std::vector<InputProblem>& problems);

// Takes a key of the file itself, such as "extends", out of a document; null if there is none.
Node take_member(Node& document, std::string_view key);

}  // namespace xsksim
