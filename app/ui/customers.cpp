// 客户: the list of customers; the route says whether one of them is shown.
#include <algorithm>
#include <array>
#include <unordered_set>

#include "core/sorting.h"
#include "session/ledger.h"
#include "ui/customer.h"
#include "ui/customer_form.h"
#include "ui/document_tables.h"
#include "ui/duplicates.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/table.h"
#include "ui/list_tools.h"
#include "ui/lists.h"
#include "ui/pages.h"
#include "ui/row_window.h"
#include "ui/statement.h"

namespace huikuan::ui {

namespace {

using Balance = core::CustomerRow::Balance;

std::vector<TableColumn> columns_of_list();

class CustomersPage final : public Page {
public:
    std::string title(Desk& desk) override {
        if (desk.route.part(1) == "duplicates") return say("duplicates.title");
        if (desk.route.parts.size() > 1) return one_.title(desk);
        return say("nav.customers");
    }
    void draw(Desk& desk) override {
        if (desk.route.part(1) == "duplicates") {
            duplicates_.draw(desk);
            return;
        }
        if (desk.route.parts.size() > 1) {
            one_.draw(desk); // where it may be edited
            duplicates_.look_again();
            return;
        }
        if (desk.route.option("new") == "customer") {
            desk.go(with_sheet(desk, "new", {}), true);
            start_new(desk);
        }
        if (form_.is_open()) duplicates_.look_again(); // what is edited there may look like another
        draw_list(desk);
        form_.draw(desk);
    }
    bool print(Desk& desk) override {
        if (desk.route.parts.size() > 1) return one_.print(desk);
        if (keys_.empty()) return false;
        print_list(desk, content(desk), *tools_.hidden(desk, columns_of_list()), as_of_words(desk));
        return true;
    }
    void start_new(Desk& desk) override { form_.open(desk, std::nullopt); }

private:
    void draw_list(Desk& desk);
    void draw_facets(Desk& desk);
    void read_facets(Desk& desk);
    void narrow_keys(Desk& desk);
    void draw_table(Desk& desk);
    void draw_empty(Desk& desk);
    void draw_owner(Desk& desk);
    void print_selected(Desk& desk);
    [[nodiscard]] ListContent content(Desk& desk) const;
    [[nodiscard]] std::vector<core::CustomerRow> selected(Desk& desk) const;

    core::ListQuery query_{.sort = "overdue", .descending = true};
    TableState state_;
    std::vector<core::RowKey> keys_;
    struct Shown {
        core::CustomerRow row;
        Cell use; // of the credit limit
    };
    RowWindow<Shown> window_;
    // What customers have in common, read once per revision while one narrows by it.
    struct Facet {
        const char* any; // key of "all of them"
        std::string core::CustomerRow::* part;
        std::vector<std::string> values;
        std::string chosen{};
    };
    Facet facets_[3] = {{"customers.any_owner", &core::CustomerRow::owner, {}},
                        {"customers.any_tier", &core::CustomerRow::tier, {}},
                        {"customers.any_region", &core::CustomerRow::region, {}}};
    std::vector<std::pair<core::RowKey, std::array<std::string, 3>>> parts_; // by key
    std::uint64_t facets_revision_ = 0;
    bool narrowing_ = false;
    std::string asked_;
    CustomerView one_;
    CustomerForm form_;
    Duplicates duplicates_;
    ListTools tools_{"customers"};
    bool owner_open_ = false;
    std::string owner_;
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
        {
            const Strip chips(say("customers.search"), tools_width() + 8);
            chip(say("customers.with_balance"), query_.open_only);
            chip(say("customers.overdue"), query_.overdue_only);
            if (chip(say("customers.narrow"), narrowing_) && !narrowing_) {
                for (Facet& facet : facets_) facet.chosen.clear();
            }
        }
        if (const auto pairs = static_cast<std::int64_t>(duplicates_.count(desk)); pairs > 0) {
            if (link(say("duplicates.link", count_text(pairs)), "#/customers/duplicates")) {
                desk.go("/customers/duplicates");
            }
        }
        const auto columns = columns_of_list();
        tools_.draw(desk, columns, [&] { return content(desk); });
    }
    if (narrowing_) draw_facets(desk);
    query_.as_of = desk.as_of;
    std::string key = query_key(query_, desk.session.revision());
    for (const Facet& facet : facets_) key += '\x1f' + facet.chosen;
    if (key != asked_) {
        asked_ = std::move(key);
        keys_ = desk.session.customer_keys(query_);
        narrow_keys(desk);
        const std::unordered_set<core::RowKey> shown(keys_.begin(), keys_.end());
        std::erase_if(state_.selected, [&](core::RowKey key) { return !shown.contains(key); });
    }
    if (keys_.empty()) {
        const EmptyAction clear{say("list.clear"), Icon::close};
        if (empty_state(Icon::search, say("list.none"), say("list.none_detail"),
                        std::span(&clear, 1))) {
            query_.search.clear();
            query_.open_only = query_.overdue_only = false;
            for (Facet& facet : facets_) facet.chosen.clear();
        }
        return;
    }
    draw_table(desk);
}

void CustomersPage::read_facets(Desk& desk) {
    if (facets_revision_ == desk.session.revision() && !parts_.empty()) return;
    facets_revision_ = desk.session.revision();
    parts_.clear();
    core::ListQuery all;
    all.with_void = true;
    all.as_of = core::first_date; // who they are is the same on every day, figures cost time
    const auto keys = desk.session.customer_keys(all);
    const auto rows = desk.session.customers(keys, all.as_of);
    if (rows.size() != keys.size()) return;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto& [key, parts] = parts_.emplace_back(keys[i], std::array<std::string, 3>{});
        for (std::size_t f = 0; f < parts.size(); ++f) parts[f] = rows[i].*facets_[f].part;
    }
    core::sort(parts_);
    for (std::size_t f = 0; f < std::size(facets_); ++f) {
        std::vector<std::string>& values = facets_[f].values;
        values.clear();
        for (const auto& one : parts_) {
            if (!one.second[f].empty()) values.push_back(one.second[f]);
        }
        core::sort(values);
        const auto doubled = std::ranges::unique(values);
        values.erase(doubled.begin(), doubled.end());
    }
}

void CustomersPage::draw_facets(Desk& desk) {
    read_facets(desk);
    Row row(8, true, 36);
    for (Facet& facet : facets_) {
        std::vector<std::string> labels{say(facet.any)};
        labels.insert(labels.end(), facet.values.begin(), facet.values.end());
        const auto at = std::ranges::find(facet.values, facet.chosen);
        int chosen = at == facet.values.end() ? 0 : static_cast<int>(at - facet.values.begin()) + 1;
        if (select(labels[0], chosen, labels, {.width = 180, .bare = true})) {
            facet.chosen =
                chosen == 0 ? std::string() : facet.values[static_cast<std::size_t>(chosen) - 1];
        }
    }
}

void CustomersPage::narrow_keys(Desk& desk) {
    const auto any = [](const Facet& facet) { return !facet.chosen.empty(); };
    if (std::ranges::none_of(facets_, any)) return;
    read_facets(desk);
    std::erase_if(keys_, [&](core::RowKey key) {
        const auto at =
            std::ranges::lower_bound(parts_, key, {}, [](const auto& one) { return one.first; });
        if (at == parts_.end() || at->first != key) return true;
        for (std::size_t f = 0; f < std::size(facets_); ++f) {
            const std::string& chosen = facets_[f].chosen;
            if (!chosen.empty() && at->second[f] != chosen) return true;
        }
        return false;
    });
}

std::vector<TableColumn> columns_of_list() {
    return {
        {say("label.customer"), 2.2F, 216, Align::left, "name", 0},
        {say("label.code"), 0.6F, 100, Align::left, "code", 2},
        {say("label.region"), 0.6F, 80, Align::left, "region", 5},
        {say("label.balance"), 1, 140, Align::right, "balance", 0},
        {say("label.overdue"), 1, 140, Align::right, "overdue", 0},
        {say("label.oldest_days"), 0.5F, 110, Align::right, "oldest_days", 3},
        {say("label.unapplied"), 1, 120, Align::right, "unapplied", 4},
        {say("label.owner"), 0.6F, 90, Align::left, "owner", 6},
        {say("label.tier"), 0.4F, 70, Align::left, "tier", 8},
        {say("customers.limit_use"), 0.5F, 90, Align::right, {}, 7},
    };
}

// The sum as an amount, where one currency has it all.
std::optional<core::Money> one_amount(const core::CustomerRow& row, std::int64_t Balance::* part) {
    std::optional<core::Money> found;
    for (const Balance& balance : row.balances) {
        if (balance.*part == 0) continue;
        if (found) return std::nullopt;
        found = core::Money{balance.*part, balance.currency};
    }
    return found;
}

// How much of what a customer may owe he owes, where there is a limit.
Cell limit_use(session::Session& session, core::CustomerId customer, core::Date as_of) {
    for (const auto& sum : session::Ledger(session).exposure(customer, as_of)) {
        if (!sum.limit || *sum.limit <= 0) continue;
        const std::int64_t whole = sum.total() / *sum.limit;
        const std::int64_t share = whole * 100 + sum.total() % *sum.limit * 100 / *sum.limit;
        return {.text = std::to_string(share) + "%",
                .tone = sum.available() < 0 ? Tone::red
                        : share >= 80       ? Tone::amber
                                            : Tone::text};
    }
    return {.text = "–", .tone = Tone::faint};
}

Cell cell_of(const core::CustomerRow& it, std::size_t column, core::Currency own) {
    int oldest = 0;
    for (const Balance& balance : it.balances) oldest = std::max(oldest, balance.oldest_days);
    const auto amount = [&](std::int64_t Balance::* part, Tone tone) -> Cell {
        std::string words = balance_words(it, part, own);
        const bool none = words == "–";
        return {.text = std::move(words),
                .tone = none ? Tone::faint : tone,
                .money = one_amount(it, part)};
    };
    switch (column) {
    case 0: return {.text = customer_label(it), .strong = true};
    case 1: return {.text = it.code, .tone = Tone::soft};
    case 2: return {.text = it.region, .tone = Tone::soft};
    case 3: return amount(&Balance::balance, Tone::text);
    case 4: return amount(&Balance::overdue, Tone::red);
    case 5:
        return {.text = oldest > 0 ? days_words(oldest) : "–",
                .tone = oldest > 90  ? Tone::red
                        : oldest > 0 ? Tone::amber
                                     : Tone::faint};
    case 6: return amount(&Balance::unapplied, Tone::text);
    case 7: return {.text = it.owner, .tone = Tone::soft};
    default: return {.text = it.tier, .tone = Tone::soft};
    }
}

ListContent CustomersPage::content(Desk& desk) const {
    ListContent out{say("nav.customers"), columns_of_list(), keys_, {}};
    out.columns.push_back({say("label.currency"), 0.4F, 60, Align::left, {}, 9});
    out.read = [session = &desk.session, as_of = desk.as_of](std::span<const core::RowKey> keys) {
        const core::Currency own = session->book().currency;
        std::vector<std::vector<Cell>> rows;
        for (const core::CustomerRow& row : session->customers(keys, as_of)) {
            auto& cells = rows.emplace_back();
            for (std::size_t c = 0; c < 9; ++c) cells.push_back(cell_of(row, c, own));
            cells.push_back(limit_use(*session, row.id, as_of));
            std::string codes;
            for (const Balance& balance : row.balances) {
                codes += (codes.empty() ? "" : " ") + std::string(balance.currency.view());
            }
            cells.push_back({.text = codes});
        }
        return rows;
    };
    return out;
}

void CustomersPage::draw_table(Desk& desk) {
    tools_.draw_selection(
        desk, state_, {}, [this, &desk] { return content(desk); },
        [&] {
            if (button(say("customers.set_owner"),
                       {.kind = ButtonKind::secondary, .icon = Icon::user})) {
                owner_open_ = true;
                owner_.clear();
            }
            if (button(say("statement.print"), {.kind = ButtonKind::quiet, .icon = Icon::print})) {
                print_selected(desk);
            }
        });
    draw_owner(desk);
    const core::Currency own = desk.session.book().currency;
    const auto columns = columns_of_list();
    const auto answer = table(
        state_, keys_,
        {.name = say("nav.customers"),
         .columns = columns,
         .sort = &query_.sort,
         .descending = &query_.descending,
         .select = true,
         .hidden = tools_.hidden(desk, columns)},
        [&](std::size_t first, std::size_t count) {
            window_.show(asked_, first, count, [&](std::size_t from, std::size_t rows) {
                std::vector<Shown> shown;
                for (auto& row :
                     desk.session.customers(std::span(keys_).subspan(from, rows), desk.as_of)) {
                    Cell use = limit_use(desk.session, row.id, desk.as_of);
                    shown.push_back({std::move(row), std::move(use)});
                }
                return shown;
            });
        },
        [&](std::size_t row, std::size_t column) -> Cell {
            const Shown* it = window_.find(row);
            if (it == nullptr) return {};
            return column == 9 ? it->use : cell_of(it->row, column, own);
        });
    if (answer.opened) {
        const auto rows =
            desk.session.customers(std::span(keys_).subspan(*answer.opened, 1), desk.as_of);
        if (!rows.empty()) desk.go(customer_route(rows.front().id));
    }
}

std::vector<core::CustomerRow> CustomersPage::selected(Desk& desk) const {
    std::vector<core::RowKey> keys;
    for (const core::RowKey key : keys_) {
        if (state_.selected.contains(key)) keys.push_back(key);
    }
    return desk.session.customers(keys, desk.as_of);
}

// One owner for all that are selected: as many commands, written together or not at all.
void CustomersPage::draw_owner(Desk& desk) {
    Dialog dialog("set_owner", say("customers.set_owner"), owner_open_);
    if (!dialog) return;
    const auto count = static_cast<std::int64_t>(state_.selected.size());
    text(say("customers.set_owner_detail", count_text(count)), {.tone = Tone::soft});
    const auto field = text_field(say("label.owner"), owner_, {.autofocus = true});
    Row row(8);
    const bool save = button(say("kit.save"), {.kind = ButtonKind::primary}) || field.committed;
    if (button(say("kit.cancel"))) owner_open_ = false;
    if (!save) return;
    owner_open_ = false;
    desk.later([this, &desk, owner = owner_, count] {
        std::vector<core::Command> commands;
        for (const core::CustomerRow& one : selected(desk)) {
            if (one.owner == owner) continue;
            core::SetFields set;
            set.fields.kind = core::RegisterKind::customer;
            set.fields.entity = core::entity_of(one.id);
            set.fields.fields.emplace_back("owner", owner);
            commands.emplace_back(std::move(set));
        }
        if (commands.empty()) return;
        const auto done = desk.session.run_batch(commands);
        if (done) toast(say("customers.owner_set", count_text(count)));
        else toast(error_words(done.error()), {}, true);
    });
}

void CustomersPage::print_selected(Desk& desk) {
    constexpr std::size_t most_printed = 200; // statements in one go
    auto rows = selected(desk);
    rows.resize(std::min(rows.size(), most_printed));
    print_statements(desk, rows);
    keep_statements_sent(desk, rows, core::Channel::letter);
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
