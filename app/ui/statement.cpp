#include "ui/statement.h"

#include <algorithm>

#include "ui/backend/backend.h"
#include "ui/kit/format.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"

namespace huikuan::ui {

std::string html_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c; break;
        }
    }
    return out;
}

namespace {

std::string cell(std::string_view text, bool number = false) {
    return std::string(number ? "<td class=\"number\">" : "<td>") + html_text(text) + "</td>";
}
std::string head(std::string_view key, bool number = false) {
    return std::string(number ? "<th class=\"number\">" : "<th>") + html_text(word(key)) + "</th>";
}

// The open invoices in one currency, and the cash that is not allocated.
std::string items(Desk& desk, const core::CustomerRow& customer,
                  const core::CustomerRow::Balance& balance) {
    core::ListQuery query;
    query.customer = customer.id;
    query.open_only = true;
    query.sort = "due";
    query.as_of = desk.as_of;
    std::string rows;
    for (const auto& row : desk.session.invoices(desk.session.invoice_keys(query), desk.as_of)) {
        if (row.amount.currency != balance.currency) continue;
        const int age = core::days_between(row.due, desk.as_of);
        rows += "<tr>" + cell(row.number) + cell(date_text(row.issued)) + cell(date_text(row.due)) +
                cell(age > 0 ? days_words(age) : say("status.not_due"), true) +
                cell(money_text(row.amount, false), true) +
                cell(money_text({row.open, row.amount.currency}, false), true) + "</tr>";
    }
    if (balance.unapplied != 0) {
        rows += "<tr><td colspan=\"5\">" + html_text(say("statement.unapplied")) + "</td>" +
                cell(money_text({balance.unapplied, balance.currency}, false), true) + "</tr>";
    }
    if (rows.empty()) return "<p>" + html_text(say("statement.none")) + "</p>";
    return "<table><thead><tr>" + head("label.number") + head("label.issued") + head("label.due") +
           head("aging.age", true) + head("label.amount", true) + head("label.open", true) +
           "</tr></thead><tbody>" + rows + "</tbody></table><p class=\"strong number\">" +
           html_text(say("statement.total", money_text({balance.balance, balance.currency}))) +
           "</p>";
}

} // namespace

std::string statement_html(Desk& desk, const core::CustomerRow& customer) {
    std::string body = "<div class=\"letterhead\"><div class=\"strong\">" +
                       html_text(desk.session.book().company) + "</div><div>" +
                       html_text(date_words(desk.today)) + "</div></div>";
    body += "<h1>" + html_text(say("statement.title")) + "</h1><p class=\"address\">" +
            html_text(say("statement.to", customer_label(customer))) + "</p>";
    body += "<h2>" + html_text(say("statement.open_items", date_words(desk.as_of))) + "</h2>";
    for (const auto& balance : customer.balances) body += items(desk, customer, balance);
    if (customer.balances.empty()) { body += "<p>" + html_text(say("statement.none")) + "</p>"; }
    body += "<p class=\"small muted\">" + html_text(say("statement.rule")) + "</p>";
    body += "<p class=\"keep\">" + html_text(say("statement.confirm")) +
            "</p><p class=\"signature\">" + html_text(say("statement.signature")) + "</p>";
    return body;
}

std::string statement_text(Desk& desk, const core::CustomerRow& customer) {
    std::string out = say("statement.to", customer_label(customer)) + "\n" +
                      say("statement.open_items", date_words(desk.as_of)) + "\n";
    constexpr std::size_t most_lines = 20; // of a message
    core::ListQuery query;
    query.customer = customer.id;
    query.open_only = true;
    query.sort = "due";
    query.as_of = desk.as_of;
    auto keys = desk.session.invoice_keys(query);
    const std::size_t all = keys.size();
    keys.resize(std::min(all, most_lines));
    for (const auto& row : desk.session.invoices(keys, desk.as_of)) {
        out += say("statement.line", row.number, date_text(row.due),
                   money_text({row.open, row.amount.currency})) +
               "\n";
    }
    if (all > most_lines) out += say("statement.more", all - most_lines) + "\n";
    for (const auto& balance : customer.balances) {
        out += say("statement.total", money_text({balance.balance, balance.currency})) + "\n";
    }
    return out + desk.session.book().company;
}

void print_statements(Desk& desk, std::span<const core::CustomerRow> customers) {
    std::string html;
    for (const core::CustomerRow& customer : customers) {
        html += html.empty() ? "<div>" : "<div class=\"new-page\">";
        html += statement_html(desk, customer) + "</div>";
    }
    const std::string title = say("statement.title") + " " + core::to_text(desk.as_of);
    if (html.empty()) return;
    desk.later([&desk, html, title] { desk.backend.print_html(html, title); });
}

void print_statement(Desk& desk, const core::CustomerRow& customer) {
    const std::string title = say("statement.title") + " " + customer_label(customer);
    const std::string html = statement_html(desk, customer);
    desk.later([&desk, html, title] { desk.backend.print_html(html, title); });
}

} // namespace huikuan::ui
