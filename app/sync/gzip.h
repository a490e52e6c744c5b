#pragma once
// gzip (RFC 1952, by zlib) in pieces, for bundles: no time, no name, one level, so that equal text
// makes equal files on every machine.
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "core/result.h"

namespace huikuan::sync {

class Gzip {
public:
    using Out = std::function<bool(std::string_view bytes)>; // false: stop
    explicit Gzip(Out out);
    ~Gzip();
    Gzip(const Gzip&) = delete;
    Gzip& operator=(const Gzip&) = delete;

    bool write(std::string_view text); // false: out said stop
    bool finish();

private:
    bool run(std::string_view text, int flush);

    struct Inside;
    std::unique_ptr<Inside> inside_;
};

class Gunzip {
public:
    using Out = std::function<core::Result<void>(std::string_view text)>;
    // `ratio`: unpacked bytes per packed byte that are believed, beyond the first megabyte.
    Gunzip(Out out, std::uint64_t ratio);
    ~Gunzip();
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;

    // corrupt (not gzip, a wrong sum, bytes after the end), too_large (the ratio), or what out
    // said.
    core::Result<void> feed(std::string_view bytes);
    core::Result<void> finish(); // truncated

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace huikuan::sync
