#include "ui/sheets.h"

#include <algorithm>

#include "core/exchange.h"
#include "core/terms.h"
#include "ui/aging_view.h"
#include "ui/document_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/register_form.h"
#include "ui/terms_field.h"

namespace huikuan::ui {

void Sheets::draw(Desk& desk) {
    draw_invoice(desk, desk.route.option("invoice"));
    receipt_.draw(desk, reverse_);
    receipt_form_.draw(desk);
    invoice_form_.draw(desk);
    write_off_form_.draw(desk);
    allocate_form_.draw(desk);
    credit_form_.draw(desk);
    dispute_form_.draw(desk);
    dispute_sheet_.draw(desk);
    refusal_.draw(desk);
    interest_.draw(desk);
    reverse_.draw(desk);
    contact_form_.draw(desk);
    contact_sheet_.draw(desk);
    task_form_.draw(desk);
    plan_form_.draw(desk);
    letter_.draw(desk);
    sent_letter_.draw(desk);
    hold_.draw(desk);
    clock_.draw(desk);
    case_.draw(desk);
    escalation_.draw(desk);
    evidence_.draw(desk);
}

// --- an invoice

void Sheets::draw_invoice(Desk& desk, const std::string& id) {
    const bool wanted = !id.empty();
    bool open = wanted;
    std::optional<core::InvoiceRow> row;
    if (wanted) {
        row = invoice_.get(moment_key(desk, id), [&]() -> std::optional<core::InvoiceRow> {
            const auto parsed = core::parse_id(id);
            if (!parsed) return std::nullopt;
            return desk.session.invoice(core::id_cast<core::InvoiceId>(*parsed), desk.as_of);
        });
    }
    {
        const std::string title = !row ? say("invoices.title")
                                  : row->type == core::DebitType::invoice
                                      ? say("invoice.title", row->number)
                                      : debit_words(row->type) + " " + row->number;
        Sheet sheet("invoice", title, open);
        if (!sheet) return;
        if (!row) {
            notice(say("invoice.gone"), BadgeKind::warn);
        } else {
            draw_invoice_facts(desk, *row);
            allocations_.draw(desk, core::entity_of(row->id), true, row->amount.currency, reverse_);
            heading(say("dispute.list"), 3);
            if (disputes_.draw(desk, core::entity_of(row->id)) == 0) {
                text(say("dispute.none"), {.tone = Tone::soft});
            }
            heading(say("files.title"), 3);
            files_.draw(desk, core::entity_of(row->id), {.kinds = true});
            heading(say("history.title"), 3);
            history_.draw(desk, core::entity_of(row->id));
        }
    }
    if (!open) desk.go(with_sheet(desk, "invoice", {}));
}

void Sheets::draw_invoice_facts(Desk& desk, const core::InvoiceRow& row) {
    {
        Row line(10, true, 28);
        badge(status_words(row), status_kind(row));
        if (row.disputed > 0) {
            badge(say("invoice.disputed", money_text({row.disputed, row.amount.currency})),
                  BadgeKind::warn);
        }
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
        draw_agreed(desk, row);
    }
    caption(say("asof.short", date_text(desk.as_of)));
    if (row.lines.size() > 1) {
        const std::vector<TableColumn> columns{{say("label.due"), 1, 110, Align::left, {}, 0},
                                               {say("label.amount"), 1, 120, Align::right, {}, 0},
                                               {say("label.open"), 1, 120, Align::right, {}, 0}};
        core::AgingQuery query;
        query.as_of = desk.as_of;
        const auto open = aged_lines(row, query);
        plain_table(lines_, row.lines.size(),
                    {.name = say("invoice.lines"), .columns = columns, .opens = false},
                    [&](std::size_t index, std::size_t column) -> Cell {
                        const core::ScheduleLine& line = row.lines[index];
                        if (column == 0) return {.text = date_text(line.due)};
                        if (column == 1)
                            return {.text = money_text({line.minor, row.amount.currency})};
                        const auto part = std::ranges::find(open, line.due, &AgedLine::due);
                        const std::int64_t minor = part == open.end() ? 0 : part->open;
                        return {.text = money_text({minor, row.amount.currency}),
                                .tone = minor == 0 ? Tone::green : Tone::text,
                                .strong = minor != 0};
                    });
    }
    if (!row.note.empty()) text(row.note, {.tone = Tone::soft});
    if (row.status == core::DocumentStatus::voided) return;
    if (row.open > 0) unapplied_.draw(desk, row.customer, row.amount.currency, row.id);
    draw_actions(desk, row);
}

void Sheets::draw_actions(Desk& desk, const core::InvoiceRow& row) {
    Row actions(8);
    if (row.open > 0 &&
        button(say("receipts.record"), {.kind = ButtonKind::primary, .icon = Icon::coin})) {
        Route route = parse_route(with_sheet(desk, "new", "receipt"));
        route.set("customer", core::to_text(row.customer));
        desk.go(route.text());
    }
    if (row.due < desk.as_of && button(say("interest.title"))) open_interest(desk, row.id);
    if (row.open > 0 && button(say("write_off.title"))) {
        Route route = parse_route(with_sheet(desk, "new", "write_off"));
        route.set("of", core::to_text(row.id));
        desk.go(route.text());
    }
    const auto goes = [&](const char* key, Icon icon, const char* sheet, std::string value) {
        if (!button(say(key), {.icon = icon})) return;
        Route route = parse_route(with_sheet(desk, sheet, std::move(value)));
        if (std::string_view(sheet) == "new") route.set("against", core::to_text(row.id));
        desk.go(route.text());
    };
    if (row.open > 0) {
        if (button(say("hold.title"), {.icon = Icon::clock})) {
            open_hold(desk, row.customer, core::entity_of(row.id));
        }
        goes("dispute.open", Icon::warning, "dispute", core::to_text(row.id));
        goes("credit.new.credit_note", Icon::document, "new", "credit_note");
        goes("debit.new.costs", Icon::document, "new", "costs");
    }
    if (button(say("reverse.invoice"), {.kind = ButtonKind::danger, .icon = Icon::undo})) {
        // An invoice that counted for a while is taken back by a credit note.
        reverse_.ask(desk, {core::entity_of(row.id),
                            say("invoice.title", row.number),
                            row.issued,
                            false,
                            {},
                            false});
    }
}

// What was agreed about it: terms, tax, discount, contract, the document that it belongs to.
void Sheets::draw_agreed(Desk& desk, const core::InvoiceRow& row) {
    const core::Currency currency = row.amount.currency;
    if (const auto terms = core::parse_terms(row.terms)) {
        fact(say("label.terms"), terms_words(*terms));
    }
    if (row.tax) {
        fact(say("invoice.net"), money_text({row.tax->net_minor, currency}));
        fact(say("invoices.tax"), money_text({row.tax->tax_minor, currency}));
    }
    if (row.rate.given()) fact(say("label.rate"), core::to_text(row.rate));
    if (row.discount && row.open > 0 && row.discount->until >= desk.as_of) {
        fact(say("invoice.discount", date_text(row.discount->until)),
             money_text({core::discount_of(*row.discount, row.open, desk.as_of), currency}),
             Tone::green);
    }
    if (!row.contract.is_nil()) {
        const auto fields = desk.session.fields(core::RegisterKind::contract, row.contract);
        const std::string number = field_of(fields, "number");
        const std::string route = customer_route(row.customer) + "?tab=data";
        if (fact_link(say("contract.one"), number.empty() ? "–" : number, "#" + route)) {
            desk.go(route);
        }
    }
    if (row.against.is_nil()) return;
    const auto of = desk.session.invoice(core::id_cast<core::InvoiceId>(row.against), desk.as_of);
    if (!of) return;
    const std::string route = with_sheet(desk, "invoice", core::to_text(of->id));
    if (fact_link(say("label.against"), of->number, "#" + route)) desk.go(route);
}

} // namespace huikuan::ui
