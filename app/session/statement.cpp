#include "session/statement.h"

#include <algorithm>
#include <map>

#include "core/sorting.h"
#include "sync/hash.h"

namespace huikuan::session {

namespace {

using Balances = std::map<core::Currency, std::int64_t>;

Balances balances_at(const Session& session, core::CustomerId customer, core::Date date) {
    Balances balances;
    if (const auto row = session.customer(customer, date)) {
        for (const auto& balance : row->balances) balances[balance.currency] = balance.balance;
    }
    return balances;
}

// Its figures as one text, so that the code covers all that is said.
std::string text_of(const Statement& statement) {
    std::string text = core::to_text(core::entity_of(statement.customer)) + "\n" +
                       std::string(statement.currency.view()) + "\n" +
                       core::to_text(statement.from) + "\n" + core::to_text(statement.to) + "\n" +
                       std::to_string(statement.opening) + "\n";
    for (const StatementRow& row : statement.rows) {
        text +=
            core::to_text(row.date) + "\t" + row.number + "\t" + std::to_string(row.minor) + "\n";
    }
    return text + std::to_string(statement.closing);
}

std::string text_of(const OpenItems& open) {
    std::string text = core::to_text(core::entity_of(open.customer)) + "\n" +
                       std::string(open.currency.view()) + "\n" + core::to_text(open.day) + "\n";
    for (const OpenItem& item : open.items) {
        text +=
            core::to_text(item.due) + "\t" + item.number + "\t" + std::to_string(item.open) + "\n";
    }
    return text + std::to_string(open.unapplied) + "\n" + std::to_string(open.balance);
}

bool is_interest(core::DebitType type) {
    return type == core::DebitType::interest || type == core::DebitType::doubled_interest;
}

} // namespace

bool Statement::shows_interest() const {
    return std::ranges::any_of(rows, [](const StatementRow& row) {
        return !row.credit && !row.correction && is_interest(row.debit_type);
    });
}
bool OpenItems::shows_interest() const {
    return std::ranges::any_of(items, is_interest, &OpenItem::type);
}

std::string integrity_code(std::string_view text) {
    const std::string hex = sync::to_hex(sync::sha256(text));
    std::string code;
    for (std::size_t i = 0; i < 16; i += 4) code += (i == 0 ? "" : "-") + hex.substr(i, 4);
    return code;
}

std::vector<OpenItems> open_items_of(const Session& session, core::CustomerId customer,
                                     core::Date day) {
    std::vector<OpenItems> found;
    const auto row = session.customer(customer, day);
    if (!row) return found;
    for (const auto& balance : row->balances) {
        found.push_back(
            {customer, balance.currency, day, {}, balance.unapplied, balance.balance, {}});
    }
    core::ListQuery query;
    query.customer = customer;
    query.open_only = true;
    query.sort = "due";
    query.as_of = day;
    for (const auto& debit : session.invoices(session.invoice_keys(query), day)) {
        const auto one = std::ranges::find(found, debit.amount.currency, &OpenItems::currency);
        if (one == found.end()) continue;
        one->items.push_back(
            {debit.number, debit.type, debit.issued, debit.due, debit.amount.minor, debit.open});
    }
    std::erase_if(found, [](const OpenItems& one) {
        return one.items.empty() && one.unapplied == 0 && one.balance == 0;
    });
    for (OpenItems& one : found) one.code = integrity_code(text_of(one));
    return found;
}

std::vector<Statement> statements_of(const Session& session, core::CustomerId customer,
                                     core::Date from, core::Date to) {
    std::map<core::Currency, Statement> found;
    const auto at = [&](core::Currency currency) -> Statement& {
        Statement& one = found[currency];
        one.customer = customer;
        one.currency = currency;
        one.from = from;
        one.to = to;
        return one;
    };
    for (const auto& [currency, minor] : balances_at(session, customer, core::add_days(from, -1))) {
        at(currency).opening = minor;
    }
    for (const auto& [currency, minor] : balances_at(session, customer, to)) {
        at(currency).closing = minor;
    }
    core::ListQuery query;
    query.customer = customer;
    query.as_of = to;
    query.since = from;
    for (const auto& row : session.invoices(session.invoice_keys(query), to)) {
        StatementRow line{row.issued, false, row.type, {}, false, row.number, row.amount.minor, 0};
        at(row.amount.currency).rows.push_back(std::move(line));
    }
    for (const auto& row : session.receipts(session.receipt_keys(query), to)) {
        StatementRow line{row.date,          true,  {},
                          row.type,          false, row.number.empty() ? row.reference : row.number,
                          -row.amount.minor, 0};
        at(row.amount.currency).rows.push_back(std::move(line));
    }
    std::vector<Statement> statements;
    for (auto& [currency, one] : found) {
        core::sort(one.rows, [](const StatementRow& a, const StatementRow& b) {
            return std::tuple(a.date, a.credit, std::string_view(a.number)) <
                   std::tuple(b.date, b.credit, std::string_view(b.number));
        });
        std::int64_t balance = one.opening;
        for (StatementRow& row : one.rows) {
            balance += row.minor;
            row.balance = balance;
            (row.minor > 0 ? one.debits : one.credits) += std::abs(row.minor);
        }
        if (balance != one.closing) {
            const std::int64_t rest = one.closing - balance;
            StatementRow correction;
            correction.date = to;
            correction.correction = true;
            correction.minor = rest;
            correction.balance = one.closing;
            one.rows.push_back(std::move(correction));
            (rest > 0 ? one.debits : one.credits) += std::abs(rest);
        }
        if (one.rows.empty() && one.opening == 0 && one.closing == 0) continue;
        one.code = integrity_code(text_of(one));
        statements.push_back(std::move(one));
    }
    return statements;
}

} // namespace huikuan::session
