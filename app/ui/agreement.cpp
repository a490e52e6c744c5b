// 还款协议 on paper. It says principal and interest apart, reserves what else is owed for being
// late (买卖合同解释 18), and has a line for the guarantor (民法典 695).
#include "core/markup.h"
#include "ui/collection_words.h"
#include "ui/kit/format.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/plan_form.h"
#include "ui/statement.h"

namespace huikuan::ui {

namespace {

std::string paragraph(const std::string& text) { return "<p>" + core::html_text(text) + "</p>"; }

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
    body += paragraph(say("agreement.reserves"));
    if (!plan.note.empty()) body += paragraph(plan.note);
    if (!plan.guarantor.empty()) { body += paragraph(say("agreement.guarantor", plan.guarantor)); }
    body += "<p class=\"signature\">" + core::html_text(say("agreement.sign_creditor", company)) +
            "</p><p class=\"signature\">" +
            core::html_text(say("agreement.sign_debtor", customer_label(customer))) + "</p>";
    if (!plan.guarantor.empty()) {
        body += "<p class=\"signature\">" +
                core::html_text(say("agreement.sign_guarantor", plan.guarantor)) + "</p>";
    }
    return body;
}

} // namespace huikuan::ui
