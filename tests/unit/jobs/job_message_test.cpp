// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

#include "sim/jobs/job_message.hpp"

using namespace xsksim;

TEST_CASE("messages: whole ones come out of a stream in pieces of any size") {
    const std::string any_bytes{"a\0b\n\xff", 5};
    const std::string stream = JobMessage{7, false, any_bytes}.bytes() +
                               JobMessage{8, true, ""}.bytes() +
                               JobMessage{1ULL << 60, false, std::string(70'000, 'x')}.bytes();
    for (const std::size_t piece : {std::size_t{1}, std::size_t{25}, stream.size()}) {
        INFO("in pieces of " << piece);
        MessageReader reader;
        std::vector<JobMessage> messages;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            reader.add(stream.data() + at, std::min(piece, stream.size() - at));
            while (auto message = reader.next()) messages.push_back(std::move(*message));
        }
        REQUIRE(messages.size() == 3);
        CHECK(messages[0].number == 7);
        CHECK_FALSE(messages[0].is_failure);
        CHECK(messages[0].text == any_bytes);
        CHECK(messages[1].number == 8);
        CHECK(messages[1].is_failure);
        CHECK(messages[1].text.empty());
        CHECK(messages[2].number == 1ULL << 60);
        CHECK(messages[2].text == std::string(70'000, 'x'));
    }
}
