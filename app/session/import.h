#pragma once
// Importing a file, start to end, in slices: the Import page and `huikuan import`. What the rows
// are (invoices, customers, contacts, receipts, contacts that were made) is guessed or said.
//
//   ImportJob job(session, file);             // phase looking: what is this file?
//   each frame: job.step(budget_ms);          //   -> scanning: the whole file once; -> ready
//   job.set_mapping(...), job.preview()       // from scanning on; preview is quick
//   job.questions()                           // empty in ready: may be started
//   job.start(wish)                           // phase running: the file a second time, in batches
//   each frame: job.step(budget_ms);          //   -> done | cancelled | failed
//   job.result(), job.refused()               // counts, and each refused line with its reasons
//   job.save_refused(...)                     // phase saving -> done: those lines as a CSV file
//
// After done or cancelled it may be started again (a dry run first, then for good). Cancelling
// keeps the batches that are finished: result().last_line says up to which line. Running the same
// file again, whole or in part, here or on another device, creates nothing twice. Before the first
// row goes into a book that has something, a copy of it as it was is kept (snapshot "import").
//
// What a row of invoices does: its customer is looked up by code (else by exact name) and created
// where the book has none; its invoice is issued; a settlement date records a receipt that is
// allocated to it. A row whose invoice is there already with the same content is skipped; with
// other content it is refused. A row whose invoice is there but whose settlement is new records the
// receipt alone ("updated"). Where the amounts are those of lines, the rows of one number are one
// invoice with their sum, in parts where their due dates differ.
//
// A row of customers meets one of the same code, tax number or name, in this order; a row of
// contacts one of the same name at its customer. What the book says otherwise is refused; what the
// book does not say yet is filled in where that is wished (ImportWish::fill), else counted. A
// receipt is entered once, pays the invoices that it names, and is refused where the book has one
// of that customer, day and amount from elsewhere. Rows of one receipt number are one receipt.
//
// Taking out reads the file again and reverses what its rows made, whoever imported it where;
// customers and contacts are archived, where nothing else hangs on them. Imported again after that,
// they come in again.
//
// Memory is bounded by slices, a sample, one hash per row and the list of refused lines, never by
// the size of the file; lines, receipts and customers that wait for others are held whole.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/import.h"
#include "core/result.h"
#include "platform/platform.h"
#include "session/session.h"
#include "session/workbook.h"

namespace huikuan::session {

enum class ImportPhase : std::uint8_t {
    looking,  // encoding, delimiter, header, guessed mapping
    scanning, // counting rows, learning how dates and numbers are written
    ready,    // waits for start()
    running,
    saving, // writing the refused lines
    done,
    cancelled,
    failed, // error() says why; nothing of the current batch went in
};

// Files above are refused: error too_large, field "file" or "rows", detail the limit.
inline constexpr std::uint64_t import_limit_bytes = 256ULL * 1024 * 1024;
inline constexpr std::int64_t import_limit_rows = 500'000;

// What a person may force before the file is looked at; empty: found out.
struct ImportOptions {
    std::string encoding; // as platform::make_decoder
    char delimiter = 0;
    std::int64_t header_line = 0;
    bool any_rows = false;   // a statement: where its lines begin is somebody else's question
    std::string sheet;       // of a workbook, by name
    core::Currency currency; // of a statement that says none; nil: the book's
    bool beside = false;     // a customer's own statement: it goes into no book
    std::optional<core::ImportKind> kind; // empty: guessed
};

// What start() is asked for.
struct ImportWish {
    bool dry_run = false;
    bool fill = false;     // empty fields of customers and contacts that are there; brings back
                           // those that were archived
    bool take_out = false; // what the file brought
    std::string reason;    // of taking out
    // The day on which what was paid before counts as paid; none: today.
    std::optional<core::Date> paid_on;
};

// What was found out about the file.
struct ImportFile {
    std::string name;
    std::uint64_t bytes = 0;
    std::string encoding;
    char delimiter = ',';
    std::int64_t header_line = 1;
    std::vector<std::string> header;
    std::int64_t rows = 0; // grows while scanning
    std::optional<ImportWorkbook> workbook;
};

struct ImportPreviewRow {
    std::int64_t line = 0;
    std::vector<std::string> cells;
    core::ImportedInvoice invoice; // meaningful where errors is empty; of other kinds:
    core::ImportedRecord record;
    std::vector<core::Error> errors;
};

struct ImportResult {
    bool dry_run = false;
    bool take_out = false;
    // Rows with data; at the end = created + updated + skipped + refused + joined + taken_out
    // + left_out.
    std::int64_t read = 0;
    std::int64_t created = 0;         // documents, customers, contacts
    std::int64_t credits_created = 0; // of created: rows of invoices below zero
    std::int64_t updated = 0;         // a settlement of a known invoice; fields that were empty
    std::int64_t skipped = 0;  // already there with the same content; nothing there to take out
    std::int64_t joined = 0;   // further rows of a document
    std::int64_t fillable = 0; // of skipped: the book lacks something that the row says
    std::int64_t taken_out = 0;
    std::int64_t refused = 0;
    std::int64_t left_out = 0; // void or drafts in the program that wrote the file
    std::int64_t ignored = 0;  // blank lines and the sheet's own totals; not in `read`
    std::int64_t customers_created = 0;
    std::int64_t receipts_created = 0;
    std::int64_t last_line = 0; // the file's last line that is finished
};

struct RefusedRow {
    std::int64_t line = 0;
    std::vector<core::Error> errors; // field: the import field's name, or "row"
};

class ImportJob {
public:
    ImportJob(Session& session, std::shared_ptr<platform::File> file, ImportOptions options = {});
    ~ImportJob();
    ImportJob(const ImportJob&) = delete;
    ImportJob& operator=(const ImportJob&) = delete;

    // Works for about so many milliseconds. A file's next slice may still be on its way: then it
    // returns at once. Native callers loop; pages call it each frame until idle().
    void step(double budget_ms);
    [[nodiscard]] bool idle() const; // ready, done, cancelled or failed: step() would do nothing
    void cancel();

    [[nodiscard]] ImportPhase phase() const;
    [[nodiscard]] int progress() const; // 0..1000 of the present phase
    [[nodiscard]] const core::Error& error() const;
    [[nodiscard]] const ImportFile& file() const; // from scanning on

    // --- mapping, from scanning on
    [[nodiscard]] const core::ImportMapping& mapping() const;
    void set_mapping(const core::ImportMapping& mapping); // a running import keeps its own
    core::ImportKind kind() const { return mapping().kind; }
    void set_kind(core::ImportKind kind);                 // guesses anew for this kind
    core::Result<void> use_preset(std::string_view name); // built-in, or kept in the book
    core::Result<void> use_json(std::string_view json);   // a map file
    [[nodiscard]] std::string mapping_json() const;
    // Presets of this kind by name, built-in first.
    [[nodiscard]] std::vector<std::string> presets() const;
    // Keeps the mapping in the book under a name (session/import_kept.h). Without one: under that
    // of the mapping which was proposed, else of the file.
    core::Result<void> keep_preset(std::string_view name = {});
    // The kept mapping that was found by the headings, by name; empty: guessed.
    [[nodiscard]] const std::string& proposed() const;
    // A person said something else than what was guessed or proposed.
    [[nodiscard]] bool corrected() const;
    // What must be decided before start(): see core::decide_reading. Complete once ready.
    [[nodiscard]] const std::vector<core::Error>& questions() const;
    [[nodiscard]] const std::vector<ImportPreviewRow>&
    preview() const; // the first rows, at most 50

    // --- running
    // In ready, done or cancelled. The first of questions() where there is one.
    core::Result<void> start(ImportWish wish);
    core::Result<void> start(bool dry_run) { return start(ImportWish{.dry_run = dry_run}); }
    [[nodiscard]] const ImportResult& result() const;
    // The first 10,000 refused lines; result().refused counts, and save_refused writes, all.
    [[nodiscard]] const std::vector<RefusedRow>& refused() const;
    // Of how many rows the last run filled in fields, and undoing that: they say what they said.
    [[nodiscard]] std::size_t filled() const;
    core::Result<void> undo_filling();
    // Header, the refused lines as they were, and the reasons beside them. `words` turns an error
    // into a sentence; `reason_heading` is the heading of the added column.
    using Words = std::function<std::string(const core::Error&)>;
    void save_refused(std::unique_ptr<platform::Outgoing> out, Words words,
                      std::string reason_heading);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace huikuan::session
