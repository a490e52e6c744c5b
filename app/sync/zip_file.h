#pragma once
// ZIP files in memory (by minizip): what a court is handed, and what a workbook is. No clock and
// no machine in the bytes: the day is an argument, so equal contents make equal files everywhere.
// Names are UTF-8 with '/' between folders.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/result.h"

namespace huikuan::sync {

// Writes one after another; the whole file stays in memory until it is finished.
class ZipWriter {
public:
    explicit ZipWriter(core::Date day); // of every file in it; ZIP knows 1980 to 2107
    ~ZipWriter();
    ZipWriter(const ZipWriter&) = delete;
    ZipWriter& operator=(const ZipWriter&) = delete;

    // malformed "name": empty, absolute, with "..", '\' or a control character;
    // duplicate_number "name": there already (also in other letters of ASCII); too_large.
    core::Result<void> add(std::string_view name, std::string_view bytes);
    core::Result<std::string> finish(); // nothing may be added after it

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

struct ZipEntry {
    std::string name;
    std::uint64_t bytes = 0; // unpacked, as the file says: reading believes its limit only
};

// Reads files of strangers: every size is checked while it is unpacked. `bytes` must outlive it.
class ZipReader {
public:
    // corrupt "zip": no ZIP; too_large "zip": more than `most_entries`.
    static core::Result<ZipReader> open(std::string_view bytes, std::size_t most_entries = 10'000);
    ~ZipReader();
    ZipReader(ZipReader&&) noexcept;
    ZipReader& operator=(ZipReader&&) noexcept;

    const std::vector<ZipEntry>& entries() const; // as they stand in the file; folders too
    bool has(std::string_view name) const;
    // required "zip": no such name; too_large: more than `limit` bytes; unsupported: a cipher or
    // another way of packing; corrupt: its sum or its bytes are wrong.
    core::Result<std::string> read(std::string_view name, std::size_t limit);

private:
    struct Inside;
    explicit ZipReader(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

} // namespace huikuan::sync
