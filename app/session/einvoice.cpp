#include "session/einvoice.h"

#include <algorithm>
#include <map>

#include "core/sorting.h"
#include "core/text.h"
#include "session/ledger.h"
#include "session/workbook_reader.h"

namespace huikuan::session {

namespace {

using core::ErrorCode;

const core::Currency yuan = core::parse_currency("CNY").value();

bool same_text(std::string_view a, std::string_view b) {
    const auto left = core::fold(a);
    const auto right = core::fold(b);
    return left && right && *left == *right;
}

core::SetFields new_customer(core::EntityId id, const core::EInvoice::Party& buyer) {
    core::SetFields set{{core::RegisterKind::customer, id, {}}};
    const auto put = [&](const char* name, const std::string& value) {
        if (!value.empty()) set.fields.fields.emplace_back(name, value);
    };
    put("name", buyer.name);
    put("title", buyer.name);
    put("tax_no", buyer.tax_no);
    put("address", buyer.address);
    put("phone", buyer.phone);
    put("bank", buyer.bank);
    put("bank_account", buyer.bank_account);
    return set;
}

core::Command document_of(const core::EInvoice& invoice, core::EntityId id,
                          core::CustomerId customer, core::EntityId blue) {
    if (invoice.red()) {
        core::RecordReceipt note;
        note.receipt.id = core::id_cast<core::ReceiptId>(id);
        note.receipt.type = core::CreditType::credit_note;
        note.receipt.customer = customer;
        note.receipt.number = invoice.number;
        note.receipt.amount = {-invoice.gross_minor, yuan};
        note.receipt.date = invoice.issued;
        note.receipt.method = "other";
        note.receipt.note = invoice.note;
        note.receipt.against = blue;
        return note;
    }
    core::IssueInvoice issue;
    issue.invoice.id = core::id_cast<core::InvoiceId>(id);
    issue.invoice.customer = customer;
    issue.invoice.number = invoice.number;
    issue.invoice.amount = {invoice.gross_minor, yuan};
    issue.invoice.issued = invoice.issued;
    issue.invoice.customer_name = invoice.buyer.name;
    issue.invoice.note = invoice.note;
    issue.invoice.tax = core::TaxSplit{invoice.net_minor, invoice.tax_minor};
    return issue;
}

bool can_be_entered(const EInvoiceLook& one) { return one.looked_at && !one.problem; }

} // namespace

// In the book as an invoice or as a credit note.
bool EInvoices::number_seen(const std::string& number) {
    if (!Ledger(session_).invoices_numbered(number).empty()) return true;
    if (notes_revision_ != session_.revision()) {
        notes_revision_ = session_.revision();
        notes_.clear();
        core::ListQuery query;
        query.credit = core::CreditType::credit_note;
        query.as_of = core::last_date;
        for (auto& row : session_.receipts(session_.receipt_keys(query), session_.today())) {
            notes_.push_back(std::move(row.number));
        }
        core::sort(notes_);
    }
    return std::ranges::binary_search(notes_, number);
}

// The invoice of the book that it takes back: of the same customer.
core::EntityId EInvoices::invoice_of(const EInvoiceLook& red) const {
    if (red.blue_number.empty() || !red.customer) return {};
    for (const core::InvoiceId id : Ledger(session_).invoices_numbered(red.blue_number)) {
        const auto row = session_.invoice(id, session_.today());
        if (row && row->customer == red.customer->id) return core::entity_of(id);
    }
    return {};
}

// In the book, or among the files.
void EInvoices::look_for_blue() {
    for (EInvoiceLook& red : looks_) {
        if (red.blue_number.empty()) continue;
        red.blue = !invoice_of(red).is_nil() ||
                   std::ranges::any_of(looks_, [&](const EInvoiceLook& other) {
                       return can_be_entered(other) && !other.invoice.red() &&
                              other.invoice.number == red.blue_number &&
                              other.invoice.buyer.tax_no == red.invoice.buyer.tax_no;
                   });
    }
}

std::optional<core::CustomerRow> EInvoices::find(const core::EInvoice::Party& buyer,
                                                 std::optional<core::Error>& problem) const {
    core::ListQuery query;
    query.as_of = session_.today();
    const auto matches = [&](const std::string& wanted, const auto& fits) {
        std::vector<core::CustomerRow> found;
        if (wanted.empty()) return found;
        query.search = wanted;
        found = session_.customers(session_.customer_keys(query), query.as_of);
        std::erase_if(found, [&](const core::CustomerRow& row) {
            return row.holder != row.id || !fits(row);
        });
        return found;
    };
    auto found = matches(buyer.tax_no, [&](const core::CustomerRow& row) {
        return same_text(row.tax_no, buyer.tax_no);
    });
    if (found.empty()) {
        found = matches(buyer.name, [&](const core::CustomerRow& row) {
            if (!row.tax_no.empty() && !buyer.tax_no.empty()) return false; // it is another one
            if (same_text(row.name, buyer.name)) return true;
            const auto fields =
                session_.fields(core::RegisterKind::customer, core::entity_of(row.id));
            return std::ranges::any_of(fields, [&](const auto& field) {
                return field.first == "title" && same_text(field.second, buyer.name);
            });
        });
    }
    if (found.empty()) return std::nullopt;
    if (found.size() > 1) {
        problem = {ErrorCode::ambiguous, "customer", buyer.name, 0};
        return std::nullopt;
    }
    return found.front();
}

void EInvoices::look(EInvoiceLook& one, std::span<const EInvoiceLook> before) {
    one.problem.reset();
    one.customer.reset();
    one.blue_number.clear();
    one.blue = false;
    one.looked_at = one.read->has_value();
    if (!one.looked_at) return;
    const auto& read = **one.read;
    if (!read) {
        one.problem = read.error();
        return;
    }
    one.invoice = *read;
    const std::string& number = one.invoice.number;
    const bool twice = std::ranges::any_of(before, [&](const EInvoiceLook& other) {
        return other.looked_at && !other.problem && other.invoice.number == number;
    });
    if (twice || number_seen(number)) {
        one.problem = {ErrorCode::duplicate_number, "einvoice", number, 0};
        return;
    }
    const std::string company = session_.book().company;
    one.other_seller = !company.empty() && !one.invoice.seller.name.empty() &&
                       !same_text(company, one.invoice.seller.name);
    one.customer = find(one.invoice.buyer, one.problem);
    one.blue_number = one.invoice.blue_number();
}

void EInvoices::add(std::string file, std::string bytes) {
    EInvoiceLook one;
    one.file = std::move(file);
    one.bytes = std::move(bytes);
    one.read = std::make_shared<std::optional<core::Result<core::EInvoice>>>();
    read_einvoice(one.bytes, [into = one.read](core::Result<core::EInvoice> invoice) {
        *into = std::move(invoice);
    });
    look(one, looks_);
    looks_.push_back(std::move(one));
    look_for_blue();
}

void EInvoices::remove(std::size_t index) {
    if (index < looks_.size()) looks_.erase(looks_.begin() + static_cast<std::ptrdiff_t>(index));
    refresh();
}

void EInvoices::refresh() {
    for (std::size_t i = 0; i < looks_.size(); ++i) look(looks_[i], std::span(looks_).first(i));
    look_for_blue();
}

void EInvoices::look_at_read() {
    for (std::size_t i = 0; i < looks_.size(); ++i) {
        if (!looks_[i].looked_at) look(looks_[i], std::span(looks_).first(i));
    }
    look_for_blue();
}

bool EInvoices::some_were_read() const {
    return std::ranges::any_of(
        looks_, [](const EInvoiceLook& one) { return !one.looked_at && one.read->has_value(); });
}

std::size_t EInvoices::ready() const {
    return static_cast<std::size_t>(std::ranges::count_if(looks_, can_be_entered));
}

core::Result<Outcome> EInvoices::enter() {
    refresh();
    std::vector<core::Command> commands;
    std::map<std::string, core::EntityId> made; // buyers that several of the files name
    std::vector<std::pair<core::EntityId, const EInvoiceLook*>> documents;
    // What is taken back stands in the book before what takes it back.
    std::vector<const EInvoiceLook*> ordered;
    for (const bool red : {false, true}) {
        for (const EInvoiceLook& one : looks_) {
            if (can_be_entered(one) && one.invoice.red() == red) ordered.push_back(&one);
        }
    }
    std::map<std::string, core::EntityId> numbers; // of invoices that come in here
    for (const EInvoiceLook* const each : ordered) {
        const EInvoiceLook& one = *each;
        core::EntityId customer;
        if (one.customer) {
            customer = core::entity_of(one.customer->id);
        } else {
            const auto& buyer = one.invoice.buyer;
            const auto [place, fresh] =
                made.try_emplace(buyer.tax_no.empty() ? buyer.name : buyer.tax_no);
            if (fresh) {
                place->second = session_.mint();
                commands.emplace_back(new_customer(place->second, buyer));
            }
            customer = place->second;
        }
        const core::EntityId id = session_.mint();
        core::EntityId blue;
        if (one.blue) {
            blue = invoice_of(one);
            if (blue.is_nil()) blue = numbers[one.blue_number];
        }
        if (!one.invoice.red()) numbers[one.invoice.number] = id;
        commands.push_back(
            document_of(one.invoice, id, core::id_cast<core::CustomerId>(customer), blue));
        documents.emplace_back(id, &one);
    }
    if (documents.empty()) return core::fail(ErrorCode::nothing_to_do, "einvoice");
    auto outcome = session_.run_batch(commands);
    if (!outcome) return outcome;
    for (const auto& [id, one] : documents) {
        auto attached =
            Ledger(session_).attach(session_.mint(), id, one->file, "application/xml", one->bytes);
        if (!attached) return attached; // the documents stand; what is missing is said
    }
    std::erase_if(looks_, can_be_entered);
    return outcome;
}

} // namespace huikuan::session
