// The rows of a bundle: the view as people, spreadsheets and jq read it. Nothing here is read back.
#include <array>

#include "sync/bundle_lines.h"

namespace huikuan::sync {

namespace {

constexpr std::array<std::string_view, 4> status_names{"open", "part_paid", "settled", "voided"};

std::string_view name_of(core::DocumentStatus status) {
    return status_names[static_cast<std::size_t>(status)];
}

} // namespace

Value json_of(const core::CustomerRow& row) {
    Array balances;
    for (const core::CustomerRow::Balance& balance : row.balances) {
        balances.emplace_back(Object{{"currency", balance.currency.view()},
                                     {"balance", balance.balance},
                                     {"overdue", balance.overdue},
                                     {"unapplied", balance.unapplied},
                                     {"oldest_days", std::int64_t{balance.oldest_days}}});
    }
    return Object{{"$", "customer"},          {"id", core::to_text(row.id)},
                  {"code", row.code},         {"name", row.name},
                  {"region", row.region},     {"phone", row.phone},
                  {"owner", row.owner},       {"terms_days", std::int64_t{row.terms_days}},
                  {"archived", row.archived}, {"balances", std::move(balances)}};
}

Value json_of(const core::InvoiceRow& row) {
    Array lines;
    for (const core::ScheduleLine& line : row.lines) {
        lines.emplace_back(Array{core::to_text(line.due), line.minor});
    }
    return Object{{"$", "invoice"},
                  {"id", core::to_text(row.id)},
                  {"customer", core::to_text(row.customer)},
                  {"customer_name", row.customer_name},
                  {"number", row.number},
                  {"currency", row.amount.currency.view()},
                  {"amount", row.amount.minor},
                  {"open", row.open},
                  {"issued", core::to_text(row.issued)},
                  {"due", core::to_text(row.due)},
                  {"status", name_of(row.status)},
                  {"lines", std::move(lines)},
                  {"note", row.note}};
}

Value json_of(const core::ReceiptRow& row) {
    return Object{{"$", "receipt"},
                  {"id", core::to_text(row.id)},
                  {"customer", core::to_text(row.customer)},
                  {"customer_name", row.customer_name},
                  {"currency", row.amount.currency.view()},
                  {"amount", row.amount.minor},
                  {"unapplied", row.unapplied},
                  {"date", core::to_text(row.date)},
                  {"status", name_of(row.status)},
                  {"method", row.method},
                  {"reference", row.reference},
                  {"note", row.note}};
}

Value json_of(const core::AllocationRow& row) {
    Object line{{"$", "allocation"},
                {"id", core::to_text(row.id)},
                {"receipt", core::to_text(row.receipt)},
                {"invoice", core::to_text(row.invoice)},
                {"invoice_number", row.invoice_number},
                {"currency", row.amount.currency.view()},
                {"amount", row.amount.minor},
                {"effective", row.effective},
                {"start", core::to_text(row.start)}};
    if (row.end != core::far_future) line.emplace_back("end", core::to_text(row.end));
    return line;
}

} // namespace huikuan::sync
