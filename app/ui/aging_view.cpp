#include "ui/aging_view.h"

#include <algorithm>
#include <utility>

#include "ui/backend/backend.h"
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

std::int64_t part_of(const core::AgingLine& line, int slot) {
    if (slot == overdue_slot) return line.overdue();
    if (slot == unapplied_slot) return line.unapplied;
    if (slot < 0) return line.total();
    if (slot == 0) return line.not_due;
    const auto bucket = static_cast<std::size_t>(slot - 1);
    return bucket < line.buckets.size() ? line.buckets[bucket] : line.unapplied;
}

int slot_of_route(const Route& route) {
    const std::string text = route.option("bucket");
    if (text == "overdue") return overdue_slot;
    if (text == "unapplied") return unapplied_slot;
    const bool number = !text.empty() && text.size() <= 2 &&
                        text.find_first_not_of("0123456789") == std::string::npos;
    return number ? std::stoi(text) : -1;
}

// --- reading

AgingView::Asked AgingView::asked_of(const Route& route) {
    Asked asked;
    asked.key = session::parse_aging_key(route.option("by")).value_or(session::AgingKey::customer);
    asked.slot = slot_of_route(route);
    if (const auto customer = core::parse_id(route.option("customer"))) {
        asked.customer = core::id_cast<core::CustomerId>(*customer);
    }
    const auto member = core::parse_id(route.option("group"));
    if (member && asked.key != session::AgingKey::customer) {
        asked.part = {asked.key, core::id_cast<core::CustomerId>(*member)};
        asked.key = session::AgingKey::customer;
    }
    return asked;
}

const session::AgingBook& AgingView::book(Desk& desk) {
    if (known_ms_ != 0 && then_) return *then_;
    const std::uint64_t revision = desk.session.revision();
    if (!now_ || now_revision_ != revision) now_.emplace(desk.session);
    now_revision_ = revision;
    return *now_;
}

void AgingView::read_report(Desk& desk, const Asked& asked) {
    query_.as_of = desk.as_of;
    query_.basis = basis_ == 0 ? core::AgingBasis::due_date : core::AgingBasis::issue_date;
    std::string key = std::to_string(desk.session.revision()) + "/" +
                      std::to_string(query_.as_of.days) + "/" + std::to_string(basis_) + "/" +
                      std::to_string(known_ms_) + std::string(session::name_of(asked.key));
    if (asked.part) {
        key += std::string(session::name_of(asked.part->key)) + core::to_text(asked.part->member);
    }
    for (const int edge : query_.edges) key += "," + std::to_string(edge);
    if (key == asked_) return;
    asked_ = std::move(key);
    report_ = book(desk).aging(query_, asked.key, asked.part);
    if (report_.currencies.empty()) currency_ = desk.session.book().currency;
    const bool known =
        std::ranges::contains(report_.currencies, currency_, &core::AgingCurrencyLine::currency);
    if (!known && !report_.currencies.empty()) currency_ = report_.currencies.front().currency;
    shown_key_.clear();
}

std::string AgingView::slot_words(int slot) const {
    if (slot == 0) return say("aging.not_due");
    if (slot == overdue_slot) return say("label.overdue");
    if (slot == unapplied_slot || slot > static_cast<int>(query_.edges.size()) + 1)
        return say("label.unapplied");
    return bucket_words(query_.edges, static_cast<std::size_t>(slot - 1));
}

std::string AgingView::when_words(const Desk& desk) const {
    return known_ms_ == 0
               ? as_of_words(desk)
               : as_of_words(desk) + " · " + say("aging.known_words", moment_text(known_ms_));
}

// --- drawing

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
    take_route(desk);
    look_for_known(desk);
    const Asked asked = asked_of(desk.route);
    draw_slider(desk);
    read_report(desk, asked);
    core::AgingLine line;
    line.buckets.assign(query_.edges.size() + 1, 0);
    for (const auto& one : report_.currencies) {
        if (one.currency == currency_) line = one.line;
    }
    draw_figures(desk, line, asked);
    if (asked.customer) draw_documents(desk, asked);
    else draw_groups(desk, asked);
}

// How the days are counted, in which buckets, as known when: the address says it, so that a link
// shows the same figures.
void AgingView::take_route(Desk& desk) {
    basis_ = desk.route.option("basis") == "issue" ? 1 : 0;
    if (const std::string edges = desk.route.option("edges"); edges != edges_routed_) {
        edges_routed_ = edges;
        const auto read = core::parse_edges(edges.empty() ? "30,60,90,120" : edges);
        if (read) {
            edges_typed_ = edges.empty() ? "30,60,90,120" : edges;
            query_.edges = read->edges;
        }
    }
    if (const std::string known = desk.route.option("known"); known != known_routed_) {
        known_routed_ = known;
        const auto ms =
            known.empty() ? core::Result<std::int64_t>(0) : read_moment(known, desk.today);
        if (known.empty() || !ms) {
            leave_known();
        } else {
            leave_known();
            known_open_ = true;
            known_typed_ = known;
            wanted_ms_ = *ms;
        }
    }
}

void AgingView::keep_route(Desk& desk, const char* option, std::string value) {
    Route route = desk.route;
    route.set(option, std::move(value));
    desk.go(route.text(), true);
}

// Between frames, with progress, and cancelled as any other job.
struct AgingView::Replay {
    session::KnownThen then;
    std::int64_t ms;
    bool ended = false;
    bool cancelled = false;
};

void AgingView::look_for_known(Desk& desk) {
    class ReplayJob final : public Job {
    public:
        explicit ReplayJob(std::shared_ptr<Replay> replay) : replay_(std::move(replay)) {}
        bool step(double budget_ms) override {
            replay_->ended = replay_->cancelled || replay_->then.step(budget_ms);
            return replay_->ended;
        }
        void cancel() override { replay_->cancelled = true; }
        [[nodiscard]] std::string title() const override { return say("aging.known_working"); }
        [[nodiscard]] int progress() const override { return replay_->then.progress(); }
        [[nodiscard]] std::string detail() const override { return moment_text(replay_->ms); }

    private:
        std::shared_ptr<Replay> replay_;
    };
    if (wanted_ms_ != 0 && !desk.job) {
        const std::int64_t ms = std::exchange(wanted_ms_, 0);
        replay_ = std::make_shared<Replay>(session::KnownThen(desk.session, ms), ms);
        desk.job = std::make_unique<ReplayJob>(replay_);
    }
    if (!replay_ || !replay_->ended) return;
    const auto replay = std::exchange(replay_, nullptr);
    if (replay->cancelled) return keep_route(desk, "known", {});
    auto then = replay->then.take();
    if (then) {
        then_ = *std::move(then);
        known_ms_ = replay->ms;
    } else {
        known_problem_ = error_words(then.error());
    }
}

void AgingView::leave_known() {
    if (replay_) replay_->cancelled = true;
    replay_.reset();
    wanted_ms_ = 0;
    known_ms_ = 0;
    known_open_ = false;
    then_.reset();
    known_problem_.clear();
}

void AgingView::draw_controls(Desk& desk) {
    bool named = true; // the edges, where there is room for it
    if (!narrow()) {
        const bool many = report_.currencies.size() > 1;
        const float name = button_width_css(word("aging.edges"), false);
        const float rest = button_width_css(word("aging.by_due"), true) +
                           button_width_css(word("aging.by_issue"), false) + 152 +
                           (many ? 72.0F * static_cast<float>(report_.currencies.size()) : 0.0F);
        named = room_css() > rest + name + 16;
        push_right(rest + (named ? name : 0.F));
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
    if (chip(say("aging.by_due"), by_due)) keep_route(desk, "basis", {});
    if (chip(say("aging.by_issue"), by_issue)) keep_route(desk, "basis", "issue");
    const auto edges = core::parse_edges(edges_typed_);
    std::string problem = edges ? std::string() : error_words(edges.error());
    if (named) caption(say("aging.edges"));
    const FieldAnswer field = text_field(
        say("aging.edges"), edges_typed_,
        {.error = problem, .placeholder = say("aging.edges"), .width = 168, .bare = true});
    if (!edges) return;
    query_.edges = edges->edges;
    const bool plain = query_.edges == core::AgingQuery{}.edges;
    if ((field.left || field.committed) &&
        (plain ? std::string() : edges_typed_) != edges_routed_) {
        edges_routed_ = plain ? std::string() : edges_typed_;
        keep_route(desk, "edges", edges_routed_);
    }
}

// By what the table is grouped.
void AgingView::draw_keys(Desk& desk) {
    const std::string by = desk.route.option("by");
    const Strip chips(say("aging.key"));
    for (std::size_t i = 0; i < session::aging_keys; ++i) {
        const std::string name(session::name_of(static_cast<session::AgingKey>(i)));
        bool on = by == name || (by.empty() && i == 0);
        if (!chip(word("aging.key." + name), on)) continue;
        Route route = desk.route;
        route.set("by", i == 0 ? std::string() : name);
        route.set("group", {});
        route.set("customer", {});
        desk.go(route.text(), true);
    }
    bool open = known_open_ || known_ms_ != 0;
    if (chip(say("aging.known"), open)) {
        known_open_ = open;
        if (!open) {
            if (known_ms_ != 0) keep_route(desk, "known", {});
            leave_known();
        } else if (known_typed_.empty()) {
            known_typed_ = core::to_text(desk.as_of);
        }
    }
}

// The other clock: what the book said at a moment, before what was entered or merged later.
void AgingView::draw_known(Desk& desk) {
    if (!known_open_ && known_ms_ == 0) return;
    Row row(8, true, 36);
    const auto field = text_field(say("aging.known_at"), known_typed_,
                                  {.hint = word("aging.known_hint"),
                                   .error = known_problem_,
                                   .icon = Icon::clock,
                                   .width = 340});
    if (button(say("aging.known_show")) || field.committed) {
        const auto ms = read_moment(known_typed_, desk.today);
        known_problem_ = ms ? std::string() : error_words(ms.error());
        if (ms && known_typed_ != known_routed_) keep_route(desk, "known", known_typed_);
    }
    if (known_ms_ == 0) return;
    badge(say("aging.known_words", moment_text(known_ms_)), BadgeKind::warn);
    if (button(say("aging.known_leave"), {.kind = ButtonKind::quiet, .icon = Icon::close})) {
        keep_route(desk, "known", {});
    }
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
    const std::string of =
        std::to_string(desk.session.revision()) + "/" + std::to_string(known_ms_);
    if (first_day_of_ != of) {
        first_day_of_ = of;
        const auto& effective = book(desk).entries().effective;
        const auto first = std::ranges::min_element(effective);
        first_day_ = first == effective.end() ? desk.today : core::Date{*first};
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
    {
        Row keys(8, true, 32);
        caption(say("aging.key"));
        draw_keys(desk);
    }
    draw_known(desk);
}

void AgingView::draw_figures(Desk& desk, const core::AgingLine& line, const Asked& asked) {
    Panel panel(say("aging.title"), 16, 8);
    {
        Row facts(narrow() ? 12.F : 32.F);
        // Each leads to what it is made of; of one customer, to its documents or its money.
        const auto part = [&](const char* key, std::int64_t minor, const char* bucket, Tone tone) {
            Route route = desk.route;
            route.set("bucket", bucket);
            std::string to = route.text();
            if (asked.customer && std::string_view(bucket) == "unapplied") {
                to = customer_route(*asked.customer) + "?tab=receipts&only=unapplied";
            }
            if (fact_link(say(key), money_text({minor, currency_}), "#" + to, tone)) desk.go(to);
        };
        part("aging.total", line.total(), "", money_tone(line.total()));
        part("aging.not_due", line.not_due, "0", Tone::text);
        part("label.overdue", line.overdue(), "overdue",
             line.overdue() > 0 ? Tone::red : Tone::text);
        part("label.unapplied", line.unapplied, "unapplied", Tone::text);
        if (!asked.customer && !keys_.empty()) {
            push_right(control_height() / dp(100) * 200 + 8);
            const Row tools(8, false);
            tools_.draw(desk, columns_of(asked), [&] { return content(asked); });
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
    if (const auto slot =
            bar_chart(say("aging.chart"), parts, asked.slot, narrow() ? 170.F : 150.F)) {
        Route route = desk.route;
        route.set("customer", {});
        const bool again = static_cast<int>(*slot) == asked.slot;
        route.set("bucket", again ? "" : std::to_string(*slot));
        sort_ = again ? "total" : std::to_string(*slot);
        descending_ = true;
        desk.go(route.text());
    }
    const auto plain = [&](std::int64_t minor) { return money_text({minor, currency_}, false); };
    caption(say("aging.identity", plain(line.not_due), plain(line.overdue()), plain(line.unapplied),
                plain(line.total())));
    caption(say("aging.rule"));
}

} // namespace huikuan::ui
