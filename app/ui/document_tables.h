#pragma once
// The table of invoices and the table of receipts, as the lists and a customer's page show them.
#include <optional>
#include <string>
#include <vector>

#include "ui/desk.h"
#include "ui/kit/table.h"
#include "ui/lists.h"

namespace huikuan::ui {

class InvoiceTable {
public:
    core::ListQuery query;
    bool with_customer = true;
    float keep_below = 0;

    // Answers false where no invoice matches (nothing drawn then).
    bool draw(Desk& desk);
    [[nodiscard]] std::size_t count() const { return keys_.size(); }
    void refresh(Desk& desk); // keys and sums of the present query

private:
    TableState state_;
    std::vector<core::RowKey> keys_;
    std::vector<core::InvoiceRow> window_;
    std::size_t first_ = 0;
    std::string fetched_;
    std::string asked_;
    Sums amount_, open_;
    bool summed_ = false;
};

class ReceiptTable {
public:
    core::ListQuery query;
    bool with_customer = true;
    float keep_below = 0;

    bool draw(Desk& desk);
    [[nodiscard]] std::size_t count() const { return keys_.size(); }
    void refresh(Desk& desk);

private:
    TableState state_;
    std::vector<core::RowKey> keys_;
    std::vector<core::ReceiptRow> window_;
    std::size_t first_ = 0;
    std::string fetched_;
    std::string asked_;
    Sums amount_, unapplied_;
    bool summed_ = false;
};

// Everything that a list's answer depends on, as text: a key for caches.
std::string query_key(const core::ListQuery& query, std::uint64_t revision);

} // namespace huikuan::ui
