#include "ui/cash_lists.h"

#include <algorithm>

#include "core/exchange.h"
#include "core/sorting.h"
#include "session/ledger.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/receipt_sheet.h"
#include "ui/reversal.h"
#include "ui/unapplied.h"
#include "ui/write_off_form.h"

namespace huikuan::ui {

namespace {

// Credits of one type that exist on the day, void ones included.
std::vector<core::ReceiptRow> credits_of(Desk& desk, core::CreditType type, const char* sort) {
    core::ListQuery query;
    query.as_of = desk.as_of;
    query.credit = type;
    query.with_void = true;
    query.sort = sort;
    auto rows = desk.session.receipts(desk.session.receipt_keys(query), desk.as_of);
    std::erase_if(rows, [&](const core::ReceiptRow& row) { return row.date > desk.as_of; });
    return rows;
}

Cell money_cell(core::Money money, core::Currency own, bool counts) {
    return {.text = cell_money(money, own),
            .tone = counts ? Tone::text : Tone::faint,
            .strong = counts,
            .money = money};
}

void none(std::string_view title, std::string_view detail) {
    empty_state(Icon::document, word(title), word(detail));
}

} // namespace

// --- bills

ReportTable::Content BillList::read(Desk& desk) {
    ReportTable::Content out{say("bills.title"),
                             {{say("bill.maturity"), 0.5F, 112, Align::left, {}, 0},
                              {say("bill.number"), 1.2F, 140, Align::left, {}, 1, true},
                              {say("label.customer"), 1.6F, 150, Align::left, {}, 2},
                              {say("bill.acceptor"), 1.2F, 140, Align::left, {}, 4},
                              {say("bill.kind"), 0.6F, 118, Align::left, {}, 5},
                              {say("label.amount"), 1, 130, Align::right, {}, 0},
                              {say("label.status"), 0.8F, 110, Align::left, {}, 0},
                              {say("bill.days"), 0.5F, 100, Align::right, {}, 3}},
                             {}};
    ids_.clear();
    const core::Currency own = desk.session.book().currency;
    for (const auto& row : credits_of(desk, core::CreditType::bill, "date")) {
        const core::Bill bill = row.bill.value_or(core::Bill{});
        const bool gone = row.status == core::DocumentStatus::voided;
        const bool over = gone || row.bill_step == core::BillStep::honoured;
        if (waiting_only_ && over) continue;
        const BillState state = bill_state(row, desk.as_of);
        const int days = core::days_between(desk.as_of, bill.maturity);
        ids_.push_back(row.id);
        out.rows.push_back(
            {{.text = date_text(bill.maturity), .date = bill.maturity},
             {.text = bill.number, .strong = true},
             {.text = row.customer_name},
             {.text = bill.acceptor, .tone = Tone::soft},
             {.text = say(bill.commercial ? "bill.commercial" : "bill.bank"), .tone = Tone::soft},
             money_cell(row.amount, own, !gone),
             {.text = state.words, .badge = state.kind},
             {.text = over        ? "–"
                      : days >= 0 ? say("bill.in_days", days)
                                  : say("invoice.late", -days),
              .tone = !over && days < 0 ? Tone::red : Tone::soft}});
    }
    return out;
}

void BillList::draw(Desk& desk) {
    table_.sort_by(0, false);
    const auto show = [&] {
        table_.show(moment_key(desk, waiting_only_ ? "w" : "a"), [&] { return read(desk); });
    };
    show();
    {
        Row filters(8, true, 36);
        list_search(say("bills.search"), table_.search);
        {
            const Strip chips(say("bills.search"), tools_width() + 8);
            chip(say("bills.waiting_only"), waiting_only_);
        }
        table_.draw_tools(desk);
    }
    show();
    if (table_.empty()) return none("bills.empty", "bills.empty_detail");
    if (const auto row = table_.draw(desk)) open_receipt(desk, ids_[*row]);
}

// --- what was written off

ReportTable::Content WriteOffList::read(Desk& desk) {
    ReportTable::Content out{say("write_offs.title"),
                             {{say("label.date"), 0.5F, 112, Align::left, {}, 0},
                              {say("label.customer"), 1.6F, 150, Align::left, {}, 0, true},
                              {say("label.reason"), 2, 180, Align::left, {}, 1},
                              {say("label.amount"), 1, 130, Align::right, {}, 0},
                              {say("label.status"), 0.8F, 110, Align::left, {}, 2}},
                             {}};
    ids_.clear();
    const core::Currency own = desk.session.book().currency;
    for (const auto& row : credits_of(desk, core::CreditType::write_off, "date")) {
        const bool gone = row.status == core::DocumentStatus::voided;
        const bool small = !row.against.is_nil();
        if ((gone && !with_recovered_) || (small && !with_small_)) continue;
        ids_.push_back(row.id);
        out.rows.push_back({{.text = date_text(row.date), .date = row.date},
                            {.text = row.customer_name, .strong = true},
                            {.text = reason_words(row.reason), .tone = Tone::soft},
                            money_cell(row.amount, own, !gone),
                            {.text = say(gone    ? "write_off.gone"
                                         : small ? "write_off.small"
                                                 : "write_off.standing"),
                             .badge = gone ? BadgeKind::neutral : BadgeKind::warn}});
    }
    return out;
}

void WriteOffList::draw(Desk& desk) {
    table_.sort_by(0, true);
    const auto show = [&] {
        std::string key = moment_key(desk, with_recovered_ ? "r" : "");
        if (with_small_) key += "s";
        table_.show(key, [&] { return read(desk); });
    };
    show();
    {
        Row filters(8, true, 36);
        list_search(say("write_offs.search"), table_.search);
        {
            const Strip chips(say("write_offs.search"), tools_width() + 8);
            chip(say("write_offs.with_recovered"), with_recovered_);
            chip(say("write_offs.with_small"), with_small_);
        }
        table_.draw_tools(desk);
    }
    show();
    if (table_.empty()) return none("write_offs.empty", "write_offs.empty_detail");
    if (const auto row = table_.draw(desk)) open_receipt(desk, ids_[*row]);
}

// --- what unapplied money could pay

ReportTable::Content SuggestionList::read(Desk& desk) {
    ReportTable::Content out{say("suggestions.title"),
                             {{say("label.date"), 0.5F, 112, Align::left, {}, 0},
                              {say("label.customer"), 1.6F, 150, Align::left, {}, 0, true},
                              {say("label.unapplied"), 1, 130, Align::right, {}, 1},
                              {say("suggestions.use"), 1, 130, Align::right, {}, 0},
                              {say("suggestions.pays"), 2, 200, Align::left, {}, 2}},
                             {}};
    const core::Currency own = desk.session.book().currency;
    for (const session::Suggestion& one : search_->found()) {
        std::string pays = one.after_others ? say("suggestions.after") : std::string();
        for (const auto& [number, amount] : one.pays) {
            if (one.after_others) break;
            pays += (pays.empty() ? "" : " · ") + number + " " + money_text(amount, false);
        }
        const core::Currency currency = one.receipt.amount.currency;
        out.rows.push_back({{.text = date_text(one.receipt.date), .date = one.receipt.date},
                            {.text = one.receipt.customer_name, .strong = true},
                            money_cell({one.receipt.unapplied, currency}, own, true),
                            money_cell({one.used, currency}, own, true),
                            {.text = std::move(pays), .tone = Tone::soft}});
    }
    return out;
}

// All of them or none, in the order of their days: each is decided after the one before it.
void SuggestionList::apply(Desk& desk) {
    std::vector<core::Command> commands;
    std::vector<std::size_t> places = table_.selected();
    core::sort(places);
    for (const std::size_t place : places) {
        commands.emplace_back(search_->found()[place].command);
    }
    desk.act([commands](session::Session& session) { return session.run_batch(commands); },
             say("suggestions.done", count_text(static_cast<std::int64_t>(commands.size()))));
}

void SuggestionList::draw(Desk& desk) {
    table_.sort_by(0, false);
    const std::string key =
        std::to_string(desk.session.revision()) + "/" + std::to_string(desk.today.days);
    if (key != asked_) {
        asked_ = key;
        search_.emplace(desk.session, desk.today);
    }
    constexpr double part_ms = 8;
    if (!search_->is_done()) search_->step(part_ms);
    if (!search_->is_done()) {
        ask_frame_in(0);
        progress(say("suggestions.looking"), search_->permille(),
                 count_text(static_cast<std::int64_t>(search_->found().size())));
        return;
    }
    const auto show = [&] { table_.show(key, [&] { return read(desk); }); };
    show();
    {
        Row filters(8, true, 36);
        list_search(say("suggestions.search"), table_.search);
        table_.draw_tools(desk);
    }
    show();
    if (table_.empty()) return none("suggestions.empty", "suggestions.empty_detail");
    if (search_->more()) {
        caption(say("suggestions.more",
                    count_text(static_cast<std::int64_t>(search_->found().size()))));
    }
    const auto opened = table_.draw(desk, [&] {
        if (button(say("suggestions.apply"), {.kind = ButtonKind::primary, .icon = Icon::split})) {
            apply(desk);
        }
    });
    if (opened) open_allocation(desk, search_->found()[*opened].receipt.id);
}

} // namespace huikuan::ui
