#pragma once
// Which days are business days: the weekend, the holidays and working weekends that the State
// Council announces each November for the next year (国务院办公厅关于部分节假日安排的通知), and
// what the user adds for years to come or for a trade of his own. Where nothing is announced, only
// the weekend is free.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace huikuan::core {

// What a date becomes that is no business day.
enum class Roll : std::uint8_t {
    none,
    following,          // 顺延: the next business day
    modified_following, // the next one unless it is in another month, then the one before
    preceding,          // 提前
};
std::string_view name_of(Roll roll); // "following"

// A day that is not as in a plain week, or of which the user has spoken.
struct SpecialDay {
    Date date;
    bool free = false;
    bool own = false; // the user's word; else announced
};

class Calendar {
public:
    // The announced days of mainland China. `announced_until` is their last day.
    static Calendar china();

    [[nodiscard]] bool is_business_day(Date date) const;
    // The date itself where it is a business day. Without one in reach (a calendar in which
    // everything is free) the date stays.
    [[nodiscard]] Date rolled(Date date, Roll roll) const;
    [[nodiscard]] Date announced_until() const { return announced_until_; }

    // In order, both ends counted.
    [[nodiscard]] std::vector<SpecialDay> special_days(Date first, Date last) const;

    // A user's own day; it wins over what is announced.
    void set(Date date, bool free);
    // A setting "calendar.2027-02-05" with "free", "work" or "" (as announced); anything else is
    // not of a calendar. Answers whether it was.
    bool take_setting(std::string_view key, std::string_view value);

private:
    std::map<Date, bool> days_; // true: free
    std::set<Date> own_;        // those of them that the user has set
    Date announced_until_ = first_date;
};

} // namespace huikuan::core
