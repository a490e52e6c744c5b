// 客户: the list of customers; the route says whether one of them is shown.
#include "ui/customer.h"
#include "ui/document_tables.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/table.h"
#include "ui/lists.h"
#include "ui/pages.h"

namespace huikuan::ui {

namespace {

using Balance = core::CustomerRow::Balance;

class CustomersPage final : public Page {
public:
    std::string title(Desk& desk) override {
        if (desk.route.parts.size() > 1) return one_.title(desk);
        return say("nav.customers");
    }
    void draw(Desk& desk) override {
        if (desk.route.parts.size() > 1) {
            one_.draw(desk);
            return;
        }
        draw_list(desk);
        form_.draw(desk);
    }
    bool print(Desk& desk) override { return desk.route.parts.size() > 1 && one_.print(desk); }
    void start_new(Desk& desk) override { form_.open(desk, std::nullopt); }

private:
    void draw_list(Desk& desk);
    void draw_table(Desk& desk);
    void draw_empty(Desk& desk);

    core::ListQuery query_{.sort = "overdue", .descending = true};
    TableState state_;
    std::vector<core::RowKey> keys_;
    std::vector<core::CustomerRow> window_;
    std::size_t first_ = 0;
    std::string fetched_;
    std::string asked_;
    CustomerView one_;
    CustomerForm form_;
};

// Balance and overdue of the whole book on the date, per currency.
std::string book_summary(Desk& desk, std::int64_t customers) {
    core::AgingQuery query;
    query.as_of = desk.as_of;
    Sums balance;
    Sums overdue;
    for (const auto& line : core::age_totals(desk.session.aging_entries(), query)) {
        balance.add({line.line.total(), line.currency});
        overdue.add({line.line.overdue(), line.currency});
    }
    if (balance.empty()) return say("customers.summary_none", count_text(customers));
    return say("customers.summary", count_text(customers), balance.words(), overdue.words());
}

void CustomersPage::draw_list(Desk& desk) {
    const auto counts = desk.session.counts();
    if (page_head(say("nav.customers"), book_summary(desk, counts.customers),
                  say("customers.new"))) {
        form_.open(desk, std::nullopt);
    }
    if (counts.customers == 0) {
        draw_empty(desk);
        return;
    }
    {
        Row filters(8, true, 36);
        list_search(say("customers.search"), query_.search);
        chip(say("customers.with_balance"), query_.open_only);
        chip(say("customers.overdue"), query_.overdue_only);
    }
    query_.as_of = desk.as_of;
    std::string key = query_key(query_, desk.session.revision());
    if (key != asked_) {
        asked_ = std::move(key);
        keys_ = desk.session.customer_keys(query_);
    }
    if (keys_.empty()) {
        const EmptyAction clear{say("list.clear"), Icon::close};
        if (empty_state(Icon::search, say("list.none"), say("list.none_detail"),
                        std::span(&clear, 1))) {
            query_.search.clear();
            query_.open_only = query_.overdue_only = false;
        }
        return;
    }
    draw_table(desk);
}

void CustomersPage::draw_table(Desk& desk) {
    const core::Currency own = desk.session.book().currency;
    const std::vector<TableColumn> columns{
        {say("label.customer"), 2.2F, 170, Align::left, "name", 0},
        {say("label.code"), 0.6F, 110, Align::left, "code", 2},
        {say("label.region"), 0.6F, 90, Align::left, "region", 5},
        {say("label.balance"), 1, 150, Align::right, "balance", 0},
        {say("label.overdue"), 1, 150, Align::right, "overdue", 0},
        {say("label.oldest_days"), 0.5F, 110, Align::right, "oldest_days", 3},
        {say("label.unapplied"), 1, 130, Align::right, "unapplied", 4},
    };
    const auto answer = table(
        state_, keys_,
        {.name = say("nav.customers"),
         .columns = columns,
         .sort = &query_.sort,
         .descending = &query_.descending},
        [&](std::size_t first, std::size_t count) {
            const std::string key =
                asked_ + "|" + std::to_string(first) + "|" + std::to_string(count);
            if (key == fetched_) return;
            fetched_ = key;
            first_ = first;
            window_ = desk.session.customers(std::span(keys_).subspan(first, count), desk.as_of);
        },
        [&](std::size_t row, std::size_t column) -> Cell {
            if (row < first_ || row - first_ >= window_.size()) return {};
            const core::CustomerRow& it = window_[row - first_];
            int oldest = 0;
            for (const Balance& balance : it.balances) {
                oldest = std::max(oldest, balance.oldest_days);
            }
            switch (column) {
            case 0: return {.text = customer_label(it), .strong = true};
            case 1: return {.text = it.code, .tone = Tone::soft};
            case 2: return {.text = it.region, .tone = Tone::soft};
            case 3: return {.text = balance_words(it, &Balance::balance, own)};
            case 4: {
                std::string words = balance_words(it, &Balance::overdue, own);
                const bool none = words == "–";
                return {.text = std::move(words), .tone = none ? Tone::faint : Tone::red};
            }
            case 5:
                return {.text = oldest > 0 ? days_words(oldest) : "–",
                        .tone = oldest > 90  ? Tone::red
                                : oldest > 0 ? Tone::amber
                                             : Tone::faint};
            default: {
                std::string words = balance_words(it, &Balance::unapplied, own);
                const bool none = words == "–";
                return {.text = std::move(words), .tone = none ? Tone::faint : Tone::text};
            }
            }
        });
    if (answer.opened) {
        const auto rows =
            desk.session.customers(std::span(keys_).subspan(*answer.opened, 1), desk.as_of);
        if (!rows.empty()) desk.go(customer_route(rows.front().id));
    }
}

void CustomersPage::draw_empty(Desk& desk) {
    const EmptyAction actions[] = {{say("customers.import"), Icon::import},
                                   {say("customers.new"), Icon::plus}};
    const auto chosen =
        empty_state(Icon::people, say("customers.empty"), say("customers.empty_detail"), actions);
    if (chosen == 0) desk.go("/import");
    if (chosen == 1) form_.open(desk, std::nullopt);
}

} // namespace

std::unique_ptr<Page> make_customers_page() { return std::make_unique<CustomersPage>(); }

} // namespace huikuan::ui
