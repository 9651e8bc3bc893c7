// SPDX-License-Identifier: GPL-2.0-only
// Where the lines of a saved trace go to and come from: a file, or standard output and input for
// "-"; compressed (zstd) when the name ends in .zst, and on input whenever the bytes say so.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace xsksim {

// A file appears in place as a whole, in close(); without close() nothing is left of it. Throws
// std::runtime_error when it cannot be written.
class TraceSink {
public:
    explicit TraceSink(const std::string& path);
    ~TraceSink();
    TraceSink(const TraceSink&) = delete;
    TraceSink& operator=(const TraceSink&) = delete;

    void write(std::string_view bytes);
    void close();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

class TraceSource {
public:
    // Throws std::runtime_error when there is nothing that can be read.
    explicit TraceSource(const std::string& path);
    ~TraceSource();
    TraceSource(const TraceSource&) = delete;
    TraceSource& operator=(const TraceSource&) = delete;

    // The next line without its end; false after the last. Throws std::runtime_error for bytes that
    // cannot be decompressed.
    bool next_line(std::string& line);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace xsksim
