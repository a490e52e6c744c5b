#pragma once
// What happened with a customer, the latest first: documents by their dates, the steps of bills,
// disputes, contracts, statements and their answers, and what was said, promised and done about
// what is owed.
#include <string>
#include <vector>

#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class Timeline {
public:
    void draw(Desk& desk, core::CustomerId customer);

private:
    struct Event {
        core::Date date;
        std::string what;
        std::string detail;
        std::optional<core::Money> amount;
        BadgeKind kind = BadgeKind::neutral;
        core::EntityId opens;
        bool receipt = false;
        bool faint = false;
        bool letter = false;
        bool statement = false;
    };
    void read(Desk& desk, core::CustomerId customer);
    void read_statements(Desk& desk, core::CustomerId customer);
    void read_collecting(Desk& desk, core::CustomerId customer);

    std::string key_;
    std::vector<Event> events_;
    bool more_ = false;
    std::size_t most_ = 60;
    core::CustomerId shown_;
    TableState state_;
};

} // namespace huikuan::ui
