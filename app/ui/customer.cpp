#include "ui/customer.h"

#include <algorithm>
#include <array>

#include "ui/backend/backend.h"
#include "ui/contact_links.h"
#include "ui/document_words.h"
#include "ui/evidence_button.h"
#include "ui/kit/charts.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/letter_sheet.h"
#include "ui/lists.h"
#include "ui/reversal.h"
#include "ui/statement.h"

namespace huikuan::ui {

namespace {

// Names in the route, in the order of the tabs.
constexpr std::array<const char*, 8> tab_names{"open",  "documents", "receipts", "collection",
                                               "legal", "timeline",  "data",     "history"};

int customer_tab(const Desk& desk) {
    const auto at = std::ranges::find(tab_names, desk.route.option("tab"));
    return at == tab_names.end() ? 0 : static_cast<int>(at - tab_names.begin());
}

// The same page with another part shown; what narrowed the old one is gone.
std::string with_tab(const Desk& desk, const char* tab, const char* option = nullptr,
                     std::string value = {}) {
    Route route = parse_route(with_sheet(desk, "tab", tab));
    for (const char* narrowing : {"only", "credit"}) route.set(narrowing, {});
    if (option != nullptr) route.set(option, std::move(value));
    return route.text();
}

Route aging_route(const Desk& desk, core::Currency currency) {
    Route route = parse_route("/receivables/aging");
    route.set("customer", desk.route.part(1));
    route.set("currency", std::string(currency.view()));
    return route;
}

} // namespace

const std::optional<core::CustomerRow>& CustomerView::row(Desk& desk) {
    const std::string id = desk.route.part(1);
    return row_.get(moment_key(desk, id), [&]() -> std::optional<core::CustomerRow> {
        const auto parsed = core::parse_id(id);
        if (!parsed) return std::nullopt;
        return desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.as_of);
    });
}

std::string CustomerView::title(Desk& desk) {
    const auto& shown = row(desk);
    return shown ? customer_label(*shown) : say("nav.customers");
}

void CustomerView::draw(Desk& desk) {
    const auto& shown = row(desk);
    back_link(desk, "nav.customers", "/customers");
    if (!shown) {
        empty_state(Icon::people, say("customer.gone"), say("customer.gone_detail"));
        return;
    }
    draw_head(desk, *shown);
    if (shown->newer_version) notice(say("customer.newer_version"), BadgeKind::warn);
    draw_merged(desk, *shown);
    draw_figures(desk, *shown);
    unapplied_.draw(desk, shown->id);
    std::vector<std::string> labels;
    for (const char* name : tab_names) labels.push_back(say("customer.tab." + std::string(name)));
    int tab = customer_tab(desk);
    if (tabs(say("customer.tabs"), labels, tab)) {
        desk.go(with_tab(desk, tab_names[static_cast<std::size_t>(tab)]), true);
    }
    draw_tab(desk, *shown);
    form_.draw(desk);
    data_.draw_forms(desk);
    draw_merge(desk, *shown);
}

bool CustomerView::print(Desk& desk) {
    const auto& shown = row(desk);
    if (shown) {
        print_statement(desk, *shown);
        keep_statements_sent(desk, {&*shown, 1}, core::Channel::letter);
    }
    return shown.has_value();
}

void CustomerView::draw_head(Desk& desk, const core::CustomerRow& row) {
    std::string summary = row.code;
    for (const std::string& part : {row.tier, row.region, row.owner, row.phone}) {
        if (!part.empty()) summary += (summary.empty() ? "" : " · ") + part;
    }
    if (page_head(customer_label(row), summary, say("receipts.record"), Icon::coin)) {
        desk.go(with_sheet(desk, "new", "receipt"));
    }
    Row actions(8);
    if (button(say("invoices.issue"), {.icon = Icon::document})) {
        desk.go(with_sheet(desk, "new", "invoice"));
    }
    if (button(say("customer.edit"), {.icon = Icon::pencil})) form_.open(desk, row);
    if (button(say("statement.print"), {.icon = Icon::print})) {
        print_statement(desk, row);
        keep_statements_sent(desk, {&row, 1}, core::Channel::letter);
    }
    draw_contact(desk, row);
    draw_more(desk, row);
}

// What is done seldom.
void CustomerView::draw_more(Desk& desk, const core::CustomerRow& row) {
    Menu menu(say("customer.more"), Icon::more, 260);
    if (!menu) return;
    const auto goes = [&](Icon icon, const char* key, const char* what) {
        if (!menu_line(icon, say(key), {}, false)) return;
        desk.go(with_sheet(desk, "new", what));
        menu.close();
    };
    goes(Icon::document, "credit.new.credit_note", "credit_note");
    goes(Icon::document, "debit.new.debit_note", "debit_note");
    goes(Icon::document, "debit.new.costs", "costs");
    goes(Icon::coin, "debit.new.refund", "refund");
    goes(Icon::coin, "credit.new.advance", "advance");
    goes(Icon::document, "debit.new.opening", "opening");
    goes(Icon::coin, "credit.new.opening_credit", "opening_credit");
    if (menu_line(Icon::mail, say("letter.write"), {}, false)) {
        open_letter(desk, row.id, "reminder");
        menu.close();
    }
    if (menu_line(Icon::file, say("contract.new"), {}, false)) {
        data_.new_contract(desk, row.id);
        menu.close();
    }
    if (menu_line(Icon::join, say("customer.merge"), {}, false)) {
        merging_ = true;
        merge_id_ = desk.session.mint();
        merge_into_ = {};
        merge_problem_.clear();
        menu.close();
    }
}

// The telephone, a message, a letter, or whatever the system shares with.
void CustomerView::draw_contact(Desk& desk, const core::CustomerRow& row) {
    Menu menu(say("contact.menu"), Icon::share, 280);
    if (!menu) return;
    const auto open = [&](std::string url) {
        desk.later([&desk, url = std::move(url)] { desk.backend.open_link(url); });
        menu.close();
    };
    const auto sent = [&](core::Channel channel) {
        keep_statements_sent(desk, {&row, 1}, channel);
    };
    const std::string number = dialled(row.phone);
    if (!number.empty() && menu_line(Icon::phone, say("contact.call"), row.phone, false)) {
        open("tel:" + number);
    }
    if (!number.empty() && menu_line(Icon::message, say("contact.sms"), {}, false)) {
        open("sms:" + number + "?&body=" + address_text(statement_text(desk, row)));
        sent(core::Channel::sms);
    }
    if (menu_line(Icon::mail, say("contact.mail"), {}, false)) {
        open("mailto:?subject=" +
             address_text(say("statement.title") + " " + desk.session.book().company) +
             "&body=" + address_text(statement_text(desk, row)));
        sent(core::Channel::mail);
    }
    if (menu_line(Icon::share, say("contact.share"), {}, false)) {
        desk.later([&desk, title = say("statement.title"), words = statement_text(desk, row)] {
            if (!desk.backend.share(title, words)) toast(say("contact.copied"));
        });
        sent(core::Channel::wechat);
        menu.close();
    }
}

// A record that counts with another one says so, and can be taken apart again.
void CustomerView::draw_merged(Desk& desk, const core::CustomerRow& row) {
    if (row.holder == row.id) return;
    const auto into = desk.session.customer(row.holder, desk.as_of);
    notice(say("customer.merged", into ? customer_label(*into) : say("nav.customers")),
           BadgeKind::warn);
    const auto& fact =
        merge_.get(moment_key(desk, core::to_text(row.id)), [&]() -> std::optional<core::EntityId> {
            for (const auto& one : desk.session.history(core::entity_of(row.id))) {
                const auto* merge =
                    one.fact ? std::get_if<core::CustomersMerged>(&*one.fact) : nullptr;
                if (merge != nullptr && !one.voided && merge->from == row.id) return merge->id;
            }
            return std::nullopt;
        });
    Row line(8);
    const std::string route = customer_route(row.holder);
    if (link(say("customer.open_merged"), "#" + route)) desk.go(route);
    if (fact && button(say("customer.unmerge"), {.icon = Icon::undo})) {
        desk.run(core::Reverse{desk.session.mint(), *fact, std::nullopt, say("undo.reason")},
                 say("customer.unmerged"));
    }
}

// --- figures

// Open − unapplied = balance; + bills that are not honoured = exposure. Each term leads to what it
// is made of.
void CustomerView::draw_formula(Desk& desk, const session::Exposure& sum) {
    const auto words = [&](std::int64_t minor) { return money_text({minor, sum.currency}); };
    const auto term = [&](const char* key, std::int64_t minor, const std::string& route,
                          Tone tone) {
        if (fact_link(say(key), words(minor), "#" + route, tone)) desk.go(route);
    };
    const auto sign = [](std::string_view mark) {
        if (!narrow()) text(mark, {.letters = Letters::title, .tone = Tone::faint});
    };
    Row formula(narrow() ? 12.F : 18.F, true, 40);
    term("formula.open", sum.open, with_tab(desk, "open"), Tone::text);
    sign("\u2212");
    term("formula.unapplied", sum.unapplied, with_tab(desk, "receipts", "only", "unapplied"),
         sum.unapplied != 0 ? Tone::amber : Tone::text);
    sign("=");
    term("label.balance", sum.balance(), aging_route(desk, sum.currency).text(),
         money_tone(sum.balance()));
    if (sum.bills != 0) {
        sign("+");
        term("formula.bills", sum.bills, with_tab(desk, "receipts", "credit", "bill"), Tone::text);
        sign("=");
        // Its terms stand before it; what lasts longest of them is what is open.
        term("formula.exposure", sum.total(), with_tab(desk, "open"), money_tone(sum.total()));
    }
    if (sum.limit) {
        if (!narrow()) space(18);
        term("label.credit_limit", *sum.limit, with_tab(desk, "data"), Tone::text);
        term("formula.available", sum.available(), with_tab(desk, "open"),
             sum.available() < 0 ? Tone::red : Tone::green);
    }
    if (sum.disputed != 0) {
        if (!narrow()) space(18);
        term("formula.disputed", sum.disputed, with_tab(desk, "open", "only", "disputed"),
             Tone::amber);
    }
    if (sum.written_off != 0) {
        if (!narrow()) space(18);
        term("formula.written_off", sum.written_off,
             with_tab(desk, "receipts", "credit", "write_off"), Tone::text);
    }
}

void CustomerView::draw_ages(Desk& desk, const core::CustomerRow& row, core::Currency currency) {
    core::AgingQuery query;
    query.as_of = desk.as_of;
    const auto& entries = desk.session.aging_entries();
    const auto& lines = aging_.get(moment_key(desk, core::to_text(row.id)), [&] {
        auto report = desk.session.aging(query);
        std::erase_if(report.parties, [&](const core::AgingPartyLine& line) {
            return entries.parties[line.party].customer != row.id;
        });
        return report.parties;
    });
    for (const auto& line : lines) {
        if (entries.parties[line.party].currency != currency) continue;
        std::vector<ChartPart> parts;
        parts.push_back({say("aging.not_due"), line.line.not_due,
                         money_text({line.line.not_due, currency}, false), Tone::chart0});
        for (std::size_t b = 0; b < line.line.buckets.size(); ++b) {
            parts.push_back({bucket_words(query.edges, b), line.line.buckets[b],
                             money_text({line.line.buckets[b], currency}, false),
                             chart_tone(b + 1, line.line.buckets.size() + 1)});
        }
        if (const auto slot = stacked_bar(say("aging.by_age"), parts, -1)) {
            Route route = aging_route(desk, currency);
            route.set("bucket", std::to_string(*slot));
            desk.go(route.text());
        }
        legend(parts);
    }
}

void CustomerView::draw_figures(Desk& desk, const core::CustomerRow& row) {
    const auto& sums = exposure_.get(moment_key(desk, core::to_text(row.id)), [&] {
        return session::Ledger(desk.session).exposure(row.id, desk.as_of);
    });
    for (const session::Exposure& sum : sums) {
        Panel panel(say("customer.figures", std::string(sum.currency.view())), 16, 10);
        draw_formula(desk, sum);
        if (sum.limit && sum.available() < 0) {
            notice(say("customer.over_limit", money_text({-sum.available(), sum.currency})),
                   BadgeKind::warn);
        }
        for (const auto& balance : row.balances) {
            if (balance.currency != sum.currency || balance.overdue == 0) continue;
            Row late(28);
            const std::string route = with_tab(desk, "open", "only", "overdue");
            if (fact_link(say("label.overdue"), money_text({balance.overdue, sum.currency}),
                          "#" + route, Tone::red)) {
                desk.go(route);
            }
            if (fact_link(say("label.oldest_days"), days_words(balance.oldest_days), "#" + route)) {
                desk.go(route);
            }
        }
        draw_ages(desk, row, sum.currency);
        caption(as_of_words(desk));
    }
}

// --- tabs

void CustomerView::draw_invoices(Desk& desk, const core::CustomerRow& row, InvoiceTable& table,
                                 bool open) {
    const std::string only = desk.route.option("only");
    table.query.customer = row.id;
    table.query.open_only = open;
    table.query.disputed_only = open && only == "disputed";
    table.query.overdue_only = open && only == "overdue";
    table.with_customer = false;
    if (table.query.sort.empty()) table.query.sort = "due";
    {
        Row tools(8, true, 36);
        if (open) {
            for (const char* name : {"overdue", "disputed"}) {
                bool chosen = only == name;
                if (chip(say("filter." + std::string(name)), chosen)) {
                    desk.go(with_tab(desk, "open", "only", chosen ? name : ""), true);
                }
            }
        }
        table.draw_tools(desk);
    }
    if (table.draw(desk)) return;
    if (open) {
        empty_state(Icon::document, say("customer.no_open"), say("customer.no_open_detail"));
    } else {
        empty_state(Icon::document, say("invoices.empty"), say("invoices.empty_detail"));
    }
}

void CustomerView::draw_receipts(Desk& desk, const core::CustomerRow& row) {
    const std::string credit = desk.route.option("credit");
    const bool unapplied = desk.route.option("only") == "unapplied";
    receipts_.query.customer = row.id;
    receipts_.query.open_only = unapplied;
    receipts_.query.credit = core::parse_credit_type(credit);
    receipts_.with_customer = false;
    if (receipts_.query.sort.empty()) {
        receipts_.query.sort = "date";
        receipts_.query.descending = true;
    }
    {
        Row tools(8, true, 36);
        {
            const Strip chips(say("customer.tab.receipts"), tools_width() + 8);
            bool chosen = unapplied;
            if (chip(say("label.unapplied"), chosen)) {
                desk.go(with_tab(desk, "receipts", "only", chosen ? "unapplied" : ""), true);
            }
            if (credit_chips(receipts_.query.credit)) {
                const auto& type = receipts_.query.credit;
                desk.go(with_tab(desk, "receipts", "credit",
                                 type ? std::string(core::name_of(*type)) : std::string()),
                        true);
            }
        }
        receipts_.draw_tools(desk);
    }
    if (!receipts_.draw(desk)) {
        empty_state(Icon::coin, say("receipts.empty"), say("receipts.empty_detail"));
    }
}

void CustomerView::draw_tab(Desk& desk, const core::CustomerRow& row) {
    switch (customer_tab(desk)) {
    case 0: draw_invoices(desk, row, open_, true); break;
    case 1: draw_invoices(desk, row, all_, false); break;
    case 2: draw_receipts(desk, row); break;
    case 3: collection_.draw(desk, row); break;
    case 4: draw_legal(desk, row); break;
    case 5: timeline_.draw(desk, row.id); break;
    case 6: data_.draw(desk, row, form_); break;
    default: history_.draw(desk, core::entity_of(row.id)); break;
    }
}

void CustomerView::draw_legal(Desk& desk, const core::CustomerRow& row) {
    {
        Row actions(8);
        if (button(say("law.evidence"), {.kind = ButtonKind::primary, .icon = Icon::download})) {
            make_evidence(desk, row.id);
        }
        if (button(say("case.new"), {.icon = Icon::plus})) open_weighing(desk, row.id);
    }
    if (legal_.draw_cases(desk, row.id) > 0) space(8);
    caption(say("law.rule"));
    if (legal_.draw_clocks(desk, row.id) == 0) {
        empty_state(Icon::clock, say("law.none"), say("law.none_detail"));
    }
    legal_.draw_guarantees(desk, row.id);
}

// --- merging by hand

void CustomerView::draw_merge(Desk& desk, const core::CustomerRow& row) {
    Dialog dialog("merge_customer", say("customer.merge"), merging_);
    if (!dialog) return;
    text(say("customer.merge_detail", customer_label(row)), {.tone = Tone::soft});
    lookup_field(say("customer.merge_into"), merge_into_, desk.session.revision(),
                 [&](std::string_view typed) {
                     auto found = find_customers(desk, typed);
                     std::erase_if(found, [&](const Choice& choice) {
                         return choice.id == core::to_text(row.id);
                     });
                     return found;
                 },
                 {.error = merge_problem_, .required = true, .autofocus = true});
    Row buttons(8);
    if (button(say("customer.merge_do"), {.kind = ButtonKind::primary, .icon = Icon::join})) {
        const auto into = core::parse_id(merge_into_.id);
        if (!into) {
            merge_problem_ = say("receipts.customer_missing");
        } else {
            const auto target = core::id_cast<core::CustomerId>(*into);
            desk.run(core::MergeCustomers{{merge_id_, row.id, target, desk.today, {}}},
                     say("customer.merge_done", customer_label(row), merge_into_.typed),
                     [this, &desk, target](const core::Result<session::Outcome>& outcome) {
                         if (!outcome) {
                             merge_problem_ = error_words(outcome.error());
                             return;
                         }
                         merging_ = false;
                         desk.go(customer_route(target));
                     });
        }
    }
    if (button(say("kit.cancel"))) merging_ = false;
}

} // namespace huikuan::ui
