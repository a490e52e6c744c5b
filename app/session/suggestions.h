#pragma once
// Money that nobody has used yet and that could pay something: what the oldest debt first would do
// with each, in the order of their days, each after what the ones before it would use.
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/command.h"
#include "session/session.h"

namespace huikuan::session {

struct Suggestion {
    core::ReceiptRow receipt;
    core::AllocateReceipt command;
    std::vector<std::pair<std::string, core::Money>> pays; // invoice numbers
    std::int64_t used = 0;
    // Those before it of this customer take a part: what it pays is said when it is used.
    bool after_others = false;
};

// Money that waits, by date: of one customer or of the book. What waits of a bank's fee stands with
// its receipt as one amount, what the customer paid: they are used together.
std::vector<core::ReceiptRow> waiting_money(Session& session, core::Date as_of,
                                            std::optional<core::CustomerId> customer = {});

class SuggestionSearch {
public:
    static constexpr std::size_t most = 300;

    SuggestionSearch(Session& session, core::Date today);
    void step(double budget_ms);
    [[nodiscard]] bool is_done() const { return next_ >= waiting_.size(); }
    [[nodiscard]] int permille() const;               // looked through
    [[nodiscard]] bool more() const { return more_; } // than were listed
    [[nodiscard]] const std::vector<Suggestion>& found() const { return found_; }

private:
    void look_at(const core::ReceiptRow& row);

    Session& session_;
    core::Date today_;
    std::vector<core::ReceiptRow> waiting_; // unapplied money, by date
    std::size_t next_ = 0;                  // of those
    bool more_ = false;
    std::vector<Suggestion> found_;
    std::map<std::pair<core::CustomerId, core::Currency>, std::int64_t> left_; // open of a customer
};

} // namespace huikuan::session
