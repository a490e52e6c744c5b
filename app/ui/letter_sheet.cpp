#include "ui/letter_sheet.h"

#include <algorithm>
#include <iterator>

#include "core/markup.h"
#include "session/letter_mail.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/dunning_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/statement.h"

namespace huikuan::ui {

namespace {

constexpr core::Channel letter_channels[] = {core::Channel::letter, core::Channel::mail,
                                             core::Channel::wechat, core::Channel::sms,
                                             core::Channel::phone,  core::Channel::visit};

int place_of(core::Channel channel) {
    const auto found = std::ranges::find(letter_channels, channel);
    return found == std::end(letter_channels)
               ? 0
               : static_cast<int>(found - std::begin(letter_channels));
}

std::string letter_table_html(const session::LetterDraft& draft) {
    std::string rows = "<table><thead><tr>";
    std::string_view heads = core::letter_part("heads", draft.letter.language);
    for (int i = 0; !heads.empty(); ++i) {
        const auto bar = heads.find('|');
        rows += html_cell(heads.substr(0, bar), i > 2, "th");
        heads = bar == std::string_view::npos ? std::string_view() : heads.substr(bar + 1);
    }
    rows += "</tr></thead><tbody>";
    for (const session::LetterLine& line : draft.lines) {
        const std::string currency = std::string(line.amount.currency.view()) + " ";
        const core::Money open{line.open, line.amount.currency};
        rows += "<tr>" + html_cell(line.number) + html_cell(core::to_text(line.issued)) +
                html_cell(core::to_text(line.due)) +
                html_cell(line.days > 0 ? std::to_string(line.days) : "–", true) +
                html_cell(currency + core::to_text(line.amount), true) +
                html_cell(currency + core::to_text(open), true) + "</tr>";
    }
    return rows + "</tbody></table>";
}

constexpr std::string_view signature_left = "<div class=\"signature\">";

// Where {{sign}} stood.
constexpr std::string_view signs = "\n   \n";
static_assert(signs.substr(1, signs.size() - 2) == session::sign_mark);

// Texts from before there was that mark, and templates that were changed before: who signs is told
// by how it looks. "... until payment." is a sentence; "Jiangnan Factoring Ltd." is a name.
bool is_sentence(std::string_view line) {
    if (!line.ends_with('.')) return line.ends_with("。") || line.ends_with("；");
    const char last_word = line[line.rfind(' ') + 1];
    return last_word < 'A' || last_word > 'Z';
}

// Names, a date, a place to sign: short lines and no sentence.
bool is_signature(std::string_view block) {
    constexpr std::size_t longest_line = 120;
    while (!block.empty()) {
        const std::string_view line = block.substr(0, block.find('\n'));
        block.remove_prefix(std::min(block.size(), line.size() + 1));
        const bool longer = line.size() > longest_line;
        if (longer || is_sentence(line) || line == session::items_mark) return false;
    }
    return true;
}

// A lawyer writes on the paper of his firm, whose name is the first where he signs.
std::string letterhead_of(Desk& desk, const session::LetterDraft& draft) {
    const std::string_view text = draft.marked;
    const auto at = text.rfind(signs);
    if (draft.letter.letter != "lawyer" || at == std::string_view::npos) {
        return desk.session.book().company;
    }
    const std::string_view signer = text.substr(at + signs.size());
    return std::string(signer.substr(0, signer.find('\n')));
}

} // namespace

// Where somebody signs, from its mark to the next empty line, stays together with room for a seal.
// A Chinese letter has its paragraphs indented and who writes it at the right, unless there is a
// place to sign, which needs the width.
std::string letter_html(Desk& desk, const session::LetterDraft& draft) {
    const core::LetterSent& letter = draft.letter;
    const bool chinese = letter.language == "zh";
    // On paper the head says what it is; how much, the letter itself does.
    std::string title = letter.subject;
    for (const char* colon : {"：", ": "}) title = title.substr(0, title.find(colon));
    std::string body = std::string(document_start) +
                       "<div class=\"letterhead\"><div class=\"strong\">" +
                       core::html_text(letterhead_of(desk, draft)) + "</div><div>" +
                       core::html_text(session::date_in(letter.language, letter.date)) +
                       "</div></div><h1 class=\"center\">" + core::html_text(title) + "</h1>";
    const std::string_view text = draft.marked;
    const bool addressed = text.substr(0, text.find('\n')).ends_with("：");
    std::string_view rest = text;
    const bool marked = text.contains(signs);
    bool signing = false;
    for (bool first = true; !rest.empty(); first = false) {
        const auto end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        if (line == session::items_mark) {
            body += letter_table_html(draft);
        } else if (line.empty() || line == session::sign_mark) {
            const std::string_view block =
                rest.substr(0, std::min(rest.find("\n\n"), rest.find(signs)));
            body += signing ? "</div>" : "";
            signing = marked ? !line.empty() : is_signature(block);
            const bool at_right = chinese && !block.contains("    ");
            if (signing) body += at_right ? "<div class=\"signature right\">" : signature_left;
        } else {
            const bool indents = chinese && addressed && !signing && !first;
            body += indents ? "<p class=\"pre indent\">" : "<p class=\"pre\">";
            body += core::html_words(line) + "</p>";
        }
    }
    return body + (signing ? "</div></div>" : "</div>");
}

void LetterSheet::start(Desk& desk, const std::string& key) {
    auto queue = std::move(queue_);
    *this = LetterSheet{};
    queue_ = std::move(queue);
    shown_ = key;
    typed_.rename("letter." + key);
    const auto parsed = core::parse_id(desk.route.option("letter"));
    if (!parsed) return;
    customer_ = core::id_cast<core::CustomerId>(*parsed);
    const auto row = desk.session.customer(customer_, desk.today);
    if (!row) return;
    name_ = customer_label(*row);
    form_ = desk.route.option("form");
    session::Letters letters(desk.session);
    forms_ = letters.names();
    language_ = letters.language() == "en" ? 1 : 0;
    const auto due = session::Dunning(desk.session).preview_of(customer_, desk.today);
    if (due && *due) {
        const core::DunningPlan& plan = (*due)->plan;
        if (form_.empty() && plan.why == core::DunningWhy::none) step_ = **due;
        held_ = plan.why;
        held_until_ = plan.next;
    }
    if (!step_ && form_.empty()) form_ = "reminder";
    if (step_) channel_ = place_of(step_->step.channel);
    const auto place = std::ranges::find(forms_, form_);
    form_index_ = place == forms_.end() ? 0 : static_cast<int>(place - forms_.begin());
    write(desk);
    take_typed(desk);
}

bool LetterSheet::edited() const {
    return draft_ && (text_ != draft_->letter.text || subject_ != draft_->letter.subject);
}

// What was typed is kept with the text that it was typed over: another text, of another day or of
// other figures, drops it.
void LetterSheet::keep_typed(Desk& desk) {
    const bool filled =
        std::ranges::any_of(holes_, [](auto& hole) { return !hole.second.empty(); });
    std::vector<std::string> parts{draft_ ? draft_->letter.text : std::string(),
                                   std::to_string(language_), form_, subject_, text_};
    for (const auto& [name, given] : holes_) parts.insert(parts.end(), {name, given});
    typed_.keep(desk, parts, filled || edited());
}

void LetterSheet::take_typed(Desk& desk) {
    const auto parts = typed_.take(desk, 0);
    if (parts.size() < 5 || parts.size() % 2 == 0 || parts[2] != form_) return;
    language_ = parts[1] == "1" ? 1 : 0;
    holes_.clear();
    for (std::size_t i = 5; i < parts.size(); i += 2) holes_.emplace_back(parts[i], parts[i + 1]);
    write(desk);
    if (!draft_ || draft_->letter.text != parts[0]) return;
    subject_ = parts[3];
    text_ = parts[4];
}

void LetterSheet::rewrite(Desk& desk, int language, int form) {
    new_language_ = language;
    new_form_ = form;
    if (edited() && !asking_) {
        asking_ = true;
        return;
    }
    asking_ = false;
    language_ = language;
    if (form != form_index_) {
        form_index_ = form;
        form_ = forms_[static_cast<std::size_t>(form)];
        holes_.clear();
    }
    typed_.forget(desk);
    write(desk);
    desk.backend.request_frame();
}

void LetterSheet::draw_rewrite(Desk& desk) {
    Dialog dialog("rewrite", say("letter.rewrite"), asking_);
    if (!dialog) return;
    text(say("letter.rewrite_detail"), {.tone = Tone::soft});
    Row row(8);
    if (button(say("letter.rewrite"), {.kind = ButtonKind::danger})) {
        rewrite(desk, new_language_, new_form_);
    }
    if (button(say("kit.cancel"))) asking_ = false;
}

// Fills the letter anew: what was typed into it goes.
void LetterSheet::write(Desk& desk) {
    session::LetterWish wish;
    wish.name = step_ ? std::string() : form_;
    wish.language = letter_languages[language_];
    wish.channel = letter_channels[channel_];
    wish.by = me(desk);
    for (const auto& [name, given] : holes_) wish.values.emplace_back(name, given);
    session::Letters letters(desk.session);
    auto made =
        step_ ? letters.of_step(*step_, desk.today, wish) : letters.of(customer_, desk.today, wish);
    draft_.reset();
    problem_.clear();
    if (!made) {
        refused_ = made.error();
        if (refused_.code != core::ErrorCode::required) return;
        std::string_view names = refused_.detail;
        while (!names.empty()) {
            const auto comma = names.find(',');
            const std::string one(names.substr(0, comma));
            const auto there =
                std::ranges::find(holes_, one, [](auto& hole) { return hole.first; });
            if (there == holes_.end()) holes_.emplace_back(one, std::string());
            names = comma == std::string_view::npos ? std::string_view() : names.substr(comma + 1);
        }
        return;
    }
    draft_ = *std::move(made);
    to_ = draft_->letter.to;
    subject_ = draft_->letter.subject;
    text_ = draft_->letter.text;
}

core::LetterSent LetterSheet::letter() const {
    core::LetterSent letter = draft_->letter;
    letter.channel = letter_channels[channel_];
    letter.to = to_;
    letter.subject = subject_;
    letter.text = text_;
    return letter;
}

std::string LetterSheet::html(Desk& desk) const {
    session::LetterDraft draft = *draft_;
    if (text_ != draft.letter.text) draft.marked = text_; // as the person wrote it
    draft.letter = letter();
    return letter_html(desk, draft);
}

bool save_text(Desk& desk, const std::string& name, const char* media, const std::string& text) {
    auto out = desk.library.save_file(name, media);
    return out && out->write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}) &&
           out->finish();
}

void LetterSheet::draw(Desk& desk) {
    const std::string wanted = desk.route.option("letter");
    if (wanted.empty()) {
        shown_.clear();
        queue_.reset();
        bool closed = false;
        const Sheet none("letter", say("dunning.letter"), closed);
        return;
    }
    const std::string key = wanted + "/" + desk.route.option("form");
    if (key != shown_) start(desk, key);
    bool open = true;
    {
        Sheet sheet("letter", name_.empty() ? say("dunning.letter") : name_, open, 640);
        if (!sheet) return;
        if (name_.empty()) {
            notice(say("customer.gone"), BadgeKind::warn);
        } else {
            draw_head(desk);
            draw_warnings(desk);
            draw_holes(desk);
            if (draft_) draw_letter(desk);
            if (!problem_.empty()) notice(problem_, BadgeKind::bad, true);
            if (draft_) draw_buttons(desk);
            keep_typed(desk);
        }
    }
    draw_rewrite(desk);
    if (!open) {
        Route route = parse_route(with_sheet(desk, "letter", {}));
        route.set("form", {});
        desk.go(route.text());
    }
}

void LetterSheet::draw_head(Desk& desk) {
    if (step_) {
        Row line(10, true, 28);
        badge(say("dunning.level", step_->plan.level),
              step_->plan.level >= 4 ? BadgeKind::bad : BadgeKind::warn);
        text(step_->step.name.empty() ? letter_words(step_->step.letter) : step_->step.name,
             {.letters = Letters::strong});
        const std::string route = customer_route(customer_);
        if (link(say("contact.open_customer"), "#" + route)) desk.go(route);
    } else {
        std::vector<std::string> labels;
        for (const std::string& form : forms_) labels.push_back(letter_words(form));
        int form = form_index_;
        if (select(say("letter.form"), form, labels)) rewrite(desk, language_, form);
    }
    Columns grid({1, 1}, 12, 300);
    std::vector<std::string> ways;
    for (const core::Channel channel : letter_channels) ways.push_back(channel_words(channel));
    if (select(say("contact.channel"), channel_, ways)) {
        // Another way has another address; the text stays as it is.
        const bool typed = edited();
        std::string subject = subject_, body = text_;
        write(desk);
        if (typed && draft_) {
            subject_ = std::move(subject);
            text_ = std::move(body);
        }
        desk.backend.request_frame();
    }
    grid.next();
    const std::string tongues[] = {say("letter.chinese"), say("letter.english")};
    int tongue = language_;
    if (select(say("letter.language"), tongue, tongues)) rewrite(desk, tongue, form_index_);
}

// That he is left alone for now, and what the rules of conduct say about writing to him.
void LetterSheet::draw_warnings(Desk& desk) {
    if (!step_ && session::demands(form_) && session::is_hold(held_)) {
        std::string why = why_no_letter(held_);
        if (held_until_ != core::far_future) {
            why += " · " + say("dunning.again", date_text(held_until_));
        }
        notice(say("letter.held", why), BadgeKind::warn);
    }
    const core::Channel channel = letter_channels[channel_];
    if (channel == core::Channel::letter || channel == core::Channel::visit) return;
    const session::Collections collections(desk.session);
    const int minute = collections.minute_now();
    const std::string key = shown_ + std::to_string(channel_) + "/" + std::to_string(minute) + "@" +
                            std::to_string(desk.session.revision());
    const auto& rules = warnings_.get(key, [&] {
        std::vector<core::ConductRule> found;
        core::LogContact wish;
        wish.contact.id = desk.session.mint();
        wish.contact.customer = customer_;
        wish.contact.date = desk.today;
        wish.contact.minute = minute;
        wish.contact.channel = channel;
        wish.contact.outcome = core::ContactOutcome::sent;
        const auto preview = desk.session.preview(wish);
        if (!preview || preview->facts.empty()) return found;
        const auto* fact = std::get_if<core::ContactLogged>(&preview->facts.front());
        if (fact != nullptr) found = fact->overruled;
        return found;
    });
    for (const core::ConductRule rule : rules) {
        notice(word("conduct." + std::string(core::name_of(rule))), BadgeKind::warn);
    }
}

// What the book does not know and the letter has to say.
void LetterSheet::draw_holes(Desk& desk) {
    if (!draft_ && refused_.code != core::ErrorCode::required) {
        notice(error_words(refused_), BadgeKind::bad, true);
        return;
    }
    if (holes_.empty()) return;
    Panel panel(say("letter.holes"), 12, 8);
    if (!draft_) notice(say("letter.holes_detail"), BadgeKind::warn);
    bool committed = false;
    for (auto& [name, given] : holes_) {
        const std::string key = "letter.field." + name;
        committed = text_field(has_key(language(), key) ? word(key) : std::string_view(name), given,
                               {.required = true})
                        .committed ||
                    committed;
    }
    if (button(say("letter.fill"), {.icon = Icon::check}) || committed) {
        rewrite(desk, language_, form_index_);
    }
}

void LetterSheet::draw_sums() {
    draw_totals();
    if (!draft_->charges.empty()) {
        const auto count = static_cast<std::int64_t>(draft_->charges.size());
        caption(say("letter.charges", count_text(count)));
    }
}

void LetterSheet::draw_totals() {
    Row facts(28);
    for (const core::LetterSum& sum : draft_->letter.sums) {
        const Named named(sum.currency.view());
        const auto money = [&](std::int64_t minor) { return money_text({minor, sum.currency}); };
        // The money that waits for its use comes first.
        if (sum.unapplied > 0) {
            fact(say("statement.unapplied"), money(-sum.unapplied), Tone::green);
        }
        fact(say("label.overdue"), money(sum.overdue), Tone::red);
        if (sum.interest > 0) fact(say("collection.interest"), money(sum.interest));
        if (sum.fee > 0) fact(say("letter.fee"), money(sum.fee));
        fact(say("dunning.to_pay"), money(sum.total()));
    }
}

void LetterSheet::draw_letter(Desk&) {
    draw_sums();
    text_field(say("letter.to"), to_, {.placeholder = say("letter.to_hint")});
    text_field(say("letter.subject"), subject_, {.required = true});
    text_field(say("letter.text"), text_,
               {.kind = FieldKind::multiline, .height = 340, .required = true});
    caption(say("letter.kept"));
}

void LetterSheet::draw_buttons(Desk& desk) {
    const bool decides = step_ && !step_->ready;
    if (decides) {
        notice(say("dunning.decides", step_->step.who), BadgeKind::warn);
        checkbox(say("letter.agreed", step_->step.who), agreed_);
    }
    const bool may = (!decides || agreed_) && !sending_;
    constexpr const char* keys[] = {"letter.do_print", "letter.do_mail", "letter.do_copy",
                                    "letter.do_copy",  "letter.do_call", "letter.do_visit"};
    constexpr Icon icons[] = {Icon::print,    Icon::document, Icon::document,
                              Icon::document, Icon::phone,    Icon::people};
    {
        Row row(8);
        if (button(word(keys[channel_]),
                   {.kind = ButtonKind::primary, .icon = icons[channel_], .enabled = may})) {
            send(desk, Way::channel);
        }
        if (button(say("letter.do_keep"), {.enabled = may})) send(desk, Way::gone);
        if (button(say("letter.share"), {.kind = ButtonKind::quiet, .enabled = may})) {
            send(desk, Way::share);
        }
        if (button(say("letter.eml"),
                   {.kind = ButtonKind::quiet, .icon = Icon::save, .enabled = may})) {
            send(desk, Way::file);
        }
    }
    Row row(8);
    if (button(say("letter.print"), {.kind = ButtonKind::quiet, .icon = Icon::print})) {
        desk.later(
            [&desk, page = html(desk), title = subject_] { desk.backend.print_html(page, title); });
    }
    if (button(say("letter.copy"), {.kind = ButtonKind::quiet})) {
        desk.later([&desk, body = text_] { desk.backend.copy_text({body, {}}); });
        toast(say("letter.copied"));
    }
}

void LetterSheet::hand_out(Desk& desk, const core::LetterSent& letter) {
    switch (letter.channel) {
    case core::Channel::letter:
        desk.later([&desk, page = html(desk), title = letter.subject] {
            desk.backend.print_html(page, title);
        });
        break;
    case core::Channel::mail: {
        bool with_body = true;
        const std::string address = session::mail_address(letter, with_body);
        desk.later([&desk, address, with_body, body = letter.text] {
            if (!with_body) {
                desk.backend.copy_text({body, {}});
                toast(say("letter.paste"));
            }
            desk.backend.open_link(address);
        });
        break;
    }
    case core::Channel::phone:
    case core::Channel::visit: break; // said, not handed out
    default: desk.later([&desk, body = letter.text] { desk.backend.copy_text({body, {}}); }); break;
    }
}

// What the book does not take is not handed out either; whatever leaves is kept with what it said.
void LetterSheet::send(Desk& desk, Way way) {
    core::SendLetter send{letter(), draft_->charges};
    core::LetterSent& one = send.letter;
    if (way == Way::file) one.channel = core::Channel::mail;
    const bool by_message = one.channel == core::Channel::mail ||
                            one.channel == core::Channel::wechat ||
                            one.channel == core::Channel::sms;
    if (way == Way::share && !by_message) one.channel = core::Channel::wechat;
    if (const auto would = desk.session.preview(send); !would) {
        problem_ = error_words(would.error());
        return;
    }
    const bool out = way == Way::channel;
    if (way == Way::share) {
        desk.later([&desk, title = one.subject, body = one.text] {
            if (!desk.backend.share(title, body)) toast(say("letter.copied"));
        });
    }
    if (way == Way::file) {
        desk.later([&desk, one, name = name_] {
            const bool kept = save_text(desk, name + " " + core::to_text(one.date) + ".eml",
                                        "message/rfc822", session::mail_file(one));
            if (!kept) toast(say("today.calendar_failed"), {}, true);
        });
    }
    if (out) hand_out(desk, send.letter);
    sending_ = true;
    desk.run(send, say("letter.sent", name_),
             [this, &desk, out,
              channel = send.letter.channel](const core::Result<session::Outcome>& outcome) {
                 sending_ = false;
                 if (!outcome) {
                     problem_ = error_words(outcome.error());
                     return;
                 }
                 if (draft_ && draft_->letter.letter == "statement" && desk.as_of == desk.today) {
                     const auto row = desk.session.customer(draft_->letter.customer, desk.as_of);
                     if (row) keep_statements_sent(desk, {&*row, 1}, draft_->letter.channel);
                 }
                 typed_.forget(desk);
                 // What was said is noted, what is to be said there is planned.
                 if (out && channel == core::Channel::phone) {
                     Route route =
                         parse_route(with_sheet(desk, "contact", core::to_text(customer_)));
                     route.set("letter", {});
                     route.set("form", {});
                     return desk.go(route.text(), true);
                 }
                 if (out && channel == core::Channel::visit) {
                     Route route = parse_route(with_sheet(desk, "new", "task"));
                     route.set("letter", {});
                     route.set("form", {});
                     route.set("customer", core::to_text(customer_));
                     route.set("kind", "visit");
                     return desk.go(route.text(), true);
                 }
                 go_on(desk);
             });
}

// The next one that is due and that nobody else decides about slides in. Who that may be is asked
// once; each is looked at again when its turn comes.
void LetterSheet::go_on(Desk& desk) {
    const session::Dunning dunning(desk.session);
    const auto is_ready = [](const session::DunningRow& row) {
        return row.plan.why == core::DunningWhy::none && row.ready;
    };
    if (step_ && !queue_) {
        queue_.emplace();
        const auto due = dunning.preview(desk.today, list_owner(desk));
        for (std::size_t i = 0; due && i < due->letters; ++i) {
            if (is_ready(due->rows[i])) queue_->push_back(due->rows[i].customer);
        }
    }
    core::CustomerId next;
    while (step_ && next.is_nil() && !queue_->empty()) {
        const auto row = dunning.preview_of(queue_->front(), desk.today);
        if (row && *row && is_ready(**row)) next = queue_->front();
        queue_->erase(queue_->begin());
    }
    shown_.clear();
    Route route = parse_route(
        with_sheet(desk, "letter", next.is_nil() ? std::string() : core::to_text(next)));
    route.set("form", {});
    desk.go(route.text(), true);
}

void open_letter(Desk& desk, core::CustomerId customer, const std::string& form) {
    Route route = parse_route(with_sheet(desk, "letter", core::to_text(customer)));
    route.set("form", form);
    desk.go(route.text());
}

} // namespace huikuan::ui
