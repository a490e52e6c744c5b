// What a calculation of interest says, in words, rows and on paper.
#include <algorithm>

#include "core/markup.h"
#include "ui/interest_sheet.h"
#include "ui/kit/format.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/statement.h"

namespace huikuan::ui {

namespace {

std::string rate_words(const core::InterestRow& row) {
    return say(row.per_day ? "interest.per_day" : "interest.per_year",
               core::percent_text(row.rate_ppm));
}

// 6,000.00 × 4.65% × 63 ÷ 365
std::string formula(const core::InterestRow& row, core::Currency currency, int basis) {
    std::string out = money_text({row.principal, currency}, false) + " × " +
                      core::percent_text(row.rate_ppm) + "% × " + std::to_string(row.days);
    return row.per_day ? out : out + " ÷ " + std::to_string(basis);
}

std::string interest_table_html(const InterestItem& item) {
    const core::Currency currency = item.invoice.amount.currency;
    if (item.table.rows.empty()) { return "<p>" + core::html_text(word("interest.none")) + "</p>"; }
    const auto columns = interest_columns();
    std::string html = "<table><thead><tr>";
    for (const TableColumn& column : columns) {
        html += html_cell(column.title, column.align == Align::right, "th");
    }
    html += "</tr></thead><tbody>";
    for (const core::InterestRow& row : item.table.rows) {
        html += "<tr>";
        const auto cells = interest_cells(row, currency, item.table.query.basis);
        for (std::size_t c = 0; c < cells.size(); ++c) {
            html += html_cell(cells[c].text, columns[c].align == Align::right);
        }
        html += "</tr>";
    }
    html += "</tbody></table><p class=\"strong number\">" +
            core::html_text(say("interest.total", money_text({item.table.minor, currency}))) +
            "</p>";
    for (const core::InterestWarning warning : item.table.warnings) {
        html += "<p class=\"small\">" +
                core::html_text(word("interest.warning." + std::string(core::name_of(warning)))) +
                "</p>";
    }
    return html;
}

std::string summary_html(const std::vector<InterestItem>& items) {
    std::string html = "<table><thead><tr>" + html_head("label.number") + html_head("label.due") +
                       html_head("label.amount", true) + html_head("label.open", true) +
                       html_head("interest.amount", true) + "</tr></thead><tbody>";
    Sums sum;
    for (const InterestItem& item : items) {
        const core::Currency currency = item.invoice.amount.currency;
        sum.add({item.table.minor, currency});
        html += "<tr>" + html_cell(item.invoice.number) +
                html_cell(date_text(last_due(item.invoice))) +
                html_cell(money_text(item.invoice.amount), true) +
                html_cell(money_text({item.invoice.open, currency}), true) +
                html_cell(money_text({item.table.minor, currency}), true) + "</tr>";
    }
    return html + "</tbody></table><p class=\"strong number\">" +
           core::html_text(say("interest.total", sum.words())) + "</p>";
}

} // namespace

core::Date last_due(const core::InvoiceRow& row) {
    return row.lines.empty() ? row.due : row.lines.back().due;
}

std::string late_fee_words(const core::LateFee& fee) {
    if (!fee.name.empty()) return say("interest.rule." + fee.name);
    switch (fee.kind) {
    case core::LateFee::Kind::yearly: return say("interest.per_year", core::percent_text(fee.ppm));
    case core::LateFee::Kind::daily: return say("interest.per_day", core::percent_text(fee.ppm));
    case core::LateFee::Kind::lpr: break;
    }
    if (fee.factor_percent == 100) return say("interest.rule.lpr");
    if (fee.factor_percent > 100 && fee.factor_percent < 200) {
        return say("interest.rule.lpr_plus", fee.factor_percent - 100);
    }
    return say("interest.rule.lpr_times", core::percent_text(fee.factor_percent * 100));
}

std::vector<TableColumn> interest_columns() {
    return {
        {say("interest.from"), 0.5F, 104, Align::left, {}, 0},
        {say("interest.to"), 0.5F, 104, Align::left, {}, 0},
        {say("interest.days"), 0.4F, 56, Align::right, {}, 1},
        {say("interest.principal"), 0.8F, 110, Align::right, {}, 2},
        {say("interest.rate"), 0.6F, 112, Align::right, {}, 1},
        {say("interest.formula"), 1.6F, 264, Align::left, {}, 3},
        {say("interest.amount"), 0.7F, 100, Align::right, {}, 0},
        {say("interest.running"), 0.7F, 100, Align::right, {}, 4},
    };
}

std::vector<Cell> interest_cells(const core::InterestRow& row, core::Currency currency, int basis) {
    const core::Money minor{row.minor, currency};
    const core::Money principal{row.principal, currency};
    const core::Money running{row.cumulative, currency};
    return {
        {.text = date_text(row.from), .date = row.from},
        {.text = date_text(row.to), .date = row.to},
        {.text = std::to_string(row.days)},
        {.text = money_text(principal, false), .money = principal},
        {.text = rate_words(row)},
        {.text = formula(row, currency, basis), .tone = Tone::soft},
        {.text = money_text(minor, false), .strong = true, .money = minor},
        {.text = money_text(running, false), .tone = Tone::soft, .money = running},
    };
}

std::vector<std::string> interest_notes(const std::vector<InterestItem>& items,
                                        const core::RateTable& rates) {
    using Kind = core::LateFee::Kind;
    const auto any = [&](auto&& is) {
        return std::ranges::any_of(items, [&](const InterestItem& one) { return is(one.fee); });
    };
    const bool of_years = any([](const core::LateFee& fee) { return fee.kind != Kind::daily; });
    std::vector<std::string> notes{of_years
                                       ? say("interest.rounding", items.front().table.query.basis)
                                       : say("interest.rounding_daily")};
    for (const char* name : {"statutory", "sme", "judgment"}) {
        if (any([&](const core::LateFee& fee) { return fee.name == name; })) {
            notes.push_back(say(std::string("interest.law.") + name));
        }
    }
    // Also what is agreed is measured by it: see the warnings.
    if (any([](const core::LateFee& fee) { return fee.kind == Kind::lpr || fee.name.empty(); })) {
        notes.push_back(say("interest.source", date_text(rates.checked_until())));
    }
    return notes;
}

std::string interest_html(Desk& desk, const std::vector<InterestItem>& items) {
    const core::InterestQuery& query = items.front().table.query;
    const core::RateTable& rates = session::Ledger(desk.session).rates();
    std::string html =
        "<div class=\"letterhead\"><div class=\"strong\">" +
        core::html_text(desk.session.book().company) + "</div><div>" +
        core::html_text(date_words(desk.today)) + "</div></div><h1>" +
        core::html_text(word("interest.sheet")) + "</h1><p class=\"address\">" +
        core::html_text(say("statement.to", items.front().invoice.customer_name)) + "</p><p>" +
        core::html_text(say("interest.until_words", date_words(query.until))) + "</p>";
    if (items.size() > 1) html += summary_html(items);
    for (const InterestItem& item : items) {
        html += "<h2>" + core::html_text(say("invoice.title", item.invoice.number)) + "</h2><p>" +
                core::html_text(say("interest.of_words", money_text(item.invoice.amount),
                                    date_text(last_due(item.invoice)), late_fee_words(item.fee)));
        if (const auto from = item.table.query.from) {
            html += core::html_text(say("interest.from_words", date_text(*from)));
        }
        html += "</p>" + interest_table_html(item);
    }
    for (const std::string& note : interest_notes(items, rates)) {
        html += "<p class=\"small\">" + core::html_text(note) + "</p>";
    }
    html += "<p class=\"small keep\">" + core::html_text(word("interest.reserve")) +
            "</p><p class=\"signature\">" + core::html_text(word("statement.signature")) + "</p>";
    return html;
}

} // namespace huikuan::ui
