// SPDX-License-Identifier: GPL-2.0-only
// What a pool and its workers send each other: the number of a job and a text of any bytes, behind
// a header in the host's byte order, for both are one program on one machine. Callers: the pool
// alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace xsksim {

struct JobMessage {
    std::uint64_t number = 0;
    bool is_failure = false;  // of a reply: `text` is what the job threw
    std::string text;

    std::string bytes() const;
};

// Messages out of a stream that arrives in pieces.
class MessageReader {
public:
    void add(const char* bytes, std::size_t count);
    // The next one that is there as a whole.
    std::optional<JobMessage> next();

private:
    std::string received_;
    std::size_t begin_ = 0;  // of what next() has not told yet
};

}  // namespace xsksim
