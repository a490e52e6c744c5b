#include "sync/gzip.h"

#include <algorithm>
#include <array>
#include <limits>
#include <new>

#include <zlib.h>

namespace huikuan::sync {

namespace {

using core::ErrorCode;
using core::fail;

constexpr std::size_t gzip_piece = 64 * 1024;
constexpr std::uint64_t free_bytes = 1024 * 1024; // before the ratio counts
constexpr int gzip_window = 15 + 16;              // 32 KB, with gzip's header

// zlib counts in unsigned int and takes its input as non-const.
Bytef* input_of(std::string_view bytes) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

} // namespace

struct Gzip::Inside {
    z_stream stream{};
    gz_header header{};
    std::array<char, gzip_piece> out_bytes{};
    Out out;
};

Gzip::Gzip(Out out) : inside_(std::make_unique<Inside>()) {
    inside_->out = std::move(out);
    if (deflateInit2(&inside_->stream, 6, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::bad_alloc(); // the only way left for these arguments
    }
    inside_->header.os = 255; // unknown
    deflateSetHeader(&inside_->stream, &inside_->header);
}
Gzip::~Gzip() { deflateEnd(&inside_->stream); }

bool Gzip::run(std::string_view text, int flush) {
    z_stream& stream = inside_->stream;
    stream.next_in = input_of(text);
    stream.avail_in = static_cast<uInt>(text.size());
    do {
        stream.next_out = reinterpret_cast<Bytef*>(inside_->out_bytes.data());
        stream.avail_out = static_cast<uInt>(gzip_piece);
        deflate(&stream, flush);
        const std::size_t made = gzip_piece - stream.avail_out;
        if (made > 0 && !inside_->out({inside_->out_bytes.data(), made})) return false;
    } while (stream.avail_out == 0);
    return true;
}

bool Gzip::write(std::string_view text) {
    while (!text.empty()) { // zlib counts in 32 bits
        const std::string_view part = text.substr(0, 1U << 30);
        if (!run(part, Z_NO_FLUSH)) return false;
        text.remove_prefix(part.size());
    }
    return true;
}
bool Gzip::finish() { return run({}, Z_FINISH); }

struct Gunzip::Inside {
    z_stream stream{};
    std::array<char, gzip_piece> text{};
    Out out;
    std::uint64_t ratio = 0;
    std::uint64_t packed = 0;
    std::uint64_t unpacked = 0;
    bool ended = false;
};

Gunzip::Gunzip(Out out, std::uint64_t ratio) : inside_(std::make_unique<Inside>()) {
    inside_->out = std::move(out);
    inside_->ratio = ratio;
    if (inflateInit2(&inside_->stream, gzip_window) != Z_OK) throw std::bad_alloc();
}
Gunzip::~Gunzip() { inflateEnd(&inside_->stream); }

core::Result<void> Gunzip::feed(std::string_view bytes) {
    z_stream& stream = inside_->stream;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), gzip_piece))) {
        const std::string_view part = bytes.substr(0, gzip_piece);
        if (inside_->ended) return fail(ErrorCode::corrupt, "gzip", "bytes after the end");
        stream.next_in = input_of(part);
        stream.avail_in = static_cast<uInt>(part.size());
        inside_->packed += part.size();
        do {
            stream.next_out = reinterpret_cast<Bytef*>(inside_->text.data());
            stream.avail_out = static_cast<uInt>(gzip_piece);
            const int answer = inflate(&stream, Z_NO_FLUSH);
            // Z_BUF_ERROR: nothing could be done, more input is needed.
            if (answer != Z_OK && answer != Z_STREAM_END && answer != Z_BUF_ERROR) {
                return fail(ErrorCode::corrupt, "gzip", stream.msg != nullptr ? stream.msg : "");
            }
            const std::size_t made = gzip_piece - stream.avail_out;
            inside_->unpacked += made;
            if (inside_->unpacked > free_bytes &&
                inside_->unpacked / inside_->ratio > inside_->packed) {
                return fail(ErrorCode::too_large, "gzip", "ratio");
            }
            if (made > 0) {
                if (auto done = inside_->out({inside_->text.data(), made}); !done) return done;
            }
            if (answer == Z_STREAM_END) {
                inside_->ended = true;
                if (stream.avail_in > 0) {
                    return fail(ErrorCode::corrupt, "gzip", "bytes after the end");
                }
                break;
            }
        } while (stream.avail_out == 0 || stream.avail_in > 0);
    }
    return {};
}

core::Result<void> Gunzip::finish() {
    if (!inside_->ended) return fail(ErrorCode::truncated, "gzip");
    return {};
}

} // namespace huikuan::sync
