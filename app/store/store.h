#pragma once
// The store: how one book is kept. Changes go in, tables come out. The log of changes is the truth;
// every table beside it is a pure, total function of the SET of changes (design: sync, 1.8), kept
// up to date incrementally and equal, byte for byte, to a full replay in any order (rebuild,
// check).
//
// Nobody else says SQL. The store knows no rule of the trade: what settles what is core's; it knows
// no JSON and no cryptography: both come in as functions (StoreOptions).
//
// One connection, one thread. Only append and Intake write changes.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/aging.h"
#include "core/bank_match.h"
#include "core/change.h"
#include "core/command.h"
#include "core/contract.h"
#include "core/exception.h"
#include "core/interest.h"
#include "core/promise.h"
#include "core/result.h"
#include "core/view.h"

namespace huikuan::store {

enum class DebtsOf : std::uint8_t { all, contracts };

struct StoreOptions {
    std::string path = ":memory:"; // a file, or a name that the VFS below understands
    std::string vfs_name;          // a registered SQLite VFS; empty: SQLite's own
    bool read_only = false;
    // SHA-256. Names exceptions, checks chains, digests the view.
    std::function<core::Hash(std::string_view bytes)> hash;
    // What this version understands of kept bytes (rebuild, history, rivals); nullopt: nothing.
    std::function<std::optional<core::Fact>(std::string_view kind, std::string_view bytes)> decode;
    // Optional: reads the envelope of kept bytes, so that check() also proves the columns of the
    // log (the context, above all) against them. `previous` is the predecessor's hash.
    std::function<std::optional<core::Change>(std::string_view bytes, const core::Hash& previous)>
        envelope;
    // Changes that say a higher one are kept and marked (core::Change::view).
    std::uint32_t view_version = 1;
    // What may wait for a predecessor, per device: a hostile file must not fill the disk. What is
    // over it is not kept and comes again with the file that brings the predecessor.
    std::uint64_t most_held_bytes = 50ULL << 20;
};

// What came of a set of changes.
struct IntakeReport {
    std::uint64_t read = 0;    // offered
    std::uint64_t fresh = 0;   // entered the log, released ones included
    std::uint64_t known = 0;   // were there already
    std::uint64_t held = 0;    // wait for a predecessor (they are kept)
    std::uint64_t dropped = 0; // wait likewise, but too much waits already: not kept
    std::uint64_t unknown = 0; // of the fresh: this version does not understand them
    std::uint64_t created = 0; // of the fresh: facts and entities that the book did not have
    std::uint64_t changed = 0; // of the fresh: further writes about what the book had
    std::vector<core::DeviceId> devices;     // whose changes are fresh, sorted
    std::vector<std::string> new_exceptions; // ids of unresolved rows that were not there before
};

// One end of a chain. A device that forked has several.
struct ChainEnd {
    core::DeviceId device;
    std::uint64_t seq = 0;
    core::Hash hash{};

    friend auto operator<=>(const ChainEnd&, const ChainEnd&) = default;
};

// What is known of one chain's device, for the integrity page.
struct DeviceFigures {
    core::DeviceId device;
    std::uint64_t first = 0, last = 0, count = 0;
    core::HybridTime first_time, last_time; // of the first and last sequence
    std::uint64_t backwards = 0;            // changes stamped earlier than their predecessor
    bool fork = false;
    bool slice = false; // single changes, out of their chain
    std::uint64_t held = 0;
    std::vector<ChainEnd> ends;
};

// The whole check. `bad` says what and where: corrupt, field "integrity" (the file), "chain"
// (detail "device:seq") or "view" (detail: the first line of the view that a replay gives another).
struct CheckReport {
    bool sound = true;
    core::Error bad;
    std::uint64_t changes = 0;
    core::Hash set_digest{};  // equal sets of changes, equal digests
    core::Hash view_digest{}; // equal views, equal digests
};

class Store;

// One transaction that takes changes in portions and shows what they would do before it is kept:
// the import of a bundle, and what `append` and `rehearse` are made of. The book reads as if they
// were in. Gone without commit: everything is as it was. One at a time; no other writing meanwhile.
class Intake {
public:
    Intake(Intake&& other) noexcept;
    Intake& operator=(Intake&&) = delete;
    ~Intake();

    // In any order. On an error the Intake is dead: only its destructor may follow.
    core::Result<void> add(std::span<const core::Change> changes);
    // Changes of a slice, out of their chains: part of the view, and never handed on.
    core::Result<void> add_loose(std::span<const core::Change> changes);
    // Brings the view up to date with what was added. The report is complete after it.
    core::Result<IntakeReport> settle();
    core::Result<IntakeReport> commit();

private:
    friend class Store;
    explicit Intake(Store& store);
    Store* store_;
};

class Store {
public:
    // create: the place must be empty (else not_a_book). open: not_a_book, corrupt, unsupported
    // (field "format": made by a newer version; nothing was changed), io.
    static core::Result<std::unique_ptr<Store>> create(StoreOptions options);
    static core::Result<std::unique_ptr<Store>> open(StoreOptions options);
    // Looks at each page and cell of a database that comes from outside, before it is opened.
    // Errors: not_a_book, corrupt, io.
    static core::Result<void> look_through(const StoreOptions& options);
    // A copy in memory of a whole database (what save_bytes wrote).
    static core::Result<std::unique_ptr<Store>> open_bytes(StoreOptions options,
                                                           std::span<const std::uint8_t> bytes);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    // Grows with every change of the view.
    [[nodiscard]] std::uint64_t revision() const;
    // Another one whenever the book's own fields or its settings may have changed, and in no other
    // store of this process.
    [[nodiscard]] std::uint64_t settings_version() const;

    // --- writing changes: ONE transaction, all or nothing; known changes are skipped; a change
    // whose predecessor (by hash) is missing is held until it comes.
    core::Result<IntakeReport> append(std::span<const core::Change> changes);
    // The same together with local values (the author's state), in the same transaction.
    core::Result<IntakeReport>
    append(std::span<const core::Change> changes,
           std::span<const std::pair<std::string, std::string>> local_values);
    // What append would do; nothing is kept.
    core::Result<IntakeReport> rehearse(std::span<const core::Change> changes);
    core::Result<Intake> begin();

    // --- the log
    [[nodiscard]] bool has(const core::DeviceId& device, std::uint64_t seq,
                           const core::Hash& hash) const;
    // How much of `other` the writer of this entry demonstrably knew: by the contexts of its writes
    // and by what its facts name. 0: nothing shows it.
    [[nodiscard]] std::uint64_t seen_of(const core::DeviceId& writer, std::uint64_t seq,
                                        const core::DeviceId& other) const;
    [[nodiscard]] bool has_device_seq(const core::DeviceId& device, std::uint64_t seq) const;
    // All chain ends, sorted: the version vector.
    [[nodiscard]] std::vector<ChainEnd> ends() const;
    [[nodiscard]] std::optional<ChainEnd> end_of(const core::DeviceId& device) const; // the longest
    // A chain's changes from `from` up to and including `end`, in order, without facts (`decode`
    // them where needed). The sink answers false to stop.
    using Sink = std::function<bool(const core::Change&)>;
    core::Result<void> chain(const ChainEnd& end, std::uint64_t from, const Sink& sink) const;
    // Every change, chain by chain, each after its predecessor.
    core::Result<void> every_change(const Sink& sink) const;
    [[nodiscard]] std::optional<core::Change>
    change(const core::DeviceId& device, std::uint64_t seq, const core::Hash& hash) const;
    [[nodiscard]] std::vector<DeviceFigures> devices() const;
    // Changes that say something about these customers or their documents, and those about the
    // book itself, in total order: a slice.
    core::Result<void> changes_about(std::span<const core::CustomerId> customers,
                                     const Sink& sink) const;
    // Of all loose changes, as they lie; zeros where there are none.
    [[nodiscard]] core::Hash slice_digest() const;

    // --- held back: predecessors are missing. Not part of the view.
    [[nodiscard]] std::vector<core::Change> held() const;
    core::Result<void> drop_held(); // forget them; they will come again

    // --- registers
    // What the writer of these fields has seen: the joined contexts and dots of all their writes.
    [[nodiscard]] core::Context field_context(core::RegisterKind kind, core::EntityId entity,
                                              std::span<const std::string> fields) const;
    [[nodiscard]] core::Context context_of(const core::FieldsSet& fields) const;
    // Every field of one entity with the value shown, by name.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>>
    fields(core::RegisterKind kind, core::EntityId entity) const;
    // Every entity of one kind (contacts, settings), by id.
    [[nodiscard]] std::vector<core::EntityId> entities(core::RegisterKind kind) const;

    // --- deciding
    [[nodiscard]] core::Account load_account(const core::Command& command) const;
    // What this letter charged, void or not, of what the book has.
    [[nodiscard]] std::vector<core::EntityId> charges_of(const core::LetterSent& letter) const;

    // --- reading (the words of session.h)
    [[nodiscard]] core::BookRow book() const;
    [[nodiscard]] core::BookCounts counts() const;
    [[nodiscard]] std::vector<core::RowKey> customer_keys(const core::ListQuery& query) const;
    [[nodiscard]] std::vector<core::CustomerRow> customers(std::span<const core::RowKey> keys,
                                                           core::Date as_of) const;
    [[nodiscard]] std::optional<core::CustomerRow> customer(core::CustomerId id,
                                                            core::Date as_of) const;
    [[nodiscard]] std::optional<core::CustomerRow> customer_by_code(std::string_view code,
                                                                    core::Date as_of) const;
    [[nodiscard]] std::optional<core::CustomerId> customer_id_by_code(std::string_view code) const;
    [[nodiscard]] std::vector<core::RowKey> invoice_keys(const core::ListQuery& query) const;
    // Keys and sums in one pass over memory: a letter that is typed into a filter of 100,000.
    [[nodiscard]] core::DocumentList invoice_list(const core::ListQuery& query) const;
    [[nodiscard]] core::DocumentList receipt_list(const core::ListQuery& query) const;
    // How many stand on that day.
    [[nodiscard]] std::int64_t standing_invoices(core::Date on) const;
    [[nodiscard]] std::int64_t standing_receipts(core::Date on) const;
    [[nodiscard]] std::vector<core::InvoiceRow> invoices(std::span<const core::RowKey> keys,
                                                         core::Date as_of) const;
    [[nodiscard]] std::optional<core::InvoiceRow> invoice(core::InvoiceId id,
                                                          core::Date as_of) const;
    [[nodiscard]] std::vector<core::RowKey> receipt_keys(const core::ListQuery& query) const;
    [[nodiscard]] std::vector<core::ReceiptRow> receipts(std::span<const core::RowKey> keys,
                                                         core::Date as_of) const;
    [[nodiscard]] std::optional<core::ReceiptRow> receipt(core::ReceiptId id,
                                                          core::Date as_of) const;
    [[nodiscard]] std::vector<core::AllocationRow> allocations_of(core::EntityId document) const;
    // Those in other currencies than this one, by day.
    [[nodiscard]] std::vector<core::AllocationRow> allocations_not_in(core::Currency base) const;
    // By total order, oldest first.
    [[nodiscard]] std::vector<core::HistoryRow> history(core::EntityId entity) const;
    [[nodiscard]] std::vector<core::ExceptionRow> exceptions(bool with_resolved = false) const;
    [[nodiscard]] std::optional<core::ExceptionRow> exception(std::string_view id) const;
    // Disputes of an invoice or a customer (nil: of the book).
    [[nodiscard]] std::vector<core::DisputeRow> disputes(core::EntityId of,
                                                         bool with_ended = false) const;
    [[nodiscard]] std::vector<core::AttachmentRow> attachments(core::EntityId of) const;
    // The bytes of an attachment, on this device alone. corrupt: they do not have this SHA-256.
    core::Result<void> keep_file(const core::Hash& hash, std::string_view bytes);
    [[nodiscard]] std::optional<std::string> file(const core::Hash& hash) const;
    [[nodiscard]] std::vector<core::BillStepRow> bill_steps(core::ReceiptId bill) const;
    // --- collecting: contacts, promises, plans, holds of the book, by date, then id
    [[nodiscard]] const std::vector<core::WorkRow>& work() const;
    [[nodiscard]] const std::vector<std::pair<core::EntityId, core::Fields>>& tasks() const;
    // --- the law: events, stages and costs of the book, by date, then id
    [[nodiscard]] const std::vector<core::LegalRow>& legal() const;
    // --- statements of account and what became of them: of the book, in total order
    [[nodiscard]] const std::vector<core::StatementStepRow>& statements() const;
    // Customers with a document dated in the period, void ones as well; in their order, each once.
    [[nodiscard]] std::vector<core::RowKey> traders(core::Date from, core::Date to) const;
    // Open debits that were due before a day, in any order; of customers, of one after the other.
    [[nodiscard]] std::vector<core::DebtRow> debts(core::Date due_before,
                                                   DebtsOf of = DebtsOf::all) const;
    [[nodiscard]] std::vector<core::DebtRow> debts(std::span<const core::CustomerId> customers,
                                                   core::Date due_before) const;
    // What a file hangs on, and the contacts that were a visit with one: a file proves them.
    [[nodiscard]] std::vector<core::EntityId> with_files() const; // by id
    // Customers that count by themselves, by id.
    [[nodiscard]] const std::vector<core::CustomerBrief>& briefs() const;
    // Lines of which something is open on a day, in no order that means anything.
    [[nodiscard]] std::vector<core::OpenLine> open_lines(core::Date as_of) const;
    // Debits that charge for being late (core::is_charge), by id; those that were taken back too.
    [[nodiscard]] std::vector<core::InvoiceId> charges() const;
    // By invoice, then due date; by the letters dated until a day.
    [[nodiscard]] std::vector<core::LineLevel> line_levels(core::Date as_of) const;
    // Money that came in (receipts, advances, bills), by date: of each of these.
    using CustomerMoney = std::pair<core::CustomerId, core::Currency>;
    [[nodiscard]] std::vector<std::vector<core::Cash>>
    cash_of(std::span<const CustomerMoney> whose) const;
    // Of invoices that fell due from a day on and that money has settled by another: how many days
    // after their last due day it came, by customer with whom they count.
    [[nodiscard]] std::vector<std::pair<core::CustomerId, int>>
    payment_delays(core::Date due_from, core::Date paid_by) const;
    // By party of aging_entries().
    [[nodiscard]] std::span<const core::CustomerRow::Balance>
    party_balances(core::Date as_of) const;

    // Lines that count, by date, then as imported; those that nobody said anything about alone.
    [[nodiscard]] std::vector<core::BankLineRow> bank_lines(bool open_only) const;
    // All of the days, used or not; what became of them is not read.
    [[nodiscard]] std::vector<core::BankLineRow> bank_lines_between(core::Date from,
                                                                    core::Date to) const;
    [[nodiscard]] std::optional<core::BankLineRow> bank_line(core::EntityId line) const;
    // Which of these lines count already.
    [[nodiscard]] std::vector<bool> has_bank_lines(std::span<const core::EntityId> lines) const;
    [[nodiscard]] std::vector<core::BankImportRow> bank_imports() const;
    // The latest line of an account before a date that has a balance; nullopt: none.
    [[nodiscard]] std::optional<std::int64_t>
    bank_balance_before(std::string_view account, core::Currency currency, core::Date date) const;
    // All that proposals for bank lines are made from, not indexed yet.
    [[nodiscard]] core::MatchBook match_book() const;
    // Contacts or contracts of a customer and of what was merged with it.
    [[nodiscard]] std::vector<core::EntityId> entities_of(core::RegisterKind kind,
                                                          core::CustomerId customer) const;
    [[nodiscard]] std::vector<core::CustomerId> family(core::CustomerId customer) const;
    // Customers with one tax number, one name but for its spelling, or one phone.
    [[nodiscard]] std::vector<core::DuplicateRow> duplicates() const;
    [[nodiscard]] std::vector<core::InvoiceId> invoices_numbered(std::string_view number) const;
    // The greatest whole number that follows this prefix in a document's number; 0: none.
    [[nodiscard]] std::uint64_t last_number(std::string_view prefix) const;
    // What of an invoice was overdue from when: for interest. What settled a dispute because it was
    // right was overdue never; `as_claimed`: until the credit, as it was asked for.
    [[nodiscard]] std::vector<core::PrincipalStep> overdue_steps(core::InvoiceId invoice,
                                                                 bool as_claimed = false) const;
    // The book as it was known at a moment: the changes written until then, in memory, as a book of
    // its own that only reads. What a report said then it says again (design: domain, 2.1 iv).
    [[nodiscard]] core::Result<std::unique_ptr<Store>> known_at(std::int64_t ms) const;
    // The shown fact with this id, whole; nullopt: none, or not understood.
    [[nodiscard]] std::optional<core::Fact> fact(core::EntityId id) const;
    [[nodiscard]] bool has_entity(core::EntityId id) const; // any admitted change is about it
    // Filled at the first call, then patched by every append.
    [[nodiscard]] const core::AgingEntries& aging_entries() const;
    [[nodiscard]] core::AgingReport aging(const core::AgingQuery& query) const;

    // --- local values of this device: never sent, not part of the view
    [[nodiscard]] std::optional<std::string> local(std::string_view key) const;
    // All whose keys begin so, by key.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>>
    locals(std::string_view prefix) const;
    core::Result<void> set_local(std::string_view key, std::string_view value);

    // --- proof
    // Every table of the view in fixed order, line by line, by key: no row numbers, no order of
    // arrival. Equal sets of changes give equal bytes.
    core::Result<void> canonical_dump(const std::function<void(std::string_view line)>& sink) const;
    [[nodiscard]] std::string canonical_dump() const;
    [[nodiscard]] core::Hash view_digest() const;
    [[nodiscard]] core::Hash set_digest() const;
    // Derives every table again from the log. Needed after an upgrade of the view; a proof else.
    core::Result<void> rebuild();
    CheckReport check();

    // --- whole files
    // The bytes of the database as SQLite keeps them, in order. The sink answers false to stop.
    core::Result<void>
    save_bytes(const std::function<bool(std::span<const std::uint8_t>)>& sink) const;
    core::Result<void> save_to_file(const std::string& path) const; // a compact copy; native
    // The first error of a reading call since the last call of this, or none.
    [[nodiscard]] std::optional<core::Error> take_error() const;

    struct Inside; // the parts, for this room's own files

private:
    friend class Intake;
    friend class Checking;
    explicit Store(std::unique_ptr<Inside> inside);
    CheckReport check_copy(CheckReport so_far) const;
    std::unique_ptr<Inside> inside_;
};

} // namespace huikuan::store
