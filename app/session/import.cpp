#include "session/import.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/text.h"
#include "session/import_kept.h"
#include "session/import_look.h"
#include "session/import_run.h"
#include "session/import_stream.h"
#include "session/inside.h"
#include "sync/csv_mapping.h"

namespace huikuan::session {

namespace {

using core::ErrorCode;
using Pull = ImportStream::Pull;

constexpr std::size_t sample_rows = 50;
constexpr std::size_t rows_per_look = 64; // at the clock
constexpr std::size_t smallest_batch = 100;
constexpr std::size_t largest_batch = 5000;

// One budget of a step.
class Budget {
public:
    explicit Budget(double budget_ms) : until_(platform::monotonic_ms() + budget_ms) {}
    bool spent() { return ++looked_ % rows_per_look == 0 && platform::monotonic_ms() >= until_; }
    [[nodiscard]] double left_ms() const { return until_ - platform::monotonic_ms(); }

private:
    double until_;
    std::size_t looked_ = 0;
};

} // namespace

struct ImportJob::State {
    State(Session& book, std::shared_ptr<platform::File> chosen, ImportOptions forced)
        : session(book), source(std::move(chosen)), options(std::move(forced)),
          look(source, options) {
        file.name = source->name();
        file.bytes = source->size();
    }

    Session& session;
    std::shared_ptr<platform::File> source;
    ImportOptions options;
    ImportLook look;
    ImportPhase phase = ImportPhase::looking;
    core::Error error;
    ImportFile file;
    sync::TextEncoding encoding;
    std::optional<ImportStream> stream;
    std::vector<core::ColumnEvidence> evidence;
    std::map<std::size_t, std::int64_t> widths; // cells in a row -> rows
    std::vector<std::pair<std::int64_t, std::vector<std::string>>> sample;

    std::vector<std::vector<std::string>> rows_below; // a sample, for guesses
    core::ImportMapping mapping;
    core::ImportMapping offered; // guessed or proposed
    std::string proposed;
    core::ImportReading reading;
    std::vector<core::Error> questions;
    mutable std::vector<ImportPreviewRow> preview;
    mutable bool preview_stale = true;

    std::optional<ImportRun> run;
    ImportResult result;
    bool backed_up = false;      // the book as it was before this file lies beside it
    bool waiting_backup = false; // until then no row goes in
    std::shared_ptr<int> alive = std::make_shared<int>();
    double rows_per_ms = 0.0; // of the last batch
    bool scanned_whole = false;

    std::unique_ptr<platform::Outgoing> out;
    Words words;
    std::size_t next_refused = 0;
    ImportPhase before_saving = ImportPhase::done;

    void step(double budget_ms);
    void look_at_file();
    void scan(Budget& budget);
    void scanned();
    void back_up();
    void run_rows(Budget& budget);
    core::Result<void> write_batch();
    void end_run(ImportPhase how);
    void save_rows(Budget& budget);
    void fail(core::Error what);
    void restart_stream();
    void decide();
    void propose(std::optional<core::ImportKind> kind);
    [[nodiscard]] std::size_t batch_rows(double budget_ms) const;
};

void ImportJob::State::fail(core::Error what) {
    error = std::move(what);
    phase = ImportPhase::failed;
    stream.reset();
}

void ImportJob::State::restart_stream() { stream.emplace(source, encoding, file.delimiter); }

void ImportJob::State::decide() {
    questions = decide_reading(mapping, file.header, evidence, session.book().currency, reading);
    std::int64_t most = 0;
    for (const auto& [width, rows] : widths) {
        if (rows > most) {
            most = rows;
            reading.usual_width = width;
        }
    }
    preview_stale = true;
}

// A mapping that was kept for these headings comes before any guess.
void ImportJob::State::propose(std::optional<core::ImportKind> kind) {
    proposed.clear();
    const core::ImportKind guessed = kind.value_or(core::guess_kind(file.header, rows_below));
    mapping = core::guess_mapping(file.header, rows_below, guessed);
    const std::string headings = core::name_of_headings(file.header);
    for (const KeptImport& kept : kept_imports(session)) {
        if (kept.headings != headings || kept.kind != kind.value_or(kept.kind)) { continue; }
        const auto read = sync::mapping_from_json(kept.json, file.header);
        if (!read || (!proposed.empty() && kept.kind != guessed)) { continue; }
        mapping = *read;
        proposed = kept.name;
    }
    offered = mapping;
}

void ImportJob::State::look_at_file() {
    if (file.bytes > import_limit_bytes) {
        fail({ErrorCode::too_large, "file", std::to_string(import_limit_bytes), 0});
        return;
    }
    const auto seen = look.step();
    if (!seen) {
        fail(seen.error());
        return;
    }
    if (*seen == nullptr) {
        return; // the first bytes are on their way
    }
    const ImportLook::Seen& found = **seen;
    source = found.source;
    file.workbook = found.workbook;
    encoding = found.encoding;
    file.encoding = encoding.name;
    file.delimiter = found.delimiter;
    file.header_line = found.header_line;
    file.header = found.header;
    file.rows = 0;
    rows_below = found.rows_below;
    propose(options.kind);
    evidence.assign(file.header.size(), {});
    widths.clear();
    sample.clear();
    restart_stream();
    decide();
    phase = ImportPhase::scanning;
}

void ImportJob::State::scan(Budget& budget) {
    ImportStream::Row row;
    while (!budget.spent()) {
        const Pull pull = stream->next(row);
        if (pull == Pull::wait) { return; }
        if (pull == Pull::end) {
            scanned();
            return;
        }
        if (pull == Pull::failed) {
            // Plain ASCII at first, other bytes further down: it was the old Chinese encoding.
            if (stream->error().field == "encoding" && !encoding.certain &&
                options.encoding.empty()) {
                options.encoding = "gb18030";
                look = ImportLook(source, options);
                phase = ImportPhase::looking;
                return;
            }
            fail(stream->error());
            return;
        }
        if (row.line <= file.header_line) { continue; }
        if (++file.rows > import_limit_rows) {
            fail({ErrorCode::too_large, "rows", std::to_string(import_limit_rows), row.line});
            return;
        }
        ++widths[row.cells.size()];
        for (std::size_t i = 0; i < std::min(row.cells.size(), evidence.size()); ++i) {
            evidence[i].add(row.cells[i], row.line);
        }
        if (sample.size() < sample_rows) {
            sample.emplace_back(row.line,
                                std::vector<std::string>(row.cells.begin(), row.cells.end()));
            preview_stale = true;
        }
    }
}

void ImportJob::State::scanned() {
    if (file.rows == 0) {
        fail({ErrorCode::required, "rows", {}, file.header_line});
        return;
    }
    stream.reset();
    scanned_whole = true;
    decide();
    phase = ImportPhase::ready;
}

// As many rows as fit into the budget at the speed of the last batch.
std::size_t ImportJob::State::batch_rows(double budget_ms) const {
    const auto fitting = static_cast<std::size_t>(std::max(0.0, rows_per_ms * budget_ms));
    return std::clamp(fitting, smallest_batch, largest_batch);
}

core::Result<void> ImportJob::State::write_batch() {
    const std::size_t rows = run->pending();
    const double before = platform::monotonic_ms();
    auto written = run->flush();
    const double took = platform::monotonic_ms() - before;
    if (rows >= smallest_batch && took > 0.0) { rows_per_ms = static_cast<double>(rows) / took; }
    result = run->result();
    return written;
}

void ImportJob::State::end_run(ImportPhase how) {
    run->sort_refused();
    result = run->result();
    stream.reset();
    phase = how;
}

// A way back to before the file, once; of an empty book nothing is worth keeping.
void ImportJob::State::back_up() {
    if (backed_up || session.counts().changes <= 1) return;
    waiting_backup = true;
    session.inside().backup("import", [this, still = std::weak_ptr<int>(alive)](auto kept) {
        if (still.expired()) return;
        waiting_backup = false;
        if (!kept) return fail(kept.error());
        backed_up = true;
    });
}

void ImportJob::State::run_rows(Budget& budget) {
    if (waiting_backup) return;
    const std::size_t batch = batch_rows(budget.left_ms());
    ImportStream::Row row;
    for (;;) {
        const Pull pull = stream->next(row);
        if (pull == Pull::wait) { return; }
        if (pull == Pull::failed) {
            core::Error why = stream->error();
            end_run(ImportPhase::failed);
            fail(std::move(why));
            return;
        }
        if (pull == Pull::row && row.line > file.header_line) { run->take(row.line, row.cells); }
        const bool end = pull == Pull::end;
        const bool full = run->pending() >= batch;
        const bool more = end && run->release(batch);
        if (end || full) {
            if (const auto written = write_batch(); !written) {
                end_run(ImportPhase::failed);
                fail(written.error());
                return;
            }
            if (more) { return; }
            if (end) {
                end_run(ImportPhase::done);
                return;
            }
        }
        if (budget.spent() || full) { return; }
    }
}

// Reads the file once more and writes the lines that were refused, with their reasons.
void ImportJob::State::save_rows(Budget& budget) {
    const auto& lines = run->refused_lines();
    const auto& with_words = run->refused();
    ImportStream::Row row;
    std::string text;
    const auto write = [&] {
        const auto bytes =
            std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
        const bool fine = text.empty() || out->write(bytes);
        text.clear();
        return fine;
    };
    const auto give_up = [&](core::Error why) {
        out->abandon();
        out.reset();
        stream.reset();
        error = std::move(why);
        phase = ImportPhase::failed;
    };
    while (!budget.spent() && next_refused < lines.size()) {
        const Pull pull = stream->next(row);
        if (pull == Pull::wait) { break; }
        if (pull != Pull::row) { // the file is not the one that was imported
            give_up({ErrorCode::io, "file", file.name, lines[next_refused].line});
            return;
        }
        const RefusedLine& refused = lines[next_refused];
        if (row.line != refused.line) { continue; }
        std::string reason;
        if (next_refused < with_words.size()) {
            for (const core::Error& why : with_words[next_refused].errors) {
                reason += (reason.empty() ? "" : "; ") + words(why);
            }
        } else {
            const auto field = static_cast<core::ImportField>(refused.field);
            reason = words({refused.code,
                            refused.field < core::import_field_count ? std::string(name_of(field))
                                                                     : std::string{},
                            {},
                            refused.line});
        }
        std::vector<std::string_view> cells(row.cells.begin(), row.cells.end());
        cells.resize(std::max(cells.size(), file.header.size()));
        cells.emplace_back(reason);
        sync::append_csv_row(text, cells);
        ++next_refused;
    }
    if (!write() || (next_refused == lines.size() && !out->finish())) {
        give_up({ErrorCode::io, "file", {}, 0});
        return;
    }
    if (next_refused == lines.size()) {
        out.reset();
        stream.reset();
        phase = before_saving;
    }
}

void ImportJob::State::step(double budget_ms) {
    Budget budget(budget_ms);
    switch (phase) {
    case ImportPhase::looking: look_at_file(); break;
    case ImportPhase::scanning: scan(budget); break;
    case ImportPhase::running: run_rows(budget); break;
    case ImportPhase::saving: save_rows(budget); break;
    case ImportPhase::ready:
    case ImportPhase::done:
    case ImportPhase::cancelled:
    case ImportPhase::failed: break;
    }
}

ImportJob::ImportJob(Session& session, std::shared_ptr<platform::File> file, ImportOptions options)
    : state_(std::make_unique<State>(session, std::move(file), std::move(options))) {}

ImportJob::~ImportJob() = default;

void ImportJob::step(double budget_ms) { state_->step(budget_ms); }

bool ImportJob::idle() const {
    return state_->phase == ImportPhase::ready || state_->phase == ImportPhase::done ||
           state_->phase == ImportPhase::cancelled || state_->phase == ImportPhase::failed;
}

void ImportJob::cancel() {
    State& state = *state_;
    switch (state.phase) {
    case ImportPhase::looking:
    case ImportPhase::scanning:
        state.stream.reset();
        state.phase = ImportPhase::cancelled;
        break;
    case ImportPhase::running:
        state.end_run(ImportPhase::cancelled); // what is pending was never written
        break;
    case ImportPhase::saving:
        state.out->abandon();
        state.out.reset();
        state.stream.reset();
        state.phase = state.before_saving;
        break;
    case ImportPhase::ready:
    case ImportPhase::done:
    case ImportPhase::cancelled:
    case ImportPhase::failed: break;
    }
}

ImportPhase ImportJob::phase() const { return state_->phase; }
const core::Error& ImportJob::error() const { return state_->error; }
const ImportFile& ImportJob::file() const { return state_->file; }

int ImportJob::progress() const {
    if (state_->phase == ImportPhase::done || state_->phase == ImportPhase::ready) { return 1000; }
    if (!state_->stream || state_->source->size() == 0) { return 0; }
    // A slice of the file is read long before its rows are in the book.
    if (state_->phase == ImportPhase::running && state_->file.rows > 0) {
        return static_cast<int>(std::min(result().read, state_->file.rows) * 1000 /
                                state_->file.rows);
    }
    return static_cast<int>(state_->stream->bytes_read() * 1000 / state_->source->size());
}

const core::ImportMapping& ImportJob::mapping() const { return state_->mapping; }

void ImportJob::set_mapping(const core::ImportMapping& mapping) {
    state_->mapping = mapping;
    state_->decide();
}

void ImportJob::set_kind(core::ImportKind kind) {
    if (kind == state_->mapping.kind) { return; }
    state_->propose(kind);
    state_->decide();
}

core::Result<void> ImportJob::use_preset(std::string_view name) {
    const State& state = *state_;
    for (const core::ImportPreset& preset : core::import_presets()) {
        if (preset.name == name && preset.kind == kind()) {
            const auto mapping = apply_preset(preset, state.file.header);
            if (!mapping) { return std::unexpected(mapping.error()); }
            set_mapping(*mapping);
            return {};
        }
    }
    for (const KeptImport& kept : kept_imports(state.session)) {
        if (kept.kind == kind() && kept.name == name) { return use_json(kept.json); }
    }
    return core::fail(ErrorCode::malformed, "preset", std::string(name));
}

core::Result<void> ImportJob::use_json(std::string_view json) {
    const auto mapping = sync::mapping_from_json(json, state_->file.header);
    if (!mapping) { return std::unexpected(mapping.error()); }
    const auto forced = state_->options.kind;
    if (forced && mapping->kind != *forced) {
        return core::fail(ErrorCode::wrong_type, "map", std::string(name_of(mapping->kind)));
    }
    set_mapping(*mapping);
    return {};
}

std::string ImportJob::mapping_json() const {
    return sync::mapping_to_json(state_->mapping, state_->file.header);
}

std::vector<std::string> ImportJob::presets() const {
    std::vector<std::string> names;
    for (const core::ImportPreset& preset : core::import_presets()) {
        if (preset.kind == kind()) { names.emplace_back(preset.name); }
    }
    for (const KeptImport& kept : kept_imports(state_->session)) {
        if (kept.kind == kind()) { names.push_back(kept.name); }
    }
    return names;
}

core::Result<void> ImportJob::keep_preset(std::string_view given) {
    State& state = *state_;
    std::string name(core::trim(given));
    if (name.empty()) { name = state.proposed; }
    if (name.empty()) {
        const std::string stem = state.file.name.substr(0, state.file.name.rfind('.'));
        const auto taken = [&] { return std::ranges::contains(presets(), name); };
        name = stem;
        for (int i = 2; taken(); ++i) { name = core::joined({stem, i}, " "); }
    }
    const auto kept = keep_import(state.session, state.mapping, state.file.header, name);
    if (!kept) { return std::unexpected(kept.error()); }
    state.proposed = name;
    state.offered = state.mapping;
    return {};
}

const std::string& ImportJob::proposed() const { return state_->proposed; }
bool ImportJob::corrected() const { return state_->mapping != state_->offered; }

const std::vector<core::Error>& ImportJob::questions() const { return state_->questions; }

const std::vector<ImportPreviewRow>& ImportJob::preview() const {
    const State& state = *state_;
    if (state.preview_stale) {
        state.preview_stale = false;
        state.preview.clear();
        for (const auto& [line, cells] : state.sample) {
            const std::vector<std::string_view> views(cells.begin(), cells.end());
            ImportPreviewRow row{line, cells, {}, {}, {}};
            const auto take = [&](auto read, auto& into) {
                if (read) {
                    into = std::move(*read);
                } else {
                    row.errors = std::move(read.error());
                }
            };
            if (kind() == core::ImportKind::invoices) {
                take(read_import_row(views, line, state.reading), row.invoice);
            } else {
                take(read_import_record(views, line, state.reading), row.record);
            }
            state.preview.push_back(std::move(row));
        }
    }
    return state.preview;
}

core::Result<void> ImportJob::start(ImportWish wish) {
    State& state = *state_;
    if (state.phase != ImportPhase::ready && state.phase != ImportPhase::done &&
        !(state.phase == ImportPhase::cancelled && state.scanned_whole)) {
        return core::fail(ErrorCode::nothing_to_do, "phase");
    }
    if (!state.questions.empty()) { return std::unexpected(state.questions.front()); }
    if (wish.take_out && core::trim(wish.reason).empty()) {
        return core::fail(ErrorCode::required, "reason");
    }
    const bool dry_run = wish.dry_run;
    state.run.emplace(state.session, state.reading, std::move(wish));
    state.result = state.run->result();
    state.restart_stream();
    state.phase = ImportPhase::running;
    if (!dry_run) state.back_up();
    return {};
}

const ImportResult& ImportJob::result() const { return state_->result; }

const std::vector<RefusedRow>& ImportJob::refused() const {
    static const std::vector<RefusedRow> none;
    return state_->run ? state_->run->refused() : none;
}

std::size_t ImportJob::filled() const { return state_->run ? state_->run->filled().size() : 0; }

core::Result<void> ImportJob::undo_filling() {
    if (!idle() || filled() == 0) { return core::fail(ErrorCode::nothing_to_do, "phase"); }
    std::vector<core::Command> commands;
    for (const core::FieldsSet& before : state_->run->filled()) {
        commands.emplace_back(core::SetFields{before});
    }
    const auto done = state_->session.run_batch(commands);
    if (!done) { return std::unexpected(done.error()); }
    state_->run->filled().clear();
    return {};
}

void ImportJob::save_refused(std::unique_ptr<platform::Outgoing> out, Words words,
                             std::string reason_heading) {
    State& state = *state_;
    if (!idle() || !state.run) {
        out->abandon();
        return;
    }
    state.out = std::move(out);
    state.words = std::move(words);
    state.next_refused = 0;
    state.before_saving = state.phase;
    state.restart_stream();
    state.phase = ImportPhase::saving;
    // A byte order mark, because spreadsheets take a file without one for the local encoding.
    std::string text = "\xEF\xBB\xBF";
    std::vector<std::string_view> cells(state.file.header.begin(), state.file.header.end());
    cells.emplace_back(reason_heading);
    sync::append_csv_row(text, cells);
    if (!state.out->write(
            std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()))) {
        state.out->abandon();
        state.out.reset();
        state.stream.reset();
        state.error = {ErrorCode::io, "file", {}, 0};
        state.phase = ImportPhase::failed;
    }
}

} // namespace huikuan::session
