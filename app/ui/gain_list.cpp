#include "ui/gain_list.h"

#include <algorithm>

#include "core/exchange.h"
#include "ui/document_words.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/rate_field.h"
#include "ui/reversal.h"

namespace huikuan::ui {

namespace {

bool is_of_open(const Desk& desk) { return desk.route.option("of") == "open"; }

// Unapplied money is owed by us: it counts against what customers owe.
core::Money signed_open(const session::OpenForeignRow& row) {
    return {row.credit ? -row.open.minor : row.open.minor, row.open.currency};
}

Cell worth_cell(core::Money amount, core::Rate rate, core::Currency own) {
    const auto worth = core::convert(amount, rate, own);
    if (!worth) return {.text = "–", .tone = Tone::faint};
    return {.text = money_text(*worth), .money = *worth};
}

Cell gain_cell(core::Money gain) {
    return {
        .text = money_text(gain), .tone = money_tone(gain.minor), .strong = true, .money = gain};
}

std::string kept_rate(core::Currency currency) {
    return "rate.of_day." + std::string(currency.view());
}

} // namespace

void GainList::draw_tools(Desk& desk, ReportTable& table, bool unrealised) {
    Row filters(8, true, 36);
    list_search(say("gains.search"), table.search);
    {
        const Strip chips(say("gains.search"), tools_width() + 8);
        for (const bool open : {false, true}) {
            bool on = open == unrealised;
            if (!chip(say(open ? "gains.unrealised" : "gains.realised"), on)) continue;
            Route route = desk.route;
            route.set("of", open ? "open" : "");
            desk.go(route.text(), true);
        }
    }
    table.draw_tools(desk);
}

void GainList::draw(Desk& desk) {
    if (is_of_open(desk)) draw_unrealised(desk);
    else draw_realised(desk);
}

bool GainList::print(Desk& desk) {
    return is_of_open(desk) ? unrealised_.print(desk) : realised_.print(desk);
}

// --- realised

void GainList::show_realised(Desk& desk) {
    realised_.sort_by(0, true);
    realised_.show(moment_key(desk, "gains"), [&] {
        ReportTable::Content out{say("gains.title"),
                                 {{say("label.date"), 0.5F, 112, Align::left, {}, 0},
                                  {say("label.number"), 1, 120, Align::left, {}, 0, true},
                                  {say("label.customer"), 1.6F, 150, Align::left, {}, 1},
                                  {say("gains.part"), 1, 130, Align::right, {}, 2},
                                  {say("gains.owed"), 0.6F, 90, Align::right, {}, 3},
                                  {say("gains.paid"), 0.6F, 90, Align::right, {}, 3},
                                  {say("gains.gain"), 1, 130, Align::right, {}, 0}},
                                 {}};
        paid_.clear();
        for (const auto& row : session::Ledger(desk.session).realised_gains(desk.as_of)) {
            paid_.push_back(row.invoice);
            out.rows.push_back({{.text = date_text(row.date), .date = row.date},
                                {.text = row.number, .strong = true},
                                {.text = row.customer_name},
                                {.text = money_text(row.part), .money = row.part},
                                {.text = core::to_text(row.owed)},
                                {.text = core::to_text(row.paid)},
                                gain_cell(row.gain)});
        }
        return out;
    });
}

void GainList::draw_realised(Desk& desk) {
    show_realised(desk);
    draw_tools(desk, realised_, false);
    show_realised(desk);
    if (realised_.empty()) {
        empty_state(Icon::document, say("gains.empty"), say("gains.empty_detail"));
        return;
    }
    if (const auto row = realised_.draw(desk)) open_invoice(desk, paid_[*row]);
}

// --- of what is open, at the rates of the day

// What is open is asked for once; a rate that was typed before is taken where it is of that day.
void GainList::read_rates(Desk& desk) {
    const std::string key = moment_key(desk, "rates");
    if (key == asked_) return;
    asked_ = key;
    std::map<core::Currency, OfDay> found;
    open_ = session::Ledger(desk.session).unrealised_gains(desk.as_of, {});
    for (const auto& row : open_) {
        OfDay& one = found[row.open.currency];
        one.currency = row.open.currency;
        one.open += signed_open(row).minor;
    }
    const std::string day = core::to_text(desk.as_of) + " ";
    rates_.clear();
    for (auto& [currency, one] : found) {
        const std::string kept = desk.setting(kept_rate(currency));
        if (kept.starts_with(day)) one.typed = kept.substr(day.size());
        rates_.push_back(std::move(one));
    }
}

void GainList::draw_rates(Desk& desk) {
    const core::Currency own = desk.session.book().currency;
    const std::string day = core::to_text(desk.as_of) + " ";
    heading(say("gains.rates_of", date_text(desk.as_of)), 3);
    Columns columns({1, 1, 1}, 12, 480);
    for (OfDay& one : rates_) {
        const std::string before = one.typed;
        rate_field(one.typed, {one.open, one.currency}, own);
        if (one.typed != before) desk.keep_setting(kept_rate(one.currency), day + one.typed);
        columns.next();
    }
}

void GainList::show_unrealised(Desk& desk) {
    read_rates(desk);
    const core::Currency own = desk.session.book().currency;
    std::string key = moment_key(desk, "open");
    std::map<core::Currency, core::Rate> rates;
    for (const OfDay& one : rates_) {
        if (const auto rate = core::parse_rate(one.typed)) rates[one.currency] = *rate;
        key += one.typed + '\x1f';
    }
    unrealised_.sort_by(0, false);
    unrealised_.show(key, [&] {
        ReportTable::Content out{say("gains.unrealised"),
                                 {{say("label.number"), 1, 120, Align::left, {}, 0, true},
                                  {say("label.customer"), 1.6F, 150, Align::left, {}, 1},
                                  {say("label.open"), 1, 130, Align::right, {}, 0},
                                  {say("gains.owed"), 0.6F, 90, Align::right, {}, 4},
                                  {say("gains.book_worth"), 1, 130, Align::right, {}, 2},
                                  {say("gains.of_day"), 0.6F, 90, Align::right, {}, 4},
                                  {say("gains.worth_now"), 1, 130, Align::right, {}, 2},
                                  {say("gains.gain"), 1, 130, Align::right, {}, 0}},
                                 {}};
        for (auto& row : open_) { // of what was read once: figures follow while one types
            const core::Money open = signed_open(row);
            const auto now = rates.find(open.currency);
            const bool known = now != rates.end();
            row.gain.reset();
            if (known && row.booked.given()) {
                const auto gain = core::unrealised_gain(open, row.booked, now->second, own);
                if (gain) row.gain = *gain;
            }
            out.rows.push_back(
                {{.text = !row.number.empty() ? row.number
                          : row.credit        ? credit_words(*row.credit)
                                              : say("label.open"),
                  .strong = true},
                 {.text = row.customer_name},
                 {.text = money_text(open), .money = open},
                 {.text = row.booked.given() ? core::to_text(row.booked) : say("gains.no_rate"),
                  .tone = row.booked.given() ? Tone::text : Tone::amber},
                 worth_cell(open, row.booked, own),
                 {.text = known ? core::to_text(now->second) : "–"},
                 worth_cell(open, known ? now->second : core::Rate{}, own),
                 row.gain ? gain_cell(*row.gain) : Cell{.text = "–", .tone = Tone::faint}});
        }
        return out;
    });
}

// The sum as it is made, of what has both rates; and what is not in it.
void GainList::draw_sum(Desk& desk) const {
    const core::Currency own = desk.session.book().currency;
    core::Money now{0, own}, booked{0, own}, gain{0, own};
    std::int64_t without = 0;
    for (const auto& row : open_) {
        without += row.booked.given() ? 0 : 1;
        if (!row.gain) continue;
        const auto worth = core::convert(signed_open(row), row.booked, own);
        if (!worth) continue;
        booked.minor += worth->minor;
        gain.minor += row.gain->minor;
        now.minor += worth->minor + row.gain->minor;
    }
    const bool any =
        std::ranges::any_of(open_, [](const auto& row) { return row.gain.has_value(); });
    if (any) {
        const bool small = narrow();
        Row formula(small ? 12.F : 18.F, true, 40);
        const auto sign = [&](std::string_view mark) {
            if (!small) text(mark, {.letters = Letters::title, .tone = Tone::faint});
            return small ? std::string(mark) + " " : std::string();
        };
        fact(say("gains.worth_now"), money_text(now));
        const std::string less = sign("\u2212");
        fact(less + say("gains.book_worth"), money_text(booked));
        const std::string is = sign("=");
        fact(is + say("gains.unrealised"), money_text(gain), money_tone(gain.minor));
    }
    caption(say("gains.rule"));
    if (without > 0) caption(say("gains.without_rate", count_text(without)), Tone::amber);
}

void GainList::draw_unrealised(Desk& desk) {
    show_unrealised(desk);
    draw_tools(desk, unrealised_, true);
    if (open_.empty()) {
        empty_state(Icon::document, say("gains.nothing_open"), say("gains.nothing_open_detail"));
        return;
    }
    draw_rates(desk);
    show_unrealised(desk);
    draw_sum(desk);
    if (unrealised_.empty()) {
        empty_state(Icon::search, say("list.none"), say("list.none_detail"));
        return;
    }
    const auto opened = unrealised_.draw(desk);
    if (!opened) return;
    const session::OpenForeignRow& row = open_[*opened];
    if (row.credit) open_receipt(desk, core::id_cast<core::ReceiptId>(row.document));
    else open_invoice(desk, core::id_cast<core::InvoiceId>(row.document));
}

} // namespace huikuan::ui
