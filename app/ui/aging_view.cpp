#include "ui/aging_view.h"

#include <algorithm>
#include <unordered_map>

#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

std::size_t slot_of_age(int age, std::span<const int> edges) {
    if (age < 0) return 0;
    const auto above = std::ranges::lower_bound(edges, age);
    return 1 + static_cast<std::size_t>(above - edges.begin());
}

std::vector<AgedLine> aged_lines(const core::InvoiceRow& row, const core::AgingQuery& query) {
    std::vector<AgedLine> out;
    std::int64_t left = row.open;
    for (std::size_t i = row.lines.size(); i > 0 && left > 0; --i) {
        const core::ScheduleLine& line = row.lines[i - 1];
        const std::int64_t open = std::min(line.minor, left);
        left -= open;
        if (open <= 0) continue;
        AgedLine aged{row.id, row.number, row.issued, line.due, open, row.amount.currency, 0, 0};
        const core::Date from = query.basis == core::AgingBasis::due_date ? line.due : row.issued;
        aged.age = core::days_between(from, query.as_of);
        aged.slot = slot_of_age(aged.age, query.edges);
        out.insert(out.begin(), aged);
    }
    return out;
}

// --- reading

void AgingView::read_report(Desk& desk) {
    query_.as_of = desk.as_of;
    query_.basis = basis_ == 0 ? core::AgingBasis::due_date : core::AgingBasis::issue_date;
    const std::uint64_t revision = desk.session.revision();
    std::string key = std::to_string(revision) + "/" + std::to_string(query_.as_of.days) + "/" +
                      std::to_string(basis_);
    for (const int edge : query_.edges) key += "," + std::to_string(edge);
    if (key == asked_) return;
    const std::string revision_mark = std::to_string(revision) + "/";
    const bool same_book = asked_.starts_with(revision_mark);
    asked_ = std::move(key);
    report_ = desk.session.aging(query_);
    std::unordered_map<core::CustomerId, std::string> names;
    if (same_book) {
        for (const Line& line : lines_) names.emplace(line.customer, line.name);
    }
    const auto& parties = desk.session.aging_entries().parties;
    if (report_.currencies.empty()) currency_ = desk.session.book().currency;
    const bool known = std::ranges::any_of(
        report_.currencies, [&](const auto& line) { return line.currency == currency_; });
    if (!known && !report_.currencies.empty()) currency_ = report_.currencies.front().currency;
    lines_.clear();
    bool missing = false;
    for (const core::AgingPartyLine& line : report_.parties) {
        const auto& party = parties[line.party];
        const auto name = names.find(party.customer);
        missing = missing || name == names.end();
        lines_.push_back({party.customer, name == names.end() ? "" : name->second, line.line});
    }
    if (missing) {
        core::ListQuery all;
        all.as_of = desk.as_of;
        const auto keys = desk.session.customer_keys(all);
        for (const auto& row : desk.session.customers(keys, desk.as_of)) {
            names[row.id] = customer_label(row);
        }
        for (Line& line : lines_) line.name = names[line.customer];
    }
    shown_key_.clear();
}

std::string AgingView::slot_words(int slot) const {
    if (slot == 0) return say("aging.not_due");
    if (slot > static_cast<int>(query_.edges.size()) + 1) return say("label.unapplied");
    return bucket_words(query_.edges, static_cast<std::size_t>(slot - 1));
}

namespace {

std::int64_t part_of(const core::AgingLine& line, int slot) {
    if (slot < 0) return line.total();
    if (slot == 0) return line.not_due;
    const auto bucket = static_cast<std::size_t>(slot - 1);
    return bucket < line.buckets.size() ? line.buckets[bucket] : line.unapplied;
}

} // namespace

void AgingView::sort_lines() {
    const auto slots = static_cast<int>(query_.edges.size()) + 2;
    const auto value = [&](const Line& line) {
        if (sort_ == "total") return part_of(line.aging, -1);
        if (sort_ == "unapplied") return line.aging.unapplied;
        for (int slot = 0; slot < slots; ++slot) {
            if (sort_ == std::to_string(slot)) return part_of(line.aging, slot);
        }
        return std::int64_t{0};
    };
    // Equal sums stand by name, then by id: alike on every device.
    std::ranges::sort(shown_, [&](std::size_t a, std::size_t b) {
        const Line& left = lines_[a];
        const Line& right = lines_[b];
        if (sort_ != "name" && value(left) != value(right)) {
            return descending_ ? value(left) > value(right) : value(left) < value(right);
        }
        if (left.name != right.name) {
            return sort_ == "name" && descending_ ? left.name > right.name : left.name < right.name;
        }
        return left.customer < right.customer;
    });
}

// --- drawing

namespace {

// The bucket that the address names; -1: none.
int slot_of_route(const Route& route) {
    const std::string text = route.option("bucket");
    const bool number = !text.empty() && text.size() <= 2 &&
                        text.find_first_not_of("0123456789") == std::string::npos;
    return number ? std::stoi(text) : -1;
}

} // namespace

void AgingView::draw(Desk& desk) {
    if (desk.session.counts().invoices == 0 && desk.session.counts().receipts == 0) {
        const EmptyAction actions[] = {{say("customers.import"), Icon::import},
                                       {say("invoices.issue"), Icon::document}};
        const auto chosen =
            empty_state(Icon::document, say("aging.empty"), say("aging.empty_detail"), actions);
        if (chosen == 0) desk.go("/import");
        if (chosen == 1) desk.go(with_sheet(desk, "new", "invoice"));
        return;
    }
    const std::string wanted = desk.route.option("currency");
    if (const auto currency = core::parse_currency(wanted); !wanted.empty() && currency) {
        currency_ = *currency;
    }
    draw_slider(desk);
    read_report(desk);
    core::AgingLine line;
    line.buckets.assign(query_.edges.size() + 1, 0);
    for (const auto& one : report_.currencies) {
        if (one.currency == currency_) line = one.line;
    }
    draw_figures(desk, line);
    const int slot = slot_of_route(desk.route);
    if (const auto customer = core::parse_id(desk.route.option("customer"))) {
        draw_documents(desk, core::id_cast<core::CustomerId>(*customer), slot);
    } else {
        draw_customers(desk, slot);
    }
}

void AgingView::draw_controls(Desk& desk) {
    if (!narrow()) {
        const bool many = report_.currencies.size() > 1;
        push_right(button_width_css(word("aging.by_due"), true) +
                   button_width_css(word("aging.by_issue"), false) + 152 +
                   (many ? 72.0F * static_cast<float>(report_.currencies.size()) : 0.0F));
    }
    if (report_.currencies.size() > 1) {
        for (const auto& line : report_.currencies) {
            const std::string code(line.currency.view());
            bool on = line.currency == currency_;
            if (chip(code, on)) {
                currency_ = line.currency;
                shown_key_.clear();
                Route route = desk.route;
                route.set("currency", code);
                route.set("customer", {});
                desk.go(route.text(), true);
            }
        }
    }
    bool by_due = basis_ == 0;
    bool by_issue = basis_ == 1;
    if (chip(say("aging.by_due"), by_due)) basis_ = 0;
    if (chip(say("aging.by_issue"), by_issue)) basis_ = 1;
    const auto edges = core::parse_edges(edges_typed_);
    std::string problem = edges ? std::string() : error_words(edges.error());
    text_field(say("aging.edges"), edges_typed_,
               {.error = problem, .placeholder = say("aging.edges"), .width = 168, .bare = true});
    if (edges) query_.edges = edges->edges;
}

// Any date by typing, as dates are typed everywhere; the slider and the buttons write it too.
void AgingView::draw_date(Desk& desk) {
    if (as_of_shown_ != desk.as_of || as_of_typed_.empty()) {
        as_of_shown_ = desk.as_of;
        as_of_typed_ = date_text(desk.as_of);
    }
    const DateAnswer answer =
        date_field(say("asof"), as_of_typed_, desk.today, {.width = 196, .bare = true});
    if (answer.field.edited && answer.date) desk.as_of = as_of_shown_ = *answer.date;
    if (answer.field.left || answer.field.committed) as_of_typed_ = date_text(desk.as_of);
}

void AgingView::draw_slider(Desk& desk) {
    const std::uint64_t revision = desk.session.revision();
    if (!first_day_known_ || first_day_revision_ != revision) {
        const auto& effective = desk.session.aging_entries().effective;
        const auto first = std::ranges::min_element(effective);
        first_day_ = first == effective.end() ? desk.today : core::Date{*first};
        first_day_known_ = true;
        first_day_revision_ = revision;
    }
    const core::Date last = core::add_days(std::max(desk.today, first_day_), 90);
    Panel panel(say("asof.slider"), 16, 4);
    {
        Row row(8, true, 36);
        text(say("asof"), {.letters = Letters::strong});
        draw_date(desk);
        if (button(say("asof.last_month"), {.kind = ButtonKind::quiet})) {
            desk.as_of = core::month_end(core::add_months(desk.today, -1));
        }
        if (button(say("asof.today"), {.kind = ButtonKind::quiet})) desk.as_of = desk.today;
        draw_controls(desk);
    }
    auto value = static_cast<double>(desk.as_of.days); // the field may just have changed it
    const std::string words = date_words(desk.as_of);
    const bool moved = slider(
        say("asof.slider"), value, static_cast<double>(std::min(first_day_, desk.as_of).days),
        static_cast<double>(std::max(last, desk.as_of).days),
        {.value_text = words, .left = date_text(first_day_), .right = date_text(last)});
    if (moved) desk.as_of = core::Date{static_cast<std::int32_t>(value)};
}

void AgingView::draw_figures(Desk& desk, const core::AgingLine& line) {
    Panel panel(say("aging.title"), 16, 8);
    {
        Row facts(narrow() ? 12.F : 32.F);
        fact(say("aging.total"), money_text({line.total(), currency_}), money_tone(line.total()));
        fact(say("aging.not_due"), money_text({line.not_due, currency_}));
        fact(say("label.overdue"), money_text({line.overdue(), currency_}),
             line.overdue() > 0 ? Tone::red : Tone::text);
        fact(say("label.unapplied"), money_text({line.unapplied, currency_}));
        if (desk.route.option("customer").empty() && !keys_.empty()) {
            push_right(control_height() / dp(100) * 200 + 8);
            const Row tools(8, false);
            const int slot = slot_of_route(desk.route);
            tools_.draw(desk, columns_of(slot), [&, slot] { return content(desk, slot); });
        }
    }
    std::vector<ChartPart> parts;
    const std::size_t slots = line.buckets.size() + 1;
    std::int64_t unit = 1;
    for (int i = 0; i < currency_.exponent(); ++i) unit *= 10;
    for (std::size_t slot = 0; slot < slots; ++slot) {
        const std::int64_t minor = part_of(line, static_cast<int>(slot));
        parts.push_back({slot_words(static_cast<int>(slot)), minor / unit,
                         money_text({minor, currency_}, false), chart_tone(slot, slots)});
    }
    const std::string slot_text = desk.route.option("bucket");
    const int selected = slot_text.size() == 1 ? slot_text[0] - '0' : -1;
    if (const auto slot =
            bar_chart(say("aging.chart"), parts, selected, narrow() ? 170.F : 150.F)) {
        Route route = desk.route;
        route.set("customer", {});
        const bool again = static_cast<int>(*slot) == selected;
        route.set("bucket", again ? "" : std::to_string(*slot));
        sort_ = again ? "total" : std::to_string(*slot);
        descending_ = true;
        desk.go(route.text());
    }
    caption(say("aging.rule"));
}

void AgingView::draw_trail(Desk& desk, int slot, const std::string& customer) {
    if (slot < 0 && customer.empty()) return;
    Row row(8, true, 36);
    Route all = desk.route;
    all.set("bucket", {});
    all.set("customer", {});
    if (link(say("aging.all_customers"), "#" + all.text())) desk.go(all.text());
    if (slot >= 0) {
        text("/", {.tone = Tone::faint});
        Route bucket = desk.route;
        bucket.set("customer", {});
        if (customer.empty()) {
            text(slot_words(slot), {.letters = Letters::strong});
        } else if (link(slot_words(slot), "#" + bucket.text())) {
            desk.go(bucket.text());
        }
    }
    if (!customer.empty()) {
        text("/", {.tone = Tone::faint});
        text(customer, {.letters = Letters::strong});
    }
}

void AgingView::draw_customers(Desk& desk, int slot) {
    draw_trail(desk, slot, {});
    const std::string key = asked_ + "|" + std::string(currency_.view()) + std::to_string(slot) +
                            sort_ + (descending_ ? "-" : "+");
    if (key != shown_key_) {
        shown_key_ = key;
        const auto& parties = desk.session.aging_entries().parties;
        shown_.clear();
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (parties[report_.parties[i].party].currency != currency_) continue;
            if (slot >= 0 && part_of(lines_[i].aging, slot) == 0) continue;
            shown_.push_back(i);
        }
        sort_lines();
        keys_.assign(shown_.begin(), shown_.end());
    }
    if (shown_.empty()) {
        empty_state(Icon::check, say("aging.none"), say("aging.none_detail"));
        return;
    }
    const std::vector<TableColumn> columns = columns_of(slot);
    tools_.draw_selection(desk, customers_, {}, [&] { return content(desk, slot); });
    const int slots = static_cast<int>(query_.edges.size()) + 2;
    core::AgingLine sum;
    sum.buckets.assign(query_.edges.size() + 1, 0);
    for (const std::size_t i : shown_) {
        const core::AgingLine& line = lines_[i].aging;
        sum.not_due += line.not_due;
        sum.unapplied += line.unapplied;
        for (std::size_t b = 0; b < sum.buckets.size(); ++b) sum.buckets[b] += line.buckets[b];
    }
    std::vector<std::string> totals{
        say("table.total", count_text(static_cast<std::int64_t>(shown_.size())))};
    for (int i = 0; i <= slots; ++i) {
        totals.push_back(money_text({part_of(sum, i), currency_}, false));
    }
    totals.push_back(money_text({sum.total(), currency_}, false));
    const auto answer = table(
        customers_, keys_,
        {.name = say("aging.by_customer"),
         .columns = columns,
         .sort = &sort_,
         .descending = &descending_,
         .select = true,
         .hidden = tools_.hidden(desk, columns),
         .height = narrow() ? 420.F : std::max(360.F, rest_height_css(20, 360)),
         .totals = totals},
        [](std::size_t, std::size_t) {},
        [&](std::size_t row, std::size_t column) {
            return cell_of(lines_[shown_[row]], column, slots, currency_);
        });
    if (answer.opened) {
        Route route = desk.route;
        route.set("customer", core::to_text(lines_[shown_[*answer.opened]].customer));
        desk.go(route.text());
    }
}

std::vector<TableColumn> AgingView::columns_of(int slot) const {
    const int slots = static_cast<int>(query_.edges.size()) + 2;
    std::vector<TableColumn> columns{{say("label.customer"), 6, 220, Align::left, "name", 0}};
    for (int i = 0; i < slots; ++i) {
        columns.push_back(
            {slot_words(i), 1, 104, Align::right, std::to_string(i), i == slot ? 0 : slots - i});
    }
    columns.push_back({say("label.unapplied"), 1, 104, Align::right, "unapplied", 20});
    columns.push_back({say("aging.total"), 1, 124, Align::right, "total", 0});
    return columns;
}

Cell AgingView::cell_of(const Line& line, std::size_t column, int slots, core::Currency currency) {
    if (column == 0) return {.text = line.name, .strong = true};
    const int index = static_cast<int>(column) - 1;
    const std::int64_t minor = index > slots ? line.aging.total() : part_of(line.aging, index);
    return {.text = minor == 0 ? "–" : money_text({minor, currency}, false),
            .tone = minor == 0 ? Tone::faint : money_tone(minor),
            .strong = index > slots,
            .money = core::Money{minor, currency}};
}

// The lines are copied: the slider may move while the file is written.
ListContent AgingView::content(Desk& desk, int slot) const {
    (void)desk;
    ListContent out{say("aging.title"), columns_of(slot), keys_, {}};
    out.columns.push_back({say("label.currency"), 0.4F, 60, Align::left, {}, 9});
    out.read = [lines = std::make_shared<const std::vector<Line>>(lines_), currency = currency_,
                count = out.columns.size(), slots = static_cast<int>(query_.edges.size()) + 2](
                   std::span<const core::RowKey> keys) {
        std::vector<std::vector<Cell>> rows;
        for (const core::RowKey key : keys) {
            auto& cells = rows.emplace_back();
            for (std::size_t c = 0; c + 1 < count; ++c) {
                cells.push_back(
                    cell_of((*lines)[static_cast<std::size_t>(key)], c, slots, currency));
            }
            cells.push_back({.text = std::string(currency.view())});
        }
        return rows;
    };
    return out;
}

bool AgingView::print(Desk& desk) {
    if (keys_.empty()) return false;
    print_list(desk, content(desk, -1), *tools_.hidden(desk, columns_of(-1)), as_of_words(desk));
    return true;
}

void AgingView::draw_documents(Desk& desk, core::CustomerId customer, int slot) {
    const std::string key =
        asked_ + core::to_text(customer) + std::to_string(slot) + std::string(currency_.view());
    if (key != documents_asked_) {
        documents_asked_ = key;
        documents_.clear();
        core::ListQuery query;
        query.customer = customer;
        query.open_only = true;
        query.sort = "due";
        query.as_of = desk.as_of;
        const auto keys = desk.session.invoice_keys(query);
        for (const auto& row : desk.session.invoices(keys, desk.as_of)) {
            if (row.amount.currency != currency_) continue;
            for (const AgedLine& line : aged_lines(row, query_)) {
                if (slot >= 0 && static_cast<int>(line.slot) != slot) continue;
                documents_.push_back(line);
            }
        }
    }
    const auto found =
        std::ranges::find_if(lines_, [&](const Line& line) { return line.customer == customer; });
    std::string name = found == lines_.end() ? core::to_text(customer) : found->name;
    draw_trail(desk, slot, name);
    if (link(say("aging.open_customer", name), "#" + customer_route(customer))) {
        desk.go(customer_route(customer));
    }
    if (documents_.empty()) {
        empty_state(Icon::check, say("aging.none"), say("aging.none_detail"));
        return;
    }
    const std::vector<TableColumn> columns{
        {say("label.number"), 1.4F, 130, Align::left, {}, 0},
        {say("label.issued"), 0.6F, 112, Align::left, {}, 3},
        {say("label.due"), 0.6F, 112, Align::left, {}, 0},
        {say("aging.age"), 0.6F, 100, Align::right, {}, 2},
        {say("label.open"), 1, 140, Align::right, {}, 0},
    };
    std::int64_t sum = 0;
    for (const AgedLine& line : documents_) sum += line.open;
    const std::string totals[] = {
        say("table.total", count_text(static_cast<std::int64_t>(documents_.size()))), "", "", "",
        money_text({sum, currency_})};
    Panel panel({}, 4, 0);
    const auto answer =
        plain_table(documents_state_, documents_.size(),
                    {.name = say("aging.documents"), .columns = columns, .totals = totals},
                    [&](std::size_t row, std::size_t column) -> Cell {
                        const AgedLine& line = documents_[row];
                        switch (column) {
                        case 0: return {.text = line.number, .strong = true};
                        case 1: return {.text = date_text(line.issued), .tone = Tone::soft};
                        case 2: return {.text = date_text(line.due)};
                        case 3:
                            return {.text = line.age < 0 ? say("aging.in_days", -line.age)
                                                         : days_words(line.age),
                                    .tone = line.age > 0 ? Tone::red : Tone::soft};
                        default:
                            return {.text = money_text({line.open, line.currency}), .strong = true};
                        }
                    });
    if (answer.opened) open_invoice(desk, documents_[*answer.opened].invoice);
}

} // namespace huikuan::ui
