#pragma once
// Books that leave and books that arrive, as files. A bundle carries changes; merging is union, so
// merging twice, an older or a larger bundle, is harmless. There is no "replace" here. With changes
// that attach files go their bytes, as far as this device has them.
//
// Both jobs run in slices: call step() each frame (or in a loop) until phase() says done.
// A merge applies everything inside one transaction, shows what it did as a preview, and only then
// commits or takes all of it back: cancel at any moment leaves the book as it was.
//
// A slice is what a field visit needs: everything about chosen customers, to be read. It opens as a
// book of its own (NewBook without a company, then a merge); nothing in it is handed on again, and
// nothing can be merged into it. What is written there is the visitor's own chain: exporting such a
// book gives only that, and merging this file into the whole book is the way home.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/view.h"
#include "platform/platform.h"
#include "session/session.h"

namespace huikuan::session {

enum class BundleForm : std::uint8_t { ndjson, ndjson_gzip, json };

struct ExportOptions {
    BundleForm form = BundleForm::ndjson_gzip;
    // Rows of the view beside the changes, for people, spreadsheets and jq; merging ignores them.
    bool rows = false;
    // Only what this colleague's device lacked when its last file was merged here.
    std::optional<core::DeviceId> since;
    // Only what concerns these customers, as a slice. unsupported (scope, slice_book) where the
    // book is a slice itself.
    std::vector<core::CustomerId> customers;
};

// Where a slice comes from.
struct SliceInfo {
    std::string made; // RFC 3339
    core::DeviceId device;
    std::uint64_t customers = 0;
    std::string digest_hex; // of its changes as they lay in the file
};
std::optional<SliceInfo> slice_of(const Session& session); // nullopt: a whole book

// Devices whose bundles were merged here, and when they had been written.
struct Peer {
    core::DeviceId device;
    std::string made; // RFC 3339
};
std::vector<Peer> peers(Session& session);

// "huikuan-<company>-2026-11-22.ndjson.gz"; `part` stands after the company: "field", "return".
std::string bundle_file_name(const Session& session, BundleForm form, std::string_view part = {});

enum class JobPhase : std::uint8_t { working, preview, done, failed, cancelled };

class ExportJob {
public:
    ExportJob(Session& session, ExportOptions options, std::unique_ptr<platform::Outgoing> out);
    ~ExportJob();
    void step(double budget_ms);
    void cancel();
    [[nodiscard]] JobPhase phase() const;
    [[nodiscard]] int progress() const; // 0..1000
    [[nodiscard]] std::uint64_t changes() const;
    [[nodiscard]] const core::Error& error() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

struct MergeReport {
    core::BookId book;
    std::string made;        // when the bundle was written, as it says
    std::uint64_t read = 0;  // changes in the file
    std::uint64_t fresh = 0; // not in this book before
    std::uint64_t files = 0; // of attachments, whose bytes were not on this device before
    std::uint64_t known = 0;
    std::uint64_t held = 0;              // wait for a predecessor that no file has brought yet
    std::uint64_t created = 0;           // documents and customers that the book did not have
    std::uint64_t changed = 0;           // further writes about what it had
    std::uint64_t unknown = 0;           // kinds that a newer version wrote; kept and forwarded
    std::uint64_t dropped = 0;           // wait too, but more than is kept for later
    bool slice = false;                  // read only: what concerns some customers
    bool backed_up = false;              // a copy of the book as it was lies beside it
    std::vector<core::DeviceId> devices; // whose changes are fresh
    core::BookCounts before;
    core::BookCounts after;
    std::vector<core::ExceptionRow> new_exceptions;
    std::vector<core::DeviceId> clocks_ahead; // whose stamps are over an hour in the future
    bool new_device = false; // the file shows that this device is a copy: it goes on as a new one
};

class MergeJob {
public:
    // Another book's bundle is wrong_book; a slice needs a blank book, and a book that is a slice
    // takes nothing in (unsupported, field "scope"); a book that has no changes yet (NewBook
    // without a company) takes the bundle's identity: that is how a colleague joins.
    MergeJob(Session& session, std::shared_ptr<platform::File> file);
    ~MergeJob();
    void step(double budget_ms);
    void accept(); // in preview: commit
    void cancel(); // at any time before done: everything as it was
    [[nodiscard]] JobPhase phase() const;
    [[nodiscard]] int progress() const;
    [[nodiscard]] const MergeReport& report() const;
    [[nodiscard]] const core::Error& error() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// What the integrity page shows per device, and the whole check (huikuan verify).
struct DeviceIntegrity {
    core::DeviceId device;
    bool own = false;
    bool slice = false; // its changes are parts of a slice
    std::uint64_t first = 0, last = 0, count = 0;
    core::HybridTime first_time, last_time;
    bool fork = false;
    bool altered = false; // the first fault is in a change of it
    std::uint64_t held = 0;
    std::string tip_hex;
    bool clock_odd = false; // stamps far ahead of the others, or running backwards
};
struct IntegrityReport {
    std::vector<DeviceIntegrity> devices;
    std::uint64_t changes = 0;
    std::string set_digest;  // of the admitted changes: equal sets, equal digests
    std::string view_digest; // of the canonical view; empty where a fault stood before it
    bool sound = true;
    core::Error first_bad; // detail: "device:seq", what was wrong
};
IntegrityReport check_integrity(Session& session); // in one go

// The same in slices of a frame. Where the book goes on meanwhile it begins anew.
class IntegrityJob {
public:
    explicit IntegrityJob(Session& session);
    ~IntegrityJob();
    void step(double budget_ms);
    [[nodiscard]] bool finished() const;
    [[nodiscard]] int progress() const; // 0..1000
    [[nodiscard]] const IntegrityReport& report() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace huikuan::session
