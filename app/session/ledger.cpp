#include "session/ledger.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/case.h"
#include "core/exchange.h"
#include "core/read.h"
#include "core/terms.h"
#include "core/text.h"
#include "session/inside.h"
#include "sync/hash.h"

namespace huikuan::session {
namespace {

std::string_view prefix_of(core::DebitType type) {
    constexpr std::array<std::string_view, 8> prefixes{"INV", "DN", "OB", "INT",
                                                       "DI",  "CO", "FX", "RF"};
    return prefixes.at(static_cast<std::size_t>(type));
}
std::string_view prefix_of(core::CreditType type) {
    constexpr std::array<std::string_view, 10> prefixes{"RC", "CN", "AD", "OC", "WO",
                                                        "DC", "FE", "OF", "FX", "BL"};
    return prefixes.at(static_cast<std::size_t>(type));
}

std::string numbered(const Session::Inside& inside, std::string_view kind) {
    std::string prefix(kind);
    prefix.push_back('-');
    for (const char letter : inside.author.device.view().substr(0, 4)) {
        prefix.push_back(letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A')
                                                        : letter);
    }
    prefix.push_back('-');
    const std::uint64_t next = inside.store->last_number(prefix) + 1;
    const std::string digits = std::to_string(next);
    return prefix + std::string(6 - std::min<std::size_t>(6, digits.size()), '0') + digits;
}

} // namespace

std::string ContactRow::field(std::string_view name) const {
    const auto found =
        std::ranges::find_if(fields, [&](const auto& field) { return field.first == name; });
    return found == fields.end() ? std::string() : found->second;
}

std::vector<ContractRow> Ledger::contracts(core::CustomerId customer) const {
    std::vector<ContractRow> rows;
    const auto& book = *session_.inside().store;
    for (const auto id : book.entities_of(core::RegisterKind::contract, customer)) {
        ContractRow row{id, core::read_contract(book.fields(core::RegisterKind::contract, id)), {}};
        row.missing = core::missing_clauses(row.contract, session_.today());
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<ContactRow> Ledger::contacts(core::CustomerId customer) const {
    std::vector<ContactRow> rows;
    const auto& book = *session_.inside().store;
    for (const auto id : book.entities_of(core::RegisterKind::contact, customer)) {
        rows.push_back({id, book.fields(core::RegisterKind::contact, id)});
    }
    return rows;
}

std::vector<core::DisputeRow> Ledger::disputes(core::EntityId of, bool with_ended) const {
    return session_.inside().store->disputes(of, with_ended);
}
std::vector<core::AttachmentRow> Ledger::attachments(core::EntityId of) const {
    return session_.inside().store->attachments(of);
}
std::vector<core::ReceiptRow> Ledger::fees_of(const core::ReceiptRow& receipt,
                                              core::Date as_of) const {
    core::ListQuery query;
    query.customer = receipt.customer;
    query.credit = core::CreditType::fee;
    query.as_of = as_of;
    query.without_later = true;
    auto rows = session_.receipts(session_.receipt_keys(query), as_of);
    std::erase_if(rows, [&](const core::ReceiptRow& row) {
        return row.against != core::entity_of(receipt.id) ||
               row.amount.currency != receipt.amount.currency;
    });
    return rows;
}

std::vector<core::BillStepRow> Ledger::bill_steps(core::ReceiptId bill) const {
    return session_.inside().store->bill_steps(bill);
}
std::vector<core::CustomerId> Ledger::family(core::CustomerId customer) const {
    return session_.inside().store->family(customer);
}
std::vector<core::DuplicateRow> Ledger::duplicates() const {
    return session_.inside().store->duplicates();
}
std::vector<core::InvoiceId> Ledger::invoices_numbered(std::string_view number) const {
    return session_.inside().store->invoices_numbered(number);
}

std::string Ledger::next_number(core::DebitType type) const {
    return numbered(session_.inside(), prefix_of(type));
}
std::string Ledger::next_number(core::CreditType type) const {
    return numbered(session_.inside(), prefix_of(type));
}

const core::RateTable& Ledger::rates() const { return session_.inside().rates(); }
const core::Policy& Ledger::policy() const { return session_.inside().policy(); }

core::LateFee Ledger::late_fee_of(core::InvoiceId id) const {
    const auto& book = *session_.inside().store;
    const auto invoice = book.invoice(id, session_.today());
    if (invoice && !invoice->contract.is_nil()) {
        const auto contract =
            core::read_contract(book.fields(core::RegisterKind::contract, invoice->contract));
        if (contract.late_fee) return *contract.late_fee;
    }
    return core::parse_late_fee("statutory").value_or(core::LateFee{});
}

std::int64_t entered_of(const EnteredInterest& entered, core::InvoiceId invoice,
                        const core::LateFee& fee) {
    const auto found = entered.find({core::entity_of(invoice), core::debit_type_of(fee)});
    return found == entered.end() ? 0 : found->second;
}

namespace {

// What was credited of interest that had been charged too much, and how often.
struct TakenBack {
    std::int64_t minor = 0;
    std::uint64_t times = 0;
};
core::ReceiptId correction_id(core::InvoiceId note, std::uint64_t times) {
    const std::uint64_t content[] = {1, times};
    return core::id_cast<core::ReceiptId>(core::derived_id(core::entity_of(note), content));
}
TakenBack taken_back(const Session& session, core::InvoiceId note, core::Date day) {
    TakenBack found;
    for (;; ++found.times) {
        const auto credit = session.receipt(correction_id(note, found.times), core::last_date);
        if (!credit) return found;
        const bool stands = credit->status != core::DocumentStatus::voided && credit->date <= day;
        if (stands) found.minor += credit->amount.minor;
    }
}

} // namespace

EnteredInterest Ledger::interest_entered(core::CustomerId customer,
                                         std::optional<core::Date> by) const {
    EnteredInterest entered;
    core::ListQuery query;
    query.customer = customer;
    query.as_of = by.value_or(session_.today());
    for (const auto type : {core::DebitType::interest, core::DebitType::doubled_interest}) {
        query.debit = type;
        for (const auto& note : session_.invoices(session_.invoice_keys(query), query.as_of)) {
            const bool later = by && note.issued > *by;
            if (note.status != core::DocumentStatus::voided && !later) {
                entered[{note.against, type}] +=
                    note.amount.minor - taken_back(session_, note.id, query.as_of).minor;
            }
        }
    }
    return entered;
}

std::optional<core::Date> Ledger::performance_end(core::InvoiceId id) const {
    const auto& book = *session_.inside().store;
    const auto invoice = book.invoice(id, session_.today());
    if (!invoice) return std::nullopt;
    std::optional<core::Date> end;
    for (const core::LegalRow& row : book.legal()) { // by date: the latest wins
        if (row.customer != invoice->customer || row.end != core::far_future ||
            row.until == core::far_future) {
            continue;
        }
        const bool by_date = invoice->issued <= row.date;
        if (row.type == core::LegalType::event &&
            row.code == static_cast<int>(core::LegalEvent::judgment)) {
            if (row.subject.is_nil() ? by_date : row.subject == core::entity_of(id))
                end = row.until;
        } else if (row.type == core::LegalType::step &&
                   (row.code == static_cast<int>(core::CaseStage::judgment) ||
                    row.code == static_cast<int>(core::CaseStage::effective))) {
            const auto of =
                core::read_case(book.fields(core::RegisterKind::legal_case, row.subject));
            if (of.invoices.empty() ? by_date : std::ranges::contains(of.invoices, id))
                end = row.until;
        }
    }
    return end;
}

std::int64_t Ledger::discount_due(core::InvoiceId id, core::Date paid) const {
    const auto invoice = session_.invoice(id, paid);
    if (!invoice || !invoice->discount) return 0;
    return core::discount_of(*invoice->discount, invoice->open, paid);
}

std::vector<core::RecordReceipt> Ledger::overcharged(core::InvoiceId id,
                                                     const std::string& reason) const {
    std::vector<core::RecordReceipt> found;
    const auto invoice = session_.invoice(id, session_.today());
    if (!invoice || disputes(core::entity_of(id), true).empty()) return found;
    core::ListQuery query;
    query.customer = invoice->customer;
    query.as_of = session_.today();
    query.debit = core::DebitType::interest;
    query.sort = "issued";
    query.descending = true;
    auto notes = session_.invoices(session_.invoice_keys(query), query.as_of);
    std::erase_if(notes, [&](const core::InvoiceRow& note) {
        return note.status == core::DocumentStatus::voided || note.against != core::entity_of(id) ||
               note.issued > query.as_of;
    });
    if (notes.empty()) return found;
    core::InterestQuery asked;
    asked.fee = late_fee_of(id);
    asked.until = notes.front().issued;
    const auto owed = interest(id, asked);
    const auto claimed = interest(id, asked, true);
    if (!owed || !claimed) return found;
    std::int64_t entered = 0, back = 0;
    for (const core::InvoiceRow& note : notes) {
        entered += note.amount.minor;
        back += taken_back(session_, note.id, query.as_of).minor;
    }
    // Charged by a dearer rule than the contract's or the law's, it was as dear for what was never
    // owed: that has the same share of it. What was charged less than could be is no excess yet.
    const core::Currency currency = notes.front().amount.currency;
    const std::int64_t never_owed = claimed->minor - owed->minor;
    std::int64_t over = entered - owed->minor;
    if (entered > claimed->minor) {
        const auto share =
            core::convert({entered, currency}, {never_owed, claimed->minor}, currency);
        over = share ? share->minor : 0;
    }
    over -= back;
    for (const core::InvoiceRow& note : notes) {
        const TakenBack before = taken_back(session_, note.id, query.as_of);
        const std::int64_t minor = std::min(over, note.amount.minor - before.minor);
        if (minor <= 0) continue;
        over -= minor;
        core::RecordReceipt credit;
        credit.receipt.id = correction_id(note.id, before.times);
        credit.receipt.customer = note.customer;
        credit.receipt.amount = {minor, note.amount.currency};
        credit.receipt.date = query.as_of;
        credit.receipt.method = "other";
        credit.receipt.type = core::CreditType::credit_note;
        credit.receipt.number = note.number + "-R" + std::to_string(before.times + 1);
        if (credit.receipt.number.size() > core::longest_number) {
            credit.receipt.number = next_number(core::CreditType::credit_note);
        }
        credit.receipt.reason = reason;
        credit.receipt.against = core::entity_of(note.id);
        credit.receipt.rate = note.rate;
        found.push_back(std::move(credit));
    }
    return found;
}

core::Result<core::InterestTable> Ledger::interest(core::InvoiceId id, core::InterestQuery query,
                                                   bool as_claimed) const {
    const auto& book = *session_.inside().store;
    const auto invoice = book.invoice(id, session_.today());
    if (!invoice) {
        return core::fail(core::ErrorCode::unknown_document, "invoice", core::to_text(id));
    }
    if (query.contract_date == core::first_date && !invoice->contract.is_nil()) {
        const auto contract =
            core::read_contract(book.fields(core::RegisterKind::contract, invoice->contract));
        query.contract_date = contract.signed_on.value_or(core::first_date);
    }
    std::vector<core::InterestWarning> warnings;
    if (core::debit_type_of(query.fee) == core::DebitType::doubled_interest && !query.from) {
        query.from = performance_end(id);
        if (!query.from) warnings.push_back(core::InterestWarning::no_judgment);
    }
    for (const core::LegalRow& row : book.legal()) {
        if (row.customer != invoice->customer || row.end != core::far_future ||
            row.type != core::LegalType::step ||
            row.code != static_cast<int>(core::CaseStage::bankruptcy) || row.date > query.until) {
            continue;
        }
        query.until = core::add_days(row.date, -1); // of the day itself nothing is owed
        warnings.push_back(core::InterestWarning::bankruptcy);
        break;
    }
    auto table = core::interest_on(book.overdue_steps(id, as_claimed), query, rates());
    if (table) table->warnings.insert(table->warnings.end(), warnings.begin(), warnings.end());
    return table;
}

std::vector<Exposure> Ledger::exposure(core::CustomerId customer, core::Date as_of) const {
    std::map<core::Currency, Exposure> sums;
    const auto at = [&](core::Currency currency) -> Exposure& {
        sums[currency].currency = currency;
        return sums[currency];
    };
    // From the columns of aging: a customer may have thousands of open documents.
    if (const auto row = session_.customer(customer, as_of)) {
        for (const auto& balance : row->balances) {
            at(balance.currency).open = balance.balance - balance.unapplied;
            at(balance.currency).unapplied = -balance.unapplied;
        }
    }
    std::map<core::InvoiceId, std::int64_t> disputed;
    for (const auto& row : disputes(core::entity_of(customer), true)) {
        if (row.date <= as_of && row.end > as_of) disputed[row.invoice] += row.amount.minor;
    }
    for (const auto& [id, minor] : disputed) {
        const auto invoice = session_.invoice(id, as_of);
        if (!invoice) continue;
        at(invoice->amount.currency).disputed += std::min(minor, invoice->open);
    }
    core::ListQuery query;
    query.customer = customer;
    query.as_of = as_of;
    for (const core::CreditType type : {core::CreditType::bill, core::CreditType::write_off}) {
        query.credit = type;
        for (const auto& row : session_.receipts(session_.receipt_keys(query), as_of)) {
            if (row.date > as_of || row.status == core::DocumentStatus::voided) continue;
            if (type == core::CreditType::write_off) {
                at(row.amount.currency).written_off += row.amount.minor;
            } else if (row.bill_step != core::BillStep::honoured) {
                at(row.amount.currency).bills += row.amount.minor;
            }
        }
    }
    const core::Currency base = session_.book().currency;
    for (const auto& [name, value] :
         session_.fields(core::RegisterKind::customer, core::entity_of(customer))) {
        if (name != "credit_limit") continue;
        const auto limit =
            core::read_amount(value, base.exponent(), core::NumberStyle::point_decimal);
        if (limit && *limit >= 0) at(base).limit = *limit;
    }
    std::vector<Exposure> result;
    for (const auto& [currency, sum] : sums) result.push_back(sum);
    return result;
}

std::vector<GainRow> Ledger::gains_of(const std::vector<core::AllocationRow>& rows,
                                      core::Date as_of) const {
    std::vector<GainRow> found;
    const core::Currency base = session_.book().currency;
    for (const core::AllocationRow& row : rows) {
        if (row.effective <= 0 || row.start > as_of || row.end <= as_of) continue;
        const auto debit = session_.invoice(row.invoice, as_of);
        const auto credit = session_.receipt(row.receipt, as_of);
        if (!debit || !credit || !debit->rate.given() || !credit->rate.given()) continue;
        // Into another foreign currency it keeps its worth, and gains with what it pays there.
        const bool exchanged = debit->type == core::DebitType::exchange_out;
        if (exchanged && !is_of_base(*debit)) continue;
        const core::Money part{row.effective, row.amount.currency};
        const core::Rate owed = exchanged ? credit->rate : debit->rate;
        const core::Rate paid = exchanged ? debit->rate : credit->rate;
        const auto gain = core::realised_gain(part, owed, paid, base);
        if (!gain) continue;
        found.push_back({row.id, row.invoice, row.receipt, debit->type, debit->number,
                         debit->customer_name, row.start, part, owed, paid, *gain});
    }
    return found;
}

// Whether what came out of an exchange is money of the book's own currency.
bool Ledger::is_of_base(const core::InvoiceRow& out) const {
    core::ListQuery query;
    query.customer = out.customer;
    query.credit = core::CreditType::exchange_in;
    query.with_void = true;
    query.as_of = core::last_date;
    for (const auto& in : session_.receipts(session_.receipt_keys(query), query.as_of)) {
        if (in.against == core::entity_of(out.id))
            return in.amount.currency == session_.book().currency;
    }
    return false;
}

std::vector<OpenForeignRow>
Ledger::unrealised_gains(core::Date as_of,
                         const std::map<core::Currency, core::Rate>& rates) const {
    std::vector<OpenForeignRow> found;
    const core::Currency base = session_.book().currency;
    const auto add = [&](OpenForeignRow row) {
        if (row.open.currency == base) return;
        const auto now = rates.find(row.open.currency);
        if (now != rates.end() && row.booked.given()) {
            // What we owe is worth more at a higher rate, and that is a loss.
            const core::Money sum{row.credit ? -row.open.minor : row.open.minor, row.open.currency};
            const auto gain = core::unrealised_gain(sum, row.booked, now->second, base);
            if (gain) row.gain = *gain;
        }
        found.push_back(std::move(row));
    };
    core::ListQuery query;
    query.as_of = as_of;
    query.open_only = true;
    for (const auto& row : session_.invoices(session_.invoice_keys(query), as_of)) {
        if (row.issued > as_of || row.open <= 0) continue;
        add({core::entity_of(row.id),
             {},
             row.number,
             row.customer_name,
             {row.open, row.amount.currency},
             row.rate,
             {}});
    }
    for (const auto& row : session_.receipts(session_.receipt_keys(query), as_of)) {
        if (row.date > as_of || row.unapplied <= 0) continue;
        add({core::entity_of(row.id),
             row.type,
             row.number.empty() ? row.reference : row.number,
             row.customer_name,
             {row.unapplied, row.amount.currency},
             row.rate,
             {}});
    }
    return found;
}

std::vector<GainRow> Ledger::gains(core::EntityId document) const {
    return gains_of(session_.allocations_of(document), core::last_date);
}

std::vector<GainRow> Ledger::realised_gains(core::Date as_of) const {
    const auto& book = *session_.inside().store;
    auto found = gains_of(book.allocations_not_in(session_.book().currency), as_of);
    // Allocations of one day are told apart by what is seen of them: their ids are hashes.
    std::ranges::sort(found, {}, [](const GainRow& row) {
        return std::tuple(row.date, row.number, -row.part.minor, row.allocation);
    });
    return found;
}

GroupedAging Ledger::aging(const core::AgingQuery& query, AgingKey key) const {
    return AgingBook(session_).aging(query, key);
}

core::Result<GroupedAging> Ledger::aging_known_at(const core::AgingQuery& query, AgingKey key,
                                                  std::int64_t ms) const {
    const auto then = AgingBook::known_at(session_, ms);
    if (!then) return std::unexpected(then.error());
    return then->aging(query, key);
}

core::Result<Outcome> Ledger::attach(core::EntityId id, core::EntityId of, const std::string& name,
                                     const std::string& media, std::string_view bytes,
                                     core::FileKind kind) {
    core::AddAttachment command;
    command.attachment = {
        id, of, name, media, static_cast<std::int64_t>(bytes.size()), sync::sha256(bytes), kind};
    auto done = session_.run(command);
    if (!done) return done;
    // The book knows what the file is before its bytes lie beside it: without them it is a file
    // that another device has.
    auto kept = session_.inside().store->keep_file(command.attachment.sha256, bytes);
    if (!kept) return std::unexpected(kept.error());
    session_.inside().after_commit();
    return done;
}

core::FileKind Ledger::kind_of_file(core::EntityId attachment) const {
    const auto fact = fact_of<core::AttachmentAdded>(*session_.inside().store, attachment);
    return fact ? fact->kind : core::FileKind::other;
}

std::optional<std::string> Ledger::file(const std::array<std::uint8_t, 32>& hash) const {
    return session_.inside().store->file(hash);
}

} // namespace huikuan::session
