#include "ui/interest_sheet.h"

#include <algorithm>
#include <array>
#include <map>

#include "ui/backend/backend.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/reversal.h"

namespace huikuan::ui {

namespace {

// What may be chosen; the first is what the contract says, else the law, and the last is typed.
constexpr std::array<const char*, 8> offered_fees{"",    "lpr+50%",  "lpr+30%", "lpr",
                                                  "sme", "judgment", "lpr*4",   "custom"};
constexpr std::size_t custom_fee = offered_fees.size() - 1;
constexpr std::size_t most_items = 300;

void open_for(Desk& desk, core::EntityId id) {
    desk.go(with_sheet(desk, "interest", core::to_text(id)));
}

} // namespace

void open_interest(Desk& desk, core::InvoiceId invoice) {
    open_for(desk, core::entity_of(invoice));
}
void open_interest(Desk& desk, core::CustomerId customer) {
    open_for(desk, core::entity_of(customer));
}

// --- the figures

std::optional<core::LateFee> InterestSheet::chosen_fee() const {
    if (rule_ == 0) return std::nullopt;
    const auto index = static_cast<std::size_t>(rule_);
    const auto fee = core::parse_late_fee(index == custom_fee ? custom_ : offered_fees[index]);
    return fee ? std::optional(*fee) : std::nullopt;
}

std::optional<InterestItem> InterestSheet::item_of(Desk& desk, const core::InvoiceRow& row) const {
    if (!core::bears_interest(row.type) || row.status == core::DocumentStatus::voided)
        return std::nullopt;
    const session::Ledger ledger(desk.session);
    const auto chosen = chosen_fee();
    InterestItem item{row, chosen ? *chosen : ledger.late_fee_of(row.id), {}, 0};
    core::InterestQuery query;
    query.fee = item.fee;
    query.until = *until_;
    query.from = from_;
    query.basis = basis_ == 0 ? 365 : 360;
    query.rate_at_breach = at_breach_;
    auto table = ledger.interest(row.id, query);
    if (!table) return std::nullopt;
    item.table = *std::move(table);
    return item;
}

std::vector<InterestItem> InterestSheet::read(Desk& desk, const std::string& id) const {
    std::vector<InterestItem> items;
    const auto parsed = core::parse_id(id);
    const bool unreadable = static_cast<std::size_t>(rule_) == custom_fee && !chosen_fee();
    if (!parsed || !until_ || unreadable) return items;
    std::vector<core::InvoiceRow> rows;
    const bool one = [&] {
        auto row = desk.session.invoice(core::id_cast<core::InvoiceId>(*parsed), desk.today);
        if (row) rows.push_back(*std::move(row));
        return !rows.empty();
    }();
    core::ListQuery query;
    query.as_of = desk.today;
    query.sort = "due";
    query.customer = one ? rows.front().customer : core::id_cast<core::CustomerId>(*parsed);
    if (!one) {
        query.open_only = !settled_too_;
        rows = desk.session.invoices(desk.session.invoice_keys(query), desk.today);
        query.open_only = false;
    }
    const auto entered = session::Ledger(desk.session).interest_entered(*query.customer);
    for (const core::InvoiceRow& row : rows) {
        if (!one && !row.lines.empty() && row.lines.front().due >= *until_) continue; // not late
        auto item = item_of(desk, row);
        if (!item || (!one && item->table.minor == 0)) continue;
        item->entered = session::entered_of(entered, row.id, item->fee);
        items.push_back(*std::move(item));
        if (items.size() == most_items) break;
    }
    return items;
}

// --- drawing

void InterestSheet::draw(Desk& desk) {
    const std::string id = desk.route.option("interest");
    bool open = !id.empty();
    if (open && shown_.empty()) {
        until_typed_ = core::to_text(desk.today);
        from_typed_.clear();
        rule_ = basis_ = 0;
        at_breach_ = false;
    }
    if (id != shown_) {
        refused_.clear();
        offer_from(desk, id);
    }
    shown_ = id;
    {
        Sheet sheet("interest", say("interest.sheet"), open, 960);
        if (!sheet) return;
        draw_rule(desk);
        std::string key =
            moment_key(desk, id) + "|" + until_typed_ + "|" + from_typed_ + "|" + custom_;
        key += std::to_string(rule_) + std::to_string(basis_) + (at_breach_ ? "b" : "") +
               (settled_too_ ? "s" : "");
        const auto& items = items_.get(key, [&] { return read(desk, id); });
        const bool one = items.size() == 1 && core::to_text(items.front().invoice.id) == id;
        if (items.empty()) {
            empty_state(Icon::check, say("interest.none"), say("interest.none_detail"));
            checkbox(say("interest.settled_too"), settled_too_);
        } else {
            if (one) draw_one(desk, items.front());
            else draw_many(desk, items);
            draw_actions(desk, items, one);
        }
    }
    if (!open) desk.go(with_sheet(desk, "interest", {}));
}

// Doubled after a judgment: it runs from the end of the period for performance, and no other does.
void InterestSheet::offer_from(Desk& desk, const std::string& id) {
    if (from_typed_ == offered_) from_typed_.clear();
    offered_.clear();
    if (std::string_view(offered_fees[static_cast<std::size_t>(rule_)]) != "judgment") return;
    const auto parsed = core::parse_id(id);
    const auto end =
        parsed
            ? session::Ledger(desk.session).performance_end(core::id_cast<core::InvoiceId>(*parsed))
            : std::nullopt;
    from_typed_ = offered_ = end ? core::to_text(*end) : std::string();
}

void InterestSheet::draw_rule(Desk& desk) {
    {
        Columns columns({3, 2}, 12, 420);
        std::vector<std::string> labels;
        for (std::size_t i = 0; i < offered_fees.size(); ++i) {
            const auto fee = core::parse_late_fee(offered_fees[i]);
            labels.push_back(i == 0 ? say("interest.rule.agreed")
                             : fee  ? late_fee_words(*fee)
                                    : say("interest.rule.custom"));
        }
        if (select(say("interest.rule"), rule_, labels)) offer_from(desk, shown_);
        columns.next();
        until_ =
            date_field(say("interest.until"), until_typed_, desk.today, {.required = true}).date;
    }
    if (static_cast<std::size_t>(rule_) == custom_fee) {
        std::string problem;
        const auto fee = core::parse_late_fee(custom_);
        if (!custom_.empty() && !fee) problem = error_words(fee.error());
        text_field(say("interest.custom"), custom_,
                   {.hint = fee ? std::string_view{} : word("interest.custom_hint"),
                    .error = problem,
                    .placeholder = "18%/y"});
    }
    const bool doubled =
        std::string_view(offered_fees[static_cast<std::size_t>(rule_)]) == "judgment";
    const auto from =
        date_field(say("interest.starts"), from_typed_, desk.today,
                   {.hint = word(doubled ? "interest.starts_doubled" : "interest.starts_hint")});
    from_ = from.date ? std::optional(*from.date) : std::nullopt;
    const auto fee = chosen_fee(); // none: as each contract says
    const auto is = [&](core::LateFee::Kind kind) { return !fee || fee->kind == kind; };
    if (fee && is(core::LateFee::Kind::daily)) return; // of days alone
    Row row(16);
    radio(say("interest.basis", 365), basis_, 0);
    radio(say("interest.basis", 360), basis_, 1);
    if (is(core::LateFee::Kind::lpr)) checkbox(say("interest.at_breach"), at_breach_);
}

void InterestSheet::draw_warnings(const InterestItem& item) {
    for (const core::InterestWarning warning : item.table.warnings) {
        notice(word("interest.warning." + std::string(core::name_of(warning))), BadgeKind::warn);
    }
}

void InterestSheet::draw_one(Desk& desk, const InterestItem& item) {
    const core::Currency currency = item.invoice.amount.currency;
    {
        Row facts(28);
        fact(say("interest.amount"), money_text({item.table.minor, currency}));
        fact(say("interest.rule"), late_fee_words(item.fee));
        if (item.entered != 0) {
            fact(say("interest.entered"), money_text({item.entered, currency}));
        }
    }
    {
        Row line(8, true, 28);
        text(say("invoice.title", item.invoice.number));
        const std::string route = customer_route(item.invoice.customer);
        if (link(item.invoice.customer_name, "#" + route)) desk.go(route);
    }
    const auto columns = interest_columns();
    const auto& rows = item.table.rows;
    if (rows.empty()) {
        text(say("interest.none"), {.tone = Tone::soft});
    } else if (narrow()) { // the sum reads as one line, which a card would cut
        for (const core::InterestRow& row : rows) {
            const auto cells = interest_cells(row, currency, item.table.query.basis);
            const Named named(cells[0].text);
            Panel panel(cells[0].text, 12, 4);
            caption(cells[0].text + " – " + cells[1].text);
            text(cells[5].text + " = " + cells[6].text, {.letters = Letters::strong});
        }
    } else {
        plain_table(rows_, rows.size(),
                    {.name = say("interest.sheet"), .columns = columns, .opens = false},
                    [&](std::size_t row, std::size_t column) {
                        return interest_cells(rows[row], currency, item.table.query.basis)[column];
                    });
    }
    const core::RateTable& rates = session::Ledger(desk.session).rates();
    for (const std::string& note : interest_notes({item}, rates)) caption(note);
    draw_warnings(item);
    overcharge_.draw(desk, {item.invoice.id});
}

void InterestSheet::draw_many(Desk& desk, const std::vector<InterestItem>& items) {
    const std::vector<TableColumn> columns{
        {say("label.number"), 1.2F, 110, Align::left, {}, 0},
        {say("label.due"), 0.6F, 104, Align::left, {}, 2},
        {say("label.open"), 1, 110, Align::right, {}, 3},
        {say("interest.rule"), 1.2F, 120, Align::left, {}, 4},
        {say("interest.amount"), 1, 110, Align::right, {}, 0},
        {say("interest.entered"), 1, 110, Align::right, {}, 1},
    };
    Sums sum;
    for (const InterestItem& item : items) {
        sum.add({item.table.minor, item.invoice.amount.currency});
    }
    const core::Currency own = desk.session.book().currency;
    const std::string totals[] = {
        say("table.total", count_text(static_cast<std::int64_t>(items.size()))),
        "",
        "",
        "",
        sum.words(),
        ""};
    const auto answer = plain_table(
        rows_, items.size(), {.name = say("interest.sheet"), .columns = columns, .totals = totals},
        [&](std::size_t index, std::size_t column) -> Cell {
            const InterestItem& item = items[index];
            const core::Currency currency = item.invoice.amount.currency;
            switch (column) {
            case 0: return {.text = item.invoice.number, .strong = true};
            case 1: return {.text = date_text(last_due(item.invoice))};
            case 2: return {.text = cell_money({item.invoice.open, currency}, own)};
            case 3: return {.text = late_fee_words(item.fee), .tone = Tone::soft};
            case 4: return {.text = cell_money({item.table.minor, currency}, own), .strong = true};
            default:
                return {.text = item.entered == 0 ? "–" : cell_money({item.entered, currency}, own),
                        .tone = Tone::soft};
            }
        });
    if (answer.opened) open_interest(desk, items[*answer.opened].invoice.id);
    checkbox(say("interest.settled_too"), settled_too_);
    if (items.size() == most_items) notice(say("interest.cut", most_items), BadgeKind::warn);
}

// One debit note per invoice, of what is not entered yet.
void InterestSheet::enter(Desk& desk, const std::vector<InterestItem>& items) {
    const InterestItem& item = items.front();
    const core::Currency currency = item.invoice.amount.currency;
    core::IssueInvoice wish;
    wish.invoice.id = core::id_cast<core::InvoiceId>(desk.session.mint());
    wish.invoice.customer = item.invoice.customer;
    wish.invoice.customer_name = item.invoice.customer_name;
    wish.invoice.type = core::debit_type_of(item.fee);
    wish.invoice.number = session::Ledger(desk.session).next_number(wish.invoice.type);
    wish.invoice.amount = {item.table.minor - item.entered, currency};
    wish.invoice.issued = item.table.query.until;
    wish.invoice.against = core::entity_of(item.invoice.id);
    wish.invoice.note = say("interest.note", item.invoice.number, date_text(item.table.query.until),
                            late_fee_words(item.fee));
    wish.due = item.table.query.until;
    desk.run(wish, say("interest.done", wish.invoice.number, money_text(wish.invoice.amount)),
             [this](const core::Result<session::Outcome>& outcome) {
                 refused_ = outcome ? std::string() : error_words(outcome.error());
             });
}

void InterestSheet::draw_actions(Desk& desk, const std::vector<InterestItem>& items, bool one) {
    if (!refused_.empty()) notice(refused_, BadgeKind::bad, true);
    const InterestItem& first = items.front();
    const std::int64_t rest = first.table.minor - first.entered;
    Row row(8);
    if (button(say("interest.print"), {.kind = ButtonKind::primary, .icon = Icon::print})) {
        desk.later([&desk, html = interest_html(desk, items), title = say("interest.sheet")] {
            desk.backend.print_html(html, title);
        });
    }
    if (one && rest > 0 &&
        button(say("interest.enter", money_text({rest, first.invoice.amount.currency})))) {
        enter(desk, items);
    }
    Menu menu(say("list.export"), Icon::download, 260, true);
    if (!menu) return;
    for (const auto form : {session::SheetForm::workbook, session::SheetForm::csv}) {
        const bool book = form == session::SheetForm::workbook;
        if (!menu_line(Icon::file, word(book ? "list.export_xlsx" : "list.export_csv"), {},
                       false)) {
            continue;
        }
        menu.close();
        // Every segment of every invoice, its number in front.
        ListContent content{say("interest.sheet"), interest_columns(), {}, {}};
        content.columns.insert(content.columns.begin(), {say("label.number"), 1, 100});
        auto rows = std::make_shared<std::vector<std::vector<Cell>>>();
        for (const InterestItem& item : items) {
            for (const core::InterestRow& segment : item.table.rows) {
                auto cells =
                    interest_cells(segment, item.invoice.amount.currency, item.table.query.basis);
                cells.insert(cells.begin(), Cell{.text = item.invoice.number});
                content.keys.push_back(static_cast<core::RowKey>(rows->size()));
                rows->push_back(std::move(cells));
            }
        }
        content.read = [rows](std::span<const core::RowKey> keys) {
            std::vector<std::vector<Cell>> out;
            for (const core::RowKey key : keys) {
                out.push_back((*rows)[static_cast<std::size_t>(key)]);
            }
            return out;
        };
        export_list(desk, std::move(content), {}, form);
    }
}

} // namespace huikuan::ui
