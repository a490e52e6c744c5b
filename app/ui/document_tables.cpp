#include "ui/document_tables.h"

#include <unordered_set>

#include "ui/document_words.h"
#include "ui/kit/format.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

namespace {

// A selection of more rows than these is not summed up in a frame.
constexpr std::size_t most_summed = 20'000;

BadgeKind due_kind(const core::InvoiceRow& row, core::Date as_of) {
    if (row.status == core::DocumentStatus::settled) return status_kind(row);
    if (row.status == core::DocumentStatus::voided) return BadgeKind::neutral;
    if (row.issued > as_of) return BadgeKind::neutral;
    if (row.due < as_of) return BadgeKind::bad;
    return core::days_between(as_of, row.due) <= 7 ? BadgeKind::warn : BadgeKind::neutral;
}

std::string due_words(const core::InvoiceRow& row, core::Date as_of) {
    if (row.status == core::DocumentStatus::settled) return status_words(row);
    if (row.status == core::DocumentStatus::voided) return status_words(row.status);
    if (row.issued > as_of) return say("status.later");
    const int late = core::days_between(row.due, as_of);
    if (late > 0) return say("invoice.late", late);
    return row.status == core::DocumentStatus::part_paid ? status_words(row.status)
                                                         : say("status.not_due");
}

// Those of the list's rows that are selected, as far as one sums them up in a frame.
std::vector<core::RowKey> selected_keys(const TableState& state,
                                        const std::vector<core::RowKey>& keys) {
    std::vector<core::RowKey> out;
    for (const core::RowKey key : keys) {
        if (state.selected.contains(key) && out.size() < most_summed) out.push_back(key);
    }
    return out;
}

// What a filter takes away is not selected any more.
void keep_selection(TableState& state, const std::vector<core::RowKey>& keys) {
    if (state.selected.empty()) return;
    const std::unordered_set<core::RowKey> shown(keys.begin(), keys.end());
    std::erase_if(state.selected, [&](core::RowKey key) { return !shown.contains(key); });
}

std::string selection_key(const TableState& state, const std::string& asked) {
    std::uint64_t mix = state.selected.size();
    for (const core::RowKey key : state.selected) {
        mix += static_cast<std::uint64_t>(key) * 0x9E3779B97F4A7C15ULL;
    }
    return asked + "/" + std::to_string(mix);
}

} // namespace

std::string query_key(const core::ListQuery& query, std::uint64_t revision) {
    std::string key = query.search + '\x1f' + query.sort + '\x1f';
    key += query.customer ? core::to_text(*query.customer) : std::string();
    for (const bool flag : {query.descending, query.open_only, query.overdue_only, query.with_void,
                            query.disputed_only}) {
        key += flag ? '1' : '0';
    }
    if (query.debit) key += "d" + std::to_string(static_cast<int>(*query.debit)) + ",";
    if (query.credit) key += "c" + std::to_string(static_cast<int>(*query.credit)) + ",";
    return key + std::to_string(query.as_of.days) + "@" + std::to_string(revision);
}

void InvoiceTable::refresh(Desk& desk) {
    query.as_of = desk.as_of;
    std::string key = query_key(query, desk.session.revision());
    if (key == asked_) return;
    asked_ = std::move(key);
    query.without_later = desk.as_of < desk.today; // looking back, it is not there yet
    auto list = desk.session.invoice_list(query);
    keys_ = std::move(list.keys);
    keep_selection(state_, keys_);
    amount_ = Sums{};
    open_ = Sums{};
    for (const core::DocumentSum& sum : list.sums) {
        amount_.add({sum.minor, sum.currency});
        open_.add({sum.open, sum.currency});
    }
}

std::vector<TableColumn> InvoiceTable::columns() const {
    std::vector<TableColumn> columns{
        {say("label.number"), 1.7F, 140, Align::left, "number", 0, !with_customer},
        {say("label.customer"), 2, 150, Align::left, "customer_name", 1, with_customer},
        {say("label.issued"), 0.5F, 112, Align::left, "issued", 4},
        {say("label.due"), 0.5F, 112, Align::left, "due", 0},
        {say("label.amount"), 1, 140, Align::right, "amount", 3},
        {say("label.open"), 1, 140, Align::right, "open", 0},
        {say("label.status"), 0.6F, 116, Align::left, {}, 2},
    };
    if (!with_customer) columns.erase(columns.begin() + 1);
    return columns;
}

Cell InvoiceTable::cell_of(const core::InvoiceRow& it, std::size_t column, core::Currency own,
                           core::Date as_of) {
    const core::Money open{it.open, it.amount.currency};
    switch (column) {
    case 0:
        return {.text = it.type == core::DebitType::invoice
                            ? it.number
                            : it.number + " · " + debit_words(it.type),
                .strong = true};
    case 1: return {.text = it.customer_name};
    case 2: return {.text = date_text(it.issued), .tone = Tone::soft, .date = it.issued};
    case 3: return {.text = date_text(it.due), .date = it.due};
    case 4:
        return {.text = cell_money(it.amount, own),
                .tone = money_tone(it.amount.minor),
                .money = it.amount};
    case 5:
        return {.text = cell_money(open, own),
                .tone = it.open == 0 ? Tone::faint : Tone::text,
                .strong = it.open != 0,
                .money = open};
    default: return {.text = due_words(it, as_of), .badge = due_kind(it, as_of)};
    }
}

ListContent InvoiceTable::content(Desk& desk) const {
    ListContent out{say("invoices.title"), columns(), keys_, {}};
    out.columns.push_back({say("label.currency"), 0.4F, 60, Align::left, {}, 9});
    out.read = [session = &desk.session, as_of = desk.as_of,
                with = with_customer](std::span<const core::RowKey> keys) {
        const core::Currency own = session->book().currency;
        std::vector<std::vector<Cell>> rows;
        for (const core::InvoiceRow& row : session->invoices(keys, as_of)) {
            auto& cells = rows.emplace_back();
            for (std::size_t c = 0; c < 7; ++c) {
                if (with || c != 1) cells.push_back(cell_of(row, c, own, as_of));
            }
            cells.push_back({.text = std::string(row.amount.currency.view())});
        }
        return rows;
    };
    return out;
}

void InvoiceTable::draw_tools(Desk& desk) {
    refresh(desk);
    if (!keys_.empty()) tools_.draw(desk, columns(), [&] { return content(desk); });
}

bool InvoiceTable::print(Desk& desk) {
    refresh(desk);
    if (keys_.empty()) return false;
    print_list(desk, content(desk), *tools_.hidden(desk, columns()), as_of_words(desk));
    return true;
}

void InvoiceTable::draw_selection(Desk& desk) {
    const std::string key = selection_key(state_, asked_);
    if (key != selection_key_) {
        selection_key_ = key;
        Sums open;
        for (const auto& row : desk.session.invoices(selected_keys(state_, keys_), desk.as_of)) {
            if (row.status != core::DocumentStatus::voided) {
                open.add({row.open, row.amount.currency});
            }
        }
        selection_sums_ =
            open.empty() ? std::string() : say("invoices.selected_open", open.words());
    }
    tools_.draw_selection(desk, state_, selection_sums_, [this, &desk] { return content(desk); });
}

bool InvoiceTable::draw(Desk& desk) {
    refresh(desk);
    if (keys_.empty()) return false;
    draw_selection(desk);
    const core::Currency own = desk.session.book().currency;
    const auto shown = columns();
    const std::size_t shift = with_customer ? 0 : 1;
    std::vector<std::string> totals(shown.size());
    totals[0] = say("table.total", count_text(static_cast<std::int64_t>(keys_.size())));
    totals[4 - shift] = amount_.words();
    totals[5 - shift] = open_.words();
    const TableAnswer answer = table(
        state_, keys_,
        {.name = say("invoices.list"),
         .columns = shown,
         .sort = &query.sort,
         .descending = &query.descending,
         .select = true,
         .hidden = tools_.hidden(desk, shown),
         .keep_below = keep_below,
         .totals = totals},
        [&](std::size_t first, std::size_t count) {
            window_.show(asked_, first, count, [&](std::size_t from, std::size_t rows) {
                return desk.session.invoices(std::span(keys_).subspan(from, rows), desk.as_of);
            });
        },
        [&](std::size_t row, std::size_t column) -> Cell {
            const auto* it = window_.find(row);
            if (it == nullptr) return {};
            return cell_of(*it, column > 0 ? column + shift : 0, own, desk.as_of);
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
    query.without_later = desk.as_of < desk.today;
    auto list = desk.session.receipt_list(query);
    keys_ = std::move(list.keys);
    keep_selection(state_, keys_);
    amount_ = Sums{};
    unapplied_ = Sums{};
    cash_ = Sums{};
    all_cash_ = true;
    for (const core::DocumentSum& sum : list.sums) {
        amount_.add({sum.minor, sum.currency});
        unapplied_.add({sum.open, sum.currency});
        if (sum.cash != 0) cash_.add({sum.cash, sum.currency});
        all_cash_ = all_cash_ && sum.all_cash;
    }
}

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

namespace {

// How it came in; of what is no plain receipt, what it is.
std::string way_words(const core::ReceiptRow& row) {
    using enum core::CreditType;
    if (row.type == receipt) return method_words(row.method);
    const std::string type = credit_words(row.type);
    return row.type == advance ? type + " · " + method_words(row.method) : type;
}

} // namespace

bool credit_chips(std::optional<core::CreditType>& chosen) {
    using enum core::CreditType;
    bool changed = false;
    for (const core::CreditType type : {receipt, advance, bill, credit_note, write_off}) {
        bool on = chosen == type;
        if (!chip(credit_words(type), on)) continue;
        chosen = on ? std::optional(type) : std::nullopt;
        changed = true;
    }
    return changed;
}

std::vector<TableColumn> ReceiptTable::columns() const {
    std::vector<TableColumn> columns{
        {say("label.date"), 0.5F, 116, Align::left, "date", 0, !with_customer},
        {say("label.customer"), 2, 150, Align::left, "customer_name", 1, with_customer},
        {say("label.method"), 0.9F, 136, Align::left, "method", 2},
        {say("label.reference"), 1.2F, 120, Align::left, "reference", 4},
        {say("label.amount"), 1, 140, Align::right, "amount", 0},
        {say("label.unapplied"), 1, 140, Align::right, "unapplied", 0},
        {say("label.status"), 0.6F, 110, Align::left, {}, 3},
    };
    if (!with_customer) columns.erase(columns.begin() + 1);
    return columns;
}

Cell ReceiptTable::cell_of(const core::ReceiptRow& it, std::size_t column, core::Currency own,
                           core::Date as_of) {
    const core::Money unapplied{it.unapplied, it.amount.currency};
    switch (column) {
    case 0: return {.text = date_text(it.date), .date = it.date};
    case 1: return {.text = it.customer_name};
    case 2: return {.text = way_words(it), .tone = Tone::soft};
    case 3: return {.text = it.reference, .tone = Tone::soft};
    case 4: return {.text = cell_money(it.amount, own), .strong = true, .money = it.amount};
    case 5:
        return {.text = cell_money(unapplied, own),
                .tone = it.unapplied == 0 ? Tone::faint : Tone::amber,
                .money = unapplied};
    default: return {.text = receipt_status(it, as_of), .badge = receipt_kind(it, as_of)};
    }
}

ListContent ReceiptTable::content(Desk& desk) const {
    ListContent out{say("nav.receipts"), columns(), keys_, {}};
    out.columns.push_back({say("label.currency"), 0.4F, 60, Align::left, {}, 9});
    out.read = [session = &desk.session, as_of = desk.as_of,
                with = with_customer](std::span<const core::RowKey> keys) {
        const core::Currency own = session->book().currency;
        std::vector<std::vector<Cell>> rows;
        for (const core::ReceiptRow& row : session->receipts(keys, as_of)) {
            auto& cells = rows.emplace_back();
            for (std::size_t c = 0; c < 7; ++c) {
                if (with || c != 1) cells.push_back(cell_of(row, c, own, as_of));
            }
            cells.push_back({.text = std::string(row.amount.currency.view())});
        }
        return rows;
    };
    return out;
}

void ReceiptTable::draw_tools(Desk& desk) {
    refresh(desk);
    if (!keys_.empty()) tools_.draw(desk, columns(), [&] { return content(desk); });
}

bool ReceiptTable::print(Desk& desk) {
    refresh(desk);
    if (keys_.empty()) return false;
    print_list(desk, content(desk), *tools_.hidden(desk, columns()), as_of_words(desk));
    return true;
}

void ReceiptTable::draw_selection(Desk& desk) {
    const std::string key = selection_key(state_, asked_);
    if (key != selection_key_) {
        selection_key_ = key;
        Sums amount;
        for (const auto& row : desk.session.receipts(selected_keys(state_, keys_), desk.as_of)) {
            if (row.status != core::DocumentStatus::voided) amount.add(row.amount);
        }
        selection_sums_ =
            amount.empty() ? std::string() : say("receipts.selected_sum", amount.words());
    }
    tools_.draw_selection(desk, state_, selection_sums_, [this, &desk] { return content(desk); });
}

bool ReceiptTable::draw(Desk& desk) {
    refresh(desk);
    if (keys_.empty()) return false;
    draw_selection(desk);
    const core::Currency own = desk.session.book().currency;
    const auto shown = columns();
    const std::size_t shift = with_customer ? 0 : 1;
    std::vector<std::string> totals(shown.size());
    totals[0] = say("table.total", count_text(static_cast<std::int64_t>(keys_.size())));
    // What paid without being money (notes, write-offs, discounts) is in no sum of cash.
    const bool mixed = !all_cash_ && !query.credit;
    totals[4 - shift] = !mixed          ? amount_.words()
                        : cash_.empty() ? std::string("–")
                                        : say("receipts.cash_total", cash_.words());
    totals[5 - shift] = unapplied_.words();
    const TableAnswer answer = table(
        state_, keys_,
        {.name = say("receipts.list"),
         .columns = shown,
         .sort = &query.sort,
         .descending = &query.descending,
         .select = true,
         .hidden = tools_.hidden(desk, shown),
         .keep_below = keep_below,
         .totals = totals},
        [&](std::size_t first, std::size_t count) {
            window_.show(asked_, first, count, [&](std::size_t from, std::size_t rows) {
                return desk.session.receipts(std::span(keys_).subspan(from, rows), desk.as_of);
            });
        },
        [&](std::size_t row, std::size_t column) -> Cell {
            const auto* it = window_.find(row);
            if (it == nullptr) return {};
            return cell_of(*it, column > 0 ? column + shift : 0, own, desk.as_of);
        });
    if (answer.opened) {
        const auto rows =
            desk.session.receipts(std::span(keys_).subspan(*answer.opened, 1), desk.as_of);
        if (!rows.empty()) open_receipt(desk, rows.front().id);
    }
    return true;
}

} // namespace huikuan::ui
