#include "ui/refusal_sheet.h"

#include <algorithm>

#include "core/read.h"
#include "session/ledger.h"
#include "ui/collection_words.h"
#include "ui/dispute_sheet.h"
#include "ui/dunning_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/reversal.h"

namespace huikuan::ui {

namespace {

constexpr int days_for_evidence = 7;
constexpr std::size_t most_of_tried = 1500; // bytes; a case keeps 2000
constexpr core::Channel offer_channels[] = {core::Channel::phone, core::Channel::wechat,
                                            core::Channel::mail, core::Channel::letter,
                                            core::Channel::visit};
// In the order in which they are asked for; a refusal without a reason is the last.
constexpr core::DisputeCause asked_causes[] = {
    core::DisputeCause::quality,   core::DisputeCause::quantity,   core::DisputeCause::price,
    core::DisputeCause::delivery,  core::DisputeCause::acceptance, core::DisputeCause::invoicing,
    core::DisputeCause::duplicate, core::DisputeCause::says_paid,  core::DisputeCause::other,
    core::DisputeCause::refusal};

void step_head(int number, const char* key, bool done) {
    Row line(8, true, 32);
    heading(std::to_string(number) + " " + say(key), 3);
    badge(say(done ? "refusal.done" : "refusal.open"), done ? BadgeKind::good : BadgeKind::warn);
}

} // namespace

void open_refusal(Desk& desk, core::CustomerId customer) {
    desk.go(with_sheet(desk, "refusal", core::to_text(customer)));
}

std::string tried_words(const session::Refusal& now) {
    std::string words;
    const auto add = [&](const std::string& one) { words += (words.empty() ? "" : " ") + one; };
    const session::Weighing& tried = now.tried;
    if (tried.last_reached) {
        add(say("case.talks_were", tried.contacts_reached, date_text(*tried.last_reached)));
    }
    if (tried.promises.closed() > 0) {
        add(say("case.promises", tried.promises.kept,
                tried.promises.broken + tried.promises.partly));
    }
    if (now.last_letter) add(say("refusal.letters", now.letters, date_text(*now.last_letter)));
    for (const core::DisputeRow& row : now.disputes) {
        if (words.size() + row.reason.size() > most_of_tried) break;
        add(say("refusal.says", row.invoice_number, cause_words(row.cause), row.reason));
    }
    if (now.offer && words.size() + now.offer->note.size() <= most_of_tried)
        add(say("refusal.offered", date_text(now.offer->date), now.offer->note));
    return words;
}

void RefusalSheet::start(Desk& desk, const std::string& id) {
    *this = RefusalSheet{};
    asked_ = id;
    dispute_id_ = desk.session.mint();
    task_id_ = desk.session.mint();
    offer_id_ = desk.session.mint();
    until_ = core::to_text(core::add_days(desk.today, days_for_evidence));
    typed_.rename("refusal." + id);
    const auto parts = typed_.take(desk, 3);
    if (parts.size() != 3) return;
    reason_ = parts[0];
    amount_ = parts[1];
    until_ = parts[2];
}

std::string RefusalSheet::problem(std::string_view field) const {
    return was_refused_ && refused_.field == field ? error_words(refused_) : std::string();
}

void RefusalSheet::draw(Desk& desk) {
    const std::string id = desk.route.option("refusal");
    if (id != asked_) start(desk, id);
    bool open = !id.empty();
    {
        const auto& now = now_.get(moment_key(desk, id), [&]() -> std::optional<session::Refusal> {
            const auto parsed = core::parse_id(id);
            const auto row =
                parsed ? desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today)
                       : std::nullopt;
            if (!row) return std::nullopt;
            name_ = customer_label(*row);
            return session::refusal(desk.session, row->id, desk.today);
        });
        Sheet sheet("refusal", now ? say("refusal.of", name_) : say("refusal.title"), open, 620);
        if (!sheet) return;
        if (!now) {
            notice(say("customer.gone"), BadgeKind::warn);
        } else {
            caption(say("refusal.rule"));
            draw_why(desk, *now);
            draw_evidence(desk, *now);
            draw_offer(desk, *now);
            draw_law(desk, *now);
            typed_.keep(desk, {reason_, amount_, until_}, !is_blank(reason_) || !is_blank(amount_));
        }
    }
    if (!open) desk.go(with_sheet(desk, "refusal", {}));
}

void RefusalSheet::draw_why(Desk& desk, const session::Refusal& now) {
    step_head(1, "refusal.why", !now.disputes.empty());
    for (const core::DisputeRow& row : now.disputes) {
        const Named named(core::to_text(row.id));
        Row line(8, true, 36);
        badge(cause_words(row.cause), BadgeKind::warn);
        text(row.invoice_number, {.letters = Letters::strong});
        text(money_text(row.amount));
        text(row.reason, {.tone = Tone::soft});
        if (button(say("talk.open"), {.kind = ButtonKind::quiet, .icon = Icon::message})) {
            open_dispute(desk, row.id);
        }
    }
    draw_why_form(desk, now);
}

// Of whatever is overdue and not disputed yet.
void RefusalSheet::draw_why_form(Desk& desk, const session::Refusal& now) {
    std::vector<core::InvoiceRow> asked = now.overdue;
    std::erase_if(asked, [](const core::InvoiceRow& row) { return row.disputed >= row.open; });
    if (asked.empty()) {
        if (now.disputes.empty()) text(say("refusal.nothing_due"), {.tone = Tone::soft});
        return;
    }
    invoice_ = std::min(invoice_, static_cast<int>(asked.size()) - 1);
    std::vector<std::string> invoices, causes;
    for (const core::InvoiceRow& row : asked) {
        invoices.push_back(row.number + " · " + money_text({row.open, row.amount.currency}));
    }
    for (const core::DisputeCause cause : asked_causes) causes.push_back(cause_words(cause));
    {
        Columns grid({1, 1}, 12, 420);
        select(say("refusal.invoice"), invoice_, invoices);
        grid.next();
        select(say("dispute.cause"), cause_, causes);
    }
    const std::string of_reason = problem("reason");
    text_field(say("refusal.reason"), reason_,
               {.hint = say("dispute.reason_hint"), .error = of_reason, .required = true});
    const bool beside = was_refused_ && refused_.field != "reason" && refused_.field != "offer" &&
                        refused_.field != "until";
    if (beside) notice(error_words(refused_), BadgeKind::bad, true);
    if (button(say("refusal.why_save"), {.kind = ButtonKind::primary})) {
        save_why(desk, asked[static_cast<std::size_t>(invoice_)]);
    }
}

void RefusalSheet::save_why(Desk& desk, const core::InvoiceRow& row) {
    core::OpenDispute open;
    open.dispute.id = dispute_id_;
    open.dispute.invoice = row.id;
    open.dispute.amount = {row.open - row.disputed, row.amount.currency};
    open.dispute.date = desk.today;
    open.dispute.reason = reason_;
    open.dispute.cause = asked_causes[static_cast<std::size_t>(cause_)];
    open.dispute.owner = me(desk);
    desk.run(std::move(open),
             say("dispute.saved", row.number,
                 money_text({row.open - row.disputed, row.amount.currency})),
             [this, &desk](const core::Result<session::Outcome>& done) {
                 was_refused_ = !done;
                 if (!done) {
                     refused_ = done.error();
                     return;
                 }
                 dispute_id_ = desk.session.mint();
                 reason_.clear();
                 typed_.forget(desk);
             });
}

void RefusalSheet::draw_evidence(Desk& desk, const session::Refusal& now) {
    const bool whole = std::ranges::all_of(now.evidence, &session::Proof::there);
    step_head(2, "refusal.evidence", whole);
    for (const session::Proof& proof : now.evidence) {
        const std::string name(session::name_of(proof.of));
        const Named named(name);
        Row line(8, true, 36);
        badge(say(proof.there ? "refusal.there" : "refusal.missing"),
              proof.there ? BadgeKind::good : BadgeKind::bad);
        text(word("refusal.proof." + name), {.letters = Letters::strong});
        if (proof.of == session::ProofOf::delivery || proof.of == session::ProofOf::interruption) {
            text(say("refusal.of_all", proof.have, proof.wanted), {.tone = Tone::soft});
        }
        if (proof.day && *proof.day != core::far_future) {
            text(say("refusal.clock_until", date_text(*proof.day)), {.tone = Tone::soft});
        }
        if (proof.there) continue;
        switch (proof.of) {
        case session::ProofOf::contract: {
            const std::string route = customer_route(now.customer) + "?tab=data";
            if (link(say("refusal.add_contract"), "#" + route)) desk.go(route);
            break;
        }
        case session::ProofOf::delivery: {
            if (button(say("refusal.add_file"), {.kind = ButtonKind::quiet, .icon = Icon::file})) {
                open_invoice(desk, proof.open);
            }
            break;
        }
        case session::ProofOf::statement: {
            if (button(say("refusal.write_statement"),
                       {.kind = ButtonKind::quiet, .icon = Icon::document})) {
                Route route = parse_route(with_sheet(desk, "letter", core::to_text(now.customer)));
                route.set("form", "statement");
                desk.go(route.text());
            }
            break;
        }
        case session::ProofOf::interruption: {
            if (button(say("refusal.see_clock"),
                       {.kind = ButtonKind::quiet, .icon = Icon::clock})) {
                Route route = parse_route(with_sheet(desk, "refusal", {}));
                route.set("clock", core::to_text(proof.open));
                desk.go(route.text());
            }
            break;
        }
        }
    }
    if (whole) return;
    if (button(say("refusal.task"), {.icon = Icon::check})) save_task(desk, now);
}

void RefusalSheet::save_task(Desk& desk, const session::Refusal& now) {
    std::vector<core::Check> checks;
    for (const session::Proof& proof : now.evidence) {
        if (proof.there) continue;
        checks.push_back({say("refusal.proof." + std::string(session::name_of(proof.of))), false});
    }
    core::FieldsSet task{core::RegisterKind::task, task_id_, {}};
    task.fields = {{"checklist", core::checklist_text(checks)},
                   {"customer", core::to_text(now.customer)},
                   {"due", core::to_text(core::add_days(desk.today, days_for_evidence))},
                   {"kind", std::string(core::name_of(core::TaskKind::task))},
                   {"owner", me(desk)},
                   {"title", say("refusal.task_title")}};
    std::erase_if(task.fields, [](const auto& field) { return field.second.empty(); });
    desk.run(core::SetFields{std::move(task)}, say("refusal.task_made"),
             [this, &desk](const core::Result<session::Outcome>& done) {
                 if (done) task_id_ = desk.session.mint();
                 else toast(error_words(done.error()), {}, true);
             });
}

void RefusalSheet::draw_offer(Desk& desk, const session::Refusal& now) {
    step_head(3, "refusal.offer", now.offer.has_value());
    if (now.offer) {
        text(say("refusal.offered", date_text(now.offer->date), now.offer->note));
        if (now.offer->next) caption(say("talk.until", date_text(*now.offer->next)));
        if (button(say("refusal.accepted"), {.icon = Icon::split})) {
            Route route = parse_route(with_sheet(desk, "new", "plan"));
            route.set("customer", core::to_text(now.customer));
            desk.go(route.text());
        }
    }
    if (now.disputes.empty()) {
        text(say("refusal.why_first"), {.tone = Tone::soft});
        return;
    }
    const core::Currency currency = now.disputes.front().amount.currency;
    std::vector<std::string> ways;
    for (const core::Channel channel : offer_channels) ways.push_back(channel_words(channel));
    const std::string of_offer = problem("offer"), of_until = problem("until");
    {
        Columns grid({1, 1, 1}, 12, 420);
        amount_field(say("refusal.offer_amount"), amount_, currency,
                     {.error = of_offer, .required = true});
        grid.next();
        date_field(say("refusal.offer_until"), until_, desk.today,
                   {.error = of_until, .required = true});
        grid.next();
        select(say("contact.channel"), channel_, ways);
    }
    if (button(say("refusal.offer_save"))) save_offer(desk, now);
}

void RefusalSheet::save_offer(Desk& desk, const session::Refusal& now) {
    const auto refuse = [&](core::Error error, const char* field) {
        refused_ = std::move(error);
        refused_.field = field;
        was_refused_ = true;
    };
    const core::DisputeRow& about = now.disputes.front();
    const auto minor = read_typed_amount(amount_, about.amount.currency);
    if (!minor) return refuse(minor.error(), "offer");
    const auto until = core::read_typed_date(until_, desk.today);
    if (!until) return refuse(until.error(), "until");
    if (*until < desk.today) {
        return refuse({core::ErrorCode::date_order, "until", core::to_text(desk.today), 0},
                      "until");
    }
    core::LogContact log;
    log.contact.id = offer_id_;
    log.contact.customer = now.customer;
    log.contact.date = desk.today;
    log.contact.minute = session::Collections(desk.session).minute_now();
    log.contact.by = me(desk);
    log.contact.channel = offer_channels[static_cast<std::size_t>(channel_)];
    log.contact.outcome = core::ContactOutcome::sent;
    log.contact.task = about.id;
    log.contact.next = *until;
    log.contact.note =
        say("refusal.offer_note", money_text({*minor, about.amount.currency}), date_text(*until));
    desk.run(std::move(log), say("refusal.offer_saved"),
             [this, &desk](const core::Result<session::Outcome>& done) {
                 was_refused_ = !done;
                 if (!done) {
                     refused_ = done.error();
                     refused_.field = "offer";
                     return;
                 }
                 offer_id_ = desk.session.mint();
                 amount_.clear();
                 typed_.forget(desk);
             });
}

void RefusalSheet::draw_law(Desk& desk, const session::Refusal& now) {
    step_head(4, "refusal.law", now.legal_case.has_value());
    if (now.legal_case) {
        if (button(say("refusal.see_case"), {.icon = Icon::chevron_right})) {
            Route route = parse_route(with_sheet(desk, "refusal", {}));
            route.set("case", core::to_text(*now.legal_case));
            desk.go(route.text());
        }
        return;
    }
    const std::string tried = tried_words(now);
    text(tried.empty() ? say("case.no_talks") : tried, {.tone = Tone::soft});
    if (button(say("refusal.escalate"), {.icon = Icon::chevron_right})) {
        Route route = parse_route(with_sheet(desk, "refusal", {}));
        route.set("escalate", core::to_text(now.customer));
        desk.go(route.text());
    }
}

} // namespace huikuan::ui
