#include "output.h"

#include <algorithm>
#include <cstdio>

#include "arguments.h"
#include "core/exchange.h"
#include "core/text.h"
#include "sync/csv.h"

namespace huikuan::cli {

Json bill_json(const core::Bill& bill) {
    return {{"number", bill.number},
            {"acceptor", bill.acceptor},
            {"maturity", core::to_text(bill.maturity)},
            {"commercial", bill.commercial}};
}

Json discount_json(const core::EarlyDiscount& discount) {
    return {{"ppm", discount.ppm}, {"until", core::to_text(discount.until)}};
}

Json tax_json(const core::TaxSplit& tax) {
    return {{"net_minor", tax.net_minor}, {"tax_minor", tax.tax_minor}};
}

namespace {

ListForm list_form = ListForm::table;

std::string json_text(const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

// East Asian wide characters, as terminals show them.
bool is_wide(char32_t code) {
    return (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
           (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
           (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
           (code >= 0x1F300 && code <= 0x1FAFF) || (code >= 0x20000 && code <= 0x3FFFD);
}

std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    std::size_t at = 0;
    while (const auto code = core::next_code_point(text, at)) { width += is_wide(*code) ? 2 : 1; }
    return width;
}

Json json_of(core::Money amount) {
    return {{"minor", amount.minor}, {"currency", amount.currency.view()}};
}

struct FactWriter {
    Json operator()(const core::FieldsSet& set) const {
        Json fields = Json::object();
        for (const auto& [name, value] : set.fields) { fields[name] = value; }
        return {{"id", core::to_text(set.entity)}, {"fields", fields}};
    }
    Json operator()(const core::InvoiceIssued& invoice) const {
        Json lines = Json::array();
        for (const core::ScheduleLine& line : invoice.lines) {
            lines.push_back({{"due", core::to_text(line.due)}, {"minor", line.minor}});
        }
        Json json{{"id", core::to_text(invoice.id)},
                  {"customer", core::to_text(invoice.customer)},
                  {"number", invoice.number},
                  {"amount", json_of(invoice.amount)},
                  {"issued", core::to_text(invoice.issued)},
                  {"lines", lines},
                  {"customer_name", invoice.customer_name},
                  {"note", invoice.note}};
        if (invoice.type != core::DebitType::invoice) { json["type"] = name_of(invoice.type); }
        if (!invoice.against.is_nil()) { json["against"] = core::to_text(invoice.against); }
        if (!invoice.contract.is_nil()) { json["contract"] = core::to_text(invoice.contract); }
        if (!invoice.terms.empty()) { json["terms"] = invoice.terms; }
        if (invoice.discount) { json["discount"] = discount_json(*invoice.discount); }
        if (invoice.tax) { json["tax"] = tax_json(*invoice.tax); }
        if (invoice.rate.given()) { json["rate"] = core::to_text(invoice.rate); }
        return json;
    }
    Json operator()(const core::ReceiptRecorded& receipt) const {
        Json json{{"id", core::to_text(receipt.id)},
                  {"customer", core::to_text(receipt.customer)},
                  {"amount", json_of(receipt.amount)},
                  {"date", core::to_text(receipt.date)},
                  {"method", receipt.method},
                  {"reference", receipt.reference},
                  {"note", receipt.note}};
        if (receipt.type != core::CreditType::receipt) { json["type"] = name_of(receipt.type); }
        if (!receipt.number.empty()) { json["number"] = receipt.number; }
        if (!receipt.reason.empty()) { json["reason"] = receipt.reason; }
        if (!receipt.against.is_nil()) { json["against"] = core::to_text(receipt.against); }
        if (receipt.bill) { json["bill"] = bill_json(*receipt.bill); }
        if (receipt.rate.given()) { json["rate"] = core::to_text(receipt.rate); }
        return json;
    }
    Json operator()(const core::AllocationMade& allocation) const {
        Json json{{"id", core::to_text(allocation.id)},
                  {"receipt", core::to_text(allocation.receipt)},
                  {"invoice", core::to_text(allocation.invoice)},
                  {"amount", json_of(allocation.amount)},
                  {"date", core::to_text(allocation.date)}};
        if (allocation.across) { json["across"] = true; }
        return json;
    }
    Json operator()(const core::Reversed& reversed) const {
        return {{"id", core::to_text(reversed.id)},
                {"target", core::to_text(reversed.target)},
                {"date", core::to_text(reversed.date)},
                {"reason", reversed.reason}};
    }
    Json operator()(const core::ExceptionResolved& resolved) const {
        return {{"id", core::to_text(resolved.id)},
                {"exception", resolved.exception},
                {"choice", resolved.choice},
                {"note", resolved.note}};
    }
    Json operator()(const core::CustomersMerged& merge) const {
        return {{"id", core::to_text(merge.id)},
                {"from", core::to_text(merge.from)},
                {"into", core::to_text(merge.into)},
                {"date", core::to_text(merge.date)},
                {"reason", merge.reason}};
    }
    Json operator()(const core::AttachmentAdded& file) const {
        Json json{{"id", core::to_text(file.id)},
                  {"of", core::to_text(file.of)},
                  {"name", file.name},
                  {"media", file.media},
                  {"bytes", file.bytes}};
        if (file.kind != core::FileKind::other) { json["kind"] = name_of(file.kind); }
        return json;
    }
    Json operator()(const core::DisputeOpened& dispute) const {
        return {{"id", core::to_text(dispute.id)},
                {"invoice", core::to_text(dispute.invoice)},
                {"amount", json_of(dispute.amount)},
                {"date", core::to_text(dispute.date)},
                {"reason", dispute.reason},
                {"cause", core::name_of(dispute.cause)},
                {"owner", dispute.owner},
                {"answer_by", dispute.answer_by ? core::to_text(*dispute.answer_by) : ""}};
    }
    Json operator()(const core::ContactLogged& contact) const {
        Json against = Json::array();
        for (const core::ConductRule rule : contact.overruled) { against.push_back(name_of(rule)); }
        Json json{{"id", core::to_text(contact.id)},
                  {"customer", core::to_text(contact.customer)},
                  {"date", core::to_text(contact.date)},
                  {"at", contact.minute < 0 ? "" : core::minute_text(contact.minute)},
                  {"by", contact.by},
                  {"channel", name_of(contact.channel)},
                  {"whom", contact.whom},
                  {"outcome", name_of(contact.outcome)},
                  {"reached", contact.reached},
                  {"third_party", contact.third_party},
                  {"note", contact.note},
                  {"next", contact.next ? core::to_text(*contact.next) : ""},
                  {"against", against}};
        if (!contact.person.is_nil()) { json["person"] = core::to_text(contact.person); }
        if (!contact.task.is_nil()) { json["task"] = core::to_text(contact.task); }
        return json;
    }
    Json operator()(const core::PromiseMade& promise) const {
        return {{"id", core::to_text(promise.id)},
                {"customer", core::to_text(promise.customer)},
                {"amount", json_of(promise.amount)},
                {"date", core::to_text(promise.date)},
                {"due", core::to_text(promise.due)},
                {"by", promise.by},
                {"who", promise.who},
                {"how", promise.how},
                {"contact", promise.contact.is_nil() ? "" : core::to_text(promise.contact)},
                {"note", promise.note}};
    }
    Json operator()(const core::PlanAgreed& plan) const {
        Json lines = Json::array();
        for (const core::PlanLine& line : plan.lines) {
            lines.push_back({{"due", core::to_text(line.due)},
                             {"principal_minor", line.principal},
                             {"interest_minor", line.interest}});
        }
        Json offers = Json::array();
        for (const core::PlanOffer& offer : plan.offers) {
            offers.push_back({{"date", core::to_text(offer.date)},
                              {"ours", offer.ours},
                              {"monthly_minor", offer.monthly}});
        }
        return {{"id", core::to_text(plan.id)},
                {"customer", core::to_text(plan.customer)},
                {"date", core::to_text(plan.date)},
                {"currency", plan.currency.view()},
                {"lines", lines},
                {"offers", offers},
                {"consent_on", plan.consent_on ? Json(core::to_text(*plan.consent_on)) : Json()},
                {"interest_ppm", plan.interest_ppm},
                {"accelerate_days", plan.accelerate_days},
                {"guarantor", plan.guarantor},
                {"consent", plan.consent},
                {"supersedes", plan.supersedes.is_nil() ? "" : core::to_text(plan.supersedes)},
                {"income_minor", plan.income},
                {"costs_minor", plan.costs},
                {"debts_minor", plan.debts},
                {"by", plan.by},
                {"note", plan.note}};
    }
    Json operator()(const core::HoldPlaced& hold) const {
        return {{"id", core::to_text(hold.id)},
                {"customer", core::to_text(hold.customer)},
                {"of", hold.of.is_nil() ? "" : core::to_text(hold.of)},
                {"kind", name_of(hold.kind)},
                {"date", core::to_text(hold.date)},
                {"until", core::to_text(hold.until)},
                {"reason", hold.reason},
                {"by", hold.by},
                {"owner", hold.owner}};
    }
    Json operator()(const core::LetterSent& letter) const {
        Json items = Json::array();
        for (const core::LetterItem& item : letter.items) {
            items.push_back({{"invoice", core::to_text(item.invoice)},
                             {"due", core::to_text(item.due)},
                             {"open_minor", item.minor},
                             {"level", item.level}});
        }
        Json sums = Json::array();
        for (const core::LetterSum& sum : letter.sums) {
            sums.push_back({{"currency", sum.currency.view()},
                            {"overdue_minor", sum.overdue},
                            {"unapplied_minor", sum.unapplied},
                            {"interest_minor", sum.interest},
                            {"fee_minor", sum.fee}});
        }
        return {{"id", core::to_text(letter.id)},
                {"customer", core::to_text(letter.customer)},
                {"date", core::to_text(letter.date)},
                {"letter", letter.letter},
                {"language", letter.language},
                {"ladder", letter.ladder},
                {"level", letter.level},
                {"channel", name_of(letter.channel)},
                {"to", letter.to},
                {"subject", letter.subject},
                {"text", letter.text},
                {"items", items},
                {"sums", sums},
                {"by", letter.by}};
    }
    Json operator()(const core::DisputeSettled& settled) const {
        return {{"id", core::to_text(settled.id)},
                {"customer", core::to_text(settled.customer)},
                {"dispute", core::to_text(settled.dispute)},
                {"date", core::to_text(settled.date)},
                {"outcome", name_of(settled.outcome)},
                {"document", settled.document.is_nil() ? "" : core::to_text(settled.document)},
                {"note", settled.note},
                {"by", settled.by}};
    }
    Json operator()(const core::LegalEventNoted& event) const {
        Json json{{"id", core::to_text(event.id)},
                  {"customer", core::to_text(event.customer)},
                  {"of", event.of.is_nil() ? "" : core::to_text(event.of)},
                  {"what", name_of(event.what)},
                  {"date", core::to_text(event.date)},
                  {"until", event.until ? core::to_text(*event.until) : ""},
                  {"proof", event.proof},
                  {"note", event.note},
                  {"by", event.by}};
        if (!event.guarantor.empty()) { json["guarantor"] = event.guarantor; }
        return json;
    }
    Json operator()(const core::StatementIssued& statement) const {
        return {{"id", core::to_text(statement.id)},
                {"customer", core::to_text(statement.customer)},
                {"form", name_of(statement.form)},
                {"date", core::to_text(statement.date)},
                {"from", core::to_text(statement.from)},
                {"to", core::to_text(statement.to)},
                {"currency", statement.currency.view()},
                {"opening_minor", statement.opening},
                {"closing_minor", statement.closing},
                {"code", statement.code},
                {"by", statement.by}};
    }
    Json operator()(const core::StatementSent& sent) const {
        return {{"id", core::to_text(sent.id)},
                {"customer", core::to_text(sent.customer)},
                {"statement", core::to_text(sent.statement)},
                {"date", core::to_text(sent.date)},
                {"channel", name_of(sent.channel)},
                {"to", sent.to},
                {"by", sent.by}};
    }
    Json operator()(const core::StatementAnswered& answer) const {
        Json lines = Json::array();
        for (const core::DifferenceLine& line : answer.lines) {
            lines.push_back({{"number", line.number},
                             {"minor", line.minor},
                             {"cause", name_of(line.cause)},
                             {"owner", line.owner},
                             {"answer_by", line.answer_by ? core::to_text(*line.answer_by) : ""}});
        }
        return {{"id", core::to_text(answer.id)},
                {"customer", core::to_text(answer.customer)},
                {"statement", core::to_text(answer.statement)},
                {"date", core::to_text(answer.date)},
                {"verdict", name_of(answer.verdict)},
                {"theirs_minor", answer.theirs},
                {"signed", answer.is_signed},
                {"who", answer.who},
                {"lines", lines},
                {"note", answer.note},
                {"by", answer.by}};
    }
    Json operator()(const core::DifferenceSettled& settled) const {
        return {{"id", core::to_text(settled.id)},
                {"customer", core::to_text(settled.customer)},
                {"answer", core::to_text(settled.answer)},
                {"line", settled.line + 1},
                {"date", core::to_text(settled.date)},
                {"how", name_of(settled.how)},
                {"document", settled.document.is_nil() ? "" : core::to_text(settled.document)},
                {"note", settled.note},
                {"by", settled.by}};
    }
    Json operator()(const core::CaseStepTaken& step) const {
        return {{"id", core::to_text(step.id)},
                {"customer", core::to_text(step.customer)},
                {"case", core::to_text(step.of)},
                {"stage", name_of(step.stage)},
                {"date", core::to_text(step.date)},
                {"due", step.due ? core::to_text(*step.due) : ""},
                {"minor", step.minor},
                {"currency", step.currency.view()},
                {"note", step.note},
                {"by", step.by}};
    }
    Json operator()(const core::CaseCostPaid& cost) const {
        return {{"id", core::to_text(cost.id)},
                {"customer", core::to_text(cost.customer)},
                {"case", core::to_text(cost.of)},
                {"what", name_of(cost.what)},
                {"minor", cost.amount.minor},
                {"currency", cost.amount.currency.view()},
                {"date", core::to_text(cost.date)},
                {"note", cost.note},
                {"by", cost.by}};
    }
    Json operator()(const core::BillMoved& moved) const {
        return {{"id", core::to_text(moved.id)}, {"bill", core::to_text(moved.bill)},
                {"step", name_of(moved.step)},   {"date", core::to_text(moved.date)},
                {"party", moved.party},          {"cost_minor", moved.cost_minor}};
    }
    Json operator()(const core::BankLinesImported& imported) const {
        return {{"id", core::to_text(imported.id)},
                {"account", imported.account},
                {"currency", imported.currency.view()},
                {"file", imported.file},
                {"lines", imported.lines.size()}};
    }
    Json operator()(const core::BankLineUsed& used) const {
        Json json{{"id", core::to_text(used.id)}, {"line", core::to_text(used.line)}};
        if (!used.receipt.is_nil()) json["receipt"] = core::to_text(used.receipt);
        if (!used.reason.empty()) json["reason"] = used.reason;
        return json;
    }
};

} // namespace

void print(const Json& document) {
    print(document.dump(-1, ' ', false, Json::error_handler_t::replace));
}
void print(const std::string& text) {
    std::fputs((text + "\n").c_str(), list_form == ListForm::table ? stdout : stderr);
}
void complain(const std::string& text) { std::fprintf(stderr, "huikuan: %s\n", text.c_str()); }

Table::Table(std::vector<std::string> headings, std::string right) : right_(std::move(right)) {
    rows_.push_back(std::move(headings));
}

void Table::row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

void choose_list_form(const std::string& name) {
    constexpr std::string_view names[] = {"table", "csv", "tsv", "ndjson"};
    const auto found = std::ranges::find(names, name);
    if (found == std::end(names)) { throw UsageError{"--format is table, csv, tsv or ndjson"}; }
    list_form = static_cast<ListForm>(found - std::begin(names));
}

void Table::print() const {
    switch (list_form) {
    case ListForm::table: return print_aligned();
    case ListForm::ndjson: return print_objects();
    case ListForm::csv:
    case ListForm::tsv: return print_sheet();
    }
}

// "1,234.50": an amount of a column of amounts.
bool Table::is_amount(const std::string& cell, std::size_t column) const {
    return column < right_.size() && right_[column] == 'r' && !cell.empty() &&
           cell.find_first_not_of("-0123456789,.") == std::string::npos &&
           cell.find_first_of("0123456789") != std::string::npos;
}

void Table::print_sheet() const {
    std::string out = list_form == ListForm::csv ? "\xEF\xBB\xBF" : ""; // for spreadsheets
    for (const auto& row : rows_) {
        std::vector<std::string> cells = row;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (is_amount(cells[i], i)) { std::erase(cells[i], ','); }
            if (list_form == ListForm::csv) { continue; }
            std::ranges::replace_if(cells[i], [](char c) { return c == '\t' || c == '\n'; }, ' ');
            out += (i == 0 ? "" : "\t") + cells[i];
        }
        if (list_form == ListForm::csv) {
            sync::append_csv_row(out, std::vector<std::string_view>(cells.begin(), cells.end()));
        } else {
            out += '\n';
        }
    }
    std::fwrite(out.data(), 1, out.size(), stdout);
}

// The columns' headings in small letters are the names; one without a heading says whose the row
// is, or its currency.
void Table::print_objects() const {
    std::vector<std::string> names;
    for (const std::string& heading : rows_.front()) {
        std::string name = !heading.empty() ? heading : names.empty() ? "name" : "currency";
        for (char& c : name) {
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c == ' ' ? '_' : c;
        }
        names.push_back(std::move(name));
    }
    for (std::size_t r = 1; r < rows_.size(); ++r) {
        std::string line;
        for (std::size_t i = 0; i < rows_[r].size(); ++i) {
            std::string cell = rows_[r][i];
            line += (i == 0 ? "{" : ",") + json_text(names[i]) + ":";
            if (cell.empty() || cell == "-") {
                line += "null";
            } else if (is_amount(cell, i)) { // as it is: exact
                std::erase(cell, ',');
                line += cell;
            } else {
                line += json_text(cell);
            }
        }
        line += "}\n";
        std::fwrite(line.data(), 1, line.size(), stdout);
    }
}

void Table::print_aligned() const {
    std::vector<std::size_t> widths(rows_.front().size());
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], width_of(row[i]));
        }
    }
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string blanks(widths[i] - width_of(row[i]), ' ');
            const bool right = i < right_.size() && right_[i] == 'r';
            line += i == 0 ? "" : "  ";
            line += right ? blanks + row[i] : row[i] + blanks;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        cli::print(line);
    }
}

std::string plain(std::int64_t minor, core::Currency currency) {
    return core::to_text(core::Money{minor, currency});
}

std::string text_of(std::int64_t minor, core::Currency currency) {
    return plain(minor, currency) + " " + std::string(currency.view());
}

std::string_view name_of(core::DocumentStatus status) {
    switch (status) {
    case core::DocumentStatus::open: return "open";
    case core::DocumentStatus::part_paid: return "part_paid";
    case core::DocumentStatus::settled: return "settled";
    case core::DocumentStatus::voided: return "voided";
    }
    return "";
}

Json json_of(const core::Fact& fact) { return std::visit(FactWriter{}, fact); }

} // namespace huikuan::cli
