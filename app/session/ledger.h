#pragma once
// What a month's end asks of an open book beyond its lists: contracts, interest, exposure, groups,
// gains and losses on currencies, aging by other things than customers and as it was known then.
// Each answer is made anew from the tables; screens keep it until the revision changes.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/aging.h"
#include "core/contract.h"
#include "core/interest.h"
#include "core/view.h"
#include "session/aging_book.h"
#include "session/session.h"

namespace huikuan::session {

struct ContractRow {
    core::EntityId id;
    core::Contract contract;
    std::vector<core::Clause> missing;
};
struct ContactRow {
    core::EntityId id;
    core::Fields fields; // by name
    [[nodiscard]] std::string field(std::string_view name) const;
};

// How much is at stake with one customer in one currency, as a sum that can be read aloud:
// open debits - unapplied credits = balance; + bills that are not honoured yet = exposure.
struct Exposure {
    core::Currency currency;
    std::int64_t open = 0;
    std::int64_t unapplied = 0;
    std::int64_t bills = 0;            // received, endorsed or discounted, and not yet honoured
    std::int64_t written_off = 0;      // 账销案存: not part of the sum, and not forgotten
    std::int64_t disputed = 0;         // of open
    std::optional<std::int64_t> limit; // of credit; in the book's currency alone
    [[nodiscard]] std::int64_t balance() const { return open - unapplied; }
    [[nodiscard]] std::int64_t total() const { return balance() + bills; }
    // What may still be delivered on credit; below zero: the limit is passed.
    [[nodiscard]] std::int64_t available() const { return limit.value_or(0) - total(); }
};

// One allocation between documents of a foreign currency that both have a rate. Of money that was
// exchanged into the book's currency `owed` is the rate at which it was booked, `paid` the one at
// which it was exchanged.
struct GainRow {
    core::AllocationId allocation;
    core::InvoiceId invoice;
    core::ReceiptId receipt;
    core::DebitType type{};
    std::string number; // of what is owed; an exchange has none
    std::string customer_name;
    core::Date date;
    core::Money part;
    core::Rate owed;
    core::Rate paid;
    core::Money gain; // in the book's currency, negative: a loss
};

// An open document of a foreign currency, and what it is worth at another rate than its own.
struct OpenForeignRow {
    core::EntityId document;
    std::optional<core::CreditType> credit; // of unapplied money; none: a debit
    std::string number;                     // or the reference
    std::string customer_name;
    core::Money open;                // what is open or unapplied, positive
    core::Rate booked;               // not given: nothing says what it was worth
    std::optional<core::Money> gain; // 未实现汇兑损益; none without both rates
};

// By what it is owed for, and as what: interest and the doubled part after a judgment are two debts
// (法释〔2014〕8号, 1).
using EnteredInterest = std::map<std::pair<core::EntityId, core::DebitType>, std::int64_t>;
std::int64_t entered_of(const EnteredInterest& entered, core::InvoiceId invoice,
                        const core::LateFee& fee);

class Ledger {
public:
    explicit Ledger(Session& session) : session_(session) {}

    [[nodiscard]] std::vector<ContractRow> contracts(core::CustomerId customer) const;
    [[nodiscard]] std::vector<ContactRow> contacts(core::CustomerId customer) const;
    [[nodiscard]] std::vector<core::DisputeRow> disputes(core::EntityId of,
                                                         bool with_ended = false) const;
    [[nodiscard]] std::vector<core::AttachmentRow> attachments(core::EntityId of) const;
    // What the bank kept of a receipt, which its customer paid too.
    [[nodiscard]] std::vector<core::ReceiptRow> fees_of(const core::ReceiptRow& receipt,
                                                        core::Date as_of) const;
    [[nodiscard]] std::vector<core::BillStepRow> bill_steps(core::ReceiptId bill) const;
    [[nodiscard]] std::vector<core::CustomerId> family(core::CustomerId customer) const;
    [[nodiscard]] std::vector<core::DuplicateRow> duplicates() const;
    [[nodiscard]] std::vector<core::InvoiceId> invoices_numbered(std::string_view number) const;

    // The next number of this device for a type: "DN-K3V5-000007". Devices number with prefixes of
    // their own, so that two that are offline never give the same.
    [[nodiscard]] std::string next_number(core::DebitType type) const;
    [[nodiscard]] std::string next_number(core::CreditType type) const;

    [[nodiscard]] const core::RateTable& rates() const;
    [[nodiscard]] const core::Policy& policy() const;
    // The rule of the invoice's contract, else what the law says (statutory).
    [[nodiscard]] core::LateFee late_fee_of(core::InvoiceId invoice) const;
    // What a customer was charged of it already, less what was taken back of that: all of it, or
    // what was issued by a day.
    [[nodiscard]] EnteredInterest interest_entered(core::CustomerId customer,
                                                   std::optional<core::Date> by = {}) const;
    // The contract's date is found where it is not given, and so is the day from which it is
    // doubled; it never runs past the acceptance of the debtor's bankruptcy (企业破产法 46).
    // `as_claimed`: also of what turned out never to have been owed, until it was credited.
    [[nodiscard]] core::Result<core::InterestTable>
    interest(core::InvoiceId invoice, core::InterestQuery query, bool as_claimed = false) const;
    // A dispute was settled as right after interest of it had been entered: the credit notes that
    // take back what was charged too much, the latest debit first. Pressed on two devices they are
    // the same ones.
    [[nodiscard]] std::vector<core::RecordReceipt> overcharged(core::InvoiceId invoice,
                                                               const std::string& reason) const;
    // The last day of the period for performance that a judgment set: a noted event, or a stage of
    // a case. The latest that stands; nullopt: none.
    [[nodiscard]] std::optional<core::Date> performance_end(core::InvoiceId invoice) const;
    // What may be kept of what is open by who pays it on that day.
    [[nodiscard]] std::int64_t discount_due(core::InvoiceId invoice, core::Date paid) const;

    [[nodiscard]] std::vector<Exposure> exposure(core::CustomerId customer, core::Date as_of) const;
    [[nodiscard]] std::vector<GainRow> gains(core::EntityId document) const;
    // Of the whole book, those that were realised until then, by date.
    [[nodiscard]] std::vector<GainRow> realised_gains(core::Date as_of) const;
    // Of the book's open documents in other currencies; `rates` in the book's for one of each.
    [[nodiscard]] std::vector<OpenForeignRow>
    unrealised_gains(core::Date as_of, const std::map<core::Currency, core::Rate>& rates) const;

    [[nodiscard]] GroupedAging aging(const core::AgingQuery& query, AgingKey key) const;
    // The same of the changes that were written until then (milliseconds since 1970, UTC).
    [[nodiscard]] core::Result<GroupedAging> aging_known_at(const core::AgingQuery& query,
                                                            AgingKey key, std::int64_t ms) const;

    // A file beside the book: its bytes are kept on this device, its hash in the book.
    core::Result<Outcome> attach(core::EntityId id, core::EntityId of, const std::string& name,
                                 const std::string& media, std::string_view bytes,
                                 core::FileKind kind = core::FileKind::other);
    [[nodiscard]] core::FileKind kind_of_file(core::EntityId attachment) const;
    [[nodiscard]] std::optional<std::string> file(const std::array<std::uint8_t, 32>& hash) const;

private:
    [[nodiscard]] std::vector<GainRow> gains_of(const std::vector<core::AllocationRow>& rows,
                                                core::Date as_of) const;
    [[nodiscard]] bool is_of_base(const core::InvoiceRow& exchange_out) const;

    Session& session_;
};

} // namespace huikuan::session
