#include "ui/collection_words.h"

#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

std::string owner_key(const Desk& desk) { return "today.owner." + desk.session.vault(); }

std::string me_key(const Desk& desk) { return "me." + desk.session.vault(); }

std::string key_words(std::string_view prefix, std::string_view name) {
    return std::string(word(std::string(prefix) + std::string(name)));
}

} // namespace

std::string channel_words(core::Channel channel) {
    return key_words("channel.", core::name_of(channel));
}
std::string outcome_words(core::ContactOutcome outcome) {
    return key_words("outcome.", core::name_of(outcome));
}
std::string with_against(std::string words, const std::vector<core::ConductRule>& rules) {
    std::string against;
    for (const core::ConductRule rule : rules) {
        const std::string one = key_words("evidence.against.", core::name_of(rule));
        against = against.empty() ? one : say("contact.both", against, one);
    }
    return against.empty() ? words : say("contact.against", words, against);
}
bool draw_promise_way(int& way) {
    std::vector<std::string> labels{say("contact.how_unsaid")};
    for (const char* one : promise_ways) {
        if (*one != '\0') labels.push_back(method_words(one));
    }
    return select(say("contact.how"), way, labels);
}
std::string promise_state_words(core::PromiseState state) {
    return key_words("promise.", core::name_of(state));
}
BadgeKind promise_state_kind(core::PromiseState state) {
    switch (state) {
    case core::PromiseState::open: return BadgeKind::accent;
    case core::PromiseState::kept: return BadgeKind::good;
    case core::PromiseState::partly: return BadgeKind::warn;
    case core::PromiseState::broken: break;
    }
    return BadgeKind::bad;
}

std::string why_words(const session::WorkItem& item) {
    const core::WorkFacts& facts = item.facts;
    std::string out;
    const auto add = [&](std::string words) { out += (out.empty() ? "" : " · ") + words; };
    switch (item.score.waits) {
    case core::WaitReason::hold: add(say("wait.hold", date_text(*facts.hold_until))); break;
    case core::WaitReason::promise:
        add(say(facts.promise_approaches() ? "wait.promise_soon" : "wait.promise",
                date_text(*facts.promise_due)));
        break;
    case core::WaitReason::next_date: add(say("wait.next_date", date_text(*facts.next))); break;
    case core::WaitReason::plan: add(say("wait.plan")); break;
    case core::WaitReason::contacted: add(say("wait.contacted")); break;
    case core::WaitReason::not_due: add(say("wait.not_due")); break;
    case core::WaitReason::none:
        if (facts.promise_due) {
            add(say(facts.covered() ? "why.promise" : "why.promise_part",
                    date_text(*facts.promise_due)));
        }
        if (facts.next) {
            add(say(facts.reply_awaited ? "why.reply" : "why.next", date_text(*facts.next)));
        }
        break;
    }
    if (facts.promises_broken > 0) add(say("why.broken", facts.promises_broken));
    if (facts.broke) add(say("why.broke"));
    if (facts.plan_behind) {
        add(say(facts.plan_accelerated ? "why.plan_accelerated" : "why.plan_behind"));
    } else if (facts.plan_part_due) {
        add(say("why.plan_part"));
    }
    if (item.score.part(core::ScorePart::limitation) > 0) {
        const core::Date safe = facts.limitation.value_or(facts.today);
        const bool over = safe < facts.today;
        add(say(over ? "why.limitation_over" : "why.limitation", date_text(safe)));
    }
    if (!facts.last_contact && facts.overdue) add(say("why.never"));
    return out;
}

std::string score_words(const core::WorkScore& score) {
    std::string out;
    for (std::size_t i = 0; i < core::score_parts; ++i) {
        const int points = score.parts.at(i);
        if (points == 0) continue;
        const auto part = static_cast<core::ScorePart>(i);
        constexpr int points_of_soon = 10; // something that has come has more
        const bool soon = part == core::ScorePart::due_today && points <= points_of_soon;
        out += (out.empty() ? "" : " + ") +
               (soon ? say("score.due_soon") : key_words("score.", core::name_of(part))) + " " +
               std::to_string(points);
    }
    return (out.empty() ? "0" : out) + " = " + std::to_string(score.total());
}

std::string percent_words(std::int64_t ppm) {
    if (ppm < 0) return "–";
    if (ppm > 1'000'000'000) return ">1000%";
    const std::int64_t rounded = (ppm + 50) / 100;
    const std::string cents = std::to_string(rounded % 100);
    return std::to_string(rounded / 100) + "." + (cents.size() < 2 ? "0" : "") + cents + "%";
}

std::string overdue_words(const session::WorkItem& item, core::Currency own) {
    if (item.balances.empty()) return "–";
    const auto& most = item.balances.front();
    std::string out = cell_money({most.overdue, most.currency}, own);
    if (item.balances.size() > 1) out += " +" + std::to_string(item.balances.size() - 1);
    return out;
}

std::string task_kind_words(core::TaskKind kind) { return key_words("task.", core::name_of(kind)); }
std::string task_title(const session::TaskRow& row) {
    return row.task.title.empty() ? task_kind_words(row.task.kind) : row.task.title;
}
std::string entry_words(const session::CalendarEntry& entry) {
    const std::string amount = entry.amount ? money_text(*entry.amount) : std::string();
    switch (entry.kind) {
    case session::CalendarEntry::Kind::promise:
        return say("day.promise", entry.customer_name, amount);
    case session::CalendarEntry::Kind::plan_part:
        return say("day.plan_part", entry.customer_name, amount);
    case session::CalendarEntry::Kind::next_contact:
        return say("day.next_contact", entry.customer_name);
    case session::CalendarEntry::Kind::deadline:
        return say("day.deadline", key_words("case.deadline.", core::name_of(entry.deadline)),
                   entry.customer_name);
    case session::CalendarEntry::Kind::difference:
        return say("day.difference", entry.customer_name,
                   entry.title.empty() ? amount : entry.title + " " + amount);
    case session::CalendarEntry::Kind::dispute: return say("day.dispute", entry.customer_name);
    case session::CalendarEntry::Kind::limitation:
        return say("day.limitation", entry.customer_name);
    case session::CalendarEntry::Kind::guarantee:
        return say("day.guarantee", entry.customer_name, entry.note);
    case session::CalendarEntry::Kind::step:
    case session::CalendarEntry::Kind::task: break;
    }
    const std::string title = entry.title.empty() ? task_kind_words(entry.task_kind) : entry.title;
    return entry.customer_name.empty() ? title : title + " · " + entry.customer_name;
}

std::optional<std::string> list_owner(const Desk& desk) {
    const std::string kept = desk.setting(owner_key(desk));
    if (kept.empty() && !me(desk).empty()) return me(desk); // until somebody filters
    return kept.starts_with('=') ? std::optional(kept.substr(1)) : std::nullopt;
}
void keep_list_owner(Desk& desk, const std::optional<std::string>& owner) {
    desk.keep_setting(owner_key(desk), owner ? "=" + *owner : "*");
}
std::string me(const Desk& desk) { return desk.setting(me_key(desk)); }
void keep_me(Desk& desk, const std::string& name) { desk.keep_setting(me_key(desk), name); }

void open_contact(Desk& desk, core::CustomerId customer) {
    desk.go(with_sheet(desk, "contact", core::to_text(customer)));
}
void open_logged(Desk& desk, core::EntityId contact) {
    desk.go(with_sheet(desk, "logged", core::to_text(contact)));
}
void open_task(Desk& desk, core::EntityId task) {
    desk.go(with_sheet(desk, "task", core::to_text(task)));
}
std::string without_sheet(const Desk& desk) {
    Route route = parse_route(with_sheet(desk, "task", {}));
    route.set("kind", {});
    if (route.part(0) == "customers" || route.part(0) == "today") route.set("customer", {});
    return route.text();
}

} // namespace huikuan::ui
