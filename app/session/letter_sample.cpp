#include <algorithm>

#include "core/text.h"
#include "session/letters.h"

namespace huikuan::session {

core::Result<LetterDraft> Letters::sample(const core::LetterTemplate& letter, bool whole) const {
    constexpr std::string_view may_miss[] = {"contact",         "unapplied",    "interest",
                                             "interest_before", "interest_all", "fee",
                                             "disputed",        "bank",         "phone"};
    constexpr std::int64_t open[] = {4'800'000, 750'000};
    constexpr std::int64_t unapplied = 500'000, interest = 12'345, before = 6'780, fee = 10'000;
    const core::Date day = session_.today();
    const std::string& language = letter.language;
    const auto money = [&](std::int64_t minor) {
        return money_in(language, {minor, session_.book().currency});
    };
    LetterDraft draft;
    draft.letter.language = language;
    draft.letter.letter = letter.name;
    draft.letter.date = day;
    std::int64_t overdue = 0;
    for (int i = 0; i < 2; ++i) {
        const core::Date due = core::add_days(day, i == 0 ? -45 : -20);
        draft.lines.push_back({i == 0 ? "INV-0001" : "INV-0002",
                               core::add_days(due, -30),
                               due,
                               core::days_between(due, day),
                               {open[i] + i * 450'000, session_.book().currency},
                               open[i]});
        overdue += open[i];
    }
    const std::int64_t net = overdue - (whole ? unapplied : 0);
    std::string plan; // two parts that make up what is owed
    for (int part = 1; part <= 2; ++part) {
        const std::int64_t minor = part == 1 ? net / 2 : net - net / 2;
        plan += core::joined({part == 1 ? "" : "\n", part, ". ",
                              core::to_text(core::add_months(day, part)), " ", money(minor)});
    }
    core::LetterValues values{{"company", session_.book().company},
                              {"items", std::string(items_mark)},
                              {"sign", std::string(sign_mark)},
                              {"plan", plan},
                              {"overdue", money(overdue)},
                              {"unapplied", money(unapplied)},
                              {"net", money(net)},
                              {"balance", money(net)},
                              {"interest", money(interest)},
                              {"interest_before", money(before)},
                              {"interest_all", money(interest + before)},
                              {"fee", money(fee)},
                              {"total", money(net + (whole ? interest + fee : 0))},
                              {"disputed", money(800'000)},
                              {"days", "45"},
                              {"level", "2"},
                              {"date", date_in(language, day)},
                              {"pay_by", date_in(language, core::add_days(day, days_to_pay))}};
    std::string_view names = core::letter_part("sample", language);
    while (!names.empty()) { // name=value
        const std::string_view line = names.substr(0, names.find('\n'));
        names.remove_prefix(std::min(names.size(), line.size() + 1));
        const auto equals = line.find('=');
        values.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    }
    if (!whole) {
        std::erase_if(values,
                      [&](const auto& one) { return std::ranges::contains(may_miss, one.first); });
    }
    auto subject = core::expand(letter.subject, values);
    auto text = core::expand(letter.body, values);
    if (!subject) return std::unexpected(subject.error());
    if (!text) return std::unexpected(text.error());
    draft.letter.subject = *std::move(subject);
    draft.marked = *std::move(text);
    return draft;
}

} // namespace huikuan::session
