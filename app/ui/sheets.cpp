#include "ui/sheets.h"

#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

std::string cache_key(const Desk& desk, const std::string& id) {
    return id + "@" + std::to_string(desk.session.revision()) + "/" +
           std::to_string(desk.as_of.days);
}

} // namespace

void Sheets::draw(Desk& desk) {
    draw_invoice(desk, desk.route.option("invoice"));
    draw_receipt(desk, desk.route.option("receipt"));
    receipt_form_.draw(desk);
    invoice_form_.draw(desk);
    allocate_form_.draw(desk);
    draw_reverse(desk);
}

// --- an invoice

void Sheets::draw_invoice(Desk& desk, const std::string& id) {
    const bool wanted = !id.empty();
    bool open = wanted;
    std::optional<core::InvoiceRow> row;
    if (wanted) {
        row = invoice_.get(cache_key(desk, id), [&]() -> std::optional<core::InvoiceRow> {
            const auto parsed = core::parse_id(id);
            if (!parsed) return std::nullopt;
            return desk.session.invoice(core::id_cast<core::InvoiceId>(*parsed), desk.as_of);
        });
    }
    {
        Sheet sheet("invoice", row ? say("invoice.title", row->number) : say("invoices.title"),
                    open);
        if (!sheet) return;
        if (!row) {
            notice(say("invoice.gone"), BadgeKind::warn);
        } else {
            draw_invoice_facts(desk, *row);
            heading(say("allocate.list"), 3);
            draw_allocations(desk, core::entity_of(row->id), true, row->amount.currency);
            heading(say("history.title"), 3);
            history_.draw(desk, core::entity_of(row->id));
        }
    }
    if (!open) desk.go(with_sheet(desk, "invoice", {}));
}

void Sheets::draw_invoice_facts(Desk& desk, const core::InvoiceRow& row) {
    {
        Row line(10, true, 28);
        badge(status_words(row.status), status_kind(row.status));
        const int late = core::days_between(row.due, desk.as_of);
        if (row.open > 0 && late > 0) badge(say("invoice.late", late), BadgeKind::bad);
        const std::string route = customer_route(row.customer);
        if (link(row.customer_name, "#" + route)) desk.go(route);
    }
    {
        Row facts(28);
        fact(say("label.open"), money_text({row.open, row.amount.currency}),
             row.open > 0 ? Tone::text : Tone::green);
        fact(say("label.amount"), money_text(row.amount));
        fact(say("label.issued"), date_text(row.issued));
        fact(say("label.due"), date_text(row.due));
    }
    caption(say("asof.short", date_text(desk.as_of)));
    if (row.lines.size() > 1) {
        const std::vector<TableColumn> columns{{say("label.due"), 1, 110, Align::left, {}, 0},
                                               {say("label.amount"), 1, 120, Align::right, {}, 0}};
        plain_table(lines_, row.lines.size(),
                    {.name = say("invoice.lines"), .columns = columns, .opens = false},
                    [&](std::size_t index, std::size_t column) -> Cell {
                        const core::ScheduleLine& line = row.lines[index];
                        if (column == 0) return {.text = date_text(line.due)};
                        return {.text = money_text({line.minor, row.amount.currency})};
                    });
    }
    if (!row.note.empty()) text(row.note, {.tone = Tone::soft});
    if (row.status == core::DocumentStatus::voided) return;
    Row actions(8);
    if (row.open > 0 &&
        button(say("receipts.record"), {.kind = ButtonKind::primary, .icon = Icon::coin})) {
        Route route = parse_route(with_sheet(desk, "new", "receipt"));
        route.set("customer", core::to_text(row.customer));
        desk.go(route.text());
    }
    if (button(say("reverse.invoice"), {.kind = ButtonKind::danger, .icon = Icon::undo})) {
        ask_reverse(core::entity_of(row.id), say("invoice.title", row.number));
    }
}

// --- a receipt

void Sheets::draw_receipt(Desk& desk, const std::string& id) {
    const bool wanted = !id.empty();
    bool open = wanted;
    std::optional<core::ReceiptRow> row;
    if (wanted) {
        row = receipt_.get(cache_key(desk, id), [&]() -> std::optional<core::ReceiptRow> {
            const auto parsed = core::parse_id(id);
            if (!parsed) return std::nullopt;
            return desk.session.receipt(core::id_cast<core::ReceiptId>(*parsed), desk.as_of);
        });
    }
    {
        Sheet sheet("receipt",
                    row ? say("receipt.title", money_text(row->amount)) : say("nav.receipts"),
                    open);
        if (!sheet) return;
        if (!row) {
            notice(say("receipt.gone"), BadgeKind::warn);
        } else {
            draw_receipt_facts(desk, *row);
            heading(say("allocate.list"), 3);
            draw_allocations(desk, core::entity_of(row->id), false, row->amount.currency);
            heading(say("history.title"), 3);
            history_.draw(desk, core::entity_of(row->id));
        }
    }
    if (!open) desk.go(with_sheet(desk, "receipt", {}));
}

void Sheets::draw_receipt_facts(Desk& desk, const core::ReceiptRow& row) {
    {
        Row line(10, true, 28);
        if (row.status == core::DocumentStatus::voided) {
            badge(status_words(row.status), BadgeKind::neutral);
        } else if (row.unapplied != 0) {
            badge(say("receipt.unapplied"), BadgeKind::warn);
        } else {
            badge(say("receipt.applied"), BadgeKind::good);
        }
        const std::string route = customer_route(row.customer);
        if (link(row.customer_name, "#" + route)) desk.go(route);
    }
    {
        Row facts(28);
        fact(say("label.amount"), money_text(row.amount));
        fact(say("label.unapplied"), money_text({row.unapplied, row.amount.currency}),
             row.unapplied != 0 ? Tone::amber : Tone::text);
        fact(say("label.date"), date_text(row.date));
        fact(say("label.method"), method_words(row.method));
        if (!row.reference.empty()) fact(say("label.reference"), row.reference);
    }
    caption(say("asof.short", date_text(desk.as_of)));
    if (!row.note.empty()) text(row.note, {.tone = Tone::soft});
    if (row.status == core::DocumentStatus::voided) return;
    Row actions(8);
    if (row.unapplied != 0 &&
        button(say("allocate.later"), {.kind = ButtonKind::primary, .icon = Icon::split})) {
        allocate_form_.open(desk, row);
    }
    if (button(say("reverse.receipt"), {.kind = ButtonKind::danger, .icon = Icon::undo})) {
        ask_reverse(core::entity_of(row.id), say("receipt.title", money_text(row.amount)));
    }
}

void Sheets::draw_allocations(Desk& desk, core::EntityId document, bool of_invoice,
                              core::Currency currency) {
    const auto& rows = allocations_.get(cache_key(desk, core::to_text(document)),
                                        [&] { return desk.session.allocations_of(document); });
    if (rows.empty()) {
        text(say("allocate.none"), {.tone = Tone::soft});
        return;
    }
    const std::vector<TableColumn> columns{
        {say("label.date"), 0.8F, 104, Align::left, {}, 0},
        {say(of_invoice ? "allocate.from_receipt" : "label.number"), 1.1F, 104, Align::left, {}, 0},
        {say("label.amount"), 1, 110, Align::right, {}, 0},
        {say("label.status"), 0.8F, 90, Align::left, {}, 1},
    };
    const auto answer = plain_table(
        allocations_state_, rows.size(), {.name = say("allocate.list"), .columns = columns},
        [&](std::size_t index, std::size_t column) -> Cell {
            const core::AllocationRow& row = rows[index];
            const bool live = row.end == core::far_future;
            const bool parked = live && row.effective < row.amount.minor;
            switch (column) {
            case 0: return {.text = date_text(row.start)};
            case 1: return {.text = of_invoice ? date_text(row.receipt_date) : row.invoice_number};
            case 2:
                return {.text =
                            money_text({live ? row.effective : row.amount.minor, currency}, false),
                        .tone = live ? Tone::text : Tone::faint,
                        .strong = live};
            default:
                if (!live) return {.text = say("status.voided"), .badge = BadgeKind::neutral};
                if (parked) return {.text = say("allocate.parked"), .badge = BadgeKind::warn};
                return {.text = say("allocate.live"), .badge = BadgeKind::good};
            }
        });
    if (answer.opened) {
        const core::AllocationRow& row = rows[*answer.opened];
        if (of_invoice) open_receipt(desk, row.receipt);
        else open_invoice(desk, row.invoice);
    }
    for (const core::AllocationRow& row : rows) {
        if (row.end != core::far_future) continue;
        const Named named(core::to_text(row.id));
        if (button(say("reverse.allocation", money_text({row.effective, currency})),
                   {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
            ask_reverse(core::entity_of(row.id),
                        say("allocate.of", money_text({row.effective, currency})));
        }
    }
}

// --- taking back

void Sheets::ask_reverse(core::EntityId target, std::string what) {
    reverse_open_ = true;
    reverse_tried_ = false;
    reverse_target_ = target;
    reverse_what_ = std::move(what);
    reverse_reason_.clear();
    reverse_problem_.clear();
    reverse_id_ = {};
}

void Sheets::draw_reverse(Desk& desk) {
    Dialog dialog("reverse", say("reverse.title"), reverse_open_);
    if (!dialog) return;
    if (reverse_id_.is_nil()) reverse_id_ = desk.session.mint();
    text(say("reverse.detail", reverse_what_));
    const bool missing = reverse_reason_.find_first_not_of(' ') == std::string::npos;
    const std::string problem =
        reverse_tried_ && missing ? say("reverse.reason_missing") : reverse_problem_;
    const auto field = text_field(say("label.reason"), reverse_reason_,
                                  {.error = problem,
                                   .placeholder = say("reverse.reason_hint"),
                                   .required = true,
                                   .autofocus = true});
    Row row(8);
    if (button(say("reverse.do"), {.kind = ButtonKind::danger, .icon = Icon::undo}) ||
        field.committed) {
        reverse_tried_ = true;
        if (!missing) {
            desk.run(core::Reverse{reverse_id_, reverse_target_, std::nullopt, reverse_reason_},
                     say("reverse.done", reverse_what_),
                     [this](const core::Result<session::Outcome>& outcome) {
                         if (outcome) reverse_open_ = false;
                         else reverse_problem_ = error_words(outcome.error());
                     });
        }
    }
    if (button(say("kit.cancel"))) reverse_open_ = false;
}

} // namespace huikuan::ui
