#pragma once
// The bundle: a file that carries changes between devices and to auditors, format 1.
//
// Lines of canonical JSON, each ended by \n, UTF-8 without byte order mark:
//
//   {"book":...,"by":{...},"fmt":"ar-bundle","made":...,"scope":"all","ver":1,"view":1,"vv":{...}}
//   {"$":"seg","dev":...,"from":413,"h":"1f0c92aa...","n":24,"prev":"<hash of 412>"}
//   ... n changes of that device, one per line, exactly the bytes that are hashed (codec.h) ...
//   {"$":"file","bytes":70000,"data":"<base64>","n":0,"sha256":...}    attached files, in pieces
//   {"$":"invoice",...}                  rows of the view: for people and spreadsheets; import
//                                        reads only the changes and the files
//   {"$":"state","digest":"<of the view>","view":1}
//   {"$":"end","counts":{"change":24,"invoice":7},"lines":34,"sha256":"<of all lines before>"}
//
// header  book id, by {dev, user, app}, made (RFC 3339, ms), scope all | slice | since, vv {device:
//         [[seq, hash], ...]} what the maker has; for a slice "customers" [id], for since "since"
//         as vv
// seg     a run of one device's chain: first sequence, number of changes, hash of the change before
//         ("" for the first), and 8 hexadecimal digits of each change's hash, so that a changed
//         byte is found in its own line
// file    the bytes of an attachment that a change of this bundle names, in pieces of file_piece
//         bytes that follow each other from n = 0: `bytes` of the whole, whose hash is sha256. A
//         reader that does not know them passes over them as rows; a document leaves out those
//         with which it would grow over document_bytes
// fact    only in a slice: {"$":"fact","c":{change},"h":"<hash>"}, a change out of its chain, for
//         reading only
// end     the number of lines before it, of changes, pieces and rows, and the SHA-256 of all bytes
//         before it: head -n -1 bundle.ndjson | sha256sum
//
// Three forms: as it is (.ndjson), in gzip (.ndjson.gz; no time, no name, so that equal books make
// equal files), or for small books as one JSON array of the same lines (.json), which may be
// re-indented by whoever handles it: what is hashed are the canonical lines.
//
// Both directions stream in bounded memory. What reading finds is passed on before the end of the
// file is seen: keep it only once finish() has answered.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/change.h"
#include "core/result.h"
#include "core/view.h"
#include "sync/versions.h"

namespace huikuan::sync {

enum class BundleForm : std::uint8_t { lines, gzip, document };
enum class BundleScope : std::uint8_t { all, slice, since };

struct BundleHeader {
    core::BookId book;
    std::int64_t made_ms = 0;
    core::DeviceId device;
    std::string user;
    std::string app; // version of the program
    std::uint32_t view = 1;
    BundleScope scope = BundleScope::all;
    VersionVector have;                      // what the maker has
    VersionVector since;                     // scope since: what the peer had
    std::vector<core::CustomerId> customers; // scope slice, sorted

    friend bool operator==(const BundleHeader&, const BundleHeader&) = default;
};

struct BundleCounts {
    std::uint64_t lines = 0;   // before the end line
    std::uint64_t changes = 0; // in segments, or facts of a slice
    std::uint64_t rows = 0;

    friend bool operator==(const BundleCounts&, const BundleCounts&) = default;
};

// --- writing
// A row of a list that is no table of the book: its cells by name. What is not said is left out.
class ListRow {
public:
    explicit ListRow(std::string_view table) : table_(table) {}
    ListRow& text(std::string_view name, std::string_view value);
    ListRow& number(std::string_view name, std::int64_t value);
    ListRow& flag(std::string_view name, bool value);
    ListRow& day(std::string_view name, std::optional<core::Date> value); // far_future: not said
    ListRow& amount(core::Money value);                                   // "currency", "amount"
    template <class Tag>
    ListRow& id(std::string_view name, core::Id<Tag> value) {
        return text(name, value.is_nil() ? std::string() : core::to_text(value));
    }

private:
    friend class BundleWriter;
    std::string_view table_;
    std::vector<std::pair<std::string_view, std::variant<std::string, std::int64_t, bool>>> cells_;
};

class BundleWriter {
public:
    // false: the person cancelled, or no space is left; the bundle is dead then.
    using Out = std::function<bool(std::string_view bytes)>;

    // Writes the header. What fails here is answered by the first call after.
    BundleWriter(const BundleHeader& header, BundleForm form, Out out);
    ~BundleWriter();
    BundleWriter(const BundleWriter&) = delete;
    BundleWriter& operator=(const BundleWriter&) = delete;

    // Changes of one chain follow each other in order; chains may come in any order. Only device,
    // seq, previous, hash and bytes are read.
    core::Result<void> change(const core::Change& change);
    // A change out of its chain, for a slice.
    core::Result<void> fact(const core::Change& change);
    // After the changes. One piece of a file at a time; true: another one follows. `whole` are all
    // its bytes.
    core::Result<bool> file(const core::Hash& hash, std::string_view whole, std::size_t piece);
    // Rows of the view, after the changes.
    core::Result<void> row(const core::CustomerRow& row);
    core::Result<void> row(const core::InvoiceRow& row);
    core::Result<void> row(const core::ReceiptRow& row);
    core::Result<void> row(const core::AllocationRow& row);
    core::Result<void> row(const ListRow& row);
    core::Result<void> finish(const std::optional<core::Hash>& state);
    [[nodiscard]] BundleCounts counts() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

// --- reading What a reader finds, in order. Answering an error stops the reading with it
// (wrong_book from header, cancelled from anywhere).
class BundleSink {
public:
    virtual ~BundleSink() = default;
    virtual core::Result<void> header(const BundleHeader& header) = 0;
    virtual core::Result<void> change(core::Change change) = 0; // chained within its segment
    virtual core::Result<void> fact(core::Change change) = 0;   // slice: read-only, not chained
    // The bytes of a file, of which this is the hash.
    virtual core::Result<void> attachment(const core::Hash& hash, std::string bytes);
    virtual core::Result<void> row(std::string_view table, std::string_view line);
    virtual core::Result<void> state(std::uint32_t view, const core::Hash& digest);
    // A line whose hash is right but which is no change: as its device made it. What follows it in
    // its chain will be held back; the rest of the file is as good as ever.
    virtual core::Result<void> unreadable(const core::Error& error);
};

struct BundleLimits {
    std::uint64_t file_bytes = 8ULL << 30;  // as it lies there
    std::uint64_t text_bytes = 32ULL << 30; // unpacked
    std::size_t document_bytes = 32U << 20; // one JSON document is held in memory
    std::uint64_t ratio = 200;              // unpacked : packed, beyond the first MB
};

// Errors, each with its line: not_a_book (no bundle), newer_version (ver above 1), truncated (no
// end line), corrupt (a changed byte: checksum, chain, count; also a byte order mark, \r\n or blank
// lines: detail says "byte order mark", "line ends"), malformed, too_large, unsupported.
class BundleReader {
public:
    // check: everything that makes a file whole (chains, checksum, counts) without making changes
    // of its lines: the sink hears of header and state only. Three times as fast: for a first look.
    enum class Pass : std::uint8_t { read, check };

    explicit BundleReader(BundleSink& sink, BundleLimits limits = {}, Pass pass = Pass::read);
    ~BundleReader();
    BundleReader(const BundleReader&) = delete;
    BundleReader& operator=(const BundleReader&) = delete;

    core::Result<void> feed(std::string_view bytes);
    core::Result<void> finish(); // the file ends here
    [[nodiscard]] BundleCounts counts() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace huikuan::sync
