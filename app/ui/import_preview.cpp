#include "ui/import_preview.h"

#include <algorithm>

#include "ui/collection_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

// The line has a column of its own.
std::string words_beside_line(core::Error error) {
    error.line = 0;
    return error_words(error);
}

using Rows = std::vector<session::ImportPreviewRow>;
constexpr std::size_t most_preview_columns = 6; // beside the line and what is wrong

std::size_t shown_rows(const Rows& rows) {
    return std::min<std::size_t>(rows.size(), narrow() ? 10 : 20);
}

void draw_invoices(const Rows& rows, TableState& state) {
    const std::vector<TableColumn> columns{
        {say("import.line"), 0.3F, 64, Align::right, {}, 5},
        {say("label.number"), 1, 120, Align::left, {}, 0, true},
        {say("label.customer"), 1.4F, 130, Align::left, {}, 0},
        {say("label.issued"), 0.6F, 108, Align::left, {}, 3},
        {say("label.due"), 0.6F, 108, Align::left, {}, 4},
        {say("label.amount"), 1, 130, Align::right, {}, 0},
        {say("import.settled"), 0.6F, 108, Align::left, {}, 2},
        {say("import.problem"), 4, 220, Align::left, {}, 1},
    };
    plain_table(state, shown_rows(rows),
                {.name = say("import.preview_table"), .columns = columns, .opens = false},
                [&](std::size_t index, std::size_t column) -> Cell {
                    const session::ImportPreviewRow& row = rows[index];
                    const core::ImportedInvoice& it = row.invoice;
                    const bool bad = !row.errors.empty();
                    if (column == 0) return {.text = std::to_string(row.line), .tone = Tone::faint};
                    if (column == 7) {
                        return {.text = bad ? words_beside_line(row.errors.front()) : std::string(),
                                .tone = Tone::red};
                    }
                    const bool above = it.goes_on && column != 4 && column != 5; // said there
                    if (bad || above) return {.text = "–", .tone = Tone::faint};
                    switch (column) {
                    case 1: return {.text = it.number, .strong = true};
                    case 2:
                        return {.text =
                                    it.customer_name.empty() ? it.customer_code : it.customer_name};
                    case 3: return {.text = date_text(it.issued)};
                    case 4:
                        if (it.goes_on && !it.due) return {.text = "–", .tone = Tone::faint};
                        return {.text = it.due ? date_text(*it.due) : say("import.by_terms")};
                    case 5: return {.text = money_text(it.amount)};
                    default: return {.text = it.settled ? date_text(*it.settled) : "–"};
                    }
                });
}

// A value as a person says it: codes by their words, amounts with their currency.
std::string record_words(const core::ImportedRecord& record, const core::ImportColumn& column) {
    const std::string& text = record[column.field];
    if (text.empty()) return "–";
    switch (column.shape) {
    case core::CellShape::date:
        if (const auto date = record.date_of(column.field)) return date_text(*date);
        return text;
    case core::CellShape::amount:
        return money_text({record.minor_of(column.field), record.currency});
    case core::CellShape::method: return say("method." + text);
    case core::CellShape::channel: return say("channel." + text);
    case core::CellShape::outcome: return say("outcome." + text);
    case core::CellShape::flag: return say(text == "1" ? "import.yes" : "import.no");
    case core::CellShape::text:
    case core::CellShape::currency:
    case core::CellShape::time:
    case core::CellShape::terms: break;
    }
    return text;
}

void draw_records(const session::ImportJob& job, TableState& state) {
    const Rows& rows = job.preview();
    std::vector<const core::ImportColumn*> shown;
    for (const core::ImportColumn& column : import_columns(job.kind())) {
        const bool mapped = job.mapping()[column.field] >= 0;
        const bool apart = column.shape != core::CellShape::currency; // it stands with the amount
        if (mapped && apart && shown.size() < most_preview_columns) shown.push_back(&column);
    }
    std::vector<TableColumn> columns{{say("import.line"), 0.3F, 64, Align::right, {}, 5}};
    for (const core::ImportColumn* column : shown) {
        const bool amount = column->shape == core::CellShape::amount;
        columns.push_back({say("import.field." + std::string(name_of(column->field))),
                           1,
                           110,
                           amount ? Align::right : Align::left,
                           {},
                           column == shown.front() ? 0 : 2,
                           column == shown.front()});
    }
    columns.push_back({say("import.problem"), 4, 220, Align::left, {}, 1});
    plain_table(state, shown_rows(rows),
                {.name = say("import.preview_table"), .columns = columns, .opens = false},
                [&](std::size_t index, std::size_t at) -> Cell {
                    const session::ImportPreviewRow& row = rows[index];
                    const bool bad = !row.errors.empty();
                    if (at == 0) return {.text = std::to_string(row.line), .tone = Tone::faint};
                    if (at > shown.size()) {
                        return {.text = bad ? words_beside_line(row.errors.front()) : std::string(),
                                .tone = Tone::red};
                    }
                    if (bad) return {.text = "–", .tone = Tone::faint};
                    return {.text = record_words(row.record, *shown[at - 1]), .strong = at == 1};
                });
}

} // namespace

std::string import_kind_words(core::ImportKind kind) {
    return say("import.kind." + std::string(name_of(kind)));
}

void draw_import_preview(const session::ImportJob& job, TableState& state) {
    const Rows& rows = job.preview();
    if (rows.empty()) return;
    heading(say("import.preview", std::to_string(rows.size())), 2);
    Panel panel({}, 4, 0);
    if (job.kind() == core::ImportKind::invoices) draw_invoices(rows, state);
    else draw_records(job, state);
}

void draw_import_counts(const session::ImportJob& job) {
    const session::ImportResult& result = job.result();
    const bool invoices = job.kind() == core::ImportKind::invoices;
    Panel panel(say("import.result"), 20, 12);
    Row facts(32);
    fact(say("import.read"), count_text(result.read));
    if (result.take_out) {
        fact(say("import.taken_out"), count_text(result.taken_out), Tone::green);
        fact(say("import.not_there"), count_text(result.skipped));
    } else {
        const std::string made =
            invoices ? "import.created" : "import.new." + std::string(name_of(job.kind()));
        fact(say(made), count_text(result.created - result.credits_created), Tone::green);
        if (result.credits_created > 0) {
            fact(say("import.credits_created"), count_text(result.credits_created), Tone::green);
        }
        if (invoices) {
            fact(say("import.receipts_created"), count_text(result.receipts_created));
            fact(say("import.customers_created"), count_text(result.customers_created));
        }
        fact(say(invoices ? "import.updated" : "import.filled"), count_text(result.updated));
        fact(say("import.skipped"), count_text(result.skipped));
    }
    if (result.left_out > 0) fact(say("import.left_out"), count_text(result.left_out));
    if (result.joined > 0) fact(say("import.joined"), count_text(result.joined));
    fact(say("import.refused"), count_text(result.refused),
         result.refused > 0 ? Tone::red : Tone::text);
}

} // namespace huikuan::ui
