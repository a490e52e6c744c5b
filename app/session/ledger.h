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

// One allocation between documents of a foreign currency that both have a rate.
struct GainRow {
    core::AllocationId allocation;
    core::InvoiceId invoice;
    core::ReceiptId receipt;
    std::string number; // of what is owed
    std::string customer_name;
    core::Date date;
    core::Money part;
    core::Rate owed;
    core::Rate paid;
    core::Money gain; // in the book's currency, negative: a loss
};

class Ledger {
public:
    explicit Ledger(Session& session) : session_(session) {}

    [[nodiscard]] std::vector<ContractRow> contracts(core::CustomerId customer) const;
    [[nodiscard]] std::vector<ContactRow> contacts(core::CustomerId customer) const;
    [[nodiscard]] std::vector<core::DisputeRow> disputes(core::EntityId of,
                                                         bool with_ended = false) const;
    [[nodiscard]] std::vector<core::AttachmentRow> attachments(core::EntityId of) const;
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
    // What a customer was charged of it already, by what it is owed for.
    [[nodiscard]] std::map<core::EntityId, std::int64_t>
    interest_entered(core::CustomerId customer) const;
    [[nodiscard]] core::Result<core::InterestTable> interest(core::InvoiceId invoice,
                                                             core::InterestQuery query) const;

    [[nodiscard]] std::vector<Exposure> exposure(core::CustomerId customer, core::Date as_of) const;
    [[nodiscard]] std::vector<GainRow> gains(core::EntityId document) const;
    // Of the whole book, those that were realised until then, by date.
    [[nodiscard]] std::vector<GainRow> realised_gains(core::Date as_of) const;

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

    Session& session_;
};

} // namespace huikuan::session
