#include "session/bank_import.h"

#include <algorithm>
#include <map>
#include <ranges>

#include "core/text.h"
#include "session/import_look.h"
#include "session/import_stream.h"
#include "session/inside.h"
#include "sync/csv.h"
#include "sync/hash.h"

namespace huikuan::session {

namespace {

using core::ErrorCode;
using Phase = BankImportPhase;

core::EntityId id_of_line(std::string_view account, const core::BankReading::Line& line) {
    return core::named_id(
        sync::sha256(core::bank_line_name(account, line.currency, line.what, line.ordinal)));
}

bool is_account_number(std::string_view account) {
    return core::plain_account(account).find_first_not_of("0123456789*") == std::string::npos;
}

std::string account_key(const std::string& layout_name) {
    return "bank.account." + layout_name.substr(layout_name.rfind('.') + 1);
}

} // namespace

struct BankImport::State {
    State(Session& book, std::shared_ptr<platform::File> chosen, ImportOptions forced)
        : session(book), source(std::move(chosen)), options(with_any_rows(std::move(forced))),
          look(source, options) {
        file.name = source->name();
        file.bytes = source->size();
    }
    static ImportOptions with_any_rows(ImportOptions options) {
        options.any_rows = true;
        return options;
    }

    Session& session;
    std::shared_ptr<platform::File> source;
    ImportOptions options;
    ImportLook look;
    Phase phase = Phase::looking;
    core::Error error;
    ImportFile file;
    sync::TextEncoding encoding;
    std::optional<ImportStream> stream;
    std::vector<core::BankRow> rows;

    core::BankFrame frame;
    std::vector<std::string> headings;
    std::string layout_name;
    core::BankLayout guessed;
    core::BankLayout layout;
    bool learnt = false;
    std::string account;
    std::string
        remembered; // the account of the last file with these headings, where this says none
    std::vector<core::Error> questions;
    core::BankReading reading;
    std::vector<core::EntityId> ids;
    std::vector<bool> known;
    std::size_t fresh = 0;
    std::size_t otherwise = 0;
    bool keep_otherwise = false;

    void fail(core::Error what);
    void look_at_file();
    void read_rows(double budget_ms);
    void understand();
    void decide();
    [[nodiscard]] std::string older_account() const;
    [[nodiscard]] const core::BankReading::Line& first_line() const { // of the earliest day
        return reading.newest_first ? reading.lines.back() : reading.lines.front();
    }
    void look_for_older();
    void look_for_others();
    void note(core::BankDoubt doubt, std::int64_t line, std::string detail);
    void look_for_gap();
    void look_for_account();
    [[nodiscard]] std::optional<std::int64_t> book_balance() const;
    void learn(std::vector<core::Command>& commands) const;
};

void BankImport::State::fail(core::Error what) {
    error = std::move(what);
    phase = Phase::failed;
    stream.reset();
}

void BankImport::State::look_at_file() {
    if (file.bytes > bank_limit_bytes) {
        return fail({ErrorCode::too_large, "file", std::to_string(bank_limit_bytes), 0});
    }
    const auto seen = look.step();
    if (!seen) return fail(seen.error());
    if (*seen == nullptr) return; // the first bytes are on their way
    source = (*seen)->source;
    file.workbook = (*seen)->workbook;
    encoding = (*seen)->encoding;
    file.encoding = encoding.name;
    file.delimiter = (*seen)->delimiter;
    rows.clear();
    stream.emplace(source, encoding, file.delimiter);
    phase = Phase::reading;
}

void BankImport::State::read_rows(double budget_ms) {
    const double until = platform::monotonic_ms() + budget_ms;
    ImportStream::Row row;
    for (std::size_t count = 0;; ++count) {
        if (count % 64 == 63 && platform::monotonic_ms() > until) return;
        switch (stream->next(row)) {
        case ImportStream::Pull::wait: return;
        case ImportStream::Pull::end:
            file.rows = static_cast<std::int64_t>(rows.size());
            return understand();
        case ImportStream::Pull::failed:
            // Plain ASCII at first, other bytes further down: it was the old Chinese encoding.
            if (stream->error().field == "encoding" && !encoding.certain &&
                options.encoding.empty()) {
                options.encoding = "gb18030";
                look = ImportLook(source, options);
                phase = Phase::looking;
                return;
            }
            return fail(stream->error());
        case ImportStream::Pull::row: break;
        }
        if (rows.size() == bank_limit_rows) {
            return fail({ErrorCode::too_large, "rows", std::to_string(bank_limit_rows), row.line});
        }
        rows.push_back({row.line, {row.cells.begin(), row.cells.end()}});
        for (std::string& cell : rows.back().cells) { // a wallet's way to say that it is text
            if (cell.starts_with('`')) cell.erase(0, 1);
        }
    }
}

// Where the lines are, what the columns mean; what the book knows of such files comes first.
void BankImport::State::understand() {
    stream.reset();
    const auto found = core::find_bank_frame(rows);
    if (!found) return fail({ErrorCode::required, "header", {}, options.header_line});
    frame = *found;
    if (options.header_line > 0) {
        const auto said = std::ranges::find(rows, options.header_line, &core::BankRow::line);
        if (said == rows.end()) return fail({ErrorCode::required, "header", {}, 0});
        frame.header = static_cast<std::size_t>(said - rows.begin());
        frame.headless = false;
    } else {
        core::join_headings(rows, frame);
    }
    file.header_line = rows[frame.header].line;
    const std::size_t first_row = frame.header + (frame.headless ? 0 : 1);
    const auto says = [](const core::BankRow& row) {
        return std::ranges::any_of(row.cells,
                                   [](const auto& cell) { return !core::trim(cell).empty(); });
    };
    if (!std::ranges::any_of(std::span(rows).subspan(first_row), says)) {
        return fail({ErrorCode::required, "rows", {}, 0}); // a month in which nothing moved
    }
    guessed = core::guess_bank_layout(rows, frame);
    headings.clear();
    std::size_t width = rows[frame.header].cells.size();
    for (std::size_t i = frame.header; i < std::min(rows.size(), frame.header + 20); ++i) {
        width = std::max(width, rows[i].cells.size());
    }
    for (std::size_t i = 0; i < width; ++i) {
        const auto& cells = rows[frame.header].cells;
        const bool named = !frame.headless && i < cells.size() && !cells[i].empty();
        headings.push_back(named ? cells[i] : std::to_string(i + 1));
    }
    file.header = headings;
    layout = guessed;
    layout_name = core::bank_layout_name(headings);
    account = frame.account;
    for (const auto& [key, value] :
         session.fields(core::RegisterKind::setting, core::settings_entity)) {
        if (frame.headless) break; // no name tells such files apart
        if (key == layout_name) {
            if (const auto kept = core::parse_bank_layout(value)) {
                layout = *kept;
                learnt = true;
            }
        }
        if (key == account_key(layout_name) && account.empty()) account = remembered = value;
    }
    if (layout[core::BankField::account] >= 0 && frame.account.empty()) { // every row says it
        const auto column = static_cast<std::size_t>(layout[core::BankField::account]);
        const std::string_view own = column < rows[first_row].cells.size()
                                         ? core::trim(rows[first_row].cells[column])
                                         : std::string_view{};
        // A name that a person gave is remembered; another number is another account.
        if (!own.empty() && (account.empty() || is_account_number(account))) {
            account = own;
            remembered.clear();
        }
    }
    phase = Phase::ready;
    decide();
}

void BankImport::State::decide() {
    questions = core::bank_questions(rows, frame, layout, account);
    reading = {};
    ids.clear();
    known.clear();
    fresh = otherwise = 0;
    const bool only_account = std::ranges::all_of(
        questions, [](const core::Error& error) { return error.field == "account"; });
    if (!only_account) return;
    const bool given = !options.currency.view().empty();
    reading =
        core::read_bank_lines(rows, frame, layout, account,
                              given ? options.currency : session.book().currency, session.today());
    known.assign(reading.lines.size(), false);
    fresh = known.size();
    if (options.beside) return;
    for (const auto& line : reading.lines) ids.push_back(id_of_line(reading.account, line));
    known = session.inside().store->has_bank_lines(ids);
    look_for_older();
    look_for_others();
    fresh = static_cast<std::size_t>(std::ranges::count(known, false));
    look_for_gap();
    look_for_account();
}

void BankImport::State::note(core::BankDoubt doubt, std::int64_t line, std::string detail) {
    ++reading.note_counts[static_cast<std::size_t>(doubt)];
    reading.notes.push_back({doubt, line, std::move(detail)});
}

// The account's whole cell was its name once: lines that came in under it are these lines.
std::string BankImport::State::older_account() const {
    return account == frame.account ? frame.account_remark : std::string();
}

void BankImport::State::look_for_older() {
    const std::string older = older_account();
    if (older.empty()) return;
    std::vector<core::EntityId> older_ids;
    for (const auto& line : reading.lines) older_ids.push_back(id_of_line(older, line));
    const auto there = session.inside().store->has_bank_lines(older_ids);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!there[i] || known[i]) continue;
        ids[i] = older_ids[i];
        known[i] = true;
    }
}

// What the book has of the period: as it is here, or as other columns told it.
void BankImport::State::look_for_others() {
    const auto there = std::ranges::count(known, true);
    if (there == std::ssize(known)) return;
    if (there > 0) {
        core::Date first = core::far_future;
        core::Date last = core::first_date;
        for (std::size_t i = 0; i < known.size(); ++i) {
            if (!known[i]) continue;
            first = std::min(first, reading.lines[i].what.date);
            last = std::max(last, reading.lines[i].what.date);
        }
        note(core::BankDoubt::overlap, 0,
             core::to_text(first) + " – " + core::to_text(last) + ", " + std::to_string(there));
    }
    const std::string account_name = core::plain_account(reading.account);
    const std::string older_name = core::plain_account(older_account());
    std::vector<core::BankReading::Line> book;
    for (core::BankLineRow& row :
         session.inside().store->bank_lines_between(reading.first, reading.last)) {
        const std::string its = core::plain_account(row.account);
        if (its != account_name && (older_name.empty() || its != older_name)) continue;
        book.push_back({0, row.currency, std::move(row.what), 0});
    }
    if (book.empty()) return;
    const std::vector<bool> others = core::known_otherwise(reading.lines, ids, known, book);
    otherwise = static_cast<std::size_t>(std::ranges::count(others, true));
    if (otherwise == 0) return;
    note(core::BankDoubt::known_otherwise, 0, std::to_string(otherwise));
    for (std::size_t i = 0; i < known.size() && !keep_otherwise; ++i) {
        if (others[i]) known[i] = true;
    }
}

// Of the account in the book, before the statement begins; nullopt: nothing to compare.
std::optional<std::int64_t> BankImport::State::book_balance() const {
    if (reading.lines.empty()) return std::nullopt;
    const auto& first = first_line();
    if (!first.what.balance || first.what.date != reading.first) return std::nullopt;
    return session.inside().store->bank_balance_before(reading.account, first.currency,
                                                       reading.first);
}

// The statement should go on where the book's last one of this account ends.
void BankImport::State::look_for_gap() {
    if (fresh == 0) return;
    const auto before = book_balance();
    if (!before) return;
    const auto& first = first_line();
    const std::int64_t opening = *first.what.balance - first.what.minor;
    if (*before == opening) return;
    note(core::BankDoubt::gap, first.line,
         core::to_text(core::Money{*before, first.currency}) + " / " +
             core::to_text(core::Money{opening, first.currency}));
}

// A whole statement of another account has nothing in it that could not be: who takes it in is told
// that the book knows others. A balance that goes on, or lines that are there, prove the account.
void BankImport::State::look_for_account() {
    const std::string own = core::plain_account(reading.account);
    if (own.empty() || reading.lines.empty() || fresh < known.size()) return;
    const std::string older = core::plain_account(older_account());
    std::map<std::string, std::string> accounts; // plain, as it was written last
    for (const core::BankImportRow& row : session.inside().store->bank_imports()) {
        if (!row.voided) accounts.try_emplace(core::plain_account(row.account), row.account);
    }
    const bool there = accounts.contains(own) || (!older.empty() && accounts.contains(older));
    if (!there && !accounts.empty()) {
        constexpr std::size_t most = 3;
        std::string names;
        for (const auto& [plain, name] : accounts | std::views::take(most)) {
            names += (names.empty() ? "" : ", ") + name;
        }
        note(core::BankDoubt::new_account, 0, names + (accounts.size() > most ? " …" : ""));
    }
    const bool guessed_account = !remembered.empty() && own == core::plain_account(remembered);
    if (there && guessed_account && accounts.size() > 1 && !book_balance()) {
        note(core::BankDoubt::unsaid_account, 0, reading.account);
    }
}

void BankImport::State::learn(std::vector<core::Command>& commands) const {
    core::FieldsSet fields{core::RegisterKind::setting, core::settings_entity, {}};
    const auto shown = session.fields(core::RegisterKind::setting, core::settings_entity);
    const auto put = [&](const std::string& key, const std::string& value) {
        const auto at = std::ranges::find(shown, key, &std::pair<std::string, std::string>::first);
        if (at == shown.end() ? value.empty() : at->second == value) return;
        fields.fields.emplace_back(key, value);
    };
    if (frame.headless) return;
    if (layout != guessed || learnt) put(layout_name, core::to_text(layout));
    if (frame.account.empty()) put(account_key(layout_name), reading.account);
    if (!fields.fields.empty()) commands.emplace_back(core::SetFields{std::move(fields)});
}

BankImport::BankImport(Session& session, std::shared_ptr<platform::File> file,
                       ImportOptions options)
    : state_(std::make_unique<State>(session, std::move(file), std::move(options))) {}
BankImport::~BankImport() = default;

void BankImport::step(double budget_ms) {
    if (state_->phase == Phase::looking) state_->look_at_file();
    else if (state_->phase == Phase::reading) state_->read_rows(budget_ms);
}
bool BankImport::idle() const {
    return state_->phase != Phase::looking && state_->phase != Phase::reading;
}
BankImportPhase BankImport::phase() const { return state_->phase; }
int BankImport::progress() const {
    if (state_->phase != Phase::reading || state_->source->size() == 0) return idle() ? 1000 : 0;
    return static_cast<int>(state_->stream->bytes_read() * 1000 / state_->source->size());
}
const core::Error& BankImport::error() const { return state_->error; }
const ImportFile& BankImport::file() const { return state_->file; }
const std::vector<std::string>& BankImport::headings() const { return state_->headings; }

std::string BankImport::example(int column) const {
    const State& state = *state_;
    for (std::size_t i = state.frame.header + (state.frame.headless ? 0 : 1);
         column >= 0 && i < state.rows.size(); ++i) {
        const auto& cells = state.rows[i].cells;
        const auto at = static_cast<std::size_t>(column);
        if (at < cells.size() && !cells[at].empty() && cells[at] != "-") return cells[at];
    }
    return {};
}

const core::BankLayout& BankImport::layout() const { return state_->layout; }
void BankImport::set_layout(const core::BankLayout& layout) {
    state_->layout = layout;
    state_->decide();
}
bool BankImport::learnt() const { return state_->learnt; }
const std::string& BankImport::account() const { return state_->account; }
void BankImport::set_account(const std::string& account) {
    state_->account = account;
    state_->decide();
}
const std::vector<core::Error>& BankImport::questions() const { return state_->questions; }
const core::BankReading& BankImport::reading() const { return state_->reading; }
bool BankImport::is_known(std::size_t line) const {
    return line < state_->known.size() && state_->known[line];
}
std::size_t BankImport::fresh() const { return state_->fresh; }
std::size_t BankImport::known_otherwise() const { return state_->otherwise; }
bool BankImport::keeps_otherwise() const { return state_->keep_otherwise; }
void BankImport::keep_otherwise(bool keep) {
    state_->keep_otherwise = keep;
    state_->decide();
}

core::Result<Outcome> BankImport::run() {
    State& state = *state_;
    if (state.phase != Phase::ready) return core::fail(ErrorCode::nothing_to_do, "phase");
    if (!state.questions.empty()) return std::unexpected(state.questions.front());
    state.decide(); // the book may have moved on since the file was read
    if (state.fresh == 0) return core::fail(ErrorCode::nothing_to_do, "lines");
    std::map<core::Currency, std::vector<core::BankLine>> fresh;
    for (std::size_t i = 0; i < state.reading.lines.size(); ++i) {
        if (state.known[i]) continue;
        core::BankLine line = state.reading.lines[i].what;
        line.id = state.ids[i];
        fresh[state.reading.lines[i].currency].push_back(std::move(line));
    }
    std::vector<core::Command> commands;
    state.learn(commands);
    const core::EntityId first = state.session.mint();
    std::uint64_t portion = 0;
    for (const auto& [currency, lines] : fresh) {
        for (std::size_t from = 0; from < lines.size(); from += core::most_lines_per_import) {
            core::BankLinesImported fact;
            const std::uint64_t content[] = {++portion};
            fact.id = portion == 1 ? first : core::derived_id(first, content);
            fact.account = state.reading.account;
            fact.currency = currency;
            fact.file = state.file.name.substr(0, core::longest_name);
            if (!core::is_utf8(fact.file)) fact.file.clear();
            const auto to = std::min(lines.size(), from + core::most_lines_per_import);
            fact.lines.assign(lines.begin() + static_cast<std::ptrdiff_t>(from),
                              lines.begin() + static_cast<std::ptrdiff_t>(to));
            commands.emplace_back(core::ImportBankLines{std::move(fact)});
        }
    }
    auto done = state.session.run_batch(commands);
    if (done) state.phase = Phase::done;
    return done;
}

bool BankImport::save_refused(platform::Outgoing& out,
                              const std::function<std::string(const core::Error&)>& words,
                              const std::string& heading) const {
    const State& state = *state_;
    std::string text = "\xEF\xBB\xBF"; // spreadsheets take a file without it for a local encoding
    const auto row = [&](const std::vector<std::string>& cells, const std::string& reason) {
        std::vector<std::string_view> all(cells.begin(), cells.end());
        all.resize(std::max(all.size(), state.headings.size()));
        all.emplace_back(reason);
        sync::append_csv_row(text, all);
    };
    row(state.headings, heading);
    for (const core::Error& refused : state.reading.refused) {
        const auto at = std::ranges::find(state.rows, refused.line, &core::BankRow::line);
        if (at != state.rows.end()) row(at->cells, words(refused));
    }
    return out.write(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size())) &&
           out.finish();
}

} // namespace huikuan::session
