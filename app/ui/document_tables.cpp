#include "ui/document_tables.h"

#include "ui/kit/format.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

namespace {

// Sums over more rows than these would hold up a frame; the list says them by report instead.
constexpr std::size_t most_summed = 20'000;

std::string window_key(const std::string& asked, std::size_t first, std::size_t count) {
    return asked + "|" + std::to_string(first) + "|" + std::to_string(count);
}

BadgeKind due_kind(const core::InvoiceRow& row, core::Date as_of) {
    if (row.status == core::DocumentStatus::settled) return BadgeKind::good;
    if (row.status == core::DocumentStatus::voided) return BadgeKind::neutral;
    if (row.issued > as_of) return BadgeKind::neutral;
    if (row.due < as_of) return BadgeKind::bad;
    return core::days_between(as_of, row.due) <= 7 ? BadgeKind::warn : BadgeKind::neutral;
}

std::string due_words(const core::InvoiceRow& row, core::Date as_of) {
    if (row.status == core::DocumentStatus::settled) return status_words(row.status);
    if (row.status == core::DocumentStatus::voided) return status_words(row.status);
    if (row.issued > as_of) return say("status.later");
    const int late = core::days_between(row.due, as_of);
    if (late > 0) return say("invoice.late", late);
    return row.status == core::DocumentStatus::part_paid ? status_words(row.status)
                                                         : say("status.not_due");
}

// Looking back, what is dated later is not there yet: its rows go (rows and keys run in step). A
// list too long to be summed keeps them, and calls them later.
template <class Row, class DateOf>
void drop_later(Desk& desk, std::vector<core::RowKey>& keys, std::vector<Row>& rows,
                const DateOf& date_of) {
    if (desk.as_of >= desk.today || keys.size() != rows.size()) return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (date_of(rows[i]) > desk.as_of) continue;
        keys[kept] = keys[i];
        if (kept != i) rows[kept] = std::move(rows[i]);
        ++kept;
    }
    keys.resize(kept);
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(kept), rows.end());
}

} // namespace

std::string query_key(const core::ListQuery& query, std::uint64_t revision) {
    std::string key = query.search + '\x1f' + query.sort + '\x1f';
    key += query.customer ? core::to_text(*query.customer) : std::string();
    for (const bool flag :
         {query.descending, query.open_only, query.overdue_only, query.with_void}) {
        key += flag ? '1' : '0';
    }
    return key + std::to_string(query.as_of.days) + "@" + std::to_string(revision);
}

void InvoiceTable::refresh(Desk& desk) {
    query.as_of = desk.as_of;
    std::string key = query_key(query, desk.session.revision());
    if (key == asked_) return;
    asked_ = std::move(key);
    keys_ = desk.session.invoice_keys(query);
    amount_ = Sums{};
    open_ = Sums{};
    summed_ = keys_.size() <= most_summed;
    if (!summed_) return;
    auto rows = desk.session.invoices(keys_, desk.as_of);
    drop_later(desk, keys_, rows, [](const core::InvoiceRow& row) { return row.issued; });
    for (const auto& row : rows) {
        if (row.status == core::DocumentStatus::voided) continue;
        amount_.add(row.amount);
        open_.add({row.open, row.amount.currency});
    }
}

bool InvoiceTable::draw(Desk& desk) {
    refresh(desk);
    if (keys_.empty()) return false;
    const core::Currency own = desk.session.book().currency;
    std::vector<TableColumn> columns{
        {say("label.number"), 1.2F, 130, Align::left, "number", 0, !with_customer},
        {say("label.customer"), 2, 150, Align::left, "customer_name", 1, with_customer},
        {say("label.issued"), 0.5F, 112, Align::left, "issued", 4},
        {say("label.due"), 0.5F, 112, Align::left, "due", 0},
        {say("label.amount"), 1, 140, Align::right, "amount", 3},
        {say("label.open"), 1, 140, Align::right, "open", 0},
        {say("label.status"), 0.6F, 116, Align::left, "status", 2},
    };
    if (!with_customer) columns.erase(columns.begin() + 1);
    const std::size_t shift = with_customer ? 0 : 1;
    std::vector<std::string> totals(columns.size());
    totals[0] = say("table.total", count_text(static_cast<std::int64_t>(keys_.size())));
    if (summed_) {
        totals[4 - shift] = amount_.words();
        totals[5 - shift] = open_.words();
    }
    const TableAnswer answer = table(
        state_, keys_,
        {.name = say("invoices.list"),
         .columns = columns,
         .sort = &query.sort,
         .descending = &query.descending,
         .keep_below = keep_below,
         .totals = totals},
        [&](std::size_t first, std::size_t count) {
            const std::string key = window_key(asked_, first, count);
            if (key == fetched_) return;
            fetched_ = key;
            first_ = first;
            window_ = desk.session.invoices(std::span(keys_).subspan(first, count), desk.as_of);
        },
        [&](std::size_t row, std::size_t column) -> Cell {
            if (row < first_ || row - first_ >= window_.size()) return {};
            const core::InvoiceRow& it = window_[row - first_];
            if (column > 0) column += shift;
            switch (column) {
            case 0: return {.text = it.number, .strong = true};
            case 1: return {.text = it.customer_name};
            case 2: return {.text = date_text(it.issued), .tone = Tone::soft};
            case 3: return {.text = date_text(it.due)};
            case 4:
                return {.text = cell_money(it.amount, own), .tone = money_tone(it.amount.minor)};
            case 5:
                return {.text = cell_money({it.open, it.amount.currency}, own),
                        .tone = it.open == 0 ? Tone::faint : Tone::text,
                        .strong = it.open != 0};
            default: return {.text = due_words(it, desk.as_of), .badge = due_kind(it, desk.as_of)};
            }
        });
    if (answer.opened) {
        const auto rows =
            desk.session.invoices(std::span(keys_).subspan(*answer.opened, 1), desk.as_of);
        if (!rows.empty()) open_invoice(desk, rows.front().id);
    }
    return true;
}

void ReceiptTable::refresh(Desk& desk) {
    query.as_of = desk.as_of;
    std::string key = query_key(query, desk.session.revision());
    if (key == asked_) return;
    asked_ = std::move(key);
    keys_ = desk.session.receipt_keys(query);
    amount_ = Sums{};
    unapplied_ = Sums{};
    summed_ = keys_.size() <= most_summed;
    if (!summed_) return;
    auto rows = desk.session.receipts(keys_, desk.as_of);
    drop_later(desk, keys_, rows, [](const core::ReceiptRow& row) { return row.date; });
    for (const auto& row : rows) {
        if (row.status == core::DocumentStatus::voided) continue;
        amount_.add(row.amount);
        unapplied_.add({row.unapplied, row.amount.currency});
    }
}

namespace {

std::string receipt_status(const core::ReceiptRow& row, core::Date as_of) {
    if (row.status != core::DocumentStatus::voided && row.date > as_of) return say("status.later");
    switch (row.status) {
    case core::DocumentStatus::open: return say("receipt.unapplied");
    case core::DocumentStatus::part_paid: return say("receipt.part_applied");
    case core::DocumentStatus::settled: return say("receipt.applied");
    case core::DocumentStatus::voided: return say("status.voided");
    }
    return {};
}

BadgeKind receipt_kind(const core::ReceiptRow& row, core::Date as_of) {
    if (row.date > as_of) return BadgeKind::neutral;
    switch (row.status) {
    case core::DocumentStatus::open: return BadgeKind::warn;
    case core::DocumentStatus::part_paid: return BadgeKind::accent;
    case core::DocumentStatus::settled: return BadgeKind::good;
    case core::DocumentStatus::voided: break;
    }
    return BadgeKind::neutral;
}

} // namespace

bool ReceiptTable::draw(Desk& desk) {
    refresh(desk);
    if (keys_.empty()) return false;
    const core::Currency own = desk.session.book().currency;
    std::vector<TableColumn> columns{
        {say("label.date"), 0.5F, 116, Align::left, "date", 0, !with_customer},
        {say("label.customer"), 2, 150, Align::left, "customer_name", 1, with_customer},
        {say("label.method"), 0.5F, 100, Align::left, "method", 4},
        {say("label.reference"), 1.2F, 120, Align::left, "reference", 3},
        {say("label.amount"), 1, 140, Align::right, "amount", 0},
        {say("label.unapplied"), 1, 140, Align::right, "unapplied", 0},
        {say("label.status"), 0.6F, 110, Align::left, "status", 2},
    };
    if (!with_customer) columns.erase(columns.begin() + 1);
    const std::size_t shift = with_customer ? 0 : 1;
    std::vector<std::string> totals(columns.size());
    totals[0] = say("table.total", count_text(static_cast<std::int64_t>(keys_.size())));
    if (summed_) {
        totals[4 - shift] = amount_.words();
        totals[5 - shift] = unapplied_.words();
    }
    const TableAnswer answer = table(
        state_, keys_,
        {.name = say("receipts.list"),
         .columns = columns,
         .sort = &query.sort,
         .descending = &query.descending,
         .keep_below = keep_below,
         .totals = totals},
        [&](std::size_t first, std::size_t count) {
            const std::string key = window_key(asked_, first, count);
            if (key == fetched_) return;
            fetched_ = key;
            first_ = first;
            window_ = desk.session.receipts(std::span(keys_).subspan(first, count), desk.as_of);
        },
        [&](std::size_t row, std::size_t column) -> Cell {
            if (row < first_ || row - first_ >= window_.size()) return {};
            const core::ReceiptRow& it = window_[row - first_];
            if (column > 0) column += shift;
            switch (column) {
            case 0: return {.text = date_text(it.date)};
            case 1: return {.text = it.customer_name};
            case 2: return {.text = method_words(it.method), .tone = Tone::soft};
            case 3: return {.text = it.reference, .tone = Tone::soft};
            case 4: return {.text = cell_money(it.amount, own), .strong = true};
            case 5:
                return {.text = cell_money({it.unapplied, it.amount.currency}, own),
                        .tone = it.unapplied == 0 ? Tone::faint : Tone::amber};
            default:
                return {.text = receipt_status(it, desk.as_of),
                        .badge = receipt_kind(it, desk.as_of)};
            }
        });
    if (answer.opened) {
        const auto rows =
            desk.session.receipts(std::span(keys_).subspan(*answer.opened, 1), desk.as_of);
        if (!rows.empty()) open_receipt(desk, rows.front().id);
    }
    return true;
}

} // namespace huikuan::ui
