#include "ui/sent_letter.h"

#include "session/dunning.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/document_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/letter_sheet.h"
#include "ui/lists.h"
#include "ui/reversal.h"

namespace huikuan::ui {

// What was entered with it, each a document of its own.
void SentLetter::draw_charges(Desk& desk) {
    const auto& charges = charges_.get(moment_key(desk, shown_), [&] {
        std::vector<core::InvoiceRow> rows;
        for (const core::EntityId id : session::Dunning(desk.session).charges_of(*letter_)) {
            auto row = desk.session.invoice(core::id_cast<core::InvoiceId>(id), desk.today);
            if (row) rows.push_back(*std::move(row));
        }
        return rows;
    });
    if (charges.empty()) return;
    heading(say("letter.charged"), 3);
    for (const core::InvoiceRow& row : charges) {
        const Named named(core::to_text(row.id));
        Row line(8, true, 28);
        const std::string route = with_sheet(desk, "invoice", core::to_text(row.id));
        if (link(row.number, "#" + route)) desk.go(route);
        text(debit_words(row.type), {.tone = Tone::soft});
        text(money_text(row.amount));
        if (row.status == core::DocumentStatus::voided) {
            badge(say("status.voided"), BadgeKind::neutral);
        }
    }
}

void SentLetter::draw(Desk& desk) {
    const std::string wanted = desk.route.option("sent");
    if (wanted != shown_) {
        *this = SentLetter{};
        shown_ = wanted;
        if (const auto id = core::parse_id(wanted)) {
            if (auto row = session::Dunning(desk.session).letter(*id)) {
                letter_ = std::move(row->letter);
            }
        }
        if (letter_) {
            const auto customer = desk.session.customer(letter_->customer, desk.today);
            name_ = customer ? customer_label(*customer) : std::string();
        }
    }
    bool open = !wanted.empty();
    {
        Sheet sheet("sent", name_.empty() ? say("dunning.letter") : name_, open, 640);
        if (!sheet) return;
        if (!letter_) {
            notice(say("letter.gone"), BadgeKind::warn);
        } else {
            {
                Row facts(28);
                fact(say("label.date"), date_text(letter_->date));
                fact(say("contact.channel"), channel_words(letter_->channel));
                if (!letter_->to.empty()) fact(say("letter.to"), letter_->to);
                if (!letter_->by.empty()) fact(say("letter.by"), letter_->by);
                if (letter_->level > 0) {
                    fact(say("dunning.letter"), say("dunning.level", letter_->level));
                }
            }
            heading(letter_->subject, 3);
            {
                Panel panel(say("letter.text"), 16, 6);
                std::string_view rest = letter_->text;
                while (!rest.empty()) {
                    const auto end = rest.find('\n');
                    if (!is_blank(rest.substr(0, end))) text(rest.substr(0, end));
                    rest =
                        end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
                }
            }
            draw_charges(desk);
            Row row(8);
            if (button(say("letter.print"), {.icon = Icon::print})) {
                session::LetterDraft draft{*letter_, letter_->text, {}};
                desk.later([&desk, page = letter_html(desk, draft), title = letter_->subject] {
                    desk.backend.print_html(page, title);
                });
            }
            if (button(say("letter.take_back"), {.kind = ButtonKind::danger, .icon = Icon::undo})) {
                asking_ = true;
                reason_.clear();
                problem_.clear();
            }
        }
    }
    if (!open) desk.go(with_sheet(desk, "sent", {}));
    Dialog dialog("take_back", say("letter.take_back"), asking_);
    if (!dialog) return;
    text(say("letter.take_back_detail"), {.tone = Tone::soft});
    const bool committed =
        text_field(say("label.reason"), reason_, {.error = problem_, .required = true}).committed;
    Row row(8);
    if (button(say("letter.take_back"), {.kind = ButtonKind::danger}) || committed) {
        desk.run(core::Reverse{desk.session.mint(), letter_->id, std::nullopt, reason_},
                 say("letter.taken_back"),
                 [this, &desk](const core::Result<session::Outcome>& done) {
                     if (!done) {
                         problem_ = error_words(done.error());
                         return;
                     }
                     asking_ = false;
                     desk.go(with_sheet(desk, "sent", {}), true);
                 });
    }
    if (button(say("kit.cancel"))) asking_ = false;
}

} // namespace huikuan::ui
