#pragma once
// One open book on one device: the order of steps, and the only door for screens and the CLI.
// Reading answers plain rows (core/view.h) of the current revision; writing takes a Command.
// Nothing here speaks SQL, JSON or ImGui.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/aging.h"
#include "core/command.h"
#include "core/result.h"
#include "core/view.h"
#include "platform/platform.h"

namespace huikuan::session {

struct NewBook {
    std::string company; // empty: a blank book that joins colleagues by its first merge
    core::Currency currency;
    // Not 0: the book's id, its device and its clock are functions of this number instead of chance
    // and time, so that demonstrations and tests give the same bytes each time.
    std::uint64_t seed = 0;
};

// What a command would do, or did: the new facts in order, and what Undo would reverse.
struct Outcome {
    std::vector<core::Fact> facts;
    // Targets for Reverse, last first; empty where nothing can be reversed.
    std::vector<core::EntityId> undo;
    // Undo of a field write: writes what was shown before.
    std::optional<core::FieldsSet> restore;
    bool repeated = false; // the same command was run before: nothing new was written
    // Undo of a reversal: enters what was made void again (a reversal is never reversed).
    std::vector<core::Fact> again = {};
    std::vector<core::FieldsSet> restore_too; // of other entities, written in the same step
};

enum class SaveState : std::uint8_t { saved, saving, failed, memory_only };
struct Status {
    SaveState save = SaveState::saved;
    core::Error problem{};     // why saving fails
    bool read_only = false;    // another tab owns the book
    std::uint64_t unsaved = 0; // commits not yet durable
};

class Session {
public:
    // Native: a SQLite file.
    static core::Result<std::unique_ptr<Session>> create_file(const std::string& path,
                                                              const NewBook& book);
    static core::Result<std::unique_ptr<Session>> open_file(const std::string& path);
    // Browser: pages in wasm memory, bytes kept in a vault (keeper.h). `progress` is 0..1000. An
    // empty passphrase leaves the book unsealed; opening a sealed one without it is io
    // "passphrase".
    using Opened = std::function<void(core::Result<std::unique_ptr<Session>>)>;
    static void create_vault(const NewBook& book, const std::string& passphrase, Opened opened);
    static void open_vault(const std::string& name, const std::string& passphrase,
                           std::function<void(int)> progress, Opened opened);
    ~Session();

    // --- state
    // False for the moments in which another tab hands its pages over: nothing may be read then.
    [[nodiscard]] bool ready() const;
    [[nodiscard]] std::string vault() const;      // name; empty for a file
    [[nodiscard]] std::uint64_t revision() const; // grows with every change of the view
    [[nodiscard]] core::Date today() const;
    void set_today(core::Date date); // tests and demonstrations
    [[nodiscard]] Status status() const;
    // Work that a frame may spend: saving, checkpoints, remote exchange. Milliseconds until it
    // wants to be called again, -1 never.
    int tick(double budget_ms);

    // --- reading
    [[nodiscard]] core::BookRow book() const;
    [[nodiscard]] core::BookCounts counts() const;
    [[nodiscard]] std::vector<core::RowKey> customer_keys(const core::ListQuery& query) const;
    [[nodiscard]] std::vector<core::CustomerRow> customers(std::span<const core::RowKey> keys,
                                                           core::Date as_of) const;
    [[nodiscard]] std::optional<core::CustomerRow> customer(core::CustomerId id,
                                                            core::Date as_of) const;
    [[nodiscard]] std::optional<core::CustomerRow> customer_by_code(const std::string& code) const;
    [[nodiscard]] std::vector<core::RowKey> invoice_keys(const core::ListQuery& query) const;
    [[nodiscard]] core::DocumentList invoice_list(const core::ListQuery& query) const;
    [[nodiscard]] core::DocumentList receipt_list(const core::ListQuery& query) const;
    [[nodiscard]] std::int64_t standing_invoices(core::Date on) const; // how many
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
    [[nodiscard]] std::vector<core::HistoryRow> history(core::EntityId entity) const;
    [[nodiscard]] std::vector<core::ExceptionRow> exceptions(bool with_resolved = false) const;
    // Every field of one entity with the value shown, by name.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>>
    fields(core::RegisterKind kind, core::EntityId entity) const;
    // Columns of the current revision, filled once.
    [[nodiscard]] const core::AgingEntries& aging_entries() const;
    [[nodiscard]] core::AgingReport aging(const core::AgingQuery& query) const;

    // --- writing
    core::EntityId mint();
    core::Result<Outcome> preview(const core::Command& command) const;
    core::Result<Outcome> run(const core::Command& command);
    // Many commands in one transaction (imports): all or nothing of this batch.
    core::Result<Outcome> run_batch(std::span<const core::Command> commands);

    struct Inside; // the rooms below, for session's other files only
    explicit Session(std::unique_ptr<Inside> inside);
    [[nodiscard]] Inside& inside() { return *inside_; }

private:
    std::unique_ptr<Inside> inside_;
};

} // namespace huikuan::session
