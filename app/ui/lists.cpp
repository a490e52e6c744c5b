#include "ui/lists.h"

#include <algorithm>

#include "ui/document_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

bool page_head(std::string_view title, std::string_view summary, std::string_view action,
               Icon icon) {
    bool pressed = false;
    const float button_width = action.empty() ? 0 : button_width_css(action, true);
    if (narrow()) {
        {
            Row row(12, true, action.empty() ? 0.F : 44.F);
            {
                Stack words(0, std::max(120.0F, room_css() - button_width - 12));
                heading(title, 1);
            }
            if (!action.empty()) {
                push_right(button_width);
                pressed = button(action, {.kind = ButtonKind::primary, .icon = icon});
            }
        }
        if (!summary.empty()) text(summary, {.letters = Letters::caption, .tone = Tone::soft});
        return pressed;
    }
    Row row(12, false, 44);
    {
        Stack words(4, room_css() - button_width - 16);
        heading(title, 1);
        if (!summary.empty()) text(summary, {.tone = Tone::soft});
    }
    if (!action.empty()) {
        push_right(button_width);
        pressed = button(action, {.kind = ButtonKind::primary, .icon = icon});
    }
    return pressed;
}

void back_link(Desk& desk, std::string_view key, const std::string& route) {
    if (link("← " + say(key), "#" + route, {.letters = Letters::body})) desk.go(route);
}

float number_column(std::size_t longest) {
    return std::clamp(20 + 9.4F * static_cast<float>(longest), 112.F, 208.F);
}

bool list_search(std::string_view label, std::string& search, float width) {
    const std::string before = search;
    const FieldAnswer answer = text_field(label, search,
                                          {.kind = FieldKind::search,
                                           .placeholder = label,
                                           .icon = Icon::search,
                                           .width = width > 0 || narrow() ? width : 300.F,
                                           .bare = true});
    if (answer.cancelled) search.clear();
    return search != before;
}

void Sums::add(core::Money amount) { sums_[amount.currency] += amount.minor; }

std::string Sums::words() const {
    std::string out;
    for (const auto& [currency, minor] : sums_) {
        if (!out.empty()) out += " · ";
        out += money_text({minor, currency});
    }
    return out;
}

std::string Sums::words(core::Currency own) const {
    const bool alone = sums_.size() == 1 && sums_.begin()->first == own;
    return alone ? money_text({sums_.begin()->second, own}, false) : words();
}

std::string cell_money(const core::Money& amount, core::Currency own) {
    return money_text(amount, amount.currency != own);
}

std::string balance_words(const core::CustomerRow& row,
                          std::int64_t core::CustomerRow::Balance::* part, core::Currency own) {
    std::string out;
    int more = 0;
    for (const auto& balance : row.balances) {
        if (balance.*part == 0) continue;
        if (out.empty() || balance.currency == own) {
            more += out.empty() ? 0 : 1;
            out = cell_money({balance.*part, balance.currency}, own);
        } else {
            ++more;
        }
    }
    if (more > 0) out += " +" + std::to_string(more);
    return out.empty() ? "–" : out;
}

std::string customer_label(const core::CustomerRow& row) {
    return row.name.empty() ? row.code : row.name;
}

std::vector<Choice> find_customers(Desk& desk, std::string_view typed) {
    core::ListQuery query;
    query.search = std::string(typed);
    query.sort = "name";
    query.as_of = desk.as_of;
    auto keys = desk.session.customer_keys(query);
    constexpr std::size_t most = 50;
    keys.resize(std::min(keys.size(), most));
    std::vector<Choice> out;
    for (const auto& row : desk.session.customers(keys, desk.as_of)) {
        std::string detail = row.code;
        const std::string balance =
            balance_words(row, &core::CustomerRow::Balance::balance, core::Currency{});
        if (balance != "–") detail += (detail.empty() ? "" : " · ") + balance;
        out.push_back({core::to_text(row.id), customer_label(row), std::move(detail)});
    }
    return out;
}

std::vector<Choice> find_invoices(Desk& desk, core::CustomerId customer, std::string_view typed) {
    core::ListQuery query;
    query.customer = customer;
    query.search = std::string(typed);
    query.sort = "issued";
    query.descending = true;
    query.as_of = desk.today;
    auto keys = desk.session.invoice_keys(query);
    constexpr std::size_t most = 50;
    keys.resize(std::min(keys.size(), most));
    std::vector<Choice> out;
    for (const auto& row : desk.session.invoices(keys, desk.today)) {
        if (row.status == core::DocumentStatus::voided) continue;
        out.push_back(
            {core::to_text(row.id), row.number,
             date_text(row.issued) + " · " +
                 say("invoices.still_open", money_text({row.open, row.amount.currency}))});
    }
    return out;
}

std::vector<Choice> find_documents(Desk& desk, core::CustomerId customer, std::string_view typed) {
    std::vector<Choice> out = find_invoices(desk, customer, typed);
    core::ListQuery query;
    query.customer = customer;
    query.search = std::string(typed);
    query.sort = "date";
    query.descending = true;
    query.as_of = desk.today;
    auto keys = desk.session.receipt_keys(query);
    constexpr std::size_t most = 50;
    keys.resize(std::min(keys.size(), most));
    for (const auto& row : desk.session.receipts(keys, desk.today)) {
        const std::string& told = row.number.empty() ? row.reference : row.number;
        out.push_back({core::to_text(row.id), told.empty() ? credit_words(row.type) : told,
                       date_text(row.date) + " · " + money_text(row.amount)});
    }
    return out;
}

std::string customer_route(core::CustomerId id) { return "/customers/" + core::to_text(id); }

std::string form_subject(const Desk& desk) {
    std::string subject = desk.route.part(0) == "customers" ? desk.route.part(1) : std::string();
    for (const char* named : {"customer", "against", "of", "pays"}) {
        subject += "|" + desk.route.option(named);
    }
    return subject;
}

std::string with_sheet(const Desk& desk, std::string_view name, std::string value) {
    Route route = desk.route;
    for (const char* sheet :
         {"invoice", "receipt", "new",     "reverse", "apply",    "interest", "of",       "contact",
          "task",    "dispute", "against", "letter",  "form",     "sent",     "template", "ladder",
          "talk",    "refusal", "logged",  "pays",    "evidence", "of_case",  "hold"}) {
        route.set(sheet, {});
    }
    route.set(name, std::move(value));
    return route.text();
}

void open_invoice(Desk& desk, core::InvoiceId id) {
    desk.go(with_sheet(desk, "invoice", core::to_text(id)));
}
void open_receipt(Desk& desk, core::ReceiptId id) {
    desk.go(with_sheet(desk, "receipt", core::to_text(id)));
}

namespace {

std::string standing_key(const Desk& desk) {
    return std::to_string(desk.session.revision()) + "/" + std::to_string(desk.today.days);
}

} // namespace

std::int64_t StandingCount::invoices(Desk& desk) {
    return invoices_.get(standing_key(desk),
                         [&] { return desk.session.standing_invoices(desk.today); });
}
std::int64_t StandingCount::receipts(Desk& desk) {
    return receipts_.get(standing_key(desk),
                         [&] { return desk.session.standing_receipts(desk.today); });
}

std::string comma_words() { return say("list.comma") + (language() == Language::zh ? "" : " "); }

std::string as_of_words(const Desk& desk) { return say("asof.words", date_words(desk.as_of)); }

void reading_choices(Columns& grid, core::DateOrder& dates, core::NumberStyle& numbers) {
    const std::string orders[] = {say("import.by_file"), say("import.ymd"), say("import.dmy"),
                                  say("import.mdy")};
    int order = static_cast<int>(dates);
    if (select(say("import.date_order"), order, orders))
        dates = static_cast<core::DateOrder>(order);
    grid.next();
    const std::string styles[] = {say("import.by_file"), "1,234.50", "1.234,50"};
    int style = static_cast<int>(numbers);
    if (select(say("import.number_style"), style, styles))
        numbers = static_cast<core::NumberStyle>(style);
    grid.next();
}

} // namespace huikuan::ui
