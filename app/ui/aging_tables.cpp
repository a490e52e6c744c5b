// The tables of the aging: its groups, and the documents that a figure is made of.
#include <algorithm>

#include "core/sorting.h"
#include "ui/aging_view.h"
#include "ui/interest_sheet.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/unapplied.h"

namespace huikuan::ui {

namespace {

// Those who have no owner, region ... stand together.
std::string group_name(const session::AgingGroup& group) {
    if (!group.name.empty()) return group.name;
    return group.customer == core::CustomerId{} ? say("aging.nobody") : std::string("–");
}

} // namespace

void AgingView::sort_groups() {
    const auto slots = static_cast<int>(query_.edges.size()) + 2;
    const auto value = [&](const session::AgingGroup& group) {
        if (sort_ == "total") return part_of(group.line, -1);
        if (sort_ == "unapplied") return group.line.unapplied;
        if (sort_ == "disputed") return group.disputed;
        if (sort_ == "promised") return group.promised;
        for (int slot = 0; slot < slots; ++slot) {
            if (sort_ == std::to_string(slot)) return part_of(group.line, slot);
        }
        return std::int64_t{0};
    };
    // Equal sums stand by name, then by id: alike on every device.
    core::sort(shown_, [&](std::size_t a, std::size_t b) {
        const session::AgingGroup& left = report_.groups[a];
        const session::AgingGroup& right = report_.groups[b];
        if (sort_ != "name" && value(left) != value(right)) {
            return descending_ ? value(left) > value(right) : value(left) < value(right);
        }
        if (left.name != right.name) {
            return sort_ == "name" && descending_ ? left.name > right.name : left.name < right.name;
        }
        return left.member < right.member;
    });
}

void AgingView::arrange(const Asked& asked) {
    const std::string key = asked_ + "|" + std::string(currency_.view()) +
                            std::to_string(asked.slot) + sort_ + (descending_ ? "-" : "+") +
                            std::string(tag_of(language()));
    if (key == shown_key_) return;
    shown_key_ = key;
    shown_.clear();
    for (std::size_t i = 0; i < report_.groups.size(); ++i) {
        const session::AgingGroup& group = report_.groups[i];
        if (asked.key != session::AgingKey::currency && group.currency != currency_) continue;
        if (asked.slot != -1 && part_of(group.line, asked.slot) == 0) continue;
        shown_.push_back(i);
    }
    sort_groups();
    keys_.assign(shown_.begin(), shown_.end());
    add_up(asked);
}

// --- the groups

void AgingView::draw_trail(Desk& desk, const Asked& asked, const std::string& customer) {
    if (asked.slot == -1 && customer.empty() && !asked.part) return;
    Row row(8, true, 36);
    bool first = true;
    const auto step = [&](const std::string& words, Route route, bool here) {
        if (!first) text("/", {.tone = Tone::faint});
        first = false;
        if (here) text(words, {.letters = Letters::strong});
        else if (link(words, "#" + route.text())) desk.go(route.text());
    };
    Route route = desk.route;
    for (const char* option : {"bucket", "customer", "group"}) route.set(option, {});
    step(say("aging.all_customers"), route, false);
    if (asked.part) {
        route.set("group", core::to_text(asked.part->member));
        const std::string name = book(desk).name_of_group(*asked.part);
        step(name.empty() ? say("aging.nobody") : name, route,
             asked.slot == -1 && customer.empty());
    }
    if (asked.slot != -1) {
        route.set("bucket", desk.route.option("bucket"));
        step(slot_words(asked.slot), route, customer.empty());
    }
    if (!customer.empty()) step(customer, route, true);
}

void AgingView::open_group(Desk& desk, const session::AgingGroup& group, const Asked& asked) {
    Route route = desk.route;
    const bool unapplied =
        asked.slot == unapplied_slot || asked.slot > static_cast<int>(query_.edges.size()) + 1;
    if (asked.key == session::AgingKey::customer && unapplied) {
        route = parse_route(customer_route(group.member) + "?tab=receipts&only=unapplied");
    } else if (asked.key == session::AgingKey::customer) {
        route.set("customer", core::to_text(group.member));
    } else if (asked.key == session::AgingKey::currency) {
        route.set("by", {});
        route.set("currency", std::string(group.currency.view()));
    } else {
        route.set("group", core::to_text(group.member));
    }
    desk.go(route.text());
}

void AgingView::draw_groups(Desk& desk, const Asked& asked) {
    draw_trail(desk, asked, {});
    arrange(asked);
    if (shown_.empty()) {
        empty_state(Icon::check, say("aging.none"), say("aging.none_detail"));
        return;
    }
    const std::vector<TableColumn> columns = columns_of(asked);
    tools_.draw_selection(desk, groups_state_, {}, [&] { return content(asked); });
    const int slots = static_cast<int>(query_.edges.size()) + 2;
    const auto answer = table(
        groups_state_, keys_,
        {.name = say("aging.by_customer"),
         .columns = columns,
         .sort = &sort_,
         .descending = &descending_,
         .select = true,
         .hidden = tools_.hidden(desk, columns),
         .height = narrow() ? 420.F : std::max(360.F, rest_height_css(20, 360)),
         .totals = totals_},
        [](std::size_t, std::size_t) {},
        [&](std::size_t row, std::size_t column) {
            return cell_of(report_.groups[shown_[row]], column, slots);
        });
    if (answer.opened) open_group(desk, report_.groups[shown_[*answer.opened]], asked);
}

void AgingView::add_up(const Asked& asked) {
    const int slots = static_cast<int>(query_.edges.size()) + 2;
    totals_.assign(1, say("table.total", count_text(static_cast<std::int64_t>(shown_.size()))));
    for (std::size_t c = 1; c < columns_of(asked).size(); ++c) {
        if (asked.key == session::AgingKey::currency) { // each row is the sum of its currency
            totals_.emplace_back();
            continue;
        }
        Sums sums;
        for (const std::size_t i : shown_) {
            const session::AgingGroup& group = report_.groups[i];
            sums.add({minor_of(group, c, slots), group.currency});
        }
        totals_.push_back(sums.words(currency_));
    }
}

std::vector<TableColumn> AgingView::columns_of(const Asked& asked) const {
    const int slots = static_cast<int>(query_.edges.size()) + 2;
    const std::string name(session::name_of(asked.key));
    // A code is short, and no sums below make room for the figures of a currency.
    const bool codes = asked.key == session::AgingKey::currency;
    std::vector<TableColumn> columns{{say("aging.key." + name), codes ? 1.0F : 6.0F,
                                      codes ? 96.0F : 196.0F, Align::left, "name", 0}};
    for (int i = 0; i < slots; ++i) {
        columns.push_back({slot_words(i), 1, 96, Align::right, std::to_string(i),
                           i == asked.slot ? 0 : slots - i});
    }
    columns.push_back({say("label.unapplied"), 1, 96, Align::right, "unapplied", 20});
    columns.push_back({say("label.disputed"), 1, 96, Align::right, "disputed", 21});
    columns.push_back({say("label.promised"), 1, 96, Align::right, "promised", 22});
    columns.push_back({say("aging.total"), 1, 124, Align::right, "total", 0});
    if (!codes) return columns;
    constexpr float digit = 8.4F, around = 14; // CSS pixels
    for (std::size_t c = 1; c < columns.size(); ++c) {
        for (const session::AgingGroup& group : report_.groups) {
            const auto digits = static_cast<float>(cell_of(group, c, slots).text.size());
            columns[c].least = std::max(columns[c].least, around + digit * digits);
        }
    }
    return columns;
}

std::int64_t AgingView::minor_of(const session::AgingGroup& group, std::size_t column, int slots) {
    const int index = static_cast<int>(column) - 1;
    if (index > slots + 2) return group.line.total();
    if (index == slots + 2) return group.promised;
    if (index == slots + 1) return group.disputed;
    return part_of(group.line, index);
}

Cell AgingView::cell_of(const session::AgingGroup& group, std::size_t column, int slots) {
    if (column == 0) return {.text = group_name(group), .strong = true};
    const int index = static_cast<int>(column) - 1;
    const bool total = index > slots + 2;
    const bool promised = index == slots + 2;
    const bool disputed = index == slots + 1;
    const std::int64_t minor = minor_of(group, column, slots);
    const Tone tone = disputed ? Tone::amber : promised ? Tone::accent : money_tone(minor);
    return {.text = minor == 0 ? "–" : money_text({minor, group.currency}, false),
            .tone = minor == 0 ? Tone::faint : tone,
            .strong = total,
            .money = core::Money{minor, group.currency}};
}

// The groups are copied: the slider may move while the file is written.
ListContent AgingView::content(const Asked& asked) const {
    ListContent out{say("aging.title"), columns_of(asked), keys_, {}};
    out.columns.push_back({say("label.currency"), 0.4F, 60, Align::left, {}, 9});
    out.read = [groups = std::make_shared<const std::vector<session::AgingGroup>>(report_.groups),
                count = out.columns.size(), slots = static_cast<int>(query_.edges.size()) + 2](
                   std::span<const core::RowKey> keys) {
        std::vector<std::vector<Cell>> rows;
        for (const core::RowKey key : keys) {
            const session::AgingGroup& group = (*groups)[static_cast<std::size_t>(key)];
            auto& cells = rows.emplace_back();
            for (std::size_t c = 0; c + 1 < count; ++c) cells.push_back(cell_of(group, c, slots));
            cells.push_back({.text = std::string(group.currency.view())});
        }
        return rows;
    };
    return out;
}

bool AgingView::print(Desk& desk) {
    if (keys_.empty()) return false;
    const Asked asked = asked_of(desk.route);
    print_list(desk, content(asked), *tools_.hidden(desk, columns_of(asked)), when_words(desk));
    return true;
}

// --- the documents of one customer

void AgingView::draw_documents(Desk& desk, const Asked& asked) {
    const core::CustomerId customer = *asked.customer;
    const std::string key = asked_ + core::to_text(customer) + std::to_string(asked.slot) +
                            std::string(currency_.view());
    if (key != documents_asked_) {
        documents_asked_ = key;
        documents_.clear();
        disputed_ = book(desk).disputed(desk.as_of);
        const auto promises = book(desk).promised(desk.as_of);
        const auto promised = promises.find({customer, currency_});
        promised_ = promised == promises.end() ? 0 : promised->second;
        for (const auto& row : book(desk).open_invoices(customer, desk.as_of)) {
            if (row.amount.currency != currency_) continue;
            for (const AgedLine& line : aged_lines(row, query_)) {
                const bool due = line.slot > 0 && asked.slot == overdue_slot;
                if (asked.slot != -1 && !due && static_cast<int>(line.slot) != asked.slot) continue;
                documents_.push_back(line);
            }
        }
    }
    const std::string name = book(desk).name_of_group({session::AgingKey::customer, customer});
    draw_trail(desk, asked, name.empty() ? core::to_text(customer) : name);
    {
        Row tools(12, true, 36);
        if (link(say("aging.open_customer", name), "#" + customer_route(customer))) {
            desk.go(customer_route(customer));
        }
        if (button(say("interest.title"), {.kind = ButtonKind::quiet})) {
            open_interest(desk, customer);
        }
    }
    if (known_ms_ == 0) unapplied_.draw(desk, customer, currency_);
    if (promised_ > 0) {
        notice(say("aging.promised", money_text({promised_, currency_})), BadgeKind::accent);
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
        {say("label.disputed"), 0.8F, 120, Align::right, {}, 4},
        {say("label.open"), 1, 140, Align::right, {}, 0},
    };
    std::int64_t sum = 0;
    for (const AgedLine& line : documents_) sum += line.open;
    const std::string totals[] = {
        say("table.total", count_text(static_cast<std::int64_t>(documents_.size()))),
        "",
        "",
        "",
        "",
        money_text({sum, currency_})};
    Panel panel({}, 4, 0);
    const auto answer = listed_table(
        desk, documents_state_, documents_.size(),
        {.name = say("aging.documents"), .columns = columns, .totals = totals},
        [&](std::size_t row, std::size_t column) -> Cell {
            const AgedLine& line = documents_[row];
            const auto dispute = disputed_.find(line.invoice);
            switch (column) {
            case 0: return {.text = line.number, .strong = true};
            case 1:
                return {.text = date_text(line.issued), .tone = Tone::soft, .date = line.issued};
            case 2: return {.text = date_text(line.due), .date = line.due};
            case 3:
                return {.text =
                            line.age < 0 ? say("aging.in_days", -line.age) : days_words(line.age),
                        .tone = line.age > 0 ? Tone::red : Tone::soft};
            case 4:
                if (dispute == disputed_.end() || dispute->second == 0) {
                    return {.text = "–", .tone = Tone::faint};
                }
                return {.text = money_text({dispute->second, line.currency}, false),
                        .tone = Tone::amber,
                        .money = core::Money{dispute->second, line.currency}};
            default:
                return {.text = money_text({line.open, line.currency}),
                        .strong = true,
                        .money = core::Money{line.open, line.currency}};
            }
        });
    if (answer.opened) open_invoice(desk, documents_[*answer.opened].invoice);
}

} // namespace huikuan::ui
