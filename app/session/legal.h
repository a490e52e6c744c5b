#pragma once
// 法务 in an open book: until when each debt can be enforced and why, what guarantors still stand
// for, and the cases. Everything is derived on the spot from what the book has: contacts, promises,
// plans and receipts interrupt as much as events that somebody noted for the purpose.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/case.h"
#include "core/limitation.h"
#include "core/promise.h"
#include "core/view.h"
#include "session/session.h"

namespace huikuan::session {

inline constexpr int days_of_talks = 180; // that are looked at before a case is opened

struct DebtClock {
    core::DebtRow debt;
    std::string customer_name, customer_code, owner;
    core::LimitationClock clock;
};
struct GuaranteeClock {
    core::InvoiceId invoice;
    core::CustomerId customer;
    std::string number; // of the invoice
    std::string customer_name;
    core::EntityId contract;
    std::string contract_number;
    std::string guarantor; // one of the contract's: each has a period of his own
    bool joint = false;
    core::LimitationClock clock;
};
struct LegalEventRow {
    core::LegalEventNoted event;
    std::size_t files = 0;
    core::Date end = core::far_future;
};
struct CaseCostRow {
    core::CaseCostPaid cost;
    core::Date end = core::far_future;
};
struct CaseRow {
    core::EntityId id;
    core::LegalCase what;
    std::string customer_name;
    core::CaseState state;
    std::vector<core::CaseStepTaken> steps; // by date
    std::vector<core::CaseDeadline> deadlines;
    std::vector<CaseCostRow> costs;
    std::int64_t cost_minor = 0; // of those that stand, in the claim's currency
    // Money that came in since the first stage and pays the case's invoices, or the costs and the
    // interest that were charged for them, likewise.
    std::int64_t received_minor = 0;
    std::int64_t awarded_minor = 0; // by the judgment; 0: it says nothing yet
    std::optional<core::Date> began;
    std::optional<core::Date> performance_end; // interest of a judgment runs from the day after
    std::optional<core::Date> bankruptcy;      // accepted: interest stops
    // What it is about: its invoices; where it names none, all that was owed when it began.
    std::vector<core::InvoiceId> invoices;
    [[nodiscard]] const core::CaseDeadline* next() const; // the first that is not met
};

std::int64_t received_since(Session& session, const CaseRow& of, core::Date day);

// What speaks for talking once more and what a suit would cost, before anything is escalated.
struct OverdueDebt {
    core::InvoiceId id;
    std::string number;
    core::Date due; // of the oldest part that is overdue
    core::Money overdue;
};
struct ClaimWish {
    std::optional<core::Currency> currency; // none: the book's, or that of the oldest debt
    std::vector<core::InvoiceId> invoices;  // empty: all that is overdue in it
    std::optional<std::int64_t> claim;      // another amount than what is overdue of them
};
struct Weighing {
    core::Currency currency;
    std::int64_t claim = 0;         // what is overdue of the invoices wished for, or as wished
    std::vector<OverdueDebt> debts; // all that is overdue, in any currency, oldest first
    core::CourtFees fees;           // zero where the claim is not in CNY
    core::SmallClaim small{};
    // Were talks tried?
    std::int64_t contacts_reached = 0; // in the last 180 days
    std::optional<core::Date> last_reached;
    core::KeptRate promises;
    bool plan_tried = false;
    bool letter_sent = false; // in writing, with proof
    // What the relationship is worth.
    std::int64_t sold_last_year = 0;
    std::int64_t paid_last_year = 0;
    std::int64_t sold_in_all = 0;
    std::optional<core::Date> customer_since;
    [[nodiscard]] bool talks_tried() const { return contacts_reached > 0; }
};

class Legal {
public:
    explicit Legal(Session& session) : session_(session) {}

    // By days left. Of a customer, or of the book.
    [[nodiscard]] std::vector<DebtClock> clocks(core::Date day,
                                                core::CustomerId customer = {}) const;
    [[nodiscard]] std::vector<GuaranteeClock> guarantees(core::Date day,
                                                         core::CustomerId customer = {}) const;
    // Of sales in instalments of which a fifth is late (民法典 634): what is late. Of a customer,
    // or of the book.
    [[nodiscard]] std::map<core::InvoiceId, std::int64_t>
    late_instalments(core::Date day, core::CustomerId customer = {}) const;
    // Latest first.
    [[nodiscard]] std::vector<LegalEventRow> events(core::CustomerId customer,
                                                    bool with_void = false) const;
    // Those with the next deadline first; ended ones last.
    [[nodiscard]] std::vector<CaseRow> cases(core::Date day, core::CustomerId customer = {}) const;
    [[nodiscard]] std::optional<CaseRow> one_case(core::EntityId id, core::Date day) const;
    // Customers with a case that is open on that day: nobody else writes or calls meanwhile.
    [[nodiscard]] std::vector<core::CustomerId> in_case(core::Date day) const; // by id
    [[nodiscard]] Weighing weigh(core::CustomerId customer, core::Date day,
                                 const ClaimWish& wish = {}) const;
    // Numbers of those debts whose limitation is over: evidence of them would prove it. `invoices`
    // empty: of all that the customer owes.
    [[nodiscard]] std::vector<std::string> barred(core::CustomerId customer,
                                                  std::span<const core::InvoiceId> invoices,
                                                  core::Date day) const;
    // By when a judgment in the case had to be performed; none: there is no judgment yet.
    [[nodiscard]] std::optional<core::Date> performance_end(core::EntityId of_case,
                                                            core::Date day) const;

    // The safe day that comes next of what is overdue, by customer, as far as it lies within
    // the days of the first warning or is over; a customer in court has none. For the day's list.
    // `of`: those alone who owe anything long enough; nullptr: all.
    [[nodiscard]] std::unordered_map<core::CustomerId, core::Date>
    near_days(core::Date day, const std::vector<core::CustomerId>* of = nullptr) const;
    // A debt that fell due on this day or later is not near its end on `day`, whatever happened.
    [[nodiscard]] core::Date far_from(core::Date day) const;

private:
    Session& session_;
};

} // namespace huikuan::session
