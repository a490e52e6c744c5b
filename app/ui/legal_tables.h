#pragma once
// The lists of the law, of the book or of one customer: clocks by days left, guarantees, cases by
// their next deadline. The legal page searches, sorts, adds up and exports them; the customer's
// page shows the same columns short.
#include <string>
#include <vector>

#include "session/legal.h"
#include "ui/desk.h"
#include "ui/kit/table.h"
#include "ui/report_table.h"

namespace huikuan::ui {

class LegalTables {
public:
    // `customer` nil: of the book. Each answers how many rows there are.
    std::size_t draw_clocks(Desk& desk, core::CustomerId customer);
    std::size_t draw_guarantees(Desk& desk, core::CustomerId customer);
    std::size_t draw_cases(Desk& desk, core::CustomerId customer);
    // Of the book: how many end within 180 days, within 30, are over; the guarantees that end
    // within 180 days; and the open cases.
    struct Figures {
        std::int64_t near = 0, urgent = 0, over = 0, guarantees = 0, cases = 0;
    };
    Figures figures(Desk& desk);
    bool print(Desk& desk, std::size_t part); // clocks, guarantees, cases

private:
    // One of the lists: searched and sorted where it is of the book, else a plain table.
    struct List {
        explicit List(const char* name) : report(name) {}
        ReportTable report;
        Cached<std::string, ReportTable::Content> content;
        TableState state;
        bool near_only = false;
    };
    struct Drawn {
        std::size_t rows = 0;
        std::optional<std::size_t> opened;
    };
    template <class Make>
    Drawn draw(Desk& desk, List& list, core::CustomerId customer, bool with_near, Make&& make);

    const std::vector<session::DebtClock>& clocks(Desk& desk, core::CustomerId customer);
    const std::vector<session::GuaranteeClock>& guarantees(Desk& desk, core::CustomerId customer);
    const std::vector<session::CaseRow>& cases(Desk& desk, core::CustomerId customer);

    Cached<std::string, std::vector<session::DebtClock>> clocks_;
    Cached<std::string, std::vector<session::GuaranteeClock>> guarantees_;
    Cached<std::string, std::vector<session::CaseRow>> cases_;
    std::vector<std::size_t> places_; // of the clocks shown, among all
    List clock_list_{"law_clocks"}, guarantee_list_{"law_guarantees"}, case_list_{"law_cases"};
};

void open_clock(Desk& desk, core::InvoiceId invoice);
void open_case(Desk& desk, core::EntityId id);
void open_weighing(Desk& desk, core::CustomerId customer);

} // namespace huikuan::ui
