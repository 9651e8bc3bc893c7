// SPDX-License-Identifier: GPL-2.0-only
#include "sim/jobs/job_message.hpp"

#include <cstring>

namespace xsksim {
namespace {

struct Header {
    std::uint64_t number;
    std::uint64_t is_failure;
    std::uint64_t size;
};

}  // namespace

std::string JobMessage::bytes() const {
    const Header header{number, is_failure, text.size()};
    std::string bytes(sizeof header, '\0');
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes + text;
}

void MessageReader::add(const char* bytes, std::size_t count) {
    received_.erase(0, begin_);
    begin_ = 0;
    received_.append(bytes, count);
}

std::optional<JobMessage> MessageReader::next() {
    Header header;
    const std::size_t there = received_.size() - begin_;
    if (there < sizeof header) return std::nullopt;
    std::memcpy(&header, received_.data() + begin_, sizeof header);
    if (there - sizeof header < header.size) return std::nullopt;
    JobMessage message{header.number, header.is_failure != 0,
                       received_.substr(begin_ + sizeof header, header.size)};
    begin_ += sizeof header + header.size;
    return message;
}

}  // namespace xsksim
