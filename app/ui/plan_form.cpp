#include "ui/plan_form.h"

#include <algorithm>

#include "core/text.h"
#include "session/ledger.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"

namespace huikuan::ui {

std::optional<std::int64_t> read_percent(std::string_view typed) {
    std::string_view text = core::trim(typed);
    if (text.ends_with('%')) text.remove_suffix(1);
    if (text.empty()) return 0;
    std::int64_t value = 0;
    int decimals = -1;
    for (const char c : text) {
        if (c == '.' && decimals < 0) {
            decimals = 0;
        } else if (c < '0' || c > '9' || value > 1'000'000 || decimals == 4) {
            return std::nullopt;
        } else {
            value = value * 10 + (c - '0');
            if (decimals >= 0) ++decimals;
        }
    }
    for (int i = std::max(0, decimals); i < 4; ++i) value *= 10;
    return value <= 1'000'000 ? std::optional(value) : std::nullopt;
}

void PlanForm::start(Desk& desk) {
    *this = PlanForm{};
    open_ = fresh_ = true;
    id_ = desk.session.mint();
    parts_ = "3";
    first_due_ = core::to_text(core::add_months(desk.today, 1));
    currency_ = desk.session.book().currency;
    const auto parsed = core::parse_id(desk.route.option("customer"));
    if (!parsed) return;
    const auto customer = core::id_cast<core::CustomerId>(*parsed);
    row_ = desk.session.customer(customer, desk.today);
    if (!row_) return;
    const core::CustomerRow::Balance* most = nullptr;
    for (const auto& balance : row_->balances) {
        if (most == nullptr || balance.overdue > most->overdue) most = &balance;
    }
    if (most != nullptr) {
        currency_ = most->currency;
        const std::int64_t net = most->overdue + most->unapplied;
        if (net > 0) amount_ = core::to_text({net, currency_}, false);
    }
    for (const auto& row : session::Collections(desk.session).plans(customer, desk.today)) {
        if (row.current && !row.progress.done()) supersedes_ = row.plan.id;
    }
    for (const auto& contract : session::Ledger(desk.session).contracts(customer)) {
        if (!contract.contract.guarantee.empty()) guarantor_ = contract.contract.guarantee;
    }
}

core::PlanAgreed PlanForm::plan(Desk& desk) const {
    core::PlanAgreed plan;
    plan.id = id_;
    plan.customer = row_->id;
    plan.date = desk.today;
    plan.currency = currency_;
    if (lines_) plan.lines = *lines_;
    plan.interest_ppm = read_percent(interest_).value_or(0);
    plan.accelerate_days =
        core::trim(accelerate_).empty() ? -1 : read_whole_number(accelerate_, 0, 3650).value_or(-1);
    plan.guarantor = guarantor_;
    plan.consent = consent_;
    plan.supersedes = supersedes_;
    plan.income = income_minor_.value_or(0);
    plan.costs = costs_minor_.value_or(0);
    plan.debts = debts_minor_.value_or(0);
    plan.by = me(desk);
    plan.note = note_;
    return plan;
}

void PlanForm::draw(Desk& desk) {
    const bool wanted = desk.route.option("new") == "plan";
    if (wanted && !open_) start(desk);
    bool open = wanted;
    {
        Sheet sheet("plan", say("plan.title"), open, 600);
        if (!sheet) {
            open_ = false;
            return;
        }
        if (!row_) {
            notice(say("customer.gone"), BadgeKind::warn);
        } else {
            if (!supersedes_.is_nil()) notice(say("plan.replaces"), BadgeKind::accent);
            draw_debt(desk);
            draw_parts();
            draw_sheet();
            if (!problem_.empty()) notice(problem_, BadgeKind::bad, true);
            draw_buttons(desk);
        }
    }
    fresh_ = false;
    if (!open) desk.go(without_sheet(desk));
}

void PlanForm::draw_debt(Desk& desk) {
    {
        Columns columns({1, 1}, 12, 300);
        minor_ = amount_field(say("plan.amount"), amount_, currency_,
                              {.required = true, .autofocus = fresh_})
                     .minor;
        columns.next();
        first_minor_ = amount_field(say("plan.first"), first_, currency_, {}).minor;
    }
    {
        Columns columns({1, 1}, 12, 300);
        const auto parts = read_whole_number(parts_, 1, core::most_instalments);
        const std::string wrong = parts ? std::string() : say("plan.parts_wrong");
        text_field(say("plan.parts"), parts_, {.kind = FieldKind::decimal, .error = wrong});
        columns.next();
        due_ = date_field(say("plan.first_due"), first_due_, desk.today, {.required = true}).date;
    }
    Columns columns({1, 1}, 12, 300);
    const auto ppm = read_percent(interest_);
    const std::string wrong = ppm ? std::string() : say("plan.interest_wrong");
    text_field(say("plan.interest"), interest_,
               {.kind = FieldKind::decimal, .error = wrong, .placeholder = "3.00"});
    columns.next();
    text_field(say("plan.accelerate"), accelerate_,
               {.kind = FieldKind::decimal, .placeholder = "15"});
    core::InstalmentWish wish;
    wish.minor = minor_.value_or(0);
    wish.first = core::trim(first_).empty() ? 0 : first_minor_.value_or(0);
    wish.start = desk.today;
    wish.first_due = due_.value_or(desk.today);
    wish.parts = read_whole_number(parts_, 1, core::most_instalments).value_or(0);
    wish.interest_ppm = ppm.value_or(-1);
    wish.roll = core::Roll::following;
    lines_ = core::instalments(wish, *session::Ledger(desk.session).policy().calendar);
}

void PlanForm::draw_parts() {
    if (!lines_) {
        notice(error_words(lines_.error()), BadgeKind::warn);
        return;
    }
    const std::vector<TableColumn> columns{
        {say("label.due"), 1, 110, Align::left, {}, 0, true},
        {say("collection.principal"), 1, 110, Align::right, {}, 1},
        {say("collection.interest"), 1, 100, Align::right, {}, 2},
        {say("label.amount"), 1, 110, Align::right, {}, 0},
    };
    plain_table(table_, lines_->size(),
                {.name = say("collection.plan"), .columns = columns, .opens = false},
                [&](std::size_t index, std::size_t column) -> Cell {
                    const core::PlanLine& line = (*lines_)[index];
                    const auto money = [&](std::int64_t minor) {
                        return money_text({minor, currency_}, false);
                    };
                    switch (column) {
                    case 0: return {.text = date_text(line.due)};
                    case 1: return {.text = money(line.principal)};
                    case 2: return {.text = money(line.interest)};
                    default: return {.text = money(line.minor()), .strong = true};
                    }
                });
    std::int64_t interest = 0;
    std::int64_t sum = 0;
    for (const core::PlanLine& line : *lines_) {
        interest += line.interest;
        sum += line.minor();
    }
    text(say("plan.sum", money_text({sum, currency_}), money_text({interest, currency_})),
         {.letters = Letters::strong});
}

void PlanForm::draw_sheet() {
    heading(say("plan.carries"), 3);
    {
        Columns columns({1, 1, 1}, 12, 300);
        income_minor_ = amount_field(say("plan.income"), income_, currency_, {}).minor;
        columns.next();
        costs_minor_ = amount_field(say("plan.costs"), costs_, currency_, {}).minor;
        columns.next();
        debts_minor_ = amount_field(say("plan.debts"), debts_, currency_, {}).minor;
    }
    core::PlanAgreed asked;
    if (lines_) asked.lines = *lines_;
    asked.income = income_minor_.value_or(0);
    asked.costs = costs_minor_.value_or(0);
    asked.debts = debts_minor_.value_or(0);
    const core::Affordability sheet = core::affordability(asked);
    if (sheet.share_ppm > 1'000'000) {
        notice(say("plan.too_much", money_text({sheet.heaviest, currency_}),
                   money_text({sheet.free, currency_})),
               BadgeKind::bad);
    } else if (sheet.share_ppm >= 0) {
        notice(say("plan.share", money_text({sheet.heaviest, currency_}),
                   percent_words(sheet.share_ppm), money_text({sheet.free, currency_})),
               sheet.share_ppm > 500'000 ? BadgeKind::warn : BadgeKind::good);
    }
    text_field(say("plan.guarantor"), guarantor_);
    if (!core::trim(guarantor_).empty()) {
        checkbox(say("plan.consent"), consent_);
        if (!consent_) notice(say("collection.no_consent", guarantor_), BadgeKind::warn);
    }
    text_field(say("label.note"), note_, {.kind = FieldKind::multiline});
}

void PlanForm::draw_buttons(Desk& desk) {
    Row row(8);
    if (button(say("plan.agree"), {.kind = ButtonKind::primary, .enabled = lines_.has_value()})) {
        tried_ = true;
        desk.run(core::AgreePlan{plan(desk)}, say("plan.agreed", customer_label(*row_)),
                 [this, &desk](const core::Result<session::Outcome>& outcome) {
                     if (!outcome) {
                         problem_ = error_words(outcome.error());
                         return;
                     }
                     open_ = false;
                     desk.go(without_sheet(desk), true);
                 });
    }
    if (button(say("plan.print"), {.icon = Icon::print, .enabled = lines_.has_value()})) {
        desk.later([&desk, row = *row_, agreed = plan(desk)] {
            desk.backend.print_html(agreement_html(desk, row, agreed), say("agreement.title"));
        });
    }
}

} // namespace huikuan::ui
