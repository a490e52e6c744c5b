// Dates as a person types them into a field: relative to today, or short.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "core/read.h"
#include "core/read_words.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

// Each reader answers only if it has read the whole text.
class Typed {
public:
    Typed(std::string_view text, Date today, DateOrder order)
        : text_(text), today_(today), order_(order) {}

    std::optional<Date> read() {
        using Reader = std::optional<Date> (Typed::*)();
        constexpr Reader readers[] = {&Typed::named_day,       &Typed::shifted,  &Typed::counted,
                                      &Typed::weekday_of_week, &Typed::in_month, &Typed::this_year};
        for (const Reader reader : readers) {
            at_ = 0;
            const std::optional<Date> date = (this->*reader)();
            if (date && at_ == text_.size()) { return date; }
        }
        return std::nullopt;
    }

private:
    bool take(std::string_view word) { return take_word(text_, at_, word); }
    void skip_blank() { take(" "); }

    std::optional<Date> named_day() {
        struct Name {
            std::string_view word;
            int days;
        };
        static constexpr auto names = std::to_array<Name>({
            {"今天", 0},
            {"今日", 0},
            {"today", 0},
            {"昨天", -1},
            {"昨日", -1},
            {"yesterday", -1},
            {"大前天", -3},
            {"前天", -2},
            {"明天", 1},
            {"明日", 1},
            {"tomorrow", 1},
            {"大后天", 3},
            {"后天", 2},
        });
        for (const Name& name : names) {
            if (name.word == text_) {
                at_ = text_.size();
                return add_days(today_, name.days);
            }
        }
        return std::nullopt;
    }

    enum class Span : std::uint8_t { none, day, week, month, year };

    Span take_span() {
        struct Word {
            std::string_view text;
            Span span;
        };
        static constexpr auto words = std::to_array<Word>({
            // the longer first
            {"天", Span::day},      {"日", Span::day},     {"个星期", Span::week},
            {"星期", Span::week},   {"周", Span::week},    {"个月", Span::month},
            {"年", Span::year},     {"days", Span::day},   {"day", Span::day},
            {"weeks", Span::week},  {"week", Span::week},  {"months", Span::month},
            {"month", Span::month}, {"years", Span::year}, {"year", Span::year},
            {"d", Span::day},       {"w", Span::week},     {"m", Span::month},
            {"y", Span::year},
        });
        const auto found =
            std::ranges::find_if(words, [&](const Word& word) { return take(word.text); });
        return found == words.end() ? Span::none : found->span;
    }

    [[nodiscard]] std::optional<Date> moved(int count, Span span) const {
        constexpr int most = 4'000; // no field means a date a dozen years of days away
        if (count > most || count < -most) { return std::nullopt; }
        switch (span) {
        case Span::none: return std::nullopt;
        case Span::day: return add_days(today_, count);
        case Span::week: return add_days(today_, 7 * count);
        case Span::month: return add_months(today_, count);
        case Span::year: return add_months(today_, 12 * count);
        }
        return std::nullopt;
    }

    // +7, -3, +2w
    std::optional<Date> shifted() {
        const bool back = take("-");
        if (!back && !take("+")) { return std::nullopt; }
        skip_blank();
        const Number number = take_number(text_, at_);
        if (number.digits == 0 || number.digits > 4) { return std::nullopt; }
        skip_blank();
        const Span span = at_ == text_.size() ? Span::day : take_span();
        return moved(back ? -number.value : number.value, span);
    }

    // 3天后, 两周前, in 3 days, 3 days ago
    std::optional<Date> counted() {
        const bool ahead = take("in ");
        const std::optional<int> count = take_count(text_, at_);
        if (!count) { return std::nullopt; }
        skip_blank();
        const Span span = take_span();
        skip_blank();
        if (ahead) { return moved(*count, span); }
        if (take("后") || take("以后") || take("之后") || take("later")) {
            return moved(*count, span);
        }
        if (take("前") || take("以前") || take("之前") || take("ago")) {
            return moved(-*count, span);
        }
        return std::nullopt;
    }

    // -1, 0, 1 where the text says last, this, next; nullopt where it says none.
    std::optional<int> take_which() {
        for (const std::string_view word : {"下下个", "下下"}) {
            if (take(word)) { return 2; }
        }
        for (const std::string_view word : {"下个", "下", "next "}) {
            if (take(word)) { return 1; }
        }
        for (const std::string_view word : {"上个", "上", "last "}) {
            if (take(word)) { return -1; }
        }
        for (const std::string_view word : {"本", "这个", "这", "this "}) {
            if (take(word)) { return 0; }
        }
        return std::nullopt;
    }

    std::optional<Date> weekday_of_week() {
        const std::optional<int> which = take_which();
        const int day = take_weekday(text_, at_);
        if (day == 0) { return std::nullopt; }
        const int today = weekday(today_);
        if (!which) { return add_days(today_, (day - today + 7) % 7); }
        return add_days(today_, day - today + 7 * *which);
    }

    // 本月底, 下月15日, 月底, 年底, end of month, eom, 15日
    std::optional<Date> in_month() {
        for (const std::string_view word : {"年底", "本年底", "今年底", "end of year", "eoy"}) {
            if (word == text_) {
                at_ = text_.size();
                return month_end(add_months(today_, 12 - ymd_of(today_).month));
            }
        }
        for (const std::string_view word : {"end of month", "eom", "月底", "月末"}) {
            if (word == text_) {
                at_ = text_.size();
                return month_end(today_);
            }
        }
        const int which = take_which().value_or(0);
        const bool named = take("月");
        const Date month = add_months(month_end(today_), which);
        if (named && (take("底") || take("末"))) { return month_end(month); }
        const std::optional<int> day = take_count(text_, at_);
        const bool marked = take("日") || take("号");
        if (!day || (!named && (!marked || which != 0))) { return std::nullopt; }
        const Ymd ymd = ymd_of(month);
        return plain(date_of(ymd.year, ymd.month, *day));
    }

    // 5月3日, 5/3
    std::optional<Date> this_year() {
        const std::optional<int> first = take_count(text_, at_);
        if (!first) { return std::nullopt; }
        const int year = ymd_of(today_).year;
        if (take("月")) {
            const std::optional<int> day = take_count(text_, at_);
            if (!take("日")) { take("号"); }
            return day ? plain(date_of(year, *first, *day)) : std::nullopt;
        }
        if (!take("/") && !take("-") && !take(".")) { return std::nullopt; }
        const Number second = take_number(text_, at_);
        const bool day_first = order_ == DateOrder::dmy;
        return second.digits == 0 || second.digits > 2
                   ? std::nullopt
                   : plain(date_of(year, day_first ? second.value : *first,
                                   day_first ? *first : second.value));
    }

    static std::optional<Date> plain(const Result<Date>& date) {
        return date ? std::optional(*date) : std::nullopt;
    }

    std::string_view text_;
    Date today_;
    DateOrder order_;
    std::size_t at_ = 0;
};

} // namespace

Result<Date> read_typed_date(std::string_view text, Date today, DateOrder order) {
    const auto folded = fold(text);
    if (folded && !folded->empty()) {
        if (const auto date = Typed(*folded, today, order).read()) {
            if (!in_book_range(*date)) {
                return fail(ErrorCode::out_of_range, {}, std::string(text));
            }
            return *date;
        }
    }
    return read_date(text, order == DateOrder::ymd ? DateOrder::unknown : order);
}

} // namespace huikuan::core
