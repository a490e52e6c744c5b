#pragma once
// What a case claims: in which currency, of which invoices, how much. The amount is what is overdue
// of the invoices that are ticked until a person writes another one.
#include <string>
#include <vector>

#include "session/legal.h"
#include "ui/desk.h"

namespace huikuan::ui {

class ClaimForm {
public:
    // nullptr: of a case that is not there yet; all that is overdue is ticked.
    void start(core::CustomerId customer, const core::LegalCase* what);
    const session::Weighing& weighing(Desk& desk);
    void draw(Desk& desk);
    // The fields "claim", "currency" and "invoices"; false: the amount cannot be read, and says so.
    [[nodiscard]] bool add_to(core::Fields& fields);

    [[nodiscard]] std::vector<std::string> draft() const;
    void take(const std::vector<std::string>& parts); // of a draft; anything else is left out
    static constexpr std::size_t draft_parts = 3;

private:
    [[nodiscard]] std::vector<const session::OverdueDebt*> debts() const; // in the currency
    [[nodiscard]] std::string list() const;

    core::CustomerId customer_;
    core::Currency currency_;               // none: as the weighing says
    std::vector<core::InvoiceId> left_out_; // of those that are overdue
    std::vector<core::InvoiceId> others_;   // of the case, and not overdue any more
    bool all_ = false;                      // of a case that names none: all that was owed
    bool fresh_ = false;
    std::string typed_; // empty: what is overdue
    bool tried_ = false;
    Cached<std::string, session::Weighing> weighing_;
    session::Weighing shown_;
};

} // namespace huikuan::ui
