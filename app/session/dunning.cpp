#include "session/dunning.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "core/promise.h"
#include "core/sorting.h"
#include "core/text.h"
#include "session/collections.h"
#include "session/inside.h"
#include "session/legal.h"

namespace huikuan::session {
namespace {

core::Fields settings_of(const Session& session) {
    return session.fields(core::RegisterKind::setting, core::settings_entity);
}

// Until when somebody is left alone, and why.
struct Hold {
    core::DunningWhy why = core::DunningWhy::none;
    core::Date until;

    void take(core::DunningWhy reason, core::Date last) {
        if (why != core::DunningWhy::none && until >= last) return;
        why = reason;
        until = last;
    }
};

core::DunningWhy why_of(core::HoldKind kind) {
    switch (kind) {
    case core::HoldKind::legal: return core::DunningWhy::legal;
    case core::HoldKind::dispute: return core::DunningWhy::disputed;
    case core::HoldKind::promise: return core::DunningWhy::promise;
    case core::HoldKind::plan: return core::DunningWhy::plan;
    default: return core::DunningWhy::hold;
    }
}

// Of one customer and currency.
struct Promised {
    std::int64_t minor = 0;
    core::Date until = core::first_date;
};
struct Planned {
    core::Date date; // debts issued later are none of its
    std::int64_t minor = 0;
    core::Date until;
};

class PreviewMaker {
public:
    PreviewMaker(Session& session, core::Date day, core::CustomerId only)
        : session_(session), book_(*session.inside().store), day_(day), only_(only) {}

    core::Result<DunningPreview> make(const std::optional<std::string>& owner) {
        if (auto read = read_letters(); !read) return std::unexpected(read.error());
        read_holds();
        read_promises();
        read_disputes();
        DunningPreview preview;
        preview.day = day_;
        const Dunning dunning(session_);
        preview.ladders = dunning.ladders();
        ladders_ = preview.ladders;
        default_ = dunning.default_ladder();
        auto lines = book_.open_lines(day_);
        if (!only_.is_nil()) {
            std::erase_if(lines, [&](const core::OpenLine& l) { return l.customer != only_; });
        }
        core::sort(lines, [](const core::OpenLine& a, const core::OpenLine& b) {
            return std::tie(a.customer, a.due, a.invoice) < std::tie(b.customer, b.due, b.invoice);
        });
        levels_ = book_.line_levels(day_);
        charges_ = book_.charges();
        for (std::size_t first = 0, end = 0; first < lines.size(); first = end) {
            while (end < lines.size() && lines[end].customer == lines[first].customer) ++end;
            add(preview, std::span(lines).subspan(first, end - first), owner);
        }
        core::sort(preview.rows, [](const DunningRow& a, const DunningRow& b) {
            const auto rank = [](const DunningRow& row) {
                const bool none = row.plan.why != core::DunningWhy::none;
                const std::int64_t most =
                    row.plan.sums.empty()
                        ? 0
                        : std::ranges::max(row.plan.sums, {}, &core::LetterSum::overdue).overdue;
                return std::tuple(none, -row.plan.level, row.plan.why, -most, row.customer);
            };
            return rank(a) < rank(b);
        });
        return preview;
    }

private:
    core::Result<void> read_letters() {
        for (const core::WorkRow& row : book_.work()) {
            // Rows are by date: the last one counts.
            const bool spoken =
                row.type == core::WorkType::contact && !row.internal &&
                (row.reached || row.code == static_cast<int>(core::ContactOutcome::sent));
            const bool by_hand = row.type == core::WorkType::letter && row.code <= 0;
            if ((spoken || by_hand) && row.date <= day_ && row.end > day_) {
                last_contact_[row.customer] = row.date;
            }
            if (row.type != core::WorkType::letter || row.code <= 0) continue;
            if (row.end != core::far_future) {
                voided_.insert(row.id);
                continue;
            }
            if (row.date > day_) {
                return core::fail(core::ErrorCode::date_order, "dunning_day",
                                  core::to_text(row.date));
            }
            last_contact_[row.customer] = last_letter_[row.customer] = row.date;
        }
        return {};
    }

    void read_holds() {
        for (const core::WorkRow& row : book_.work()) {
            if (row.type != core::WorkType::hold) continue;
            if (row.date > day_ || row.until < day_ || row.end <= day_) continue;
            if (row.subject.is_nil()) {
                holds_[row.customer].take(why_of(static_cast<core::HoldKind>(row.code)), row.until);
            } else {
                held_documents_.insert(row.subject);
            }
        }
        // While a case is open its lawyer speaks, and nobody else writes.
        for (const core::CustomerId customer : Legal(session_).in_case(day_)) {
            holds_[customer].take(core::DunningWhy::legal, core::far_future);
        }
    }

    // What is promised for later, until its deadline; what is in plans that are not behind, of the
    // debts that their days knew, until the next part is due.
    void read_promises() {
        const core::Policy& policy = session_.inside().policy();
        std::map<store::Store::CustomerMoney, std::vector<core::PromiseTerm>> promises;
        for (const core::WorkRow& row : book_.work()) {
            if (row.type != core::WorkType::promise || row.date > day_ || row.end <= day_) continue;
            if (!only_.is_nil() && row.customer != only_) continue;
            promises[{row.customer, row.amount.currency}].push_back(promise_term(row, policy));
        }
        std::vector<store::Store::CustomerMoney> whose;
        for (const auto& [key, rows] : promises) whose.push_back(key);
        const auto cash = book_.cash_of(whose);
        for (std::size_t i = 0; i < whose.size(); ++i) {
            const auto& terms = promises[whose[i]];
            const auto results = core::assess(terms, cash[i], day_);
            Promised& of = promised_[whose[i]];
            for (std::size_t at = 0; at < terms.size(); ++at) {
                if (results[at].state != core::PromiseState::open) continue;
                of.minor += terms[at].minor - results[at].paid;
                of.until = std::max(of.until, terms[at].deadline);
            }
        }
        for (RunningPlan& row : running_plans(session_, day_, only_)) {
            if (row.progress.behind > 0) continue;
            planned_[{row.plan.customer, row.plan.currency}].push_back(
                {row.plan.date, row.progress.principal_left,
                 std::max(row.progress.next_due, day_)});
        }
    }

    // What plans and promises cover of what is late; a promise counts only where it covers what
    // else is late of its currency. Answers the hold of all of it; where something is left, takes
    // what is covered out of the lines.
    Hold cover(std::span<const core::OpenLine> open, std::span<const core::Money> unapplied) {
        Hold hold;
        std::vector<std::int64_t> in_plan(lines_.size());
        std::map<core::Currency, std::int64_t> left; // late, not disputed, not in a plan
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const core::DunningLine& line = lines_[i]; // by due date
            if (line.due >= day_ || line.held) continue;
            std::int64_t asked = std::max<std::int64_t>(line.open - line.disputed, 0);
            const auto plans = planned_.find({open[i].customer, line.currency});
            for (Planned& plan : plans == planned_.end() ? none_ : plans->second) {
                const std::int64_t part = std::min(plan.minor, asked);
                if (open[i].issued > plan.date || part == 0) continue;
                plan.minor -= part;
                asked -= part;
                in_plan[i] += part;
                hold.take(core::DunningWhy::plan, plan.until);
            }
            left[line.currency] += asked;
        }
        std::vector<core::Currency> promised;
        const int percent = session_.inside().policy().collection.cover_percent;
        std::erase_if(left, [&](const auto& one) {
            auto [currency, minor] = one;
            for (const core::Money& money : unapplied) {
                if (money.currency == currency) minor -= money.minor;
            }
            if (minor <= 0) return true;
            const auto found = promised_.find({open.front().customer, currency});
            if (found == promised_.end() || found->second.minor <= 0) return false;
            using Wide = __int128;
            if (Wide{found->second.minor} * 100 < Wide{minor} * percent) return false;
            hold.take(core::DunningWhy::promise, found->second.until);
            promised.push_back(currency);
            return true;
        });
        if (left.empty()) return hold;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            lines_[i].open -= in_plan[i];
            lines_[i].held = lines_[i].held || std::ranges::contains(promised, lines_[i].currency);
        }
        return {};
    }

    void read_disputes() {
        for (const core::DisputeRow& row : book_.disputes({}, true)) {
            if (row.date <= day_ && row.end > day_) disputed_[row.invoice] += row.amount.minor;
        }
    }

    core::DunningLine line_of(const core::OpenLine& open) {
        core::DunningLine line{open.invoice, open.due, open.currency, open.open};
        if (const auto found = disputed_.find(open.invoice); found != disputed_.end()) {
            line.disputed = std::min(found->second, open.open);
            found->second -= line.disputed;
        }
        const auto at = [](const core::LineLevel& level) {
            return std::pair(level.invoice, level.due);
        };
        const auto level =
            std::ranges::lower_bound(levels_, std::pair(open.invoice, open.due), std::less{}, at);
        if (level != levels_.end() && level->invoice == open.invoice && level->due == open.due) {
            line.level = level->level;
            line.last = level->last;
        }
        line.charge = std::ranges::binary_search(charges_, open.invoice);
        line.held = held_documents_.contains(core::entity_of(open.invoice));
        return line;
    }

    void add(DunningPreview& preview, std::span<const core::OpenLine> open,
             const std::optional<std::string>& owner) {
        if (open.front().due >= day_) return; // by due date: nothing is late
        const core::CustomerBrief* brief = brief_of(book_, open.front().customer);
        if (brief == nullptr || (owner && brief->owner != *owner)) return;
        lines_.clear();
        for (const core::OpenLine& one : open) lines_.push_back(line_of(one));
        DunningRow row;
        row.customer = brief->id;
        row.name = brief->name;
        row.code = brief->code;
        row.owner = brief->owner;
        core::DunningAccount account;
        account.customer = brief->id;
        account.ladder = core::ladder_for(
            ladders_, {brief->code, brief->tags, brief->tier, brief->region}, default_);
        account.lines = lines_;
        const auto unapplied = unapplied_of(brief->id);
        account.unapplied = unapplied;
        Hold hold = cover(open, unapplied);
        if (const auto said = holds_.find(brief->id); said != holds_.end()) {
            hold.take(said->second.why, said->second.until);
        }
        account.held = hold.why;
        account.held_until = hold.until;
        if (const auto last = last_contact_.find(brief->id); last != last_contact_.end()) {
            account.last_contact = last->second;
        }
        if (const auto last = last_letter_.find(brief->id); last != last_letter_.end()) {
            account.last_letter = last->second;
        }
        row.plan = core::plan_letter(account, day_, session_.inside().store->book().currency);
        if (account.ladder != nullptr) {
            row.ladder = account.ladder->key;
            row.ladder_name = account.ladder->name;
        }
        if (row.plan.why == core::DunningWhy::none) {
            ++preview.letters;
            row.step = account.ladder->levels[static_cast<std::size_t>(row.plan.level - 1)];
            row.ready = row.step.who.empty() || row.step.who == brief->owner;
            // What was sent and taken back does not stand in the way of being sent.
            int voided = 0;
            do {
                row.letter = core::letter_id(brief->id, row.ladder, row.plan.items, voided);
            } while (voided_.contains(row.letter) && ++voided > 0);
        }
        preview.rows.push_back(std::move(row));
    }

    std::vector<core::Money> unapplied_of(core::CustomerId customer) {
        if (unapplied_.empty()) {
            const auto& parties = book_.aging_entries().parties;
            const auto balances = book_.party_balances(day_);
            unapplied_[core::CustomerId{}] = {};
            for (std::size_t i = 0; i < parties.size(); ++i) {
                if (balances[i].unapplied >= 0) continue;
                unapplied_[parties[i].customer].push_back(
                    {-balances[i].unapplied, parties[i].currency});
            }
        }
        const auto found = unapplied_.find(customer);
        return found == unapplied_.end() ? std::vector<core::Money>{} : found->second;
    }

    Session& session_;
    const store::Store& book_;
    core::Date day_;
    core::CustomerId only_;
    std::vector<core::DunningLadder> ladders_;
    std::string default_;
    std::unordered_map<core::CustomerId, core::Date> last_contact_, last_letter_;
    std::set<core::EntityId> voided_;
    std::unordered_map<core::CustomerId, Hold> holds_;
    std::map<store::Store::CustomerMoney, Promised> promised_;
    std::map<store::Store::CustomerMoney, std::vector<Planned>> planned_;
    std::vector<Planned> none_;
    std::set<core::EntityId> held_documents_;
    std::unordered_map<core::InvoiceId, std::int64_t> disputed_;
    std::unordered_map<core::CustomerId, std::vector<core::Money>> unapplied_;
    std::vector<core::LineLevel> levels_;
    std::vector<core::InvoiceId> charges_; // by id
    std::vector<core::DunningLine> lines_;
};

} // namespace

core::Result<DunningPreview> Dunning::preview(core::Date day,
                                              const std::optional<std::string>& owner) const {
    return PreviewMaker(session_, day, {}).make(owner);
}

core::Result<std::optional<DunningRow>> Dunning::preview_of(core::CustomerId customer,
                                                            core::Date day) const {
    const auto row = session_.customer(customer, day);
    if (!row) return core::fail(core::ErrorCode::unknown_customer, "customer");
    auto made = PreviewMaker(session_, day, row->holder).make({});
    if (!made) return std::unexpected(made.error());
    if (made->rows.empty()) return std::nullopt;
    return std::move(made->rows.front());
}

std::vector<LetterRow> Dunning::letters(core::CustomerId customer, bool with_void) const {
    std::vector<LetterRow> found;
    const store::Store& book = *session_.inside().store;
    core::CustomerId holder = customer;
    if (const auto row = session_.customer(customer, session_.today())) holder = row->holder;
    const auto& rows = book.work();
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        if (row->type != core::WorkType::letter) continue;
        if (!customer.is_nil() && row->customer != holder) continue;
        if (!with_void && row->end != core::far_future) continue;
        const auto fact = book.fact(row->id);
        if (const auto* letter = fact ? std::get_if<core::LetterSent>(&*fact) : nullptr) {
            found.push_back({*letter, row->end});
        }
    }
    return found;
}

std::vector<SentRow> Dunning::sent() const {
    std::vector<SentRow> found;
    for (const core::WorkRow& row : session_.inside().store->work()) {
        if (row.type != core::WorkType::letter || row.end != core::far_future) continue;
        found.push_back({row.id, row.customer, row.date});
    }
    std::ranges::reverse(found);
    return found;
}

std::optional<LetterRow> Dunning::letter(core::EntityId id) const {
    const store::Store& book = *session_.inside().store;
    auto fact = fact_of<core::LetterSent>(book, id);
    if (!fact) return std::nullopt;
    const auto& rows = book.work();
    const auto row = std::ranges::find(rows, id, &core::WorkRow::id);
    return LetterRow{*std::move(fact), row == rows.end() ? core::far_future : row->end};
}

std::vector<HoldRow> Dunning::holds(core::CustomerId customer, core::Date day,
                                    bool with_ended) const {
    std::vector<HoldRow> found;
    const store::Store& book = *session_.inside().store;
    const core::CustomerId whose = customer.is_nil() ? customer : holder_of(session_, customer);
    for (const core::WorkRow& row : book.work()) {
        if (row.type != core::WorkType::hold || (!whose.is_nil() && row.customer != whose))
            continue;
        if (!with_ended && (row.until < day || row.end <= day)) continue;
        if (auto hold = fact_of<core::HoldPlaced>(book, row.id)) {
            found.push_back({*std::move(hold), row.end});
        }
    }
    core::sort(found, std::less{},
               [](const HoldRow& row) { return std::pair(row.hold.until, row.hold.id); });
    return found;
}

std::optional<core::EntityId> Dunning::later_letter(core::Date day) const {
    for (const core::WorkRow& row : session_.inside().store->work()) {
        const bool counts = row.type == core::WorkType::letter && row.code > 0 && row.date > day;
        if (counts && row.end == core::far_future) return row.id;
    }
    return std::nullopt;
}

std::vector<core::EntityId> Dunning::charges_of(const core::LetterSent& letter) const {
    return session_.inside().store->charges_of(letter);
}

std::vector<core::DunningLadder> Dunning::ladders() const {
    return core::read_ladders(settings_of(session_));
}

std::string Dunning::default_ladder() const {
    for (const auto& [key, value] : settings_of(session_)) {
        if (key == "dunning.default" && !value.empty()) return value;
    }
    return std::string(core::default_ladder);
}

core::Result<Outcome> Dunning::keep(const core::DunningLadder& ladder) {
    const bool sound = !ladder.key.empty() && ladder.key.size() <= 40 &&
                       !ladder.key.contains('.') && ladder.key != "default";
    if (!sound) return core::fail(core::ErrorCode::malformed, "ladder", ladder.key);
    core::FieldsSet fields{core::RegisterKind::setting, core::settings_entity, {}};
    const std::string key = "dunning." + ladder.key;
    const std::string text = core::ladder_text(ladder);
    if (!core::parse_ladder(ladder.key, text)) {
        return core::fail(core::ErrorCode::malformed, "ladder", text);
    }
    const auto shown = settings_of(session_);
    const auto put = [&](const std::string& name, std::string value) {
        const auto there =
            std::ranges::find(shown, name, &std::pair<std::string, std::string>::first);
        if (there != shown.end() && there->second == value) return;
        fields.fields.emplace_back(name, std::move(value));
    };
    put(key, text);
    for (int number = 1; number <= core::most_dunning_levels; ++number) {
        const auto at = static_cast<std::size_t>(number - 1);
        std::string value = at < ladder.levels.size() ? core::level_text(ladder.levels[at]) : "";
        if (!value.empty() && !core::parse_level(number, value)) {
            return core::fail(core::ErrorCode::malformed, "level", value);
        }
        put(key + "." + std::to_string(number), std::move(value));
    }
    return session_.run(core::SetFields{std::move(fields)});
}

core::Result<Outcome> Dunning::take_away(const std::string& ladder) {
    core::FieldsSet fields{core::RegisterKind::setting, core::settings_entity, {}};
    const std::string key = "dunning." + ladder;
    for (const auto& [name, value] : settings_of(session_)) {
        if ((name == key || name.starts_with(key + ".")) && !value.empty()) {
            fields.fields.emplace_back(name, std::string());
        }
    }
    return session_.run(core::SetFields{std::move(fields)});
}

} // namespace huikuan::session
