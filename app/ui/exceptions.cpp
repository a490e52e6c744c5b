// 待处理差异: what colleagues wrote apart from each other and what does not fit together. Nothing
// is lost and nothing is decided by the machine: a person sees who wrote what when, what each side
// knew and what the book does meanwhile, and chooses; a choice can be taken back.
#include "session/resolve.h"
#include "ui/history.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/list_tools.h"
#include "ui/lists.h"
#include "ui/pages.h"

namespace huikuan::ui {

namespace {

class ExceptionsPage final : public Page {
public:
    std::string title(Desk&) override { return say("nav.exceptions"); }
    void draw(Desk& desk) override;

private:
    struct Shown {
        core::ExceptionRow row;
        std::vector<session::ExceptionSide> sides;
    };
    const std::vector<Shown>& shown(Desk& desk);
    void offer(Desk& desk, const std::vector<Shown>& rows);
    void draw_one(Desk& desk, const Shown& shown);
    void draw_side(Desk& desk, const core::ExceptionRow& row, const session::ExceptionSide& side);
    void draw_choices(Desk& desk, const Shown& shown);

    bool with_resolved_ = false;
    std::string note_;
    std::string note_of_;
    Cached<std::string, std::vector<Shown>> rows_;
    std::size_t all_ = 0;
};

constexpr std::size_t most_exceptions = 100;

const std::vector<ExceptionsPage::Shown>& ExceptionsPage::shown(Desk& desk) {
    const std::string key =
        std::to_string(desk.session.revision()) + (with_resolved_ ? "all" : "open");
    return rows_.get(key, [&] {
        std::vector<Shown> made;
        auto found = desk.session.exceptions(with_resolved_);
        all_ = found.size();
        for (std::size_t i = 0; i < found.size() && i < most_exceptions; ++i) {
            auto sides = session::sides_of(desk.session, found[i]);
            made.push_back({std::move(found[i]), std::move(sides)});
        }
        return made;
    });
}

std::string side_words(const core::ExceptionRow& row, const session::ExceptionSide& side);

// One row per side of each, as a file.
void ExceptionsPage::offer(Desk& desk, const std::vector<Shown>& rows) {
    std::vector<std::pair<const Shown*, const session::ExceptionSide*>> sides;
    for (const Shown& one : rows) {
        for (const session::ExceptionSide& side : one.sides) sides.emplace_back(&one, &side);
    }
    const std::vector<TableColumn> columns{{say("exceptions.what")},   {say("label.customer")},
                                           {say("exceptions.amount")}, {say("exceptions.side")},
                                           {say("exceptions.when")},   {say("label.status")}};
    offer_list(
        desk, say("nav.exceptions"), columns, sides.size(),
        [&](std::size_t index, std::size_t column) -> Cell {
            const core::ExceptionRow& row = sides[index].first->row;
            const session::ExceptionSide& side = *sides[index].second;
            switch (column) {
            case 0:
                return {.text =
                            std::string(word("exception." + std::string(core::name_of(row.kind))))};
            case 1: {
                const auto customer = desk.session.customer(row.customer, desk.as_of);
                return {.text = customer ? customer_label(*customer) : std::string()};
            }
            case 2: {
                if (row.minor == 0) return {};
                const core::Money amount{row.minor, row.currency};
                return {.text = money_text(amount), .money = amount};
            }
            case 3: return {.text = side_words(row, side)};
            case 4: return {.text = side.seq > 0 ? moment_text(side.time.ms) : ""};
            default:
                return {.text = say(row.resolved ? "exceptions.resolved" : "exceptions.waiting")};
            }
        });
}

void ExceptionsPage::draw(Desk& desk) {
    page_head(say("nav.exceptions"), say("exceptions.summary"));
    {
        Row filters(12, true, 36);
        chip(say("exceptions.with_resolved"), with_resolved_);
        offer(desk, shown(desk));
    }
    const auto& rows = shown(desk);
    if (rows.empty()) {
        empty_state(Icon::check, say("exceptions.empty"), say("exceptions.empty_detail"));
        return;
    }
    for (const Shown& shown : rows) draw_one(desk, shown);
    if (all_ > rows.size()) {
        caption(say("exceptions.more", count_text(static_cast<std::int64_t>(all_))));
    }
}

void ExceptionsPage::draw_one(Desk& desk, const Shown& shown) {
    const core::ExceptionRow& row = shown.row;
    const Named named(row.id);
    const std::string kind(core::name_of(row.kind));
    Panel panel(word("exception." + kind), 16, 10);
    {
        Row head(10, true, 28);
        heading(word("exception." + kind), 2);
        badge(say(row.resolved ? "exceptions.resolved" : "exceptions.waiting"),
              row.resolved ? BadgeKind::good : BadgeKind::warn);
    }
    text(word("exception." + kind + ".detail"), {.tone = Tone::soft});
    {
        Row facts(28);
        if (row.minor != 0) {
            fact(say("exceptions.amount"), money_text({row.minor, row.currency}));
        }
        if (!row.field.empty() && row.kind == core::ExceptionKind::field_conflict) {
            const std::string label = "label." + row.field;
            fact(say("exceptions.field"),
                 has_key(language(), label) ? word(label) : std::string_view(row.field));
        }
    }
    if (!row.customer.is_nil()) {
        const auto customer = desk.session.customer(row.customer, desk.as_of);
        const std::string route = customer_route(row.customer);
        if (customer && link(customer_label(*customer), "#" + route)) desk.go(route);
    }
    for (const session::ExceptionSide& side : shown.sides) draw_side(desk, row, side);
    notice(say("exceptions.meanwhile", word("exception." + kind + ".meanwhile")),
           BadgeKind::neutral);
    if (!row.resolved) draw_choices(desk, shown);
}

std::string side_words(const core::ExceptionRow& row, const session::ExceptionSide& side) {
    if (row.kind == core::ExceptionKind::field_conflict && side.value) {
        return say("exceptions.wrote", side.value->empty() ? "–" : *side.value);
    }
    const auto* told = side.fact ? std::get_if<core::BankLinesImported>(&*side.fact) : nullptr;
    if (told != nullptr && row.kind == core::ExceptionKind::possible_duplicate_bank_line) {
        const core::BankLine& line = told->lines.front();
        std::string words = date_text(line.date) + " · " + told->account;
        for (const std::string& part : {line.payer, line.memo, line.reference, told->file}) {
            if (!part.empty()) words += " · " + part;
        }
        return words;
    }
    if (side.fact) return fact_words(*side.fact);
    return say(side.arrived ? "history.unknown" : "exceptions.missing", side.kind);
}

// Who, when, on which device; what it knew of the others.
void ExceptionsPage::draw_side(Desk& desk, const core::ExceptionRow& row,
                               const session::ExceptionSide& side) {
    const Named named(core::to_text(side.entity) + std::to_string(side.seq) +
                      std::string(side.device.view()));
    divider();
    const std::string words = side_words(row, side);
    const auto* allocation = side.fact ? std::get_if<core::AllocationMade>(&*side.fact) : nullptr;
    const auto chosen = [&] { // a link is one line
        if (!narrow()) return link(words, "#/");
        text(words);
        return link(say("exceptions.show"), "#/");
    };
    if (side.fact && std::holds_alternative<core::InvoiceIssued>(*side.fact)) {
        if (chosen()) open_invoice(desk, core::id_cast<core::InvoiceId>(side.entity));
    } else if (side.fact && std::holds_alternative<core::ReceiptRecorded>(*side.fact)) {
        if (chosen()) open_receipt(desk, core::id_cast<core::ReceiptId>(side.entity));
    } else {
        text(words);
    }
    if (allocation != nullptr && side.effective) {
        const core::Currency currency = allocation->amount.currency;
        caption(say("exceptions.counts", money_text({*side.effective, currency}),
                    money_text({side.parked.value_or(0), currency})));
    }
    if (side.voided) badge(say("status.voided"), BadgeKind::neutral);
    if (side.seq == 0) return;
    caption(say("exceptions.by", moment_text(side.time.ms), device_words(side.device),
                side.own ? say("integrity.own") : std::string(), std::to_string(side.seq)));
    if (side.saw) caption(say("exceptions.saw", side.saw->empty() ? "–" : *side.saw));
    for (const auto& knew : side.knew) {
        const std::string other = device_words(knew.device);
        const std::string up_to = std::to_string(knew.up_to);
        if (knew.device == side.device) {
            caption(say(knew.the_other ? "exceptions.same_after" : "exceptions.same_before"));
            continue;
        }
        const char* key = knew.the_other    ? "exceptions.knew"
                          : knew.up_to == 0 ? "exceptions.knew_nothing"
                                            : "exceptions.knew_less";
        caption(say(key, other, up_to));
    }
}

std::string choice_words(const core::ExceptionRow& row, const std::string& choice,
                         const std::vector<session::ExceptionSide>& sides) {
    const auto colon = choice.find(':');
    const std::string digits =
        colon == std::string::npos ? std::string() : choice.substr(colon + 1);
    const bool number = !digits.empty() && digits.size() < 4 &&
                        digits.find_first_not_of("0123456789") == std::string::npos;
    const auto index = number ? static_cast<std::size_t>(std::stoi(digits)) : 0;
    if (number && choice.starts_with("pick:") && index < row.values.size()) {
        return say("exception.choice.pick", row.values[index].empty() ? "–" : row.values[index]);
    }
    if (number && choice.starts_with("reverse:") && index < row.members.size()) {
        for (const session::ExceptionSide& side : sides) {
            if (core::to_text(side.entity) != row.members[index]) continue;
            const auto* letter = side.fact ? std::get_if<core::LetterSent>(&*side.fact) : nullptr;
            if (letter != nullptr) {
                return say("exception.choice.reverse_one", letter->subject,
                           moment_text(side.time.ms), device_words(side.device));
            }
            const auto* invoice =
                side.fact ? std::get_if<core::InvoiceIssued>(&*side.fact) : nullptr;
            if (invoice == nullptr) continue;
            return say("exception.choice.reverse_one", money_text(invoice->amount),
                       moment_text(side.time.ms), device_words(side.device));
        }
    }
    const std::string key = "exception.choice." + choice.substr(0, colon);
    return has_key(language(), key) ? std::string(word(key)) : choice;
}

void ExceptionsPage::draw_choices(Desk& desk, const Shown& shown) {
    const core::ExceptionRow& row = shown.row;
    if (row.choices.empty()) return;
    if (note_of_ != row.id && !note_.empty()) note_.clear();
    std::string note = note_of_ == row.id ? note_ : std::string();
    text_field(say("label.note"), note, {.placeholder = say("exceptions.note_hint")});
    if (!note.empty() || note_of_ == row.id) { // emptied again counts too
        note_ = note;
        note_of_ = row.id;
    }
    Row row_of_buttons(8);
    for (const std::string& choice : row.choices) {
        const std::string label = choice_words(row, choice, shown.sides);
        const Named named(choice);
        if (!button(label)) continue;
        desk.act([row, choice, note](
                     session::Session& book) { return session::resolve(book, row, choice, note); },
                 say("exceptions.done", label));
        note_.clear();
    }
}

} // namespace

std::unique_ptr<Page> make_exceptions_page() { return std::make_unique<ExceptionsPage>(); }

} // namespace huikuan::ui
