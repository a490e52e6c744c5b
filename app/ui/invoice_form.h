#pragma once
// Entering a debit: an invoice, a debit note or costs (against an invoice or free), an opening
// balance, money that was paid back. Whom, which number, how much, when it is due (by terms, a
// date, or several instalments), how much of it is tax, under which contract. What the book would
// make of it is shown before anything is written.
#include <string>
#include <vector>

#include "session/ledger.h"
#include "ui/desk.h"
#include "ui/draft.h"
#include "ui/kit/fields.h"

namespace huikuan::ui {

class InvoiceForm {
public:
    void draw(Desk& desk); // while the route says new=invoice, debit_note, costs ...

    bool paste(Desk& desk, const std::string& text); // rows of a spreadsheet: instalments

private:
    struct Instalment {
        std::string due;
        std::string amount;
    };
    void start(Desk& desk, core::DebitType type);
    [[nodiscard]] std::vector<std::string> parts() const; // what was typed
    void keep_draft(Desk& desk);
    void take_draft(Desk& desk);
    void take_customer(Desk& desk);
    void draw_fields(Desk& desk);
    void draw_number(Desk& desk);
    void draw_amount(Desk& desk);
    void draw_dates(Desk& desk);
    void draw_details(Desk& desk);
    void draw_tax();
    void draw_contract();
    void draw_lines(Desk& desk, core::Currency currency);
    void draw_schedule(Desk& desk);
    void draw_limit(Desk& desk);
    void save(Desk& desk);
    [[nodiscard]] core::Currency currency() const;
    [[nodiscard]] bool has_terms() const;
    [[nodiscard]] bool has_against() const;
    [[nodiscard]] bool is_plain() const { return type_ == core::DebitType::invoice; }
    [[nodiscard]] bool is_refund() const { return type_ == core::DebitType::refund; }
    [[nodiscard]] core::Result<core::IssueInvoice> command(Desk& desk) const;
    [[nodiscard]] core::Result<void> read_details(Desk& desk, core::InvoiceIssued& invoice) const;
    [[nodiscard]] core::Result<void> read_due(Desk& desk, core::IssueInvoice& out) const;
    [[nodiscard]] std::string problem_of(std::string_view field) const;

    Draft draft_{"debit"};
    core::DebitType type_{};
    bool open_ = false;
    bool fresh_ = false;
    bool tried_ = false;
    std::string about_;
    core::InvoiceId id_;
    Lookup customer_;
    Lookup against_;
    std::string number_;
    std::string amount_typed_;
    std::string issued_typed_;
    std::string due_typed_;
    std::string terms_;
    std::string tax_typed_;
    std::string rate_;
    std::string note_;
    std::string contract_; // id
    int currency_ = 0;
    bool by_lines_ = false;
    std::vector<Instalment> lines_;
    core::Currency base_;
    std::string terms_of_customer_; // words
    std::vector<session::ContractRow> contracts_;
    Cached<std::string, core::Result<session::Outcome>> preview_;
    Cached<std::string, std::vector<session::Exposure>> exposure_;
    core::Error refused_;
    bool was_refused_ = false;
};

// "new" of the route as a type of debit that a person may enter here.
std::optional<core::DebitType> entered_debit(std::string_view name);

} // namespace huikuan::ui
