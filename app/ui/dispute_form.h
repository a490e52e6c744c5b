#pragma once
// 争议: the customer disputes part of an invoice. It stays owed and ages; it is marked. And the
// list of disputes of a customer or an invoice, each of which can be settled (ended).
#include <optional>
#include <string>
#include <vector>

#include "ui/desk.h"
#include "ui/draft.h"
#include "ui/kit/fields.h"
#include "ui/kit/table.h"
#include "ui/overcharge.h"

namespace huikuan::ui {

class DisputeForm {
public:
    // While the route says dispute=<invoice>, or =<customer>: of one of his open invoices.
    void draw(Desk& desk);

private:
    void start(Desk& desk, core::EntityId of);
    void save(Desk& desk, const core::InvoiceRow& invoice);

    core::EntityId of_, id_;
    std::vector<std::pair<core::InvoiceId, std::string>> choices_; // what is due first, first
    int choice_ = 0;
    core::InvoiceId invoice_;
    bool open_ = false;
    bool fresh_ = false;
    std::string amount_typed_;
    std::string date_typed_;
    std::string reason_;
    std::string owner_;
    std::string answer_typed_; // empty: by the cause
    int cause_ = 0;
    Draft draft_{"dispute"};
    core::Error refused_;
    bool was_refused_ = false;
};

class DisputeList {
public:
    // Of an invoice or a customer; those that ended are shown faint. Answers how many are open.
    std::size_t draw(Desk& desk, core::EntityId of);
    // How one of them ends, in a dialog of its own.
    void ask_end(Desk& desk, const core::DisputeRow& row);
    void draw_end(Desk& desk);

private:
    Cached<std::string, std::vector<core::DisputeRow>> rows_;
    Overcharge overcharge_;
    bool ending_ = false;
    int came_ = 0; // of core::DisputeOutcome
    int document_ = 0;
    bool improve_ = false; // a point of the list of improvements comes of it
    struct Settling {      // a document that may settle it
        core::EntityId id;
        core::Date date;
        std::string words;
        std::optional<core::CreditType> credit; // none: a refund
    };
    std::vector<Settling> documents_; // latest first
    [[nodiscard]] bool fits(const Settling& document) const;
    void draw_document(Desk& desk);
    core::DisputeRow row_;
    std::string outcome_;
    std::string date_typed_;
    std::string problem_;
    void settle(Desk& desk);
};

} // namespace huikuan::ui
