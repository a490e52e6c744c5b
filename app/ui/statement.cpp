#include "ui/statement.h"

#include <algorithm>

#include "core/markup.h"
#include "session/statement_course.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/document_words.h"
#include "ui/kit/format.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"

namespace huikuan::ui {

// A date or the number of a document stays on one line; Chinese, and words, may go on below.
std::string html_cell(std::string_view text, bool number, std::string_view tag) {
    constexpr std::size_t longest_whole = 14;
    const bool whole = text.contains('-') && text.size() <= longest_whole &&
                       std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
    std::string_view look = whole ? " class=\"whole\">" : ">";
    if (number) look = " class=\"number\">";
    return "<" + std::string(tag) + std::string(look) + core::html_text(text) + "</" +
           std::string(tag) + ">";
}
std::string html_head(std::string_view key, bool number) {
    return html_cell(word(key), number, "th");
}

namespace {

// What is open in one currency, and the cash that is not allocated.
std::string items_html(const session::OpenItems& open, const std::string& of) {
    const auto money = [&](std::int64_t minor) {
        return html_cell(money_text({minor, open.currency}, false), true);
    };
    std::string rows;
    for (const session::OpenItem& row : open.items) {
        const int age = core::days_between(row.due, open.day);
        rows += "<tr>" + html_cell(row.number) + html_cell(date_text(row.issued)) +
                html_cell(date_text(row.due)) +
                html_cell(age > 0 ? days_words(age) : say("status.not_due"), true) +
                money(row.minor) + money(row.open) + "</tr>";
    }
    if (open.unapplied != 0) {
        rows += "<tr><td colspan=\"5\">" + core::html_text(say("statement.unapplied")) + "</td>" +
                money(open.unapplied) + "</tr>";
    }
    if (rows.empty()) return "<p>" + core::html_text(say("statement.none")) + "</p>";
    return "<table><thead>" + of + "<tr>" + html_head("label.number") + html_head("label.issued") +
           html_head("label.due") + html_head("aging.age", true) + html_head("label.amount", true) +
           html_head("label.open", true) + "</tr></thead><tbody>" + rows +
           "</tbody></table><p class=\"strong number\">" +
           core::html_text(say("statement.total", money_text({open.balance, open.currency}))) +
           "</p>";
}

// The first row of a table's head, which stands on each of its pages: whose it is, and of when.
std::string running_head(Desk& desk, const core::CustomerRow& customer, const std::string& when) {
    return "<tr><th class=\"of\" colspan=\"6\">" +
           core::html_text(desk.session.book().company + " · " + customer_label(customer) + " · " +
                           when) +
           "</th></tr>";
}

std::string letterhead(Desk& desk, const core::CustomerRow& customer, const std::string& title) {
    std::string body = "<div class=\"letterhead\"><div class=\"strong\">" +
                       core::html_text(desk.session.book().company) + "</div><div>" +
                       core::html_text(date_words(desk.today)) + "</div></div>";
    return body + "<h1>" + core::html_text(title) + "</h1><p class=\"address\">" +
           core::html_text(say("statement.to", customer_label(customer))) + "</p>";
}

// What every form ends with: that nothing is given up by it, where to sign, and the code.
std::string ending(const std::string& code, bool shows_interest) {
    const char* clause =
        shows_interest ? "statement.reservation_interest" : "statement.reservation";
    return "<p class=\"small\">" + core::html_text(say(clause)) + "</p><p class=\"keep\">" +
           core::html_text(say("statement.confirm")) + "</p><div class=\"box keep\"><p>" +
           core::html_text(say("statement.answer_same")) + "</p><p>" +
           core::html_text(say("statement.answer_other")) + "</p></div><p class=\"signature\">" +
           core::html_text(say("statement.signature")) + "</p><p class=\"small muted\">" +
           core::html_text(say("statement.code", code)) + "</p>";
}

} // namespace

std::string statement_html(Desk& desk, const core::CustomerRow& customer, core::Date day) {
    std::string body = document_start + letterhead(desk, customer, say("statement.title"));
    body += "<h2>" + core::html_text(say("statement.open_items", date_words(day))) + "</h2>";
    std::string figures, codes;
    bool interest = false;
    const auto open = session::open_items_of(desk.session, customer.id, day);
    for (const session::OpenItems& one : open) {
        figures += items_html(one, running_head(desk, customer, date_words(day)));
        codes += (codes.empty() ? "" : " · ") + one.code;
        if (open.size() > 1) codes += " (" + std::string(one.currency.view()) + ")";
        interest = interest || one.shows_interest();
    }
    if (figures.empty()) figures = "<p>" + core::html_text(say("statement.none")) + "</p>";
    body += figures + "<p class=\"small muted\">" + core::html_text(say("statement.rule")) + "</p>";
    return body + ending(codes.empty() ? "–" : codes, interest) + "</div>";
}

std::string row_words(const session::StatementRow& row) {
    if (row.correction) return say("statement.correction");
    return row.credit ? credit_words(row.credit_type) : debit_words(row.debit_type);
}

std::string movements_html(Desk& desk, const core::CustomerRow& customer, core::Date from,
                           core::Date to) {
    std::string body;
    for (const session::Statement& one :
         session::statements_of(desk.session, customer.id, from, to)) {
        const auto money = [&](std::int64_t minor) {
            return html_cell(money_text({minor, one.currency}, false), true);
        };
        body += document_start + letterhead(desk, customer, say("statement.title")) + "<h2>" +
                core::html_text(say("statement.period", date_words(from), date_words(to),
                                    one.currency.view())) +
                "</h2><table><thead>" +
                running_head(desk, customer, date_words(from) + " – " + date_words(to)) + "<tr>" +
                html_head("label.date") + html_head("statement.document") +
                html_head("label.number") + html_head("statement.debit", true) +
                html_head("statement.credit", true) + html_head("label.balance", true) +
                "</tr></thead><tbody><tr><td></td><td colspan=\"4\">" +
                core::html_text(say("statement.opening")) + "</td>" + money(one.opening) + "</tr>";
        for (const session::StatementRow& row : one.rows) {
            body += "<tr>" + html_cell(date_text(row.date)) + html_cell(row_words(row)) +
                    html_cell(row.number) +
                    (row.minor > 0 ? money(row.minor) + html_cell("")
                                   : html_cell("") + money(-row.minor)) +
                    money(row.balance) + "</tr>";
        }
        body += "</tbody><tfoot><tr><td></td><td colspan=\"2\">" +
                core::html_text(say("statement.closing")) + "</td>" + money(one.debits) +
                money(one.credits) + money(one.closing) + "</tr></tfoot></table>" +
                ending(one.code, one.shows_interest()) + "</div>";
    }
    return body;
}

std::string compared_html(Desk& desk, const core::CustomerRow& customer,
                          const session::Statement& ours, std::string figures) {
    constexpr std::string_view head = "<thead>"; // of the one table, of as many columns
    if (const auto at = figures.find(head); at != std::string::npos) {
        figures.insert(
            at + head.size(),
            running_head(desk, customer, date_words(ours.from) + " – " + date_words(ours.to)));
    }
    return letterhead(desk, customer, say("statement.compared")) + "<h2>" +
           core::html_text(say("statement.period", date_words(ours.from), date_words(ours.to),
                               ours.currency.view())) +
           "</h2>" + figures + ending(ours.code, ours.shows_interest());
}

std::string statement_text(Desk& desk, const core::CustomerRow& customer) {
    return statement_message(desk, customer, core::StatementForm::open_items, desk.as_of,
                             desk.as_of);
}

void keep_statements_sent(Desk& desk, std::span<const core::CustomerRow> customers,
                          core::Channel channel) {
    if (desk.as_of > desk.today) return;
    session::StatementWish wish;
    wish.form = core::StatementForm::open_items;
    wish.from = wish.to = desk.as_of;
    wish.by = me(desk);
    wish.channel = channel;
    std::vector<core::Command> commands;
    const session::Statements statements(desk.session);
    for (const core::CustomerRow& customer : customers) {
        wish.customer = customer.id;
        for (core::Command& one : statements.commands(wish, desk.today)) {
            commands.push_back(std::move(one));
        }
    }
    if (commands.empty()) return;
    const std::string done = say("statement.batch_sent", commands.size());
    desk.act([all = std::move(commands)](session::Session& book) { return book.run_batch(all); },
             done);
}

std::string statement_message(Desk& desk, const core::CustomerRow& customer,
                              core::StatementForm form, core::Date from, core::Date to) {
    std::string out = say("statement.to", customer_label(customer)) + "\n";
    std::string codes;
    bool interest = false;
    const auto add_code = [&](const auto& one) {
        codes += say("statement.code", one.code) + "\n";
        interest = interest || one.shows_interest();
    };
    if (form == core::StatementForm::open_items) {
        out += say("statement.open_items", date_words(to)) + "\n";
        constexpr std::size_t most_lines = 20; // of a message
        std::string totals;
        std::size_t count = 0;
        for (const session::OpenItems& one :
             session::open_items_of(desk.session, customer.id, to)) {
            for (const session::OpenItem& row : one.items) {
                if (++count > most_lines) continue;
                out += say("statement.line", row.number, date_text(row.due),
                           money_text({row.open, one.currency})) +
                       "\n";
            }
            if (one.unapplied != 0) {
                totals += say("statement.unapplied") + "  " +
                          money_text({one.unapplied, one.currency}) + "\n";
            }
            totals += say("statement.total", money_text({one.balance, one.currency})) + "\n";
            add_code(one);
        }
        if (count > most_lines) out += say("statement.more", count - most_lines) + "\n";
        out += totals.empty() ? say("statement.none") + "\n" : totals;
    } else {
        for (const auto& one : session::statements_of(desk.session, customer.id, from, to)) {
            const auto line = [&](const char* key, std::int64_t minor) {
                out += say(key) + "  " + money_text({minor, one.currency}) + "\n";
            };
            out += say("statement.period", date_words(from), date_words(to), one.currency.view()) +
                   "\n";
            line("statement.opening", one.opening);
            line("statement.debit", one.debits);
            line("statement.credit", one.credits);
            line("statement.closing", one.closing);
            add_code(one);
        }
    }
    return out + say("statement.confirm") + "\n" +
           say(interest ? "statement.reservation_interest" : "statement.reservation") + "\n" +
           codes + desk.session.book().company;
}

void print_statements(Desk& desk, std::span<const core::CustomerRow> customers) {
    std::string html;
    for (const core::CustomerRow& customer : customers) {
        html += statement_html(desk, customer, desk.as_of);
    }
    const std::string title = say("statement.title") + " " + core::to_text(desk.as_of);
    if (html.empty()) return;
    desk.later([&desk, html, title] { desk.backend.print_html(html, title); });
}

void print_statement(Desk& desk, const core::CustomerRow& customer) {
    const std::string title = say("statement.title") + " " + customer_label(customer);
    const std::string html = statement_html(desk, customer, desk.as_of);
    desk.later([&desk, html, title] { desk.backend.print_html(html, title); });
}

} // namespace huikuan::ui
