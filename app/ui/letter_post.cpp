#include "ui/letter_post.h"

#include <algorithm>

#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/dunning_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/letter_sheet.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

// Of a long post the others are counted, so that its buttons stay in sight.
std::size_t most_named() { return narrow() ? 2 : 8; }

std::string post_html(Desk& desk, std::span<const session::LetterDraft> drafts) {
    std::string html;
    for (const session::LetterDraft& draft : drafts) { html += letter_html(desk, draft); }
    return html;
}

} // namespace

std::string LetterPost::name_of(Desk& desk, core::CustomerId customer) {
    const auto found = names_.find(customer);
    if (found != names_.end()) return found->second;
    const auto row = desk.session.customer(customer, desk.today);
    return names_[customer] = row ? customer_label(*row) : "–";
}

void LetterPost::ask(Desk& desk, std::span<const core::CustomerId> customers) {
    *this = LetterPost{};
    open_ = true;
    auto post =
        session::Letters(desk.session).post(desk.today, list_owner(desk), customers, me(desk));
    if (post) post_ = *std::move(post);
    else problem_ = error_words(post.error());
}

void LetterPost::draw(Desk& desk) {
    Dialog dialog("letter_post", say("post.title"), open_, 640);
    if (!dialog) return;
    const auto count = static_cast<std::int64_t>(post_.drafts.size());
    text(count > 0 ? say("post.detail", count_text(count)) : say("post.none"),
         {.tone = Tone::soft});
    if (count > 0) draw_letters(desk);
    draw_left_out(desk);
    if (!problem_.empty()) notice(problem_, BadgeKind::bad, true);
    Row row(8);
    const bool may = count > 0 && !sending_;
    if (count > 0 && button(say("post.do", count_text(count)),
                            {.kind = ButtonKind::primary, .icon = Icon::print, .enabled = may})) {
        print(desk, true);
    }
    if (count > 0 && button(say("post.look"), {.kind = ButtonKind::quiet, .enabled = may})) {
        print(desk, false);
    }
    if (button(say("kit.cancel"))) open_ = false;
}

void LetterPost::draw_letters(Desk& desk) {
    const std::vector<TableColumn> columns{
        {say("label.customer"), 1.5F, 120, Align::left, {}, 0, true},
        {say("dunning.letter"), 1.4F, 170, Align::left, {}, 1},
        {say("dunning.to_pay"), 1, 110, Align::right, {}, 0},
    };
    const core::Currency own = desk.session.book().currency;
    const std::size_t shown = std::min(post_.drafts.size(), most_named());
    plain_table(table_, shown, {.name = say("post.title"), .columns = columns, .opens = false},
                [&](std::size_t index, std::size_t column) -> Cell {
                    const core::LetterSent& letter = post_.drafts[index].letter;
                    switch (column) {
                    case 0: return {.text = name_of(desk, letter.customer), .strong = true};
                    case 1:
                        return {.text = std::to_string(letter.level) + " · " +
                                        letter_words(letter.letter)};
                    default: {
                        Sums sums;
                        for (const core::LetterSum& sum : letter.sums) {
                            sums.add({sum.total(), sum.currency});
                        }
                        return {.text = sums.words(own)};
                    }
                    }
                });
    if (shown < post_.drafts.size()) {
        const auto rest = static_cast<std::int64_t>(post_.drafts.size() - shown);
        caption(say("post.more", count_text(rest)));
    }
}

// Who is not in it, and why.
void LetterPost::draw_left_out(Desk& desk) {
    const auto line = [](const char* key, std::size_t count) {
        if (count > 0) caption(say(key, count_text(static_cast<std::int64_t>(count))));
    };
    line("post.other_channel", post_.other_channel);
    line("post.decided", post_.decided);
    line("post.later", post_.later);
    const std::size_t named = std::min(post_.refused.size(), most_named() / 2);
    for (std::size_t i = 0; i < named; ++i) {
        const auto& [customer, error] = post_.refused[i];
        const Named of(core::to_text(customer));
        notice(say("post.refused", name_of(desk, customer), error_words(error)), BadgeKind::warn);
    }
    line("post.refused_more", post_.refused.size() - named);
}

void LetterPost::print(Desk& desk, bool keep) {
    std::string html = post_html(desk, post_.drafts);
    if (!keep) {
        desk.later(
            [&desk, html = std::move(html)] { desk.backend.print_html(html, say("post.title")); });
        return;
    }
    sending_ = true;
    const auto count = static_cast<std::int64_t>(post_.drafts.size());
    desk.act([drafts = post_.drafts](
                 session::Session& book) { return session::Letters(book).keep_sent(drafts); },
             say("post.done", count_text(count)),
             [this, &desk, html = std::move(html)](const core::Result<session::Outcome>& done) {
                 sending_ = false;
                 if (!done) {
                     problem_ = error_words(done.error());
                     return;
                 }
                 open_ = false;
                 desk.backend.print_html(html, say("post.title"));
             });
}

} // namespace huikuan::ui
