// 还款协议 on paper, in the language that the debtor reads. It names the documents that are owed,
// says principal and interest apart, reserves what else is owed for being late (买卖合同解释 18),
// and has a line for the guarantor (民法典 695). Its words: assets/letters, "plan_agreement".
#include <algorithm>
#include <utility>

#include "core/letter.h"
#include "core/markup.h"
#include "session/letters.h"
#include "session/statement.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/plan_form.h"
#include "ui/statement.h"

namespace huikuan::ui {

namespace {

// Where the tables stand in the text.
constexpr std::string_view documents_mark = "\xEE\x80\x81"; // U+E001
constexpr std::string_view parts_mark = "\xEE\x80\x82";     // U+E002
// Only lines for a signature have it.
constexpr std::string_view sign_line = "____";

std::string heads_html(std::string_view part, std::string_view language, int first_number) {
    std::string row = "<table><thead><tr>";
    std::string_view heads = core::letter_part(part, language);
    for (int i = 0; !heads.empty(); ++i) {
        const auto bar = heads.find('|');
        row += html_cell(heads.substr(0, bar), i >= first_number, "th");
        heads = bar == std::string_view::npos ? std::string_view() : heads.substr(bar + 1);
    }
    return row + "</tr></thead><tbody>";
}

std::string amount_cell(std::int64_t minor, const core::PlanAgreed& plan) {
    return html_cell(money_text({minor, plan.currency}, false), true);
}

// What was open on the day of the agreement, by due date until its principal is reached, less the
// money that was not used by then; empty where there is none.
struct OwedDocuments {
    std::string html;
    std::int64_t sum = 0;
};
OwedDocuments documents_of(Desk& desk, const core::PlanAgreed& plan, std::int64_t principal,
                           std::string_view language) {
    std::string rows;
    std::int64_t sum = 0;
    for (const auto& open : session::open_items_of(desk.session, plan.customer, plan.date)) {
        if (open.currency != plan.currency) continue;
        sum = open.unapplied;
        for (const session::OpenItem& item : open.items) {
            if (sum >= principal) break;
            sum += item.open;
            rows += "<tr>" + html_cell(item.number) + html_cell(date_text(item.issued)) +
                    html_cell(date_text(item.due)) + amount_cell(item.minor, plan) +
                    amount_cell(item.open, plan) + "</tr>";
        }
        if (!rows.empty() && open.unapplied != 0) {
            rows += "<tr><td colspan=\"4\">" +
                    core::html_text(core::letter_part("plan_unapplied", language)) + "</td>" +
                    amount_cell(open.unapplied, plan) + "</tr>";
        }
    }
    if (rows.empty()) return {};
    return {heads_html("plan_documents", language, 3) + rows + "</tbody></table>", sum};
}

std::string parts_html(const core::PlanAgreed& plan, std::string_view language) {
    std::string rows;
    int number = 0;
    for (const core::PlanLine& line : plan.lines) {
        rows += "<tr>" + html_cell(std::to_string(++number)) + html_cell(date_text(line.due)) +
                amount_cell(line.principal, plan) + amount_cell(line.interest, plan) +
                amount_cell(line.minor(), plan) + "</tr>";
    }
    return heads_html("plan_parts", language, 2) + rows + "</tbody></table>";
}

} // namespace

std::string agreement_html(Desk& desk, const core::CustomerRow& customer,
                           const core::PlanAgreed& plan, std::string_view language) {
    const auto money = [&](std::int64_t minor) {
        return session::money_in(language, {minor, plan.currency});
    };
    std::int64_t principal = 0;
    std::int64_t sum = 0;
    for (const core::PlanLine& line : plan.lines) {
        principal += line.principal;
        sum += line.minor();
    }
    const OwedDocuments owed = documents_of(desk, plan, principal, language);
    core::LetterValues values{{"company", desk.session.book().company},
                              {"customer", customer_label(customer)},
                              {"date", session::date_in(language, plan.date)},
                              {"principal", money(principal)},
                              {"parts", std::string(parts_mark)},
                              {"total", money(sum)},
                              {"note", plan.note},
                              {"guarantor", plan.guarantor},
                              {"sign", std::string(session::sign_mark)}};
    if (!owed.html.empty()) {
        values.emplace_back("documents", documents_mark);
        values.emplace_back("owed", money(owed.sum));
        if (owed.sum > principal) values.emplace_back("of_them", money(principal));
        if (owed.sum < principal) values.emplace_back("beyond", money(principal - owed.sum));
    }
    if (plan.interest_ppm > 0) values.emplace_back("rate", percent_words(plan.interest_ppm));
    if (plan.accelerate_days >= 0) {
        values.emplace_back("accelerate", std::to_string(plan.accelerate_days));
    }
    if (!plan.supersedes.is_nil()) values.emplace_back("replaces", "1");
    for (const auto& [key, account] :
         desk.session.fields(core::RegisterKind::setting, core::settings_entity)) {
        if (key == "company.bank") values.emplace_back("bank", account);
    }
    const auto text = core::expand(core::letter_part("plan_agreement", language), values);
    if (!text) return {};
    std::string body;
    std::string_view kind = "h1"; // the first line, then paragraphs
    std::string_view style;       // a sum below its table
    for (std::string_view rest = *text; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line == documents_mark || line == parts_mark) {
            body += line == parts_mark ? parts_html(plan, language) : owed.html;
            style = " class=\"strong number\"";
        } else if (line == session::sign_mark) {
            body += "<div class=\"keep\">"; // nobody signs a page on which nothing else stands
        } else if (!is_blank(line)) {
            if (line.contains(sign_line)) style = " class=\"signature\"";
            const std::string name(kind);
            body += "<" + name + std::string(std::exchange(style, {})) + ">" +
                    core::html_words(line) + "</" + name + ">";
            kind = "p";
        }
    }
    return body + "</div>";
}

void offer_agreement(Desk& desk, const std::function<core::PlanAgreed()>& plan, bool enabled) {
    // The book's own language of letters comes first.
    const bool chinese = session::Letters(desk.session).language() == "zh";
    for (const char* tongue : {chinese ? "zh" : "en", chinese ? "en" : "zh"}) {
        const bool in_chinese = std::string_view(tongue) == "zh";
        const bool pressed = button(say(in_chinese ? "plan.print_zh" : "plan.print_en"),
                                    {.icon = Icon::print, .enabled = enabled});
        if (!pressed) continue;
        desk.later([&desk, plan = plan(), tongue] {
            const auto customer = desk.session.customer(plan.customer, desk.today);
            if (!customer) return;
            desk.backend.print_html(agreement_html(desk, *customer, plan, tongue),
                                    say("letter.name.agreement"));
        });
    }
}

} // namespace huikuan::ui
