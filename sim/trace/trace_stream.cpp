// SPDX-License-Identifier: GPL-2.0-only
#include "sim/trace/trace_stream.hpp"

#include <zstd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace xsksim {
namespace {

constexpr const char* standard_stream = "-";
constexpr std::size_t chunk_bytes = std::size_t{1} << 17;
constexpr std::string_view zstd_magic{"\x28\xb5\x2f\xfd", 4};

[[noreturn]] void fail(const std::string& what, const std::string& path) {
    throw std::runtime_error(what + " " + path + ": " + std::strerror(errno));
}

}  // namespace

struct TraceSink::Impl {
    std::string path, partial_path;
    std::FILE* file = nullptr;
    ZSTD_CCtx* compressor = nullptr;  // nullptr: as it is
    std::vector<char> compressed = std::vector<char>(ZSTD_CStreamOutSize());

    bool is_standard() const { return path == standard_stream; }
    void put(const char* bytes, std::size_t count) {
        if (std::fwrite(bytes, 1, count, file) != count) fail("cannot write", partial_path);
    }
    void compress(std::string_view bytes, ZSTD_EndDirective directive) {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        for (bool done = false; !done;) {
            ZSTD_outBuffer out{compressed.data(), compressed.size(), 0};
            const std::size_t left = ZSTD_compressStream2(compressor, &out, &in, directive);
            if (ZSTD_isError(left))
                throw std::runtime_error("cannot compress: " +
                                         std::string(ZSTD_getErrorName(left)));
            put(compressed.data(), out.pos);
            done = directive == ZSTD_e_end ? left == 0 : in.pos == in.size;
        }
    }
};

TraceSink::TraceSink(const std::string& path) : impl_(std::make_unique<Impl>()) {
    impl_->path = path;
    if (path.ends_with(".zst")) impl_->compressor = ZSTD_createCCtx();
    impl_->partial_path = impl_->is_standard() ? path : path + ".partial";
    impl_->file = impl_->is_standard() ? stdout : std::fopen(impl_->partial_path.c_str(), "wb");
    if (impl_->file == nullptr) fail("cannot write", impl_->partial_path);
}

TraceSink::~TraceSink() {
    ZSTD_freeCCtx(impl_->compressor);
    if (impl_->file == nullptr || impl_->is_standard()) return;
    std::fclose(impl_->file);
    std::error_code ignored;
    std::filesystem::remove(impl_->partial_path, ignored);
}

void TraceSink::write(std::string_view bytes) {
    if (impl_->compressor != nullptr)
        impl_->compress(bytes, ZSTD_e_continue);
    else
        impl_->put(bytes.data(), bytes.size());
}

void TraceSink::close() {
    if (impl_->compressor != nullptr) impl_->compress({}, ZSTD_e_end);
    std::FILE* const file = impl_->file;
    impl_->file = nullptr;
    if (impl_->is_standard()) {
        if (std::fflush(file) != 0) fail("cannot write", "to standard output");
        return;
    }
    if (std::fclose(file) != 0) fail("cannot write", impl_->partial_path);
    std::filesystem::rename(impl_->partial_path, impl_->path);
}

struct TraceSource::Impl {
    std::string path;
    std::FILE* file = nullptr;
    ZSTD_DCtx* decompressor = nullptr;  // nullptr: as it is
    std::vector<char> bytes = std::vector<char>(chunk_bytes);
    std::string text;  // not yet given out, from `at` on
    std::size_t at = 0;
    bool in_frame = false;  // compressed data has begun and not ended

    bool fill();
    void decompress(std::string_view compressed);
};

TraceSource::TraceSource(const std::string& path) : impl_(std::make_unique<Impl>()) {
    impl_->path = path;
    impl_->file = path == standard_stream ? stdin : std::fopen(path.c_str(), "rb");
    if (impl_->file == nullptr) fail("cannot read", path);
    const std::size_t got = std::fread(impl_->bytes.data(), 1, impl_->bytes.size(), impl_->file);
    const std::string_view first(impl_->bytes.data(), got);
    if (first.starts_with(zstd_magic)) impl_->decompressor = ZSTD_createDCtx();
    if (impl_->decompressor != nullptr)
        impl_->decompress(first);
    else
        impl_->text = first;
}

TraceSource::~TraceSource() {
    ZSTD_freeDCtx(impl_->decompressor);
    if (impl_->file != nullptr && impl_->file != stdin) std::fclose(impl_->file);
}

void TraceSource::Impl::decompress(std::string_view compressed) {
    std::vector<char> plain(ZSTD_DStreamOutSize());
    ZSTD_inBuffer in{compressed.data(), compressed.size(), 0};
    while (in.pos < in.size) {
        ZSTD_outBuffer out{plain.data(), plain.size(), 0};
        const std::size_t left = ZSTD_decompressStream(decompressor, &out, &in);
        if (ZSTD_isError(left))
            throw std::runtime_error("is not compressed as zstd does: " +
                                     std::string(ZSTD_getErrorName(left)));
        in_frame = left != 0;
        text.append(plain.data(), out.pos);
    }
}

bool TraceSource::Impl::fill() {
    text.erase(0, at);
    at = 0;
    const std::size_t got = std::fread(bytes.data(), 1, bytes.size(), file);
    if (got == 0) {
        if (in_frame) throw std::runtime_error("compressed data is cut off");
        return false;
    }
    if (decompressor != nullptr)
        decompress({bytes.data(), got});
    else
        text.append(bytes.data(), got);
    return true;
}

bool TraceSource::next_line(std::string& line) {
    Impl& in = *impl_;
    std::size_t end = in.text.find('\n', in.at);
    while (end == std::string::npos) {
        const std::size_t searched = in.text.size() - in.at;
        if (!in.fill()) break;
        end = in.text.find('\n', searched);
    }
    if (end == std::string::npos && in.at == in.text.size()) return false;
    line = in.text.substr(in.at, end == std::string::npos ? end : end - in.at);
    in.at = end == std::string::npos ? in.text.size() : end + 1;
    return true;
}

}  // namespace xsksim
