// 待处理差异: what colleagues wrote apart from each other and what does not fit together. Nothing
// is lost and nothing is decided by the machine: a person chooses, and the choice is one more fact.
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/pages.h"

namespace huikuan::ui {

namespace {

class ExceptionsPage final : public Page {
public:
    std::string title(Desk&) override { return say("nav.exceptions"); }
    void draw(Desk& desk) override;

private:
    void draw_one(Desk& desk, const core::ExceptionRow& row);
    void draw_members(Desk& desk, const core::ExceptionRow& row);
    void draw_choices(Desk& desk, const core::ExceptionRow& row);

    bool with_resolved_ = false;
    std::string note_;
    std::string note_of_;
    Cached<std::string, std::vector<core::ExceptionRow>> rows_;
};

constexpr std::size_t most_shown = 200;

void ExceptionsPage::draw(Desk& desk) {
    page_head(say("nav.exceptions"), say("exceptions.summary"));
    chip(say("exceptions.with_resolved"), with_resolved_);
    const std::string key =
        std::to_string(desk.session.revision()) + (with_resolved_ ? "all" : "open");
    const auto& rows = rows_.get(key, [&] { return desk.session.exceptions(with_resolved_); });
    if (rows.empty()) {
        empty_state(Icon::check, say("exceptions.empty"), say("exceptions.empty_detail"));
        return;
    }
    for (std::size_t i = 0; i < rows.size() && i < most_shown; ++i) draw_one(desk, rows[i]);
    if (rows.size() > most_shown) {
        caption(say("exceptions.more", count_text(static_cast<std::int64_t>(rows.size()))));
    }
}

void ExceptionsPage::draw_one(Desk& desk, const core::ExceptionRow& row) {
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
        if (!row.field.empty()) {
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
    draw_members(desk, row);
    if (!row.resolved) draw_choices(desk, row);
}

void ExceptionsPage::draw_members(Desk& desk, const core::ExceptionRow& row) {
    for (const std::string& member : row.members) {
        const auto id = core::parse_id(member);
        if (!id) {
            caption(member);
            continue;
        }
        if (const auto invoice =
                desk.session.invoice(core::id_cast<core::InvoiceId>(*id), desk.as_of)) {
            const Named named(member);
            if (link(say("exceptions.invoice", invoice->number, money_text(invoice->amount)),
                     "#/")) {
                open_invoice(desk, invoice->id);
            }
        } else if (const auto receipt =
                       desk.session.receipt(core::id_cast<core::ReceiptId>(*id), desk.as_of)) {
            const Named named(member);
            if (link(say("exceptions.receipt", date_text(receipt->date),
                         money_text(receipt->amount)),
                     "#/")) {
                open_receipt(desk, receipt->id);
            }
        }
    }
}

std::string choice_words(const core::ExceptionRow& row, const std::string& choice) {
    const auto colon = choice.find(':');
    if (choice.starts_with("pick:") && colon != std::string::npos) {
        const std::string digits = choice.substr(colon + 1);
        if (!digits.empty() && digits.size() < 4 &&
            digits.find_first_not_of("0123456789") == std::string::npos) {
            const auto index = static_cast<std::size_t>(std::stoi(digits));
            if (index < row.values.size()) return say("exception.choice.pick", row.values[index]);
        }
    }
    const std::string key = "exception.choice." + choice.substr(0, colon);
    return has_key(language(), key) ? std::string(word(key)) : choice;
}

void ExceptionsPage::draw_choices(Desk& desk, const core::ExceptionRow& row) {
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
        const std::string label = choice_words(row, choice);
        if (!button(label)) continue;
        core::ResolveException wish;
        wish.resolution.id = desk.session.mint();
        wish.resolution.exception = row.id;
        wish.resolution.choice = choice;
        wish.resolution.note = note;
        desk.run(std::move(wish), say("exceptions.done", label));
        note_.clear();
    }
}

} // namespace

std::unique_ptr<Page> make_exceptions_page() { return std::make_unique<ExceptionsPage>(); }

} // namespace huikuan::ui
