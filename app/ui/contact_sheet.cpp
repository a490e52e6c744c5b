#include "ui/contact_sheet.h"

#include "ui/collection_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/register_form.h"
#include "ui/reversal.h"

namespace huikuan::ui {

void ContactSheet::draw(Desk& desk) {
    const std::string id = desk.route.option("logged");
    bool open = !id.empty();
    {
        Sheet sheet("logged", say("contact.one"), open, 560);
        if (!sheet) return;
        const auto& line = line_.get(moment_key(desk, id), [&] {
            const auto parsed = core::parse_id(id);
            return parsed ? session::Collections(desk.session).contact(*parsed) : std::nullopt;
        });
        if (!line) {
            notice(say("contact.gone"), BadgeKind::warn);
        } else {
            draw_facts(desk, *line);
            heading(say("files.title"), 3);
            files_.draw(desk, line->contact.id, {.photo = true});
            if (!line->visit.is_nil()) {
                heading(say("contact.visit_files"), 3);
                photos_.draw(desk, line->visit, {.photo = true});
            }
        }
    }
    if (!open) desk.go(with_sheet(desk, "logged", {}));
}

void ContactSheet::draw_facts(Desk& desk, const session::ContactLine& line) {
    const core::ContactLogged& one = line.contact;
    const bool stands = line.end == core::far_future;
    {
        Row head(10, true, 28);
        badge(outcome_words(one.outcome), one.reached ? BadgeKind::good : BadgeKind::neutral);
        if (!stands) badge(say("status.voided"), BadgeKind::neutral);
        const auto row = desk.session.customer(one.customer, desk.today);
        const std::string route = customer_route(one.customer);
        if (row && link(customer_label(*row), "#" + route)) desk.go(route);
    }
    {
        Row facts(24);
        const auto show = [](const char* key, const std::string& value) {
            if (!value.empty()) fact(say(key), value);
        };
        show("label.date",
             date_text(one.date) + (one.minute < 0 ? "" : " " + core::minute_text(one.minute)));
        show("contact.channel", channel_words(one.channel));
        show("contact.by", one.by);
        show("contact.whom", one.whom);
        if (!one.person.is_nil()) {
            const auto fields = desk.session.fields(core::RegisterKind::contact, one.person);
            show("contact.position", field_of(fields, "title"));
        }
        if (one.next) show("contact.next", date_text(*one.next));
    }
    if (one.reached) caption(say("contact.reached"));
    if (one.third_party) notice(say("contact.third_party"), BadgeKind::warn);
    if (!one.note.empty()) text(one.note);
    for (const core::ConductRule rule : one.overruled) {
        notice(say("contact.went_against",
                   word("evidence.against." + std::string(core::name_of(rule)))),
               BadgeKind::warn);
    }
    Row actions(8);
    if (!line.visit.is_nil() && button(say("task.visit"), {.icon = Icon::people})) {
        open_task(desk, line.visit);
    }
    if (stands && button(say("history.undo"), {.kind = ButtonKind::danger, .icon = Icon::undo})) {
        desk.run(core::Reverse{desk.session.mint(), one.id, std::nullopt, say("undo.reason")},
                 say("contact.taken_back"));
    }
}

} // namespace huikuan::ui
