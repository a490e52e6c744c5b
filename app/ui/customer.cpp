#include "ui/customer.h"

#include <algorithm>

#include "ui/backend/backend.h"
#include "ui/kit/charts.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/statement.h"

namespace huikuan::ui {

namespace {

// The fields of the form, sorted by name as FieldsSet wants them.
constexpr std::array<const char*, 6> names{"code",  "name",   "owner",
                                           "phone", "region", "terms_days"};
constexpr std::size_t name_field = 1;

std::array<std::string, 6> values_of(const core::CustomerRow& row) {
    return {row.code, row.name, row.owner, row.phone, row.region, std::to_string(row.terms_days)};
}

} // namespace

// --- the form

void CustomerForm::open(Desk& desk, const std::optional<core::CustomerRow>& row) {
    open_ = true;
    fresh_ = true;
    tried_ = false;
    was_refused_ = false;
    edits_ = row.has_value();
    id_ = row ? core::entity_of(row->id) : desk.session.mint();
    before_ = row ? values_of(*row) : std::array<std::string, 6>{};
    values_ = before_;
    if (!row) values_[5] = "30";
    draft_.rename(row ? "customer." + core::to_text(id_) : std::string("customer"));
    const auto parts = draft_.take(desk, values_.size());
    if (!parts.empty()) std::ranges::copy(parts, values_.begin());
}

core::SetFields CustomerForm::command() const {
    core::SetFields set;
    set.fields.kind = core::RegisterKind::customer;
    set.fields.entity = id_;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (values_[i] != before_[i]) set.fields.fields.emplace_back(names[i], values_[i]);
    }
    return set;
}

void CustomerForm::save(Desk& desk) {
    tried_ = true;
    if (values_[name_field].find_first_not_of(' ') == std::string::npos) return;
    core::SetFields set = command();
    if (set.fields.fields.empty()) {
        open_ = false;
        return;
    }
    const bool made = !edits_;
    const core::CustomerId id = core::id_cast<core::CustomerId>(id_);
    desk.run(std::move(set), say(made ? "customer.made" : "customer.saved", values_[name_field]),
             [this, made, id, &desk](const core::Result<session::Outcome>& outcome) {
                 was_refused_ = !outcome;
                 if (!outcome) {
                     refused_ = outcome.error();
                     return;
                 }
                 open_ = false;
                 draft_.forget(desk);
                 if (made) desk.go(customer_route(id));
             });
}

void CustomerForm::draw(Desk& desk) {
    Sheet sheet("customer_form", say(edits_ ? "customer.edit" : "customers.new"), open_);
    if (!sheet) return;
    const bool missing = tried_ && values_[name_field].find_first_not_of(' ') == std::string::npos;
    bool committed = false;
    const auto field = [&](std::size_t index, FieldLook look) {
        const std::string key = std::string("label.") + names[index];
        std::string problem;
        if (was_refused_ && refused_.field == names[index]) problem = error_words(refused_);
        if (index == name_field && missing) problem = say("customer.name_missing");
        look.error = problem;
        committed = text_field(word(key), values_[index], look).committed || committed;
    };
    field(1, {.required = true, .autofocus = fresh_});
    field(0, {.hint = say("customer.code_hint")});
    field(4, {});
    field(2, {});
    field(3, {.kind = FieldKind::tel});
    field(5, {.kind = FieldKind::decimal, .hint = say("customer.terms_hint")});
    fresh_ = false;
    const bool beside = std::ranges::find(names, refused_.field) != names.end();
    if (was_refused_ && !beside) notice(error_words(refused_), BadgeKind::bad, true);
    Row row(8);
    draft_.keep(desk, {values_.begin(), values_.end()}, values_ != before_ && !untouched());
    if (button(say("kit.save"), {.kind = ButtonKind::primary}) || committed) save(desk);
    if (button(say("kit.cancel"))) {
        open_ = false;
        draft_.forget(desk); // given up by a person
    }
}

bool CustomerForm::untouched() const {
    return !edits_ && std::ranges::all_of(values_.begin(), values_.begin() + 5,
                                          [](const std::string& value) { return value.empty(); });
}

// --- one customer

const std::optional<core::CustomerRow>& CustomerView::row(Desk& desk) {
    const std::string id = desk.route.part(1);
    const std::string key =
        id + "@" + std::to_string(desk.session.revision()) + "/" + std::to_string(desk.as_of.days);
    return row_.get(key, [&]() -> std::optional<core::CustomerRow> {
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
    if (link("← " + say("nav.customers"), "#/customers", {.letters = Letters::body})) {
        desk.go("/customers");
    }
    if (!shown) {
        empty_state(Icon::people, say("customer.gone"), say("customer.gone_detail"));
        return;
    }
    if (shown_ != shown->id) {
        shown_ = shown->id;
        tab_ = 0;
    }
    draw_head(desk, *shown);
    if (shown->newer_version) notice(say("customer.newer_version"), BadgeKind::warn);
    draw_figures(desk, *shown);
    const std::string labels[] = {say("customer.tab_open"),     say("customer.tab_invoices"),
                                  say("customer.tab_receipts"), say("customer.tab_collection"),
                                  say("customer.tab_data"),     say("customer.tab_history")};
    tabs(say("customer.tabs"), labels, tab_);
    draw_tab(desk, *shown);
    form_.draw(desk);
}

bool CustomerView::print(Desk& desk) {
    const auto& shown = row(desk);
    if (shown) print_statement(desk, *shown);
    return shown.has_value();
}

void CustomerView::draw_head(Desk& desk, const core::CustomerRow& row) {
    std::string summary = row.code;
    for (const std::string& part : {row.region, row.owner, row.phone}) {
        if (!part.empty()) summary += (summary.empty() ? "" : " · ") + part;
    }
    summary += (summary.empty() ? "" : " · ") + say("customer.terms", row.terms_days);
    if (page_head(customer_label(row), summary, say("receipts.record"), Icon::coin)) {
        desk.go(with_sheet(desk, "new", "receipt"));
    }
    Row actions(8);
    if (button(say("invoices.issue"), {.icon = Icon::document})) {
        desk.go(with_sheet(desk, "new", "invoice"));
    }
    if (button(say("customer.edit"), {.icon = Icon::pencil})) form_.open(desk, row);
    if (button(say("statement.print"), {.icon = Icon::print})) print_statement(desk, row);
    draw_contact(desk, row);
}

namespace {

// For an address: everything but letters, digits and a few marks as %XX.
std::string address_text(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

// What a telephone dials: a plus in front, and digits.
std::string dialled(std::string_view phone) {
    std::string out;
    for (const char c : phone) {
        if ((c >= '0' && c <= '9') || (c == '+' && out.empty())) out += c;
    }
    return out;
}

} // namespace

// The telephone, a message, a letter, or whatever the system shares with.
void CustomerView::draw_contact(Desk& desk, const core::CustomerRow& row) {
    Menu menu(say("contact.menu"), Icon::share, 280);
    if (!menu) return;
    const auto open = [&](std::string url) {
        desk.later([&desk, url = std::move(url)] { desk.backend.open_link(url); });
        menu.close();
    };
    const std::string number = dialled(row.phone);
    if (!number.empty() && menu_line(Icon::phone, say("contact.call"), row.phone, false)) {
        open("tel:" + number);
    }
    if (!number.empty() && menu_line(Icon::message, say("contact.sms"), {}, false)) {
        open("sms:" + number + "?&body=" + address_text(statement_text(desk, row)));
    }
    if (menu_line(Icon::mail, say("contact.mail"), {}, false)) {
        open("mailto:?subject=" +
             address_text(say("statement.title") + " " + desk.session.book().company) +
             "&body=" + address_text(statement_text(desk, row)));
    }
    if (menu_line(Icon::share, say("contact.share"), {}, false)) {
        desk.later([&desk, title = say("statement.title"), words = statement_text(desk, row)] {
            if (!desk.backend.share(title, words)) toast(say("contact.copied"));
        });
        menu.close();
    }
}

void CustomerView::draw_figures(Desk& desk, const core::CustomerRow& row) {
    if (row.balances.empty()) return;
    core::AgingQuery query;
    query.as_of = desk.as_of;
    const std::string key = core::to_text(row.id) + "@" + std::to_string(desk.session.revision()) +
                            "/" + std::to_string(desk.as_of.days);
    const auto& entries = desk.session.aging_entries();
    const auto& lines = aging_.get(key, [&] {
        auto report = desk.session.aging(query);
        std::erase_if(report.parties, [&](const core::AgingPartyLine& line) {
            return entries.parties[line.party].customer != row.id;
        });
        return report.parties;
    });
    for (const auto& balance : row.balances) {
        const std::string code(balance.currency.view());
        Panel panel(say("customer.figures", code), 16, 10);
        {
            Row facts(28);
            fact(say("label.balance"), money_text({balance.balance, balance.currency}),
                 money_tone(balance.balance));
            fact(say("label.overdue"), money_text({balance.overdue, balance.currency}),
                 balance.overdue > 0 ? Tone::red : Tone::text);
            fact(say("label.unapplied"), money_text({balance.unapplied, balance.currency}));
            fact(say("label.oldest_days"),
                 balance.oldest_days > 0 ? days_words(balance.oldest_days) : "–");
        }
        for (const auto& line : lines) {
            if (entries.parties[line.party].currency != balance.currency) continue;
            std::vector<ChartPart> parts;
            parts.push_back({say("aging.not_due"), line.line.not_due,
                             money_text({line.line.not_due, balance.currency}, false),
                             Tone::chart0});
            for (std::size_t b = 0; b < line.line.buckets.size(); ++b) {
                parts.push_back({bucket_words(query.edges, b), line.line.buckets[b],
                                 money_text({line.line.buckets[b], balance.currency}, false),
                                 chart_tone(b + 1, line.line.buckets.size() + 1)});
            }
            if (stacked_bar(say("aging.by_age"), parts, -1)) tab_ = 0;
            legend(parts);
        }
        caption(as_of_words(desk));
    }
}

void CustomerView::draw_tab(Desk& desk, const core::CustomerRow& row) {
    const auto none = [&](std::string_view key, std::string_view detail) {
        empty_state(Icon::document, word(key), word(detail));
    };
    const auto show = [&](InvoiceTable& table, bool open_only) {
        table.query.customer = row.id;
        table.query.open_only = open_only;
        table.with_customer = false;
        if (table.query.sort.empty()) table.query.sort = "due";
        {
            Row tools(8, true, 36);
            table.draw_tools(desk);
        }
        return table.draw(desk);
    };
    switch (tab_) {
    case 0:
        if (!show(open_, true)) none("customer.no_open", "customer.no_open_detail");
        break;
    case 1:
        if (!show(all_, false)) none("invoices.empty", "invoices.empty_detail");
        break;
    case 2:
        receipts_.query.customer = row.id;
        receipts_.with_customer = false;
        if (receipts_.query.sort.empty()) {
            receipts_.query.sort = "date";
            receipts_.query.descending = true;
        }
        {
            Row tools(8, true, 36);
            receipts_.draw_tools(desk);
        }
        if (!receipts_.draw(desk)) none("receipts.empty", "receipts.empty_detail");
        break;
    case 3: collection_.draw(desk, row); break;
    case 4: draw_data(row); break;
    default: history_.draw(desk, core::entity_of(row.id)); break;
    }
}

void CustomerView::draw_data(const core::CustomerRow& row) {
    Panel panel(say("customer.tab_data"));
    const auto values = values_of(row);
    Columns columns({1, 1}, 24, 520);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i == (names.size() + 1) / 2) columns.next();
        fact(word(std::string("label.") + names[i]), values[i].empty() ? "–" : values[i]);
    }
}

} // namespace huikuan::ui
