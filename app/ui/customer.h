#pragma once
// One customer: what is owed, open items, receipts, the master data, the history; and the form that
// edits the master data or makes a new customer.
#include <array>
#include <optional>
#include <string>

#include "ui/collection_tab.h"
#include "ui/desk.h"
#include "ui/document_tables.h"
#include "ui/draft.h"
#include "ui/history.h"

namespace huikuan::ui {

class CustomerForm {
public:
    void open(Desk& desk, const std::optional<core::CustomerRow>& row);
    void draw(Desk& desk);

private:
    [[nodiscard]] core::SetFields command() const;
    void save(Desk& desk);
    [[nodiscard]] bool untouched() const;

    Draft draft_{"customer"};
    bool open_ = false;
    bool fresh_ = false;
    bool tried_ = false;
    bool edits_ = false;
    core::EntityId id_;
    std::array<std::string, 6> values_;
    std::array<std::string, 6> before_;
    core::Error refused_;
    bool was_refused_ = false;
};

class CustomerView {
public:
    std::string title(Desk& desk);
    void draw(Desk& desk);
    bool print(Desk& desk); // the statement of account

private:
    const std::optional<core::CustomerRow>& row(Desk& desk);
    void draw_head(Desk& desk, const core::CustomerRow& row);
    void draw_contact(Desk& desk, const core::CustomerRow& row);
    void draw_figures(Desk& desk, const core::CustomerRow& row);
    void draw_tab(Desk& desk, const core::CustomerRow& row);
    void draw_data(const core::CustomerRow& row);

    Cached<std::string, std::optional<core::CustomerRow>> row_;
    Cached<std::string, std::vector<core::AgingPartyLine>> aging_;
    InvoiceTable open_;
    InvoiceTable all_;
    ReceiptTable receipts_;
    CollectionTab collection_;
    History history_;
    CustomerForm form_;
    int tab_ = 0;
    core::CustomerId shown_;
};

} // namespace huikuan::ui
