#pragma once
// 账龄: balances by age as of any date, by customer or by what customers have in common, and as the
// book knew it at a moment. A slider moves the date live; a bucket opens its groups, a group its
// customers, a customer the documents that the number is made of.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "session/aging_book.h"
#include "ui/desk.h"
#include "ui/kit/charts.h"
#include "ui/kit/table.h"
#include "ui/list_tools.h"
#include "ui/unapplied.h"

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
// A part of a line: -1 all, 0 not due, 1.. the buckets, then what is unapplied; or one of these.
inline constexpr int overdue_slot = -2; // all buckets
inline constexpr int unapplied_slot = -3;
std::int64_t part_of(const core::AgingLine& line, int slot);
// The part that the address names, as "2", "overdue" or "unapplied"; -1: all.
int slot_of_route(const Route& route);

class AgingView {
public:
    void draw(Desk& desk);
    bool print(Desk& desk);

private:
    // What the address asks for.
    struct Asked {
        session::AgingKey key = session::AgingKey::customer; // of the table
        std::optional<session::AgingBook::Part> part;        // one group of it, by customer
        std::optional<core::CustomerId> customer;            // its documents
        int slot = -1;
    };
    [[nodiscard]] static Asked asked_of(const Route& route);
    const session::AgingBook& book(Desk& desk);
    void read_report(Desk& desk, const Asked& asked);
    void draw_controls(Desk& desk);
    void draw_keys(Desk& desk);
    void draw_known(Desk& desk);
    void draw_date(Desk& desk);
    void draw_slider(Desk& desk);
    void take_route(Desk& desk);
    void keep_route(Desk& desk, const char* option, std::string value);
    void look_for_known(Desk& desk);
    void leave_known();
    void draw_figures(Desk& desk, const core::AgingLine& line, const Asked& asked);
    void draw_groups(Desk& desk, const Asked& asked);
    void draw_documents(Desk& desk, const Asked& asked);
    void draw_trail(Desk& desk, const Asked& asked, const std::string& customer);
    void arrange(const Asked& asked);
    void add_up(const Asked& asked);
    void sort_groups();
    void open_group(Desk& desk, const session::AgingGroup& group, const Asked& asked);
    [[nodiscard]] std::vector<TableColumn> columns_of(const Asked& asked) const;
    [[nodiscard]] static std::int64_t minor_of(const session::AgingGroup& group, std::size_t column,
                                               int slots);
    [[nodiscard]] static Cell cell_of(const session::AgingGroup& group, std::size_t column,
                                      int slots);
    [[nodiscard]] ListContent content(const Asked& asked) const;
    [[nodiscard]] std::string slot_words(int slot) const;
    [[nodiscard]] std::string when_words(const Desk& desk) const;

    core::AgingQuery query_;
    std::string edges_typed_ = "30,60,90,120";
    std::string edges_routed_; // as the address says, where it does
    std::string known_routed_;
    // What is being replayed: shared with the job that does it.
    struct Replay;
    std::shared_ptr<Replay> replay_;
    std::int64_t wanted_ms_ = 0; // to be replayed as soon as no other job runs
    int basis_ = 0;
    core::Currency currency_;
    // The book as it is, and as it was known at `known_ms_`.
    std::optional<session::AgingBook> now_, then_;
    std::uint64_t now_revision_ = 0;
    std::int64_t known_ms_ = 0; // 0: as it is
    std::string known_typed_;
    std::string known_problem_;
    bool known_open_ = false;
    std::string asked_;
    session::GroupedAging report_;
    std::vector<std::size_t> shown_; // of the report's groups
    std::vector<core::RowKey> keys_;
    std::vector<std::string> totals_; // of those, one per column
    std::string shown_key_;
    std::string sort_ = "total";
    bool descending_ = true;
    TableState groups_state_;
    ListTools tools_{"aging"};
    TableState documents_state_;
    std::vector<AgedLine> documents_;
    std::map<core::InvoiceId, std::int64_t> disputed_;
    std::int64_t promised_ = 0;
    std::string documents_asked_;
    UnappliedOffer unapplied_;
    core::Date first_day_;
    std::string first_day_of_;
    std::string as_of_typed_;
    core::Date as_of_shown_; // the date that as_of_typed_ says
};

} // namespace huikuan::ui
