#pragma once
// Entering a credit that is no receipt of the day: a credit note (against an invoice or free), an
// advance before there is an invoice, an opening advance. What it would pay is shown first.
#include <optional>
#include <string>
#include <vector>

#include "ui/desk.h"
#include "ui/draft.h"
#include "ui/kit/fields.h"

namespace huikuan::ui {

class CreditForm {
public:
    void draw(Desk& desk); // while the route says new=credit_note, advance or opening_credit

private:
    void start(Desk& desk, core::CreditType type);
    [[nodiscard]] std::vector<std::string> parts() const; // what was typed
    void draw_fields(Desk& desk);
    void draw_note(Desk& desk);
    void draw_money(Desk& desk);
    void draw_preview(Desk& desk);
    void save(Desk& desk);
    [[nodiscard]] core::Currency currency() const;
    [[nodiscard]] core::Result<core::RecordReceipt> command(Desk& desk) const;
    [[nodiscard]] std::string problem_of(std::string_view field) const;

    Draft draft_{"credit"};
    core::CreditType type_{};
    bool open_ = false;
    bool fresh_ = false;
    std::string about_;
    core::ReceiptId id_;
    Lookup customer_;
    Lookup against_;
    std::string number_;
    std::string amount_typed_;
    std::string date_typed_;
    std::string reason_;
    std::string reference_;
    std::string rate_;
    std::string fee_typed_; // of an advance
    std::string note_;
    int method_ = 0;
    int currency_ = 0;
    core::Currency base_;
    Cached<std::string, core::Result<session::Outcome>> preview_;
    core::Error refused_;
    bool was_refused_ = false;
};

std::optional<core::CreditType> entered_credit(std::string_view name);

} // namespace huikuan::ui
