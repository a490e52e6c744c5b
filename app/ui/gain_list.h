#pragma once
// Gains and losses on currencies (汇兑损益). Realised ones: what was paid at another rate than it
// was owed at. Unrealised ones: what is open, at rates that a person types for the day asked for;
// they are a view, and change nothing in the book.
#include <map>
#include <string>
#include <vector>

#include "session/ledger.h"
#include "ui/desk.h"
#include "ui/report_table.h"

namespace huikuan::ui {

class GainList {
public:
    void draw(Desk& desk);
    bool print(Desk& desk);

private:
    struct OfDay { // the rate of one currency
        core::Currency currency;
        std::int64_t open = 0; // debits less unapplied credits, in it
        std::string typed;
    };

    void draw_tools(Desk& desk, ReportTable& table, bool unrealised);
    void draw_realised(Desk& desk);
    void draw_unrealised(Desk& desk);
    void read_rates(Desk& desk);
    void draw_rates(Desk& desk);
    void draw_sum(Desk& desk) const;
    void show_realised(Desk& desk);
    void show_unrealised(Desk& desk);

    ReportTable realised_{"gains"}, unrealised_{"gains.open"};
    std::vector<core::InvoiceId> paid_;
    std::vector<session::OpenForeignRow> open_;
    std::string asked_; // the moment for which the rates were read
    std::vector<OfDay> rates_;
};

} // namespace huikuan::ui
