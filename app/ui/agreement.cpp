// 还款协议 on paper. It names the documents that are owed, says principal and interest apart,
// reserves what else is owed for being late (买卖合同解释 18), and has a line for the guarantor
// (民法典 695).
#include "core/markup.h"
#include "session/statement.h"
#include "ui/collection_words.h"
#include "ui/kit/format.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/plan_form.h"
#include "ui/statement.h"

namespace huikuan::ui {

namespace {

std::string paragraph(const std::string& text) { return "<p>" + core::html_text(text) + "</p>"; }

// What was open on the day of the agreement, by due date until its principal is reached, less the
// money that was not used by then; and where the sum is another one, how much of it is meant.
std::string documents_html(Desk& desk, const core::PlanAgreed& plan, std::int64_t principal) {
    std::string rows;
    std::int64_t sum = 0;
    const auto money = [&](std::int64_t minor) {
        return html_cell(money_text({minor, plan.currency}, false), true);
    };
    for (const auto& open : session::open_items_of(desk.session, plan.customer, plan.date)) {
        if (open.currency != plan.currency) continue;
        sum = open.unapplied;
        for (const session::OpenItem& item : open.items) {
            if (sum >= principal) break;
            sum += item.open;
            rows += "<tr>" + html_cell(item.number) + html_cell(date_text(item.issued)) +
                    html_cell(date_text(item.due)) + money(item.minor) + money(item.open) + "</tr>";
        }
        if (!rows.empty() && open.unapplied != 0) {
            rows += "<tr><td colspan=\"4\">" + core::html_text(say("statement.unapplied")) +
                    "</td>" + money(open.unapplied) + "</tr>";
        }
    }
    if (rows.empty()) return {};
    std::string html =
        paragraph(say("agreement.documents", date_words(plan.date))) + "<table><thead><tr>" +
        html_head("label.number") + html_head("label.issued") + html_head("label.due") +
        html_head("label.amount", true) + html_head("label.open", true) + "</tr></thead><tbody>" +
        rows + "</tbody></table><p class=\"strong number\">" +
        core::html_text(say("agreement.total", money_text({sum, plan.currency}))) + "</p>";
    if (sum > principal) {
        html += paragraph(say("agreement.of_them", money_text({principal, plan.currency})));
    } else if (sum < principal) {
        html += paragraph(say("agreement.beyond", money_text({principal - sum, plan.currency})));
    }
    return html;
}

} // namespace

std::string agreement_html(Desk& desk, const core::CustomerRow& customer,
                           const core::PlanAgreed& plan) {
    const std::string company = desk.session.book().company;
    std::string body = "<h1>" + core::html_text(say("agreement.title")) + "</h1>";
    body += paragraph(say("agreement.parties", company, customer_label(customer)));
    std::int64_t principal = 0;
    std::int64_t sum = 0;
    std::string rows;
    for (std::size_t i = 0; i < plan.lines.size(); ++i) {
        const core::PlanLine& line = plan.lines[i];
        const auto money = [&](std::int64_t minor) {
            return money_text({minor, plan.currency}, false);
        };
        principal += line.principal;
        sum += line.minor();
        rows += "<tr>" + html_cell(std::to_string(i + 1), true) + html_cell(date_text(line.due)) +
                html_cell(money(line.principal), true) + html_cell(money(line.interest), true) +
                html_cell(money(line.minor()), true) + "</tr>";
    }
    body += documents_html(desk, plan, principal);
    body += paragraph(
        say("agreement.owes", date_words(plan.date), money_text({principal, plan.currency})));
    body += "<table><thead><tr>" + html_head("agreement.no", true) + html_head("label.due") +
            html_head("collection.principal", true) + html_head("collection.interest", true) +
            html_head("label.amount", true) + "</tr></thead><tbody>" + rows +
            "</tbody></table><p class=\"strong number\">" +
            core::html_text(say("agreement.total", money_text({sum, plan.currency}))) + "</p>";
    if (plan.interest_ppm > 0) {
        body += paragraph(say("agreement.interest", percent_words(plan.interest_ppm)));
    }
    if (plan.accelerate_days >= 0) {
        body += paragraph(say("agreement.accelerate", plan.accelerate_days));
    }
    if (!plan.supersedes.is_nil()) body += paragraph(say("agreement.replaces"));
    for (const auto& [key, account] :
         desk.session.fields(core::RegisterKind::setting, core::settings_entity)) {
        if (key != "company.bank" || account.empty()) continue;
        body += paragraph(say("agreement.account", account));
    }
    body += paragraph(say("agreement.reserves"));
    if (!plan.note.empty()) body += paragraph(plan.note);
    // Nobody signs a page on which nothing else stands.
    body += "<div class=\"keep\">";
    if (!plan.guarantor.empty()) { body += paragraph(say("agreement.guarantor", plan.guarantor)); }
    body += paragraph(say("agreement.effect")) + "<p class=\"signature\">" +
            core::html_text(say("agreement.sign_creditor", company)) +
            "</p><p class=\"signature\">" +
            core::html_text(say("agreement.sign_debtor", customer_label(customer))) + "</p>";
    if (!plan.guarantor.empty()) {
        body += "<p class=\"signature\">" +
                core::html_text(say("agreement.sign_guarantor", plan.guarantor)) + "</p>";
    }
    return body + "</div>";
}

} // namespace huikuan::ui
