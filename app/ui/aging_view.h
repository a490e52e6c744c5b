#pragma once
// 账龄: balances by age as of any date. A slider moves the date live; a bucket opens its customers,
// a customer the documents that the number is made of.
#include <optional>
#include <string>
#include <vector>

#include "ui/desk.h"
#include "ui/kit/charts.h"
#include "ui/kit/table.h"
#include "ui/list_tools.h"

namespace huikuan::ui {

// One line of a document that is open on a date, with its age.
struct AgedLine {
    core::InvoiceId invoice;
    std::string number;
    core::Date issued;
    core::Date due;
    std::int64_t open = 0;
    core::Currency currency;
    int age = 0;          // days; negative: not due
    std::size_t slot = 0; // 0 not due, 1.. the buckets
};
// What is open of each line: allocations pour into the oldest line first, so what is left is at
// the end of the schedule.
std::vector<AgedLine> aged_lines(const core::InvoiceRow& row, const core::AgingQuery& query);
std::size_t slot_of_age(int age, std::span<const int> edges);

class AgingView {
public:
    void draw(Desk& desk);
    bool print(Desk& desk);

private:
    struct Line { // of the table by customer
        core::CustomerId customer;
        std::string name;
        core::AgingLine aging;
    };
    void read_report(Desk& desk);
    void draw_controls(Desk& desk);
    void draw_date(Desk& desk);
    void draw_slider(Desk& desk);
    void draw_figures(Desk& desk, const core::AgingLine& line);
    void draw_customers(Desk& desk, int slot);
    void draw_documents(Desk& desk, core::CustomerId customer, int slot);
    void draw_trail(Desk& desk, int slot, const std::string& customer);
    void sort_lines();
    [[nodiscard]] std::vector<TableColumn> columns_of(int slot) const;
    [[nodiscard]] static Cell cell_of(const Line& line, std::size_t column, int slots,
                                      core::Currency currency);
    [[nodiscard]] ListContent content(Desk& desk, int slot) const;
    [[nodiscard]] std::string slot_words(int slot) const;

    core::AgingQuery query_;
    std::string edges_typed_ = "30,60,90,120";
    int basis_ = 0;
    core::Currency currency_;
    std::string asked_;
    core::AgingReport report_;
    std::vector<Line> lines_;
    std::vector<std::size_t> shown_; // of lines_
    std::vector<core::RowKey> keys_;
    std::string shown_key_;
    std::string sort_ = "total";
    bool descending_ = true;
    TableState customers_;
    ListTools tools_{"aging"};
    TableState documents_state_;
    std::vector<AgedLine> documents_;
    std::string documents_asked_;
    core::Date first_day_;
    std::uint64_t first_day_revision_ = 0;
    bool first_day_known_ = false;
    std::string as_of_typed_;
    core::Date as_of_shown_; // the date that as_of_typed_ says
};

} // namespace huikuan::ui
