#pragma once
// Books that leave and books that arrive, as files. A bundle carries changes; merging is union, so
// merging twice, an older or a larger bundle, is harmless. There is no "replace" here.
//
// Both jobs run in slices: call step() each frame (or in a loop) until phase() says done.
// A merge applies everything inside one transaction, shows what it did as a preview, and only then
// commits or takes all of it back: cancel at any moment leaves the book as it was.
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
    // A read-only slice of these customers for a field visit; empty: the whole book.
    std::vector<core::CustomerId> customers;
    // Only what is new since a peer's bundle was read ("device:seq" per line); empty: everything.
    core::Context since;
};
// "Huikuan-<company>-2026-11-22.ndjson.gz"
std::string bundle_file_name(const Session& session, const ExportOptions& options);

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
    std::string book_id;
    std::string company;
    std::string made;        // when the bundle was written, as it says
    std::uint64_t read = 0;  // changes in the file
    std::uint64_t fresh = 0; // not in this book before
    std::uint64_t known = 0;
    std::uint64_t held = 0;              // wait for a predecessor that no file has brought yet
    std::uint64_t unknown = 0;           // kinds that a newer version wrote; kept and forwarded
    std::vector<core::DeviceId> devices; // whose changes are fresh
    core::BookCounts before;
    core::BookCounts after;
    std::vector<core::ExceptionRow> new_exceptions;
    std::vector<std::string> clock_warnings; // devices whose clock is off, in data form
};

class MergeJob {
public:
    // `allow_join`: a book without changes of its own may take the bundle's identity (a colleague
    // who joins); otherwise another book's bundle is wrong_book.
    MergeJob(Session& session, std::shared_ptr<platform::File> file, bool allow_join);
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
    std::uint64_t first = 0, last = 0, count = 0;
    core::HybridTime first_time, last_time;
    bool fork = false;
    std::uint64_t held = 0;
    std::string tip_hex;
    bool clock_odd = false; // stamps far ahead of the others, or running backwards
};
struct IntegrityReport {
    std::vector<DeviceIntegrity> devices;
    std::uint64_t changes = 0;
    std::string set_digest;  // of the admitted changes: equal sets, equal digests
    std::string view_digest; // of the canonical view
    bool sound = true;
    core::Error first_bad; // detail: "device:seq", what was wrong
};
IntegrityReport check_integrity(Session& session);

} // namespace huikuan::session
