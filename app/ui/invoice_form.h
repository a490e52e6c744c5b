#pragma once
// Issuing an invoice: whom, which number, how much, when it is due (by the customer's terms, a
// date, or several instalments).
#include <string>
#include <vector>

#include "ui/desk.h"
#include "ui/draft.h"
#include "ui/kit/fields.h"

namespace huikuan::ui {

class InvoiceForm {
public:
    void draw(Desk& desk); // while the route says new=invoice

    bool paste(Desk& desk, const std::string& text); // rows of a spreadsheet: instalments

private:
    void keep_draft(Desk& desk);
    void take_draft(Desk& desk);
    struct Instalment {
        std::string due;
        std::string amount;
    };
    void start(Desk& desk);
    void draw_fields(Desk& desk);
    void draw_lines(Desk& desk, core::Currency currency);
    void save(Desk& desk);
    [[nodiscard]] core::Result<core::IssueInvoice> command(Desk& desk) const;
    [[nodiscard]] std::string problem_of(std::string_view field) const;

    Draft draft_{"invoice"};
    bool open_ = false;
    bool fresh_ = false;
    bool tried_ = false;
    core::InvoiceId id_;
    Lookup customer_;
    std::string number_;
    std::string amount_typed_;
    std::string issued_typed_;
    std::string due_typed_;
    std::string note_;
    int currency_ = 0;
    int terms_days_ = 30;
    bool by_lines_ = false;
    std::vector<Instalment> lines_;
    core::Error refused_;
    bool was_refused_ = false;
};

} // namespace huikuan::ui
