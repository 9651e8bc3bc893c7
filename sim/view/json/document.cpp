// SPDX-License-Identifier: GPL-2.0-only
#include "sim/view/json/document.hpp"

#include <nlohmann/json.hpp>

namespace xsksim {

Json document_of(const OutputFormat& format, const Json& members) {
    Json document = {{"format", std::string("xsksim-") + format.name}, {"version", format.version}};
    document.update(members);
    return document;
}

std::string text_of(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string document_text(const OutputFormat& format, const Json& members) {
    return text_of(document_of(format, members));
}

}  // namespace xsksim
