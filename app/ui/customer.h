#pragma once
// One customer: what is owed as a sum that can be read aloud and opened term by term, what of it is
// open, what was paid, what happened when, and what the book knows beyond that. Which part is shown
// stands in the route, so that a link opens it: ?tab=receipts&credit=bill.
#include <optional>
#include <string>
#include <vector>

#include "session/ledger.h"
#include "ui/collection_tab.h"
#include "ui/customer_data.h"
#include "ui/customer_form.h"
#include "ui/desk.h"
#include "ui/document_tables.h"
#include "ui/history.h"
#include "ui/legal_tables.h"
#include "ui/timeline.h"
#include "ui/unapplied.h"

namespace huikuan::ui {

class CustomerView {
public:
    std::string title(Desk& desk);
    void draw(Desk& desk);
    bool print(Desk& desk); // the statement of account

private:
    const std::optional<core::CustomerRow>& row(Desk& desk);
    void draw_head(Desk& desk, const core::CustomerRow& row);
    void draw_merged(Desk& desk, const core::CustomerRow& row);
    void draw_more(Desk& desk, const core::CustomerRow& row);
    void draw_contact(Desk& desk, const core::CustomerRow& row);
    void draw_figures(Desk& desk, const core::CustomerRow& row);
    void draw_group(Desk& desk, const core::CustomerRow& row);
    void draw_formula(Desk& desk, const session::Exposure& sum);
    void draw_ages(Desk& desk, const core::CustomerRow& row, core::Currency currency);
    void draw_tab(Desk& desk, const core::CustomerRow& row);
    void draw_invoices(Desk& desk, const core::CustomerRow& row, InvoiceTable& table, bool open);
    void draw_receipts(Desk& desk, const core::CustomerRow& row);
    void draw_legal(Desk& desk, const core::CustomerRow& row);
    void draw_merge(Desk& desk, const core::CustomerRow& row);

    Cached<std::string, std::optional<core::CustomerRow>> row_;
    Cached<std::string, std::vector<core::AgingPartyLine>> aging_;
    Cached<std::string, std::vector<session::Exposure>> exposure_;
    Cached<std::string, std::string> group_;
    UnappliedOffer unapplied_;
    Cached<std::string, std::optional<core::EntityId>> merge_;
    InvoiceTable open_;
    InvoiceTable all_;
    ReceiptTable receipts_;
    CollectionTab collection_;
    LegalTables legal_;
    Timeline timeline_;
    CustomerData data_;
    History history_;
    CustomerForm form_;
    bool merging_ = false;
    core::EntityId merge_id_;
    Lookup merge_into_;
    std::string merge_problem_;
};

} // namespace huikuan::ui
