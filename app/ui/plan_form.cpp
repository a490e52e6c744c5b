#include "ui/plan_form.h"

#include <algorithm>

#include "core/read.h"
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

namespace {

// "2026-12-31 1000.00 12.50": day, principal and, where there is any, interest; a part a line.
// Of what cannot be read, malformed with its line.
core::Result<std::vector<core::PlanLine>> read_parts(std::string_view typed,
                                                     core::Currency currency, core::Date today) {
    std::vector<core::PlanLine> lines;
    std::int64_t number = 0;
    while (!typed.empty()) {
        const std::size_t end = std::min(typed.find('\n'), typed.size());
        std::string_view row = core::trim(typed.substr(0, end));
        typed.remove_prefix(std::min(end + 1, typed.size()));
        ++number;
        if (row.empty()) continue;
        const auto word = [&] {
            const std::size_t space = std::min(row.find_first_of(" \t"), row.size());
            const std::string_view first = row.substr(0, space);
            row = core::trim(row.substr(space));
            return first;
        };
        const auto day = core::read_typed_date(word(), today);
        const auto principal = read_typed_amount(word(), currency);
        const std::string_view rest = word();
        const auto interest =
            rest.empty() ? core::Result<std::int64_t>(0) : read_typed_amount(rest, currency);
        const bool sound =
            day && principal && interest && row.empty() && *principal >= 0 && *interest >= 0;
        if (!sound) return core::fail(core::ErrorCode::malformed, "plan_part", {}, number);
        lines.push_back({*day, *principal, *interest});
    }
    return lines;
}

// 36,500 ppm as "3.6500", as one would type it.
std::string percent_typed(std::int64_t ppm) {
    const std::string decimals = std::to_string(10'000 + ppm % 10'000).substr(1);
    return std::to_string(ppm / 10'000) + "." + decimals;
}

} // namespace

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

std::string carries_words(const core::Affordability& sheet, core::Currency currency) {
    if (sheet.share_ppm < 0) return {};
    const std::string heaviest = money_text({sheet.heaviest, currency});
    const std::string free = money_text({sheet.free, currency});
    return sheet.share_ppm > 1'000'000
               ? say("plan.too_much", heaviest, free)
               : say("plan.share", heaviest, percent_words(sheet.share_ppm), free);
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
    for (const auto& contract : session::Ledger(desk.session).contracts(customer)) {
        if (!contract.contract.guarantee.empty()) guarantor_ = contract.contract.guarantee;
    }
    for (const auto& row : session::running_plans(desk.session, desk.today, row_->holder)) {
        if (row.plan.currency == currency_) revise(row);
    }
}

// A revision begins with what was agreed, and with the rest of it.
void PlanForm::revise(const session::RunningPlan& row) {
    const core::PlanAgreed& plan = row.plan;
    const auto typed = [&](std::int64_t minor) {
        return minor == 0 ? std::string() : core::to_text({minor, currency_}, false);
    };
    supersedes_ = plan.id;
    amount_ = typed(row.progress.principal_left);
    std::int64_t parts = 0;
    for (std::size_t i = 0; i < plan.lines.size(); ++i) {
        parts += row.progress.paid_of[i] < plan.lines[i].minor() ? 1 : 0;
    }
    parts_ = std::to_string(parts);
    if (row.progress.behind == 0) first_due_ = core::to_text(row.progress.next_due);
    if (plan.interest_ppm > 0) interest_ = percent_typed(plan.interest_ppm);
    if (plan.accelerate_days >= 0) accelerate_ = std::to_string(plan.accelerate_days);
    if (!plan.guarantor.empty()) guarantor_ = plan.guarantor;
    income_ = typed(plan.income);
    costs_ = typed(plan.costs);
    debts_ = typed(plan.debts);
    offers_ = plan.offers;
}

// Whether anything that was typed cannot be read, or does not add up: nothing is agreed then.
bool PlanForm::sound() const {
    const auto read = [](const std::string& typed, const core::Result<std::int64_t>& minor) {
        return core::trim(typed).empty() || minor.has_value();
    };
    return lines_ && minor_ && due_ && read_percent(interest_) && read(first_, first_minor_) &&
           read(income_, income_minor_) && read(costs_, costs_minor_) &&
           read(debts_, debts_minor_) && accelerate_problem().empty() &&
           (!consent_ || consent_on_) && principal() == *minor_;
}
std::string PlanForm::accelerate_problem() const {
    const bool sound =
        core::trim(accelerate_).empty() || read_whole_number(accelerate_, 0, 3650).has_value();
    return sound ? std::string() : say("plan.accelerate_wrong");
}
std::int64_t PlanForm::principal() const {
    std::int64_t sum = 0;
    if (!lines_) return sum;
    for (const core::PlanLine& line : *lines_) sum += line.principal;
    return sum;
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
    plan.consent = consent_ && !core::trim(guarantor_).empty();
    if (plan.consent && consent_on_) plan.consent_on = *consent_on_;
    plan.offers = offers_;
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
            draw_parts(desk);
            draw_sheet(desk);
            if (!problem_.empty()) notice(problem_, BadgeKind::bad, true);
            draw_buttons(desk);
        }
    }
    fresh_ = false;
    if (!open) desk.go(without_sheet(desk));
}

void PlanForm::draw_debt(Desk& desk) {
    {
        Columns columns({1, 1}, 12, 340);
        minor_ = amount_field(say("plan.amount"), amount_, currency_,
                              {.required = true, .autofocus = fresh_})
                     .minor;
        columns.next();
        first_minor_ = amount_field(say("plan.first"), first_, currency_, {}).minor;
    }
    {
        Columns columns({1, 1}, 12, 340);
        const auto parts = read_whole_number(parts_, 1, core::most_instalments);
        const std::string wrong = parts ? std::string() : say("plan.parts_wrong");
        text_field(say("plan.parts"), parts_, {.kind = FieldKind::decimal, .error = wrong});
        columns.next();
        due_ = date_field(say("plan.first_due"), first_due_, desk.today, {.required = true}).date;
    }
    Columns columns({1, 1}, 12, 340);
    const auto ppm = read_percent(interest_);
    const std::string wrong = ppm ? std::string() : say("plan.interest_wrong");
    text_field(say("plan.interest"), interest_,
               {.kind = FieldKind::decimal, .error = wrong, .placeholder = "3.00"});
    columns.next();
    text_field(say("plan.accelerate"), accelerate_,
               {.kind = FieldKind::decimal, .error = accelerate_problem(), .placeholder = "15"});
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

void PlanForm::draw_parts(Desk& desk) {
    const bool was = custom_;
    checkbox(say("plan.custom"), custom_);
    if (custom_ && !was && lines_) {
        parts_typed_.clear();
        for (const core::PlanLine& line : *lines_) {
            parts_typed_ +=
                core::to_text(line.due) + " " + core::to_text({line.principal, currency_}, false) +
                (line.interest == 0 ? std::string()
                                    : " " + core::to_text({line.interest, currency_}, false)) +
                "\n";
        }
    }
    if (custom_) {
        text_field(say("plan.custom_parts"), parts_typed_, {.kind = FieldKind::multiline});
        lines_ = read_parts(parts_typed_, currency_, desk.today);
        if (lines_ && minor_ && principal() != *minor_) {
            notice(say("plan.custom_sum", money_text({principal(), currency_}),
                       money_text({*minor_, currency_})),
                   BadgeKind::bad);
        }
    }
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

void PlanForm::draw_sheet(Desk& desk) {
    heading(say("plan.carries"), 3);
    {
        Columns columns({1, 1, 1}, 12, 440);
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
    if (const std::string words = carries_words(sheet, currency_); !words.empty()) {
        notice(words, sheet.share_ppm > 1'000'000 ? BadgeKind::bad
                      : sheet.share_ppm > 500'000 ? BadgeKind::warn
                                                  : BadgeKind::good);
    }
    draw_offers(desk);
    text_field(say("plan.guarantor"), guarantor_);
    if (!core::trim(guarantor_).empty()) {
        checkbox(say("plan.consent"), consent_);
        if (consent_) {
            const std::string wrong =
                !is_blank(consent_typed_) && !consent_on_ ? error_words(consent_on_.error()) : "";
            consent_on_ = date_field(say("plan.consent_on"), consent_typed_, desk.today,
                                     {.error = wrong, .required = true})
                              .date;
            caption(say("plan.consent_file"));
        }
        if (!consent_) notice(say("collection.no_consent", guarantor_), BadgeKind::warn);
    }
    text_field(say("label.note"), note_, {.kind = FieldKind::multiline});
}

// What was on the table before: a sum a month each, and whose it was.
void PlanForm::draw_offers(Desk& desk) {
    for (std::size_t i = 0; i < offers_.size(); ++i) {
        const Named named("offer" + std::to_string(i));
        const core::PlanOffer& offer = offers_[i];
        Row row(12, true, 30);
        caption(say(offer.ours ? "plan.offer_ours" : "plan.offer_theirs", date_text(offer.date),
                    money_text({offer.monthly, currency_})));
        if (icon_button(Icon::close, say("plan.offer_remove"))) {
            offers_.erase(offers_.begin() + static_cast<std::ptrdiff_t>(i));
            return;
        }
    }
    const auto minor = amount_field(say("plan.offer"), offer_, currency_, {}).minor;
    Row row(8);
    for (const bool ours : {false, true}) {
        const bool ready = minor && *minor > 0 && offers_.size() < core::most_offers;
        if (!button(say(ours ? "plan.offer_add_ours" : "plan.offer_add_theirs"),
                    {.enabled = ready})) {
            continue;
        }
        offers_.push_back({desk.today, ours, *minor});
        offer_.clear();
    }
}

void PlanForm::draw_buttons(Desk& desk) {
    if (!sound()) caption(say("plan.incomplete"));
    Row row(8);
    if (button(say("plan.agree"), {.kind = ButtonKind::primary, .enabled = sound()})) {
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
    offer_agreement(desk, [&] { return plan(desk); }, sound());
}

} // namespace huikuan::ui
