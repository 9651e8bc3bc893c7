// SPDX-License-Identifier: GPL-2.0-only
#include "models/observe/driver_vocabulary.hpp"

#include <fmt/format.h>

#include <cmath>

namespace xsksim {

std::vector<std::string> InFlightLimit::parameters() const {
    std::vector<std::string> names;
    for (const std::string& name : at_most->names())
        if (name != ring_size_name) names.push_back(name);
    return names;
}

std::optional<std::uint64_t> InFlightLimit::value(
    const std::map<std::string, std::int64_t>& parameters, std::uint64_t ring_size) const {
    std::map<std::string, double> values{{ring_size_name, static_cast<double>(ring_size)}};
    for (const auto& [name, value] : parameters) values[name] = static_cast<double>(value);
    for (const std::string& name : at_most->names())
        if (!values.contains(name)) return std::nullopt;
    constexpr double most = 1e15;  // a number of packets that is exact
    const double limit = std::floor(at_most->value(values));
    if (!(limit <= most)) return std::nullopt;
    return limit > 0 ? static_cast<std::uint64_t>(limit) : 0;
}

std::string FreeMark::told() const {
    return text.empty() ? std::to_string(free) : fmt::format("{} = {}", text, free);
}

std::optional<std::uint64_t> DriverVocabulary::bit_that(BitMeaning meaning) const {
    for (const auto& [number, bit] : state_bits)
        if (bit.means == meaning) return number;
    return std::nullopt;
}

std::string DriverVocabulary::name_of_bit(std::uint64_t number) const {
    const auto bit = state_bits.find(number);
    return bit == state_bits.end() ? "bit " + std::to_string(number) : bit->second.name;
}

}  // namespace xsksim
