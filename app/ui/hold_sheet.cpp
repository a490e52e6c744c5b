#include "ui/hold_sheet.h"

#include <algorithm>

#include "core/read.h"
#include "ui/collection_words.h"
#include "ui/dunning_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/list_tools.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

// A snooze is offered with the day's list, and counts as one of these.
constexpr core::HoldKind hold_kinds[] = {core::HoldKind::manual, core::HoldKind::dispute,
                                         core::HoldKind::promise, core::HoldKind::plan,
                                         core::HoldKind::legal};
constexpr int usual_days = 14;
constexpr std::size_t most_rows = 200;

std::string number_of(Desk& desk, core::EntityId of) {
    if (of.is_nil()) return say("hold.whole");
    const auto row = desk.session.invoice(core::id_cast<core::InvoiceId>(of), desk.today);
    return row ? row->number : std::string("–");
}

} // namespace

void open_hold(Desk& desk, core::CustomerId customer, core::EntityId of, core::EntityId from) {
    Route route = parse_route(with_sheet(desk, "hold", core::to_text(customer)));
    route.set("of", of.is_nil() ? std::string() : core::to_text(of));
    route.set("from", from.is_nil() ? std::string() : core::to_text(from));
    desk.go(route.text());
}

std::string hold_line(Desk& desk, const core::HoldPlaced& hold) {
    std::string line = hold_words(hold.kind);
    if (!hold.of.is_nil()) line += " · " + number_of(desk, hold.of);
    line += " · " + say("collection.held", date_text(hold.until), hold.reason);
    return hold.owner.empty() ? line : line + " · " + hold.owner;
}

void end_hold(Desk& desk, core::EntityId hold) {
    desk.run(core::Reverse{desk.session.mint(), hold, desk.today, say("hold.ended_why")},
             say("collection.hold_ended"));
}

void HoldSheet::start(Desk& desk, const std::string& key) {
    *this = HoldSheet{};
    shown_ = key;
    const auto parsed = core::parse_id(desk.route.option("hold"));
    const auto row =
        parsed ? desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today)
               : std::nullopt;
    if (!row) return;
    customer_ = row->id;
    name_ = customer_label(*row);
    id_ = desk.session.mint();
    owner_ = row->owner;
    until_ = core::to_text(core::add_days(desk.today, usual_days));
    core::ListQuery query;
    query.customer = row->holder;
    query.as_of = desk.today;
    query.open_only = true;
    query.sort = "due";
    open_ = desk.session.invoices(desk.session.invoice_keys(query), desk.today);
    core::EntityId of = core::parse_id(desk.route.option("of")).value_or(core::EntityId{});
    if (const auto from = core::parse_id(desk.route.option("from"))) {
        for (const auto& hold : session::Dunning(desk.session).holds(customer_, desk.today, true)) {
            if (hold.hold.id == *from) from_ = hold.hold;
        }
    }
    if (from_) {
        of = from_->of;
        const auto kind = std::ranges::find(hold_kinds, from_->kind);
        if (kind != std::end(hold_kinds)) kind_ = static_cast<int>(kind - std::begin(hold_kinds));
        reason_ = from_->reason;
        owner_ = from_->owner;
        until_ = core::to_text(core::add_days(std::max(from_->until, desk.today), usual_days));
    }
    for (std::size_t i = 0; i < open_.size(); ++i) {
        if (core::entity_of(open_[i].id) == of) document_ = static_cast<int>(i) + 1;
    }
    typed_.rename("hold." + key);
    const auto parts = typed_.take(desk, 3);
    if (parts.size() != 3) return;
    until_ = parts[0];
    reason_ = parts[1];
    owner_ = parts[2];
}

std::string HoldSheet::problem(std::string_view field) const {
    return was_refused_ && refused_.field == field ? error_words(refused_) : std::string();
}

void HoldSheet::draw(Desk& desk) {
    const std::string wanted = desk.route.option("hold");
    if (wanted.empty()) {
        shown_.clear();
        bool closed = false;
        const Sheet none("hold", say("hold.title"), closed);
        return;
    }
    const std::string key =
        wanted + "/" + desk.route.option("of") + "/" + desk.route.option("from");
    if (key != shown_) start(desk, key);
    bool open = true;
    {
        Sheet sheet("hold", name_.empty() ? say("hold.title") : say("hold.of", name_), open, 560);
        if (!sheet) return;
        if (name_.empty()) {
            notice(say("customer.gone"), BadgeKind::warn);
        } else {
            caption(say("hold.rule"));
            std::vector<std::string> kinds, documents{say("hold.whole")};
            for (const core::HoldKind kind : hold_kinds) kinds.push_back(hold_words(kind));
            for (const core::InvoiceRow& row : open_) {
                documents.push_back(row.number + " · " +
                                    money_text({row.open, row.amount.currency}));
            }
            {
                Columns grid({1, 1}, 12, 300);
                select(say("hold.kind"), kind_, kinds);
                grid.next();
                select(say("hold.document"), document_, documents);
            }
            {
                Columns grid({1, 1}, 12, 300);
                const std::string of_until = problem("until");
                date_field(say("hold.until"), until_, desk.today,
                           {.error = of_until, .required = true});
                grid.next();
                text_field(say("label.owner"), owner_);
            }
            const std::string of_reason = problem("reason");
            const bool committed =
                text_field(say("label.reason"), reason_, {.error = of_reason, .required = true})
                    .committed;
            const bool beside = refused_.field == "until" || refused_.field == "reason";
            if (was_refused_ && !beside) notice(error_words(refused_), BadgeKind::bad, true);
            Row row(8);
            if (button(say("hold.save"), {.kind = ButtonKind::primary}) || committed) {
                save(desk);
            }
            if (button(say("kit.cancel"))) open = false;
            typed_.keep(desk, {until_, reason_, owner_}, !is_blank(reason_));
        }
    }
    if (open) return;
    typed_.forget(desk);
    Route route = parse_route(with_sheet(desk, "hold", {}));
    route.set("of", {});
    route.set("from", {});
    desk.go(route.text());
}

void HoldSheet::save(Desk& desk) {
    const auto until = core::read_typed_date(until_, desk.today);
    if (!until) {
        was_refused_ = true;
        refused_ = {until.error().code, "until", until_, 0};
        return;
    }
    core::PlaceHold place;
    place.hold.id = id_;
    place.hold.customer = customer_;
    if (document_ > 0) {
        place.hold.of = core::entity_of(open_[static_cast<std::size_t>(document_ - 1)].id);
    }
    place.hold.kind = hold_kinds[kind_];
    place.hold.date = desk.today;
    place.hold.until = *until;
    place.hold.reason = reason_;
    place.hold.owner = owner_;
    place.hold.by = me(desk);
    std::vector<core::Command> commands{place};
    // What goes on takes the place of what it goes on with.
    if (from_ && from_->until >= desk.today) {
        commands.emplace_back(core::Reverse{desk.session.mint(), from_->id,
                                            std::max(desk.today, from_->date),
                                            say("hold.extended_why")});
    }
    desk.act([commands](session::Session& book) { return book.run_batch(commands); },
             say("hold.saved", name_, date_text(*until)),
             [this, &desk](const core::Result<session::Outcome>& done) {
                 was_refused_ = !done;
                 if (!done) {
                     refused_ = done.error();
                     return;
                 }
                 typed_.forget(desk);
                 Route route = parse_route(with_sheet(desk, "hold", {}));
                 route.set("of", {});
                 route.set("from", {});
                 desk.go(route.text(), true);
             });
}

// ---------------------------------------------------------------- all of them

const HoldsView::Shown& HoldsView::shown(Desk& desk) {
    const std::string key = std::to_string(desk.session.revision()) + "/" +
                            std::to_string(desk.today.days) + (with_ended_ ? "+" : "");
    return shown_.get(key, [&] {
        Shown made;
        made.rows = session::Dunning(desk.session).holds({}, desk.today, with_ended_);
        for (const session::HoldRow& row : made.rows) {
            const auto customer = desk.session.customer(row.hold.customer, desk.today);
            made.customers.push_back(customer ? customer_label(*customer) : "–");
            made.documents.push_back(number_of(desk, row.hold.of));
        }
        return made;
    });
}

std::size_t HoldsView::count(Desk& desk) {
    return static_cast<std::size_t>(std::ranges::count_if(
        shown(desk).rows, [&](const session::HoldRow& row) { return row.runs(desk.today); }));
}

void HoldsView::draw(Desk& desk) {
    {
        Row row(12, true, 36);
        chip(say("hold.with_ended"), with_ended_);
        caption(say("hold.rule"));
        const Shown& now = shown(desk);
        const std::vector<TableColumn> columns{{say("label.customer")}, {say("label.number")},
                                               {say("hold.kind")},      {say("label.date")},
                                               {say("hold.until")},     {say("label.owner")},
                                               {say("label.reason")}};
        offer_list(desk, say("hold.title"), columns, now.rows.size(),
                   [&](std::size_t index, std::size_t column) -> Cell {
                       const core::HoldPlaced& hold = now.rows[index].hold;
                       switch (column) {
                       case 0: return {.text = now.customers[index]};
                       case 1: return {.text = now.documents[index]};
                       case 2: return {.text = hold_words(hold.kind)};
                       case 3: return {.text = date_text(hold.date), .date = hold.date};
                       case 4: return {.text = date_text(hold.until), .date = hold.until};
                       case 5: return {.text = hold.owner};
                       default: return {.text = hold.reason};
                       }
                   });
    }
    const Shown& now = shown(desk);
    if (now.rows.empty()) {
        empty_state(Icon::check, say("hold.none"), say("hold.none_detail"));
        return;
    }
    for (std::size_t i = 0; i < now.rows.size() && i < most_rows; ++i) {
        const session::HoldRow& row = now.rows[i];
        const Named named(core::to_text(row.hold.id));
        const bool runs = row.runs(desk.today);
        {
            Row line(10, true, 36);
            badge(hold_words(row.hold.kind), runs ? BadgeKind::warn : BadgeKind::neutral);
            const std::string route = customer_route(row.hold.customer);
            if (link(now.customers[i], "#" + route)) desk.go(route);
            text(now.documents[i], {.tone = Tone::soft});
            text(say("hold.until_day", date_text(row.hold.until)),
                 {.letters = Letters::strong, .tone = runs ? Tone::text : Tone::faint});
            if (!row.hold.owner.empty()) text(row.hold.owner, {.tone = Tone::soft});
            if (row.end == core::far_future && row.hold.until >= desk.today) {
                if (button(say("hold.extend"), {.kind = ButtonKind::quiet})) {
                    open_hold(desk, row.hold.customer, row.hold.of, row.hold.id);
                }
                if (button(say("collection.end_hold"), {.kind = ButtonKind::quiet})) {
                    end_hold(desk, row.hold.id);
                }
            }
        }
        text(row.hold.reason, {.tone = Tone::soft});
    }
    if (now.rows.size() > most_rows) {
        caption(say("exceptions.more", count_text(static_cast<std::int64_t>(now.rows.size()))));
    }
}

} // namespace huikuan::ui
