#pragma once
// What the book knows of a customer beyond its documents: invoicing data, contacts, contracts, the
// group it belongs to, files, disputes.
#include <string>
#include <vector>

#include "session/ledger.h"
#include "ui/attachments.h"
#include "ui/contract.h"
#include "ui/customer_form.h"
#include "ui/desk.h"
#include "ui/dispute_form.h"

namespace huikuan::ui {

class CustomerData {
public:
    CustomerData();
    void draw(Desk& desk, const core::CustomerRow& row, CustomerForm& form);
    // The sheets of contacts and contracts, over any part of the page.
    void draw_forms(Desk& desk);
    void new_contract(Desk& desk, core::CustomerId customer);

private:
    void read(Desk& desk, core::CustomerId customer);
    void draw_fields(Desk& desk, const core::CustomerRow& row, CustomerForm& form);
    void draw_contacts(Desk& desk, const core::CustomerRow& row);
    void draw_contact(Desk& desk, const session::ContactRow& contact);
    void draw_group(Desk& desk, const core::CustomerRow& row);

    std::string key_;
    core::Fields fields_;
    std::vector<session::ContactRow> contacts_;
    std::vector<core::CustomerRow> family_;
    RegisterForm contact_form_;
    ContractList contracts_;
    Attachments files_;
    DisputeList disputes_;
};

} // namespace huikuan::ui
