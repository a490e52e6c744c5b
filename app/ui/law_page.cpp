#include "ui/law_page.h"

#include <algorithm>

#include "core/text.h"
#include "session/ledger.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

std::string law_words(const char* head, const core::LegalNumber& number) {
    return say(head + std::string(number.key.substr(number.key.find('.') + 1)));
}

int shipped(const core::LegalNumber& number) { return core::LegalPolicy{}.*(number.number); }

constexpr core::LegalUnit units[] = {core::LegalUnit::months, core::LegalUnit::days,
                                     core::LegalUnit::yuan};
constexpr const char* panels[] = {"law_page.periods", "law_page.warnings", "law_page.amounts"};
constexpr const char* unit_words[] = {"law_page.in_months", "law_page.in_days", "law_page.in_yuan"};
constexpr const char* with_unit[] = {"law_page.months", "law_page.days", "law_page.yuan"};
std::size_t unit_place(core::LegalUnit unit) { return static_cast<std::size_t>(unit); }

} // namespace

void LawPage::read(const core::LegalPolicy& policy) {
    typed_.clear();
    for (const core::LegalNumber& number : core::legal_numbers()) {
        typed_.push_back(std::to_string(policy.*(number.number)));
    }
    before_ = typed_;
    tried_ = false;
    problem_.clear();
}

// Each within its bounds; of the warnings each later one is nearer to the end.
std::string LawPage::problem_of(std::size_t index) const {
    const auto numbers = core::legal_numbers();
    const core::LegalNumber& number = numbers[index];
    const auto value = read_whole_number(typed_[index], number.least, number.most);
    if (!value) return say("law_page.wrong", number.least, number.most);
    const auto warns = [](const core::LegalNumber& one) {
        return one.unit == core::LegalUnit::days;
    };
    if (!warns(number) || index == 0 || !warns(numbers[index - 1])) return {};
    const auto earlier = read_whole_number(typed_[index - 1], 1, number.most);
    return earlier && *value >= *earlier ? say("law_page.order", *earlier) : std::string();
}

void LawPage::draw(Desk& desk) {
    back_link(desk, "nav.settings", "/settings");
    page_head(say("law_page.title"), say("law_page.summary"));
    if (const auto now = desk.session.revision() + 1; now != shown_) {
        shown_ = now;
        read(session::Ledger(desk.session).policy().legal);
    }
    const auto numbers = core::legal_numbers();
    for (const core::LegalUnit unit : units) {
        Panel panel(say(panels[unit_place(unit)]), 20, 14);
        heading(say(panels[unit_place(unit)]), 2);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            if (numbers[i].unit == unit) draw_number(i);
        }
    }
    if (!problem_.empty()) notice(problem_, BadgeKind::bad, true);
    caption(say("law_page.basis"));
    Row row(8);
    if (button(say("kit.save"), {.kind = ButtonKind::primary})) save(desk);
    if (typed_ != before_ && button(say("kit.cancel"))) {
        read(session::Ledger(desk.session).policy().legal);
    }
}

void LawPage::draw_number(std::size_t index) {
    const core::LegalNumber& number = core::legal_numbers()[index];
    const Named named(number.key);
    const std::string label = law_words("law_page.name.", number);
    const std::string article = law_words("law_page.article.", number);
    const std::string problem = tried_ ? problem_of(index) : std::string();
    const std::string plain = std::to_string(shipped(number));
    Columns columns({1, 1}, 12, 480);
    text_field(say("law_page.field", label, say(unit_words[unit_place(number.unit)])),
               typed_[index],
               {.kind = FieldKind::decimal, .hint = article, .error = problem, .required = true});
    columns.next();
    caption(say("law_page.shipped", say(with_unit[unit_place(number.unit)], shipped(number))));
    if (core::trim(typed_[index]) != plain &&
        button(say("law_page.reset", label), {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
        typed_[index] = plain;
    }
}

void LawPage::save(Desk& desk) {
    tried_ = true;
    problem_.clear();
    const auto numbers = core::legal_numbers();
    core::SetFields set{{core::RegisterKind::setting, core::settings_entity, {}}};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (const std::string wrong = problem_of(i); !wrong.empty()) {
            problem_ = say("law_page.problem", law_words("law_page.name.", numbers[i]), wrong);
            return;
        }
        const std::string value(core::trim(typed_[i]));
        if (value == before_[i]) continue;
        // As the law has it is not said: it follows the next version of this table.
        const bool plain = value == std::to_string(shipped(numbers[i]));
        set.fields.fields.emplace_back(std::string(numbers[i].key), plain ? "" : value);
    }
    if (set.fields.fields.empty()) return desk.go("/settings");
    std::ranges::sort(set.fields.fields);
    desk.run(std::move(set), say("law_page.saved"),
             [this](const core::Result<session::Outcome>& done) {
                 if (!done) problem_ = error_words(done.error());
             });
}

} // namespace huikuan::ui
