// SPDX-License-Identifier: GPL-2.0-only
// A scenario's document as what is left out of it and changed in it, piece by piece.
// Owner: none. Errors: none; what is not there is told by the answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/document.hpp"

namespace xsksim {

// Of everything below the root, what stands outside before what stands in it; of a list, the last
// item first, so that the pointers before it stay what they are when it is left out.
std::vector<std::string> pointers_in(const Node& document);

// nullptr: there is no such node.
Node* node_at(Node& document, std::string_view pointer);
const Node* node_at(const Node& document, std::string_view pointer);

// False: there is none. An object or list that it leaves empty stays.
bool take_out(Node& document, std::string_view pointer);
// Makes the objects on the way.
void put(Node& document, std::string_view pointer, Node value);
// What is "not set" in a document that others are merged onto, and what is empty.
void take_out_nothings(Node& node);

}  // namespace xsksim
